"""Where something stands in a note: byte offsets, and the line and column that they mean."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

BOM = b"\xef\xbb\xbf"

# A named tuple of a type from its fields, in less than half of what a call of the type takes: a note has a hundred.
new: Any = tuple.__new__

# So many places are counted out before the start of each line is worth noting down.
FEW = 4


class Span(NamedTuple):
    """Bytes `start` up to, not including, `end` of a note's content; a byte-order mark counts."""

    start: int
    end: int


class Place(NamedTuple):
    """Line and column from 1; columns count code points, as editors show them."""

    line: int
    column: int


class Fault(NamedTuple):
    """Something that could not be read: the rule that reports it, the fact, and where."""

    rule: str
    message: str
    span: Span


class Lines:
    """The lines of one note's content, to turn byte offsets into places.

    >>> lines = Lines("é x\\r\\nsecond".encode())
    >>> lines.place(3), lines.place(6)
    (Place(line=1, column=3), Place(line=2, column=1))
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._plain = content.isascii()
        self._last = (0, 0)  # an offset, and how many code points stand before it on its line
        self._first = len(BOM) if content.startswith(BOM) else 0
        self._asked = 0

    def place(self, offset: int) -> Place:
        """The place of a byte offset; an offset past the end is the place after the last character."""
        if self._asked < FEW:
            self._asked += 1
            line = self._content.count(b"\n", 0, offset) + 1
            start = self._content.rfind(b"\n", 0, offset) + 1 or self._first
        else:
            line = self.line(offset)
            start = self._starts[line - 1]
        if self._plain:
            return Place(line, max(min(offset, len(self._content)) - start, 0) + 1)
        return Place(line, self._letters(start, offset) + 1)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0, *accumulate([len(line) + 1 for line in self._content.split(b"\n")[:-1]])]
        return [self._first, *starts[1:]]

    def _letters(self, start: int, offset: int) -> int:
        # places are mostly asked for in order: counting goes on where it ended, or a long line would be read each time
        known, count = self._last if start <= self._last[0] <= offset else (start, 0)
        count += len(self._content[known:offset].decode("utf-8", "replace"))
        self._last = (offset, count)
        return count

    def line(self, offset: int) -> int:
        """The line of a byte offset."""
        return max(bisect_right(self._starts, offset), 1)

    def start(self, line: int) -> int:
        """The byte offset at which a line (from 1) starts; the content's end when there is no such line."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self._content)
