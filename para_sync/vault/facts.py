"""What a note's Markdown holds, as values: headings, links, tags, block ids, list items, and comments of ours.

Values and byte spans of the whole note, never its text.
"""

from __future__ import annotations

import builtins
from sys import intern
from typing import NamedTuple

from para_sync.vault.span import Span


class Heading(NamedTuple):
    """A heading: level 1 to 6, its text with the inline Markdown as written, and the span of its line."""

    level: int
    text: str
    span: Span


class Link(NamedTuple):
    """A link to a note, heading, block or file of the vault.

    `kind` is wikilink, embed, markdown or property; `target` is what stands before the first `#` ("" is this note),
    decoded where it was percent-encoded; `subpath` is what follows ("" is none; `^id` a block; `A#B` nested headings);
    `display` is the text shown. A property's link has the property's name in `property`.
    """

    kind: str
    target: str
    subpath: str
    display: str
    span: Span
    property: str = ""

    @builtins.property  # the field takes the plain name
    def last(self) -> str:
        """What the link leads to in its note: the last heading of the subpath, or `^id`; "" is the whole note."""
        return last_part(self.subpath)


def last_part(subpath: str) -> str:
    """What stands behind the last `#` of a subpath."""
    return subpath.rpartition("#")[2].strip()


LinkRow = tuple[str, str, str, str, int, int, str]
"""The fields of a link, start and end for its span."""


class Tag(NamedTuple):
    """A tag without its `#`."""

    name: str
    span: Span


class Block(NamedTuple):
    """A block id without its `^`, and where it stands."""

    id: str
    span: Span


class Item(NamedTuple):
    """A list item: its task character (None is no task), and the index of the item it hangs below (-1 is none)."""

    task: str | None
    parent: int
    span: Span
    marker: Span


class Directive(NamedTuple):
    """A comment of ours: the words after `para-sync:`, whether it stands alone on its line, and in a list or quote."""

    words: tuple[str, ...]
    alone: bool
    nested: bool
    span: Span


def split_target(text: str) -> tuple[str, str]:
    """A link's text before `|` as target and subpath.

    >>> split_target("Note#A#B"), split_target("#^id")
    (('Note', 'A#B'), ('', '^id'))
    """
    target, _, subpath = text.partition("#")
    return target.strip(), subpath.strip()


def wikilink(inner: str, embed: bool, span: Span, name: str = "") -> Link:
    """The link whose brackets hold `inner`; without shown text Obsidian shows `N > H` for `[[N#H]]` (obsidian.md
    §2).
    """
    kind, target, subpath, display, start, end, name = wikilink_row(inner, embed, *span, name)
    return Link(kind, target, subpath, display, Span(start, end), name)


def wikilink_row(inner: str, embed: bool, start: int, end: int, name: str = "") -> LinkRow:
    """The same as a row."""
    kind = "property" if name else "embed" if embed else "wikilink"
    if "#" not in inner and "|" not in inner:
        target = intern(inner.strip())  # many links name the same note
        return kind, target, "", target, start, end, name
    text, bar, shown = inner.partition("|")
    if bar and text.endswith("\\"):
        text = text[:-1]
    target, subpath = split_target(text)
    target = intern(target)
    if not bar:
        # as most are, of one heading of another note, and the other way takes three times as long
        one = target and subpath and "#" not in subpath
        shown = f"{target} > {subpath}" if one else " > ".join(filter(None, (target, *subpath.split("#"))))
    return kind, target, subpath, shown, start, end, name
