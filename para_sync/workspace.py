"""The vault that a command works on: which folder it is, its notes and its settings."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from para_sync import cache, settings
from para_sync.settings import Settings
from para_sync.stop import Stop
from para_sync.vault import source
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

VARIABLE = "PARA_SYNC_VAULT"


class NoVault(Stop):
    """No vault where one was asked for."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A vault's folder, its notes as read now, and its settings."""

    root: Path
    vault: Vault
    settings: Settings

    def path_of(self, path: Path) -> str:
        """The vault path of a file or folder that a person named; raises `NoVault` where it lies outside."""
        try:
            relative = Path(os.path.abspath(path)).relative_to(os.path.abspath(self.root))
        except ValueError:
            raise NoVault(f"{path} is not in the vault {self.root}") from None
        return "" if str(relative) == "." else unicodedata.normalize("NFC", relative.as_posix())

    def chosen(self, paths: Iterable[Path]) -> frozenset[str] | None:
        """The vault paths of these files, and of all that lies in these folders; None is the whole vault."""
        named = [self.path_of(path) for path in paths]
        if not named or "" in named:
            return None
        known = (*self.vault.notes, *(odd.path for odd in self.vault.oddities))
        return frozenset(path for path in known if any(path == name or path.startswith(name + "/") for name in named))


def root(option: Path | None, first: Path | None = None) -> Path:
    """The vault's folder: `--vault`, else upward from the first path, else from the working folder, else the
    variable.
    """
    if option is not None:
        if not source.is_vault(option):
            raise NoVault(f"{option} is no vault: it has neither .obsidian nor {source.SETTINGS}")
        return option
    if first is not None and not first.exists():
        raise NoVault(f"{first}: no such file or folder")
    found = source.find(first if first is not None else Path.cwd())
    named = os.environ.get(VARIABLE)
    if found is None and named:
        return root(Path(named))
    if found is None:
        raise NoVault(f"no vault at or above {first or Path.cwd()}: no folder with .obsidian or {source.SETTINGS}")
    return found


def read(option: Path | None, first: Path | None = None, cached: bool = True) -> Workspace:
    """Find and read the vault, with `cached` what the last run knows of it. Raises `NoVault`, or `SettingsBroken` for a
    broken `para-sync.toml`.
    """
    folder = root(option, first)
    vault = cache.read(folder) if cached else Vault.read(Disk(folder))
    return Workspace(folder, vault, settings.of(vault))


def finish(root: Path) -> None:
    """Finish a run that was cut short between its links and its moves, before the vault is read for the next one."""
    from para_sync import edit  # a command that only reads has no use for what writes

    if edit.unfinished(root):
        edit.settle(root)
