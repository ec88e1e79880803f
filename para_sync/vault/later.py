"""The facts of a note that most who look at it do not ask for: plain values until somebody does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from para_sync.vault.facts import Block, Heading, Item, Link, LinkRow, Tag
from para_sync.vault.markers import Region, Silence
from para_sync.vault.span import Span, new


class Later(NamedTuple):
    """A row for each fact, in document order; where it stands is two numbers, start and end, at the end of the row.

    Headings are level and text, items task, parent, place, and place of the marker, regions name, seal, and the places
    of begin, body and end; quotes and code are places one behind the other.
    """

    headings: list[tuple[int, str, int, int]]
    tags: list[tuple[str, int, int]]
    blocks: list[tuple[str, int, int]]
    items: list[tuple[str | None, int, int, int, int, int]]
    quotes: list[int]
    code: list[int]
    regions: list[tuple[Any, ...]]
    silences: list[tuple[tuple[str, ...], int | None, int, int]]


def regions(found: Iterable[Region]) -> list[tuple[Any, ...]]:
    """Regions as rows."""
    return [(name, seal, *places(spans)) for name, *spans, seal in found]


def silences(found: Iterable[Silence]) -> list[tuple[tuple[str, ...], int | None, int, int]]:
    """Silences as rows."""
    return [(rules, line, *span) for rules, line, span in found]


def made(found: Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    """The facts by the names of a note's fields, made of the values of a `Later`."""
    headings, tags, blocks, items, quotes, code, in_regions, in_silences = found
    values = (
        tuple([new(Heading, (level, text, new(Span, (a, b)))) for level, text, a, b in headings]),
        tuple([new(Tag, (name, new(Span, (a, b)))) for name, a, b in tags]),
        tuple([new(Block, (name, new(Span, (a, b)))) for name, a, b in blocks]),
        tuple([new(Item, (task, parent, new(Span, (a, b)), new(Span, (c, d)))) for task, parent, a, b, c, d in items]),
        spans(quotes),
        spans(code),
        tuple([new(Region, (name, *spans(of_it), seal)) for name, seal, *of_it in in_regions]),
        tuple([Silence(rules, line, Span(*span)) for rules, line, *span in in_silences]),
    )
    return dict(zip(Later._fields, values, strict=True))


def linked(found: Iterable[LinkRow]) -> tuple[Link, ...]:
    """Links from rows."""
    return tuple([link(row) for row in found])


def link(row: LinkRow) -> Link:
    """A link from its row."""
    kind, target, subpath, display, start, end, name = row
    made: Link = new(Link, (kind, target, subpath, display, new(Span, (start, end)), name))
    return made


def places(found: Iterable[tuple[int, int]]) -> list[int]:
    """Spans as numbers one behind the other."""
    return [*chain.from_iterable(found)]


def spans(found: Sequence[int]) -> tuple[Span, ...]:
    """The spans again."""
    numbers = iter(found)
    return tuple([new(Span, pair) for pair in zip(numbers, numbers, strict=True)])
