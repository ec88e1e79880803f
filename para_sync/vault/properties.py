"""The properties of a note, with the place of every name and value, as Obsidian reads them (obsidian.md §1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from sys import intern
from typing import NamedTuple

from para_sync.vault import yaml_lines
from para_sync.vault.node import Place, Refused, Row
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


class Properties(NamedTuple):
    """The properties of one note, in the order written.

    `block` spans both fences and is None where the note has no frontmatter; `body` is the offset at which the text
    after it starts; a block that cannot be read has a `fault` and no entries. Their names are `folded` to small
    letters.
    """

    block: Span | None = None
    body: int = 0
    entries: tuple[Property, ...] = ()
    fault: Fault | None = None
    folded: tuple[str, ...] = ()

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


def of(block: Span | None, body: int, entries: tuple[Property, ...], fault: Fault | None = None) -> Properties:
    """The properties that these are."""
    return Properties(block, body, entries, fault, tuple([_folded(each.name) for each in entries]))


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
    length = closing.start() + 1 - opening.end()
    if length > LARGEST_BLOCK:
        size = f"frontmatter is {length // 1024} KB, limit {LARGEST_BLOCK // 1024} KB"
        return Properties(block, body, fault=Fault("frontmatter-broken", size, Span(first, first + 3)))
    # with all that stands before the block, so that in plain ASCII the characters' places are those of the bytes
    text = content[first : closing.start() + 1].decode()
    span = partial(new, Span) if text.isascii() and not first else partial(_span, text, first)
    try:
        return of(block, body, tuple(_entries(text, opening.end() - first, span)))
    except Refused as error:
        fault = Fault("frontmatter-broken", error.fact, span((error.start, error.end)))
        return Properties(block, body, fault=fault)


def _unclosed(content: bytes, first: int, opening: re.Match[bytes]) -> Properties:
    """A first line `---` with no second one is a rule above text, unless keys follow it."""
    if not _KEY_LINE.match(content, opening.end()):
        return Properties(body=first)
    fault = Fault("frontmatter-broken", 'frontmatter never ends: no second "---"', Span(first, first + 3))
    return Properties(body=first, fault=fault)


def _entries(text: str, start: int, span: Callable[[Place], Span]) -> Iterator[Property]:
    """The properties of the block from `start` on; `span` tells where its characters stand in the note."""
    for name, key, (value, place, entries) in yaml_lines.read(text, start) or _exact(text, start):
        places = tuple(map(span, entries)) if entries else ()
        yield new(Property, (intern(name), value, span(key), span(place), places))


def _exact(text: str, start: int) -> list[Row]:
    """The properties of a block that is more than lines of the usual kinds."""
    from para_sync.vault import frontmatter  # here, since a run that reads few notes seldom meets one: 18 ms

    def moved(place: Place) -> Place:
        return start + place[0], start + place[1]

    try:
        rows = frontmatter.rows(text[start:])
    except Refused as error:
        raise Refused(error.fact, *moved((error.start, error.end))) from None
    return [
        (name, moved(key), (value, moved(place), tuple(map(moved, entries))))
        for name, key, (value, place, entries) in rows
    ]


def _span(text: str, before: int, place: Place) -> Span:
    """Where characters of a text stand that has so many bytes before it."""
    start, end = place
    return Span(before + len(text[:start].encode()), before + len(text[:end].encode()))
