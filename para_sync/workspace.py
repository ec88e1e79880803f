"""The vault that a command works on: which folder it is, its notes and its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from para_sync import cache, place, settings
from para_sync.manual import manual as manuals
from para_sync.moment import Look
from para_sync.settings import Settings
from para_sync.stop import Stop
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault


class Workspace(NamedTuple):
    """A vault's folder, its notes as read now, and its settings."""

    root: Path
    vault: Vault
    settings: Settings

    def path_of(self, path: Path) -> str:
        """The vault path of a file or folder that a person named; raises `NoVault` where it lies outside."""
        return place.path_in(self.root, path)

    def chosen(self, paths: Iterable[Path]) -> frozenset[str] | None:
        """The vault paths of these files, and of all that lies in these folders; None is the whole vault."""
        named = [self.path_of(path) for path in paths]
        if not named or "" in named:
            return None
        known = (*self.vault.notes, *(odd.path for odd in self.vault.oddities))
        folders = tuple([name + "/" for name in named])
        return frozenset([path for path in known if path in named or path.startswith(folders)])


def read(
    option: Path | None,
    first: Path | None = None,
    cached: bool = True,
    seen: Look | None = None,
) -> Workspace:
    """Find and read the vault, with `cached` what the last run knows of it, as it is since it was `seen` (None: now).
    Raises `NoVault`, or `SettingsBroken` for a broken `para-sync.toml`.
    """
    folder = place.root(option, first)
    vault = cache.read(folder, seen=seen) if cached else Vault.read(Disk(folder))
    return _of(folder, vault)


def once(
    option: Path | None, first: Path | None, meanwhile: Callable[[Vault], object], seen: Look | None = None
) -> Workspace:
    """The same for a single look at the vault, without what the last run knows of it; `meanwhile` may be done while
    other cores read, with the vault of which no more is known yet than the paths.
    """
    folder = place.root(option, first)
    disk = Disk(folder)
    listing = disk.listed(seen().folders) if seen else disk.listing()
    return _of(folder, Vault.listed(disk, listing, lasting=False, meanwhile=meanwhile))


def _of(folder: Path, vault: Vault) -> Workspace:
    return Workspace(folder, vault, vault.once(settings.of))


def whole(vault: Vault) -> Vault:
    """The vault, all of which could be read, the manual too; raises `Stop`, with the reason, where a part of it could
    not: what stands there is not known, and may be what was asked for.
    """
    for path in vault.unread:
        note = vault.note(path)
        reason = note.faults[0].message if note else {odd.path: odd.message for odd in vault.oddities}[path]
        raise Stop(f"{path}: {reason}; nothing is written while a part of the vault cannot be read")
    if changed := written_since(vault):
        raise Stop(f"{changed[0]}: was written since it was read, or cannot be read any more; try again")
    return vault


def written_since(vault: Vault) -> tuple[str, ...]:
    """The chapters of the manual that are not any more what was read, so that the manual is not known."""
    manuals.of(vault)
    return tuple(sorted(vault.rewritten))


def finish(root: Path) -> None:
    """Finish a run that was cut short between its links and its moves, before the vault is read for the next one."""
    from para_sync import edit  # a command that only reads has no use for what writes

    if edit.unfinished(root):
        edit.settle(root)
