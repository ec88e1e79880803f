"""What a block of properties is read into, by whichever reader."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.vault.scalars import Value


class Refused(Exception):
    """A block is not read: the fact, and the characters of the block that are at fault."""

    def __init__(self, fact: str, start: int, end: int) -> None:
        super().__init__(fact)
        self.fact = fact
        self.start = start
        self.end = end


Place = tuple[int, int]
"""The characters of a block from the first up to, not including, the second."""

Placed = tuple[Value, Place, tuple[Place, ...]]
"""A value, where it stands, and where the items of a list stand."""

Row = tuple[str, Place, Placed]
"""A property: its name, where that stands, and its value."""


def repeated(text: str, start: int, name: str, key: Place, first: int) -> Refused:
    """What is said of a key of the block from `start` on that stood there before, at `first`."""
    line = text.count("\n", start, first) + 2  # the fence is the first
    return Refused(f'key "{name}" repeats line {line}', *key)


class Node(NamedTuple):
    """A value and the characters that it stands on; a mapping's pairs in `children`, a list's items in `entries`."""

    value: Value
    start: int
    end: int
    children: tuple[tuple[Node, Node], ...] = ()
    entries: tuple[tuple[int, int], ...] = ()
