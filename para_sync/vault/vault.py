"""All notes of a vault, and the questions that need all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from para_sync.files import reason
from para_sync.vault import note as notes
from para_sync.vault.facts import Link
from para_sync.vault.links import Names, Near, Outline
from para_sync.vault.note import UNREADABLE, Note
from para_sync.vault.properties import items
from para_sync.vault.source import OBSIDIAN, Oddity, Overlay, Source, is_note, is_seen, nests, oddity

TEMPLATES_SETTINGS = f"{OBSIDIAN}/templates.json"

Answer = TypeVar("Answer")


class Target(NamedTuple):
    """Where a link leads: the best path (None is unresolved), all paths that fit, and whether heading or block is
    there.
    """

    path: str | None
    candidates: tuple[str, ...]
    subpath_found: bool


@dataclass(frozen=True, eq=False)
class Vault:
    """The notes of one vault at one moment. Equal sources give equal vaults, however they came about."""

    source: Source
    notes: Mapping[str, Note]
    others: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    _answers: dict[Any, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, source: Source) -> Vault:
        """Read every note of a source. A file that cannot be read is a note with a fault, or an oddity."""
        listing = source.listing()
        read = {path: _read(source, path) for path in listing.notes}
        return cls(source, MappingProxyType(read), listing.others, listing.oddities)

    def replace(self, path: str, content: bytes | None) -> Vault:
        """The vault after one note or file got other bytes, or (None) went away; equal to a fresh read."""
        over = Overlay(self.source, {path: content})
        if nests(path):
            return Vault.read(over)
        if not is_seen(path):
            return Vault(over, self.notes, self.others, self.oddities)
        read = {name: note for name, note in self.notes.items() if name != path}
        others = {*self.others} - {path}
        oddities = [each for each in self.oddities if each.path != path]
        odd = None if content is None else oddity(path, len(content))
        if odd:
            oddities.append(odd)
        elif content is not None and is_note(path):
            read[path] = notes.parse(path, content)
        elif content is not None:
            others.add(path)
        return Vault(over, MappingProxyType(dict(sorted(read.items()))), tuple(sorted(others)), tuple(sorted(oddities)))

    def __iter__(self) -> Iterator[Note]:
        """The notes that could be read, by path."""
        return (note for note in self.notes.values() if note.readable)

    def content(self, path: str) -> bytes:
        """The bytes of a note or file; b"" where they cannot be read (any more)."""
        try:
            return self.source.content(path)
        except OSError:
            return b""

    def once(self, question: Callable[[Vault], Answer]) -> Answer:
        """The answer to a question about the whole vault, worked out at most once."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return cast(Answer, self._answers[question])

    def of_type(self, name: str) -> tuple[Note, ...]:
        """All notes of a type, by path, templates left out."""
        return self.once(_by_type).get(name, ())

    def is_template(self, note: Note) -> bool:
        """Whether a note lies in the folder of Obsidian's Templates plugin: text to fill in, and no note yet."""
        return note.path.startswith(self.once(_templates) + "/")

    def resolve(self, link: Link, source: Note) -> Target:
        """Where a link in the note `source` leads."""
        if not link.target:
            return Target(source.path, (source.path,), self._has(source.path, link))
        found = self.once(_names).find(link.target, source.path)
        if not found:
            return Target(None, (), False)
        return Target(found[0], found, self._has(found[0], link))

    def link_text(self, path: str) -> str:
        """What Obsidian writes into a link to a note: its bare name if that is unique, else its path from the root."""
        text = path.removesuffix(".md")
        name = text.rpartition("/")[2]
        return name if self.once(_names).find(name, "") == (path,) else text

    def called(self, link: Link) -> tuple[Note, ...]:
        """The notes that have a wikilink's target as an alias, whatever its letter case; templates left out."""
        known = self.once(_by_alias) if link.kind in ("wikilink", "property") else {}
        return known.get(link.target.casefold(), ())

    def near(self, name: str, path: str = "") -> list[str]:
        """What was perhaps meant by a name that is not there: names of notes, or (with a path) a note's headings and
        block ids (with their `^`).
        """
        known = self.once(_near)
        if path not in known:
            known[path] = Near(_subpaths(self.notes[path]) if path else _note_names(self))
        return known[path].find(name)

    def _has(self, path: str, link: Link) -> bool:
        found = self.notes.get(path)
        if not link.subpath or found is None or not found.readable:
            return True
        known = self.once(_outlines)
        outline = known.get(path) or known.setdefault(path, Outline(found))
        if link.last.startswith("^"):
            return outline.block(link.last[1:])
        return outline.heading(link.subpath) is not None


def _names(vault: Vault) -> Names:
    passed_over = (odd.path for odd in vault.oddities if odd.rule in (UNREADABLE, "conflict-copy"))
    return Names(sorted({*vault.notes, *vault.others, *passed_over}))


def _note_names(vault: Vault) -> tuple[str, ...]:
    return tuple(sorted({note.name for note in vault.notes.values()}))


def _subpaths(note: Note) -> Iterator[str]:
    yield from dict.fromkeys(heading.text for heading in note.headings)
    yield from (f"^{block.id}" for block in note.blocks)


def _near(_: Vault) -> dict[str, Near]:
    return {}


def _outlines(_: Vault) -> dict[str, Outline]:
    return {}


def _by_alias(vault: Vault) -> dict[str, tuple[Note, ...]]:
    found: dict[str, dict[str, Note]] = {}
    for note in vault:
        if not vault.is_template(note):
            for alias in items(note.properties.value("aliases")):
                if isinstance(alias, str) and alias.strip():
                    found.setdefault(alias.strip().casefold(), {})[note.path] = note
    return {alias: tuple(each.values()) for alias, each in found.items()}


def _by_type(vault: Vault) -> dict[str, tuple[Note, ...]]:
    found: dict[str, list[Note]] = {}
    for note in vault:
        if note.type and not vault.is_template(note):
            found.setdefault(note.type, []).append(note)
    return {name: tuple(each) for name, each in found.items()}


def _templates(vault: Vault) -> str:
    try:
        folder = json.loads(vault.content(TEMPLATES_SETTINGS)).get("folder")
    except (ValueError, AttributeError, RecursionError):
        folder = None
    return folder.strip("/") if isinstance(folder, str) and folder.strip("/") else "Templates"


def _read(source: Source, path: str) -> Note:
    try:
        return notes.parse(path, source.content(path))
    except OSError as error:
        return notes.unread(path, f"cannot be read: {reason(error)}")
