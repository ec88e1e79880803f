"""A chapter of the manual: a note with the property `chapter`, read table by table (DESIGN §1)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
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


def suggestion(name: str, known: Iterable[str], shown: Callable[[str], str] = str) -> str:
    """The question ", did you mean …" where a known name is close, which is `shown` so; "" otherwise.

    >>> suggestion("sesion", ["session", "mock"])
    ', did you mean "session"?'
    """
    close = closest(name, known, 0.7)
    return f', did you mean "{shown(close)}"?' if close else ""


def closest(name: str, known: Iterable[str], alike: float = 0.8) -> str:
    """The known name that is most like another, from 0 (not at all) to 1 (equal) at least `alike`, and of several
    the first; "" where none is.
    """
    return _closest(name, tuple(known), alike)


# many links name the same note that is not there
@lru_cache(maxsize=1000)
def _closest(name: str, known: tuple[str, ...], alike: float) -> str:
    best, most = "", math.nextafter(alike, -1)
    matcher = SequenceMatcher()
    matcher.set_seq2(name)
    # as `get_close_matches`, which goes on comparing what can be no better than the best so far
    for each in known:
        matcher.set_seq1(each)
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and (ratio := matcher.ratio()) > most:
            best, most = each, ratio
    return best
