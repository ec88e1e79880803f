"""Contents kept one behind the other, each of them looked at, and held against its sum, when it is asked for."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from itertools import accumulate

Content = bytes | memoryview

# The bytes of a sum.
_SUM = 4


class Damaged(ValueError):
    """A content that is not what was kept."""


def sealed(content: Content) -> bytes:
    """A content with its sum before it."""
    return zlib.crc32(content).to_bytes(_SUM, "big") + content


def opened(whole: Content) -> memoryview:
    """The content again; raises `Damaged`."""
    content = memoryview(whole)[_SUM:]
    if zlib.crc32(content).to_bytes(_SUM, "big") != whole[:_SUM]:
        raise Damaged
    return content


class Pieces:
    """Sealed contents by number.

    >>> pieces = Pieces.of([sealed(b"one"), sealed(b"three")])
    >>> len(pieces), bytes(pieces[1])
    (2, b'three')
    """

    def __init__(self, content: Content, ends: bytes) -> None:
        self._content = memoryview(content)
        self._ends = memoryview(ends).cast("Q")

    @classmethod
    def of(cls, contents: Iterable[Content]) -> Pieces:
        """These contents, one behind the other."""
        each = [*contents]
        return cls(b"".join(each), array("Q", accumulate(map(len, each))).tobytes())

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> memoryview:
        return opened(self.whole(number))

    def whole(self, number: int) -> memoryview:
        """A content as it is sealed, perhaps damaged."""
        return self._content[self._ends[number - 1] if number else 0 : self._ends[number]]

    def __reduce__(self) -> tuple[type, tuple[memoryview, bytes]]:
        return Pieces, (self._content, self._ends.tobytes())
