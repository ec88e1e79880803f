"""The notes of a vault by path, some of them packed away until somebody asks for them."""

from __future__ import annotations

import marshal
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from para_sync.vault import days, links
from para_sync.vault.note import Note
from para_sync.vault.packing import pack, unpack
from para_sync.vault.pieces import Damaged, Pieces, sealed
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
    """A note in few bytes, what a list tells of it, the digest of its file, and what in it a link can reach.

    Its bytes lie from `start` to `end` of a content that it may share with others: bytes that no process copies for
    having counted who refers to one of them.
    """

    brief: Brief
    digest: str
    outline: str
    content: bytes | memoryview
    start: int
    end: int

    @property
    def alone(self) -> memoryview:
        """The bytes of this note."""
        return memoryview(self.content)[self.start : self.end]


def brief(note: Note) -> Brief:
    """What a list tells of a note."""
    written = [each.value for each in note.properties.entries if isinstance(each.value, str)]
    latest, rows = max(map(days.day, written), default=""), note.rows
    return Brief(note.type, bool(note.faults), len(rows.regions), bool(rows.silences), note.aliases, latest)


def packed(note: Note) -> Packed:
    """A note, packed."""
    content = pack(note)
    return Packed(brief(note), note.digest, links.outline(note), content, 0, len(content))


def together(notes: Iterable[Note | None]) -> list[Packed | None]:
    """Notes, packed into one content."""
    each = [packed(note) if note else None for note in notes]
    content = b"".join([found.content for found in each if found])
    ends = [*accumulate([found.end if found else 0 for found in each])]
    return [
        new(Packed, (*found[:3], content, end - found.end, end)) if found else None
        for found, end in zip(each, ends, strict=True)
    ]


# Of the packed notes so many stay open that were asked for last: more would not stay near the processor.
MOST_OPEN = 16


class Shelf:
    """All notes of a vault as another process packed them, each of them looked at when it is asked for. `briefs` is a
    single piece, the others have one for each note.
    """

    def __init__(self, digests: tuple[str, ...], briefs: Pieces, outlines: Pieces, contents: Pieces) -> None:
        self.digests = digests
        self._briefs, self._outlines, self._contents = briefs, outlines, contents

    @classmethod
    def of(cls, notes: Iterable[Packed]) -> Shelf:
        """These notes."""
        notes = [*notes]
        return cls(
            tuple([each.digest for each in notes]),
            Pieces.of([sealed(marshal.dumps([(*each.brief,) for each in notes]))]),
            Pieces.of(sealed(each.outline.encode("utf-8", "surrogatepass")) for each in notes),
            Pieces.of(sealed(each.alone) for each in notes),
        )

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return Shelf, (self.digests, self._briefs, self._outlines, self._contents)

    @cached_property
    def briefs(self) -> list[Brief]:
        """What a list tells of each note; raises `Damaged`, as the methods below."""
        return [*map(Brief._make, marshal.loads(self._briefs[0]))]

    def outline(self, number: int) -> str:
        """What in a note a link can reach."""
        return str(self._outlines[number], "utf-8", "surrogatepass")

    def note(self, number: int) -> Note:
        """A note."""
        return unpack(self._contents[number])

    def packed(self, number: int) -> Packed:
        """A note, packed."""
        content = self._contents[number]
        return Packed(self.briefs[number], self.digests[number], self.outline(number), content, 0, len(content))


EMPTY = Shelf.of(())


class Notes(Mapping[str, Note]):
    """Notes by path, in the order of their paths; a packed one is unpacked when it is asked for.

    The number of a note on the shelf stands for the note; one that is damaged there is `read` anew.
    """

    def __init__(
        self,
        found: Mapping[str, Note | Packed | int],
        shelf: Shelf = EMPTY,
        read: Callable[[str], Note] | None = None,
    ) -> None:
        self._found = {**found}
        self._shelf = shelf
        self._read = read
        # a plain dict looks for its first key among all places that were left
        self._open: OrderedDict[str, Note] = OrderedDict()
        self._outlines: dict[str, str] = {}

    def __getitem__(self, path: str) -> Note:
        found = self._found[path]
        if isinstance(found, Note):
            return found
        note = self._open.get(path)
        if note is None:
            try:
                note = unpack(found.alone) if isinstance(found, Packed) else self._shelf.note(found)
            except Damaged:
                return self._mended(path)
            self._open[path] = note
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return note

    def _mended(self, path: str) -> Note:
        """A note that is damaged on the shelf."""
        assert self._read
        self._found[path] = note = self._read(path)
        return note

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, path: object) -> bool:
        return path in self._found

    def briefs(self) -> Iterator[tuple[str, Brief]]:
        """What a list tells of each note."""
        shelved: Sequence[Brief] = ()
        with suppress(Damaged):
            shelved = self._shelf.briefs
        for path, found in self._found.items():
            yield path, shelved[found] if isinstance(found, int) and shelved else self._brief(path)

    def _brief(self, path: str) -> Brief:
        found = self._found[path]
        return found.brief if isinstance(found, Packed) else brief(self[path])

    def brief(self, path: str) -> Brief | None:
        """What a list tells of one note; None where there is none."""
        return self._brief(path) if path in self._found else None

    def outline(self, path: str) -> str:
        """What in a note a link can reach; "" where there is no note, or one that cannot be read."""
        found = self._found.get(path)
        if isinstance(found, Packed):
            return found.outline
        if found is None:
            return ""
        if isinstance(found, int):
            with suppress(Damaged):
                return self._shelf.outline(found)
        if path not in self._outlines:
            self._outlines[path] = links.outline(self[path])
        return self._outlines[path]

    def digest(self, path: str) -> str | None:
        """The digest of a note's file, "" for one that could not be read; None where there is no note."""
        found = self._found.get(path)
        return self._shelf.digests[found] if isinstance(found, int) else found.digest if found else None

    def after(self, paths: tuple[str, ...], read: Mapping[str, Note | Packed]) -> Notes:
        """The notes at these paths, of which some were read anew."""
        if tuple(self._found) == paths:
            found = {**self._found, **read}
        else:
            found = {path: read[path] if path in read else self._found[path] for path in paths}
        later = Notes(found, self._shelf, self._read)
        still = ((path, note) for path, note in self._open.items() if path in found and path not in read)
        later._open.update(still)
        return later

    def shelf(self) -> Shelf:
        """All notes for another process, packed."""
        return Shelf.of(map(self._packed, self._found))

    def _packed(self, path: str) -> Packed:
        found = self._found[path]
        if isinstance(found, int):
            try:
                return self._shelf.packed(found)
            except Damaged:
                return packed(self[path])
        return found if isinstance(found, Packed) else packed(found)
