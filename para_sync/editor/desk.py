"""A vault as an editor has it: what is open counts, saved or not; the rest is read from the disk."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from para_sync import lint, settings
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
from para_sync.place import NoVault
from para_sync.settings import Settings
from para_sync.vault import source
from para_sync.watch.follow import Follower
from para_sync.workspace import Workspace


class Desk:
    """A vault as an editor sees it: the folder, with the notes that are open laid over it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings()
        self._follower = Follower(root)
        self._open: dict[str, bytes] = {}
        self.vault = self._follower.vault

    def look(self) -> None:
        """Read again what changed on the disk. Raises `Gone`, or `SettingsBroken`."""
        self._follower.scan(time.monotonic())
        self.vault = self._follower.vault
        for path, content in self._open.items():
            self.vault = self.vault.replace(path, content)
        self.settings = settings.of(self.vault)

    def put(self, path: str, content: bytes | None) -> None:
        """Lay the text of an open note over the folder; None takes it away, which the next look shows."""
        if content is None:
            self._open.pop(path, None)
        else:
            self._open[path] = content
            self.vault = self.vault.replace(path, content)

    def path(self, file: Path) -> str:
        """The vault path of a note; "" for what is none of the vault's notes."""
        try:
            path = Workspace(self.root, self.vault, self.settings).path_of(file)
        except NoVault:
            return ""
        return path if source.is_note(path) and source.is_seen(path) else ""

    @property
    def shown(self) -> frozenset[str]:
        """The paths of the notes that are open."""
        return frozenset(self._open)

    def findings(self, paths: Iterable[str]) -> list[Diagnostic]:
        """What is wrong in these notes today."""
        return lint.check(self.vault, self.settings, Choice(today=date.today()), frozenset(paths))
