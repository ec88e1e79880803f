"""A chapter of the manual: a note with the property `chapter`, read table by table (DESIGN §1)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from para_sync.vault import tables
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.tables import Cell, Table

Row = dict[str, Cell]

_WHOLE = re.compile(r"[0-9]{1,9}\Z")
_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?\Z")


class Unreadable(Exception):
    """A chapter does not say what the program needs: the fact, and where."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


class Chapter(NamedTuple):
    """One chapter: its id, its note and bytes, and its tables."""

    id: str
    note: Note
    content: bytes
    tables: tuple[Table, ...]

    @property
    def title(self) -> Span:
        """Where a finding about the whole chapter stands: its first heading, else its start."""
        return self.note.headings[0].span if self.note.headings else Span(0, 0)

    def table(self, *columns: str, heading: str = "") -> Table:
        """The one table with these columns (below a heading of that text, if given); others may stand beside them."""
        found = [
            table
            for table in self.tables
            if set(columns) <= set(table.columns()) and heading.casefold() in ("", table.heading.casefold())
        ]
        wanted = " | ".join(columns) + (f' below "{heading}"' if heading else "")
        if not found:
            raise Unreadable(f'chapter "{self.id}" has no table {wanted}', self.title)
        if len(found) > 1:
            raise Unreadable(f'chapter "{self.id}" has the table {wanted} twice', found[1].span)
        return found[0]

    def rows(self, *columns: str, heading: str = "") -> Iterator[Row]:
        """The rows of that table, as header to cell."""
        table = self.table(*columns, heading=heading)
        names = table.columns()
        for row in table.rows:
            yield dict(zip(names, row, strict=True))

    def all_rows(self, *columns: str) -> Iterator[Row]:
        """The rows of every table with these columns; none where there is no such table."""
        for table in self.tables:
            if set(columns) <= set(table.columns()):
                for row in table.rows:
                    yield dict(zip(table.columns(), row, strict=True))


def read(note: Note, content: bytes) -> Chapter:
    """Read a chapter from its note and bytes."""
    return Chapter(note.properties.text("chapter"), note, content, tables.read(content, note.properties.body))


def code(cell: Cell, what: str) -> str:
    """The one inline code of a cell; raises `Unreadable` where there is none or more."""
    if len(cell.codes) != 1:
        raise Unreadable(f'{what} must be one inline code, not "{cell.text}"', cell.span)
    return cell.codes[0]


def number(cell: Cell, what: str) -> int:
    """A whole number; raises `Unreadable` for anything else."""
    if not _WHOLE.match(cell.shown):
        raise Unreadable(f'{what} must be a whole number, not "{cell.text}"', cell.span)
    return int(cell.shown)


def decimal(cell: Cell, what: str) -> float:
    """A number, whole or with a decimal point; raises `Unreadable` for anything else."""
    if not _DECIMAL.match(cell.shown):
        raise Unreadable(f'{what} must be a number, not "{cell.text}"', cell.span)
    return float(cell.shown)


def filled(cell: Cell, what: str) -> str:
    """The shown text of a cell that may not be empty."""
    if not cell.shown:
        raise Unreadable(f"{what} is missing", cell.span)
    return cell.shown


def unique(cells: Iterable[tuple[str, Cell]], what: str) -> None:
    """Raises `Unreadable` at the second of two equal names, whatever their letter case."""
    seen: set[str] = set()
    for name, cell in cells:
        if name.casefold() in seen:
            raise Unreadable(f'{what} "{name}" stands here twice', cell.span)
        seen.add(name.casefold())


def suggestion(name: str, known: Collection[str], shown: Callable[[str], str] = str) -> str:
    """The question ", did you mean …" where a known name is close, which is `shown` so; "" otherwise.

    >>> suggestion("sesion", ["session", "mock"])
    ', did you mean "session"?'
    """
    close = closest(name, known, 0.7)
    return f', did you mean "{shown(close)}"?' if close else ""


def closest(name: str, known: Collection[str], alike: float = 0.8) -> str:
    """The known name that is most like another, from 0 (not at all) to 1 (equal) at least `alike`, and of several
    the first; "" where none is. Names are as much alike as the part of their letters that they share in one order.
    """
    if name in known:
        return name
    best, most = "", math.nextafter(alike, -1)
    letters, places = set(name), _places(name)
    for each in known:
        both = len(name) + len(each)
        # what most names lack is seen from their letters alone, for a quarter of the time
        sharable = min(len(each), len(name) - len(letters.difference(each)))
        if 2 * sharable / both > most and (ratio := 2 * _shared(places, len(name), each) / both) > most:
            best, most = each, ratio
    return best


def _places(name: str) -> dict[str, int]:
    """The places of each letter, as bits."""
    places: dict[str, int] = {}
    for index, letter in enumerate(name):
        places[letter] = places.get(letter, 0) | 1 << index
    return places


def _shared(places: dict[str, int], length: int, other: str) -> int:
    """How many letters a name has in common with another in the same order, at most (H. Hyyrö's algorithm of 2004,
    which works on all places of the name at once: those of them that are left over are bits).
    """
    left = whole = (1 << length) - 1
    for letter in other:
        if letter in places:
            met = left & places[letter]
            left = (left + met) | (left - met)
    return length - (left & whole).bit_count()
