"""Notes that should count and cannot be read, so that a table can say that they are left out."""

from __future__ import annotations

import posixpath

from para_sync.manual import manual as manuals
from para_sync.vault.limits import UNREADABLE
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


def of(kind: str, vault: Vault) -> tuple[Note, ...]:
    """The notes in the folder of a type whose properties or text cannot be read, by path.

    What type they have nobody can tell; a note below the folder, or under the finished work, is not among them.
    """
    folder = _folder(kind, vault)
    paths = () if folder is None else vault.once(_faulty).get(folder, ())
    found = filter(None, map(vault.note, paths))
    return tuple(note for note in found if note.properties.fault or not note.readable)


def passed(kind: str, vault: Vault) -> dict[str, str]:
    """The files in the folder of a type that are not even looked into, too large, a symlink or a pipe, and why."""
    folder = _folder(kind, vault)
    odd = (each for each in vault.oddities if each.rule == UNREADABLE)
    return {each.path: each.message for each in odd if posixpath.dirname(each.path) == folder}


def _folder(kind: str, vault: Vault) -> str | None:
    types = manuals.of(vault).note_types
    home = types.types.get(kind) if types else None
    return home.folder if home else None


def _faulty(vault: Vault) -> dict[str, tuple[str, ...]]:
    """The paths of the notes that have faults, by folder."""
    found: dict[str, list[str]] = {}
    for path, brief in vault.briefs.items():
        if brief.faulty:
            found.setdefault(posixpath.dirname(path), []).append(path)
    return {folder: tuple(paths) for folder, paths in found.items()}
