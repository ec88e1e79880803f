"""What is to be judged, and what is found on the disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from para_sync import cache, lint, rules, vanished, workspace
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
from para_sync.moment import Look
from para_sync.vault.vault import Vault
from para_sync.workspace import Workspace


class Asked(NamedTuple):
    """What is to be judged: which notes, by which rules, and the day that counts as today (None: none may)."""

    option: Path | None
    paths: tuple[Path, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    today: date | None
    cached: bool

    @property
    def first(self) -> Path | None:
        """The path that the vault is sought from."""
        return self.paths[0] if self.paths else None

    @property
    def choice(self) -> Choice:
        """The rules."""
        return Choice(self.select, self.ignore, self.today)


class Found(NamedTuple):
    """The vault, the findings, and where they were sought (None: everywhere)."""

    space: Workspace
    found: list[Diagnostic]
    wanted: frozenset[str] | None


def found(asked: Asked, seen: Look | None = None) -> Found:
    """What lies on the disk since it was `seen` (None: now)."""
    if asked.cached:
        space = workspace.read(asked.option, asked.first, seen=seen)
    else:
        space = workspace.once(asked.option, asked.first, _ahead, seen)
    wanted = space.chosen(asked.paths)
    gone = vanished.gone(space.root, space.vault) if wanted is None else {}
    told = lint.check(space.vault, space.settings, asked.choice, wanted, gone)
    if seen and asked.cached:
        cache.keep(space.root, space.vault, seen())
    return Found(space, told, wanted)


def _ahead(vault: Vault) -> None:
    """Make what judging all notes needs, and copies of this process would else make each for itself."""
    from para_sync import phrases  # here, since one note needs little of it
    from para_sync.vault import tables

    rules.every()
    tables.reader()
    phrases.stemmer()
    vault.near("")
