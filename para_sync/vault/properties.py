"""The properties of a note, with the place of every name and value, as Obsidian reads them (obsidian.md §1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from para_sync.vault import yaml_lines
from para_sync.vault.node import Refused, Row
from para_sync.vault.scalars import Value
from para_sync.vault.span import BOM, Fault, Span, new

LARGEST_BLOCK = 64 * 1024
# A vault has few names of properties, and each of them often.
MOST_NAMES = 256

_OPENING = re.compile(rb"---[ \t]*\r?\n")
_CLOSING = re.compile(rb"\n---[ \t]*\r?(?=\n|\Z)")
_KEY_LINE = re.compile(rb"\s*[^\s#:-][^:\n]*:(\s|\Z)")


class Property(NamedTuple):
    """One property: its name as written, its value, and where name, value and the list's entries stand."""

    name: str
    value: Value
    key: Span
    span: Span
    entries: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one note, in the order written.

    `block` spans both fences and is None where the note has no frontmatter; `body` is the offset at which the text
    after it starts; a block that cannot be read has a `fault` and no entries.
    """

    block: Span | None = None
    body: int = 0
    entries: tuple[Property, ...] = ()
    fault: Fault | None = None
    folded: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", tuple([_folded(each.name) for each in self.entries]))

    def get(self, name: str) -> Property | None:
        """The property of that name, whatever its letter case (obsidian.md §1); None where there is none."""
        folded = name.casefold()
        return self.entries[self.folded.index(folded)] if folded in self.folded else None

    def value(self, name: str) -> Value:
        """The value of a property; None where it is missing or empty."""
        found = self.get(name)
        return found.value if found else None

    def text(self, name: str) -> str:
        """The value of a property as text, without outer blanks; "" unless it is text or a number."""
        value = self.value(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def where(self, name: str) -> Span:
        """Where a finding about a property stands: its value; its key where it is empty; where it is missing, the key
        `type`, else the block's first line.
        """
        found = self.get(name)
        if found and found.value is not None:
            return found.span
        found = found or self.get("type")
        if found:
            return found.key
        return Span(self.block.start, self.block.start + 3) if self.block else Span(0, 0)

    def values(self) -> dict[str, Value]:
        """Name to value, in the order written."""
        return {each.name: each.value for each in self.entries}


@lru_cache(maxsize=MOST_NAMES)
def _folded(name: str) -> str:
    return intern(name.casefold())


def items(value: Value) -> tuple[Value, ...]:
    """A list property's items: none for an empty value, one for a lone value (obsidian.md §1)."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def parse(content: bytes) -> Properties:
    """Read the frontmatter of a note's content, which must be valid UTF-8. Raises nothing: what is wrong is the
    `fault`.
    """
    first = len(BOM) if content.startswith(BOM) else 0
    opening = _OPENING.match(content, first)
    if not opening:
        return Properties(body=first)
    closing = _CLOSING.search(content, opening.end() - 1)
    if not closing:
        return _unclosed(content, first, opening)
    body = closing.end() + 1 if closing.end() < len(content) else closing.end()
    block = Span(first, closing.end())
    raw = content[opening.end() : closing.start() + 1]
    if len(raw) > LARGEST_BLOCK:
        size = f"frontmatter is {len(raw) // 1024} KB, limit {LARGEST_BLOCK // 1024} KB"
        return Properties(block, body, fault=Fault("frontmatter-broken", size, Span(first, first + 3)))
    text = raw.decode()
    offsets = _Offsets(text, opening.end())
    try:
        return Properties(block, body, tuple(_entries(text, offsets)))
    except Refused as error:
        fault = Fault("frontmatter-broken", error.fact, *offsets.spans([(error.start, error.end)]))
        return Properties(block, body, fault=fault)


def _unclosed(content: bytes, first: int, opening: re.Match[bytes]) -> Properties:
    """A first line `---` with no second one is a rule above text, unless keys follow it."""
    if not _KEY_LINE.match(content, opening.end()):
        return Properties(body=first)
    fault = Fault("frontmatter-broken", 'frontmatter never ends: no second "---"', Span(first, first + 3))
    return Properties(body=first, fault=fault)


def _entries(text: str, offsets: _Offsets) -> Iterator[Property]:
    for name, key, (value, place, entries) in yaml_lines.read(text) or _exact(text):
        key_span, span, *spans = offsets.spans((key, place, *entries))
        yield new(Property, (intern(name), value, key_span, span, tuple(spans)))


def _exact(text: str) -> list[Row]:
    """The properties of a block that is more than lines of the usual kinds."""
    from para_sync.vault import frontmatter  # here, since a run that reads few notes seldom meets one: 18 ms

    return frontmatter.rows(text)


class _Offsets:
    """Character positions in the block, as byte offsets in the note."""

    def __init__(self, text: str, base: int) -> None:
        self._base = base
        self._text = text
        self._plain = text.isascii()

    def spans(self, places: Iterable[tuple[int, int]]) -> list[Span]:
        """The spans of pairs of a start and an end."""
        base = self._base
        if self._plain:
            return [new(Span, (base + start, base + end)) for start, end in places]
        return [Span(self._byte(start), self._byte(end)) for start, end in places]

    def _byte(self, index: int) -> int:
        return self._base + len(self._text[:index].encode())
