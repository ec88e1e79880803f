"""The manual's lists: taste markers, the checklist, and the words to avoid (domain.md M29, M31, M80)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, filled
from para_sync.manual.criterion import Criterion, Vocabulary
from para_sync.vault.facts import Item
from para_sync.vault.span import Span

_BLOCK_ID = re.compile(r"[ \t]\^([A-Za-z0-9-]+)[ \t]*\Z")
_LAST_CODE = re.compile(r"`([^`]+)`[ \t]*\Z")
_QUOTES = "\"'“”‘’`"


class Tick(NamedTuple):
    """A task line of the manual: its text, whether it is ticked, the span of the box's character, and of the line."""

    text: str
    ticked: bool
    box: Span
    span: Span


class CheckItem(NamedTuple):
    """An item of the checklist; the criterion is None where the tick is the verdict."""

    tick: Tick
    criterion: Criterion | None


class Marker(NamedTuple):
    """A taste marker: the block id by which runs name it, and its task line."""

    id: str
    tick: Tick


class Wording(NamedTuple):
    """A phrase to avoid, and what to say instead."""

    avoid: str
    say: str


def ticks(chapter: Chapter) -> Iterator[Tick]:
    """The task lines of a chapter, in order; a line's text without bullet, box and block id."""
    for item in chapter.note.items:
        if item.task is not None:
            yield _tick(chapter, item)


def read_markers(chapter: Chapter) -> tuple[Marker, ...]:
    """The taste markers; raises `Unreadable` for a task line without a block id, or with one that repeats."""
    markers: dict[str, Marker] = {}
    for item, tick in zip((each for each in chapter.note.items if each.task is not None), ticks(chapter), strict=True):
        found = _BLOCK_ID.search(_line(chapter, item))
        if not found:
            raise Unreadable("a taste marker needs a block id at the end of its line: ^like-this", tick.span)
        if found.group(1) in markers:
            raise Unreadable(f'block id "{found.group(1)}" stands here twice', tick.span)
        markers[found.group(1)] = Marker(found.group(1), tick)
    if not markers:
        raise Unreadable("the chapter has no task line", chapter.title)
    return tuple(markers.values())


def read_checklist(chapter: Chapter, words: Vocabulary) -> tuple[CheckItem, ...]:
    """The checklist's items, in order; raises `Unreadable` at a criterion that is none."""
    items = []
    for tick in ticks(chapter):
        code = last_code(tick)
        items.append(CheckItem(tick, criteria.at(code[0], code[1].start, words) if code else None))
    return tuple(items)


def last_code(tick: Tick) -> tuple[str, Span] | None:
    """The inline code that ends a task line, and where it stands; None where none does."""
    found = _LAST_CODE.search(tick.text)
    if not found:
        return None
    before = len(tick.text[: found.start(1)].encode())
    start = tick.span.start + before
    return found.group(1), Span(start, start + len(found.group(1).encode()))


def without_code(tick: Tick) -> str:
    """A task line's text without the inline code that ends it, and without stars."""
    return _LAST_CODE.sub("", tick.text).replace("**", "").strip()


def read_wording(chapter: Chapter) -> tuple[Wording, ...]:
    """The phrases to avoid, without the quotation marks around them."""
    columns = ("Never say", "Say")
    return tuple(
        Wording(filled(row["Never say"], "the phrase to avoid").strip(_QUOTES), row["Say"].shown.strip(_QUOTES))
        for row in chapter.rows(*columns)
    )


def _tick(chapter: Chapter, item: Item) -> Tick:
    line = _line(chapter, item)
    start = item.marker.end + 1
    text = _BLOCK_ID.sub("", line)
    lead = len(text) - len(text.lstrip())
    begin = start + lead
    return Tick(text.strip(), item.task != " ", item.marker, Span(begin, begin + len(text.strip().encode())))


def _line(chapter: Chapter, item: Item) -> str:
    """The rest of an item's first line, after the box."""
    end = chapter.content.find(b"\n", item.marker.end)
    return chapter.content[item.marker.end + 1 : end if end >= 0 else None].decode("utf-8", "replace").rstrip()
