"""The notes of a vault by path, some of them packed away until somebody asks for them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from para_sync.vault import days, links
from para_sync.vault.note import Note
from para_sync.vault.packing import pack, unpack
from para_sync.vault.span import new


class Brief(NamedTuple):
    """What a list of all notes says of each: its type ("" for none), whether its reading met faults, how many regions
    it has, whether it silences rules, its aliases, and the latest day that a property of it holds ("" for none).
    """

    type: str
    faulty: bool
    regions: int
    silences: bool
    aliases: tuple[str, ...]
    latest: str


class Packed(NamedTuple):
    """A note in few bytes, the digest of its file, what a list tells of it, and what in it a link can reach."""

    brief: Brief
    digest: str
    outline: str
    content: bytes | memoryview


class Piece(NamedTuple):
    """A packed note whose content, from `start` to `end`, lies among those of others: bytes that no process copies for
    having counted who refers to one of them.
    """

    note: Packed
    content: bytes
    start: int
    end: int

    def packed(self) -> Packed:
        """The note by itself."""
        note, content, start, end = self
        alone: Packed = new(Packed, (*note[:-1], memoryview(content)[start:end]))
        return alone


def brief(note: Note) -> Brief:
    """What a list tells of a note."""
    latest = max((days.day(each.value) for each in note.properties.entries), default="")
    regions, silences = len(note.rows.regions), bool(note.rows.silences)
    return Brief(note.type, bool(note.faults), regions, silences, note.aliases, latest)


def packed(note: Note) -> Packed:
    """A note, packed."""
    return Packed(brief(note), note.digest, links.outline(note), pack(note))


def pieces(notes: Iterable[Note | None]) -> list[Piece | None]:
    """Notes, packed together."""
    each = [packed(note) if note else None for note in notes]
    content = b"".join([found.content for found in each if found])
    ends = [*accumulate([len(found.content) if found else 0 for found in each])]
    return [
        new(Piece, (new(Packed, (*found[:-1], b"")), content, end - len(found.content), end)) if found else None
        for found, end in zip(each, ends, strict=True)
    ]


# Of the packed notes so many stay open that were asked for last: more would not stay near the processor.
MOST_OPEN = 16


class Notes(Mapping[str, Note]):
    """Notes by path, in the order of their paths; a packed one is unpacked when it is asked for."""

    def __init__(self, found: Mapping[str, Note | Packed]) -> None:
        self._found = {**found}
        # a plain dict looks for its first key among all places that were left
        self._open: OrderedDict[str, Note] = OrderedDict()
        self._outlines: dict[str, str] = {}

    def __getitem__(self, path: str) -> Note:
        found = self._found[path]
        if not isinstance(found, Packed):
            return found
        note = self._open.get(path)
        if note is None:
            note = self._open[path] = unpack(found.content)
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return note

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, path: object) -> bool:
        return path in self._found

    def briefs(self) -> Iterator[tuple[str, Brief]]:
        """What a list tells of each note."""
        return ((path, each.brief if isinstance(each, Packed) else brief(each)) for path, each in self._found.items())

    def brief(self, path: str) -> Brief | None:
        """What a list tells of one note; None where there is none."""
        found = self._found.get(path)
        return found.brief if isinstance(found, Packed) else brief(found) if found else None

    def outline(self, path: str) -> str:
        """What in a note a link can reach; "" where there is no note, or one that cannot be read."""
        found = self._found.get(path)
        if isinstance(found, Packed):
            return found.outline
        if found is None:
            return ""
        if path not in self._outlines:
            self._outlines[path] = links.outline(found)
        return self._outlines[path]

    def digest(self, path: str) -> str | None:
        """The digest of a note's file, "" for one that could not be read; None where there is no note."""
        found = self._found.get(path)
        return found.digest if found else None

    def after(self, paths: tuple[str, ...], read: Mapping[str, Note | Packed]) -> Notes:
        """The notes at these paths, of which some were read anew."""
        if tuple(self._found) == paths:
            later = Notes({**self._found, **read})
        else:
            later = Notes({path: read.get(path) or self._found[path] for path in paths})
        still = ((path, note) for path, note in self._open.items() if path in later._found and path not in read)
        later._open.update(still)
        return later

    def all_packed(self) -> dict[str, Packed]:
        """All notes, packed, each by itself."""
        return {
            path: each._replace(content=bytes(each.content)) if isinstance(each, Packed) else packed(each)
            for path, each in self._found.items()
        }
