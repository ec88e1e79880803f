"""Notes that should count and cannot be read, so that a table can say that they are left out."""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


def of(kind: str, vault: Vault) -> tuple[Note, ...]:
    """The notes in the folder of a type whose properties or text cannot be read, by path.

    What type they have nobody can tell; a note below the folder, or under the finished work, is not among them.
    """
    types = manuals.of(vault).note_types
    home = types.types.get(kind) if types else None
    return vault.once(_by_folder).get(home.folder, ()) if home else ()


def _by_folder(vault: Vault) -> dict[str, tuple[Note, ...]]:
    found: dict[str, list[Note]] = {}
    for path, brief in vault.briefs.items():
        note = vault.note(path) if brief.faulty else None
        if note and (note.properties.fault or not note.readable):
            found.setdefault(note.folder, []).append(note)
    return {folder: tuple(notes) for folder, notes in found.items()}
