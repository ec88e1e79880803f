"""The answers to one question about many paths, and all that each of them was drawn from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

Key = tuple[Any, ...]


class Answer(NamedTuple):
    """An answer, what it was drawn from, the version it last held for, and the version since which it is this. A kept
    one has the sums of its leaves instead, if they are many.
    """

    value: Any
    leaves: tuple[str, ...]
    others: tuple[Key, ...]
    held: int
    since: int
    sums: bytes = b""


class Columns(NamedTuple):
    """What the rows of a table were drawn from, for another process: by numbers of rows, leaves and questions, so that
    nothing is made of a row that nobody asks for.

    `leaves` has the row that looks at each leaf, or (as bytes) the rows; `asked` the questions that rows ask, and
    `asking` those of each row; `looked` the leaves of all rows, one row after the other, up to `ends`.
    """

    paths: tuple[str, ...]
    leaves: dict[str, int | bytes]
    asked: tuple[tuple[Key, ...], ...]
    asking: bytes
    looked: bytes
    ends: bytes

    @classmethod
    def of(cls, paths: tuple[str, ...], rows: Iterable[Answer]) -> Columns:
        """These rows, one for each path."""
        numbers: dict[str, int] = {}
        asked: dict[tuple[Key, ...], int] = {}
        lookers: list[array[int]] = []
        asking, looked, ends = array("I"), array("I"), array("I")
        for row, each in enumerate(rows):
            for leaf in each.leaves:
                number = numbers.setdefault(leaf, len(lookers))
                if number == len(lookers):
                    lookers.append(array("I"))
                lookers[number].append(row)
                looked.append(number)
            asking.append(asked.setdefault(each.others, len(asked)))
            ends.append(len(looked))
        few = (each[0] if len(each) == 1 else each.tobytes() for each in lookers)
        return cls(
            paths,
            dict(zip(numbers, few, strict=True)),
            tuple(asked),
            asking.tobytes(),
            looked.tobytes(),
            ends.tobytes(),
        )

    def looking(self, leaf: str) -> Sequence[int]:
        """The rows that look at a leaf."""
        found = self.leaves.get(leaf, b"")
        return (found,) if isinstance(found, int) else memoryview(found).cast("I")

    def looked_at(self, row: int) -> Sequence[int]:
        """The numbers of the leaves that a row looks at."""
        ends = memoryview(self.ends).cast("I")
        return memoryview(self.looked).cast("I")[ends[row - 1] if row else 0 : ends[row]]

    def asked_by(self, row: int) -> tuple[Key, ...]:
        """The questions of a row."""
        return self.asked[memoryview(self.asking).cast("I")[row]]


_NO_COLUMNS = Columns((), {}, (), b"", b"", b"")


class Table:
    """The answers by path, in order, and all that any of them was drawn from, now or before.

    Those of `rows` were worked out here; the others are rows of the `columns` that another process kept.
    """

    def __init__(self, held: int, columns: Columns = _NO_COLUMNS, values: tuple[Any, ...] = ()) -> None:
        self.held = held
        self.paths = columns.paths
        self.values = values
        self._columns, self._kept = columns, values
        self._numbers = dict(zip(columns.paths, count()))
        self._rows: dict[str, Answer] = {}
        # for each leaf of a row the path of the one that looks at it, "" for more than one
        self._lookers: dict[str, str] = {}
        self._asked = {id(each): each for each in columns.asked}

    def __contains__(self, path: str) -> bool:
        return path in self._rows or path in self._numbers

    def row(self, path: str) -> Answer | None:
        """The answer about a path; None where there is none."""
        number = self._numbers.get(path)
        if path in self._rows or number is None:
            return self._rows.get(path)
        leaves = tuple([self._names[each] for each in self._columns.looked_at(number)])
        return Answer(self._kept[number], leaves, self._columns.asked_by(number), self.held, self.held)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._columns.leaves)

    @property
    def leaves(self) -> Iterator[str]:
        """All leaves that a row looks at."""
        yield from self._columns.leaves
        yield from self._lookers

    @property
    def asked(self) -> Iterable[tuple[Key, ...]]:
        """All questions that rows ask, those of a row together."""
        return self._asked.values()

    def stale(self, changed: set[str], odd: Callable[[tuple[Key, ...]], bool]) -> set[str]:
        """The paths whose answers do not hold after these leaves changed, and the questions that are odd."""
        paths, columns = self._columns.paths, self._columns
        found = {paths[row] for leaf in changed for row in columns.looking(leaf)} - self._rows.keys()
        lookers = {self._lookers[leaf] for leaf in changed if leaf in self._lookers}
        found |= lookers - {""}
        if "" in lookers:
            found |= {path for path, row in self._rows.items() if not changed.isdisjoint(row.leaves)}
        strange = {name for name, each in self._asked.items() if odd(each)}
        if strange:
            found |= {path for path, row in self._rows.items() if id(row.others) in strange}
            asking = memoryview(columns.asking).cast("I")
            among = {row for row, each in enumerate(columns.asked) if id(each) in strange}
            found |= {path for path, each in zip(paths, asking, strict=True) if each in among} - self._rows.keys()
        return found

    def after(self, held: int, paths: tuple[str, ...], anew: Mapping[str, Answer]) -> Table:
        """The table with these paths, of which some are worked out anew."""
        later = self.still(held)
        rows = {**self._rows, **anew}
        if paths != self.paths:
            rows = {path: rows[path] for path in paths if path in rows}
            later._numbers = {path: self._numbers[path] for path in paths if path in self._numbers}
        later.paths, later._rows = paths, rows
        later.values = later._values()
        later._lookers = _lookers(self._lookers, anew)
        later._asked = {**self._asked, **{id(row.others): row.others for row in anew.values()}}
        return later

    def still(self, held: int) -> Table:
        """The table as it is, for another version."""
        later = copy(self)
        later.held = held
        return later

    def _values(self) -> tuple[Any, ...]:
        rows, kept, numbers = self._rows, self._kept, self._numbers
        return tuple([rows[path].value if path in rows else kept[numbers[path]] for path in self.paths])

    def columns(self) -> Columns:
        """The table without its values, for another process."""
        if not self._rows and self.paths == self._columns.paths:
            return self._columns
        return Columns.of(self.paths, filter(None, map(self.row, self.paths)))


def _lookers(known: dict[str, str], rows: Mapping[str, Answer]) -> dict[str, str]:
    """For each leaf the path of the one row that looks at it, "" for more than one; the same dict where none is new."""
    found = known
    for path, row in rows.items():
        for leaf in row.leaves:
            looker = found.get(leaf)
            if looker not in ("", path):
                found = {**known} if found is known else found
                found[leaf] = path if looker is None else ""
    return found
