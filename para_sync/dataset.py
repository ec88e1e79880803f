"""A table for other programs, as a value: typed columns, and what each means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

Value = str | int | float | bool | date | None
Row = Mapping[str, Value]


class Column(NamedTuple):
    """A column: its type (text, integer, number, boolean or date), what it means, and whether people write its text."""

    name: str
    type: str
    meaning: str
    words: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table: its columns in order, a row each with a value for every column (None is none), and a line each for
    the notes and the values that could not be read for it.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    uncounted: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def without_words(self) -> Dataset:
        """The same with every text that a person wrote left out; its columns stay."""
        words = {each.name for each in self.columns if each.words}
        rows = ({name: None if name in words else value for name, value in row.items()} for row in self.rows)
        return replace(self, rows=tuple(rows))

    def schema(self) -> Iterator[tuple[str, str, str]]:
        """The documentation of the columns: name, type, meaning."""
        return ((each.name, each.type, each.meaning) for each in self.columns)
