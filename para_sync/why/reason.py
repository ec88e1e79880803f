"""A reason: a fact and where it stands, in a note or in the manual."""

from __future__ import annotations

from dataclasses import dataclass

from para_sync.manual import manual as manuals
from para_sync.manual.criterion import Criterion
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact, and where it stands: `path:line:column`, or "" for what follows from the facts around it."""

    fact: str
    at: str = ""


def held(note: Note, name: str, vault: Vault) -> Reason:
    """What a property of a note holds."""
    return Reason(f"{name}: {text(note, name)}", vault.place(note.path, note.properties.where(name)))


def text(note: Note, name: str) -> str:
    """The value of a property in words."""
    value = note.properties.value(name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "empty" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def cell(criterion: Criterion, name: str, vault: Vault) -> str:
    """Where a criterion stands in the manual's tables, in the row of that name; "" where it stands in none."""
    for chapter in manuals.of(vault).chapters.values():
        for row in (row for each in chapter.tables for row in each.rows):
            if any(name in (cell.shown, cell.link) for cell in row):
                for cell in row:
                    if cell.codes == (criterion.text,):
                        return vault.place(chapter.note.path, cell.span)
    return ""


def named(name: str, chapter: str, vault: Vault) -> str:
    """Where a row of a chapter's tables begins that has this name in one of its first cells; "" where none does."""
    found = manuals.of(vault).chapters.get(chapter)
    for row in (row for each in (found.tables if found else ()) for row in each.rows):
        if any(cell.shown.casefold() == name.casefold() for cell in row[:2]):
            return vault.place(found.note.path, row[0].span) if found else ""
    return ""
