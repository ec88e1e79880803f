"""The facts of a note's Markdown, as Obsidian's index has them (obsidian.md §3): one pass of a CommonMark parser finds
code, HTML, headings, lists and Markdown links; what Obsidian adds (wikilinks, tags, block ids) is then sought outside
code.

Facts hold values and byte spans of the whole note, never its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

import pyromark

from para_sync.vault.span import Fault, Span

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_MATH | pyromark.Options.ENABLE_FOOTNOTES
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_WIKILINK = re.compile(rb"\[\[([^\[\]\r\n]+)\]\]")
_TAG = re.compile(rb"(?:(?<![^\s\x00])|(?<=\\\[))#([^\s!-,.:-@\[-^`{-~\x00]+)")
_TAG_END = re.compile(r"[\s\u2000-\u206f\u2e00-\u2e7f]")
_BLOCK_ID = re.compile(rb"(?:^|(?<=[ \t]))\^([A-Za-z0-9-]+)[ \t]*\r?$", re.MULTILINE)
_ATX = re.compile(rb" {0,3}#{1,6}(?=[ \t\r\n]|\Z)")
_ITEM = re.compile(
    rb"\s*((?:[-*+]|\d{1,9}[.)])(?:[ \t]+|(?=\r?$)))"
    rb"(?:\[([^\r\n\x80-\xff]|[\xc2-\xf4][\x80-\xbf]+)\](?:[ \t]+|(?=\r?$)))?",
    re.MULTILINE,
)
_COMMENT = re.compile(
    rb"(?P<before>^(?:\xef\xbb\xbf)?[ \t]*)?"
    rb"(?P<comment><!--[ \t]*para-sync:(?P<words>(?:(?!<!--).)*?)-->)(?P<after>[ \t]*\r?$)?",
    re.DOTALL | re.MULTILINE,
)
_CONFLICT = re.compile(rb"^(?:<{7} |>{7} )", re.MULTILINE)


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


@dataclass(slots=True)
class Found:
    """What one pass finds, in document order; `code` is all that is no prose: code, math and HTML."""

    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    tables: list[Span] = field(default_factory=list)
    quotes: list[Span] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def parse(content: bytes, start: int) -> Found:
    """The facts of the Markdown from byte `start` on; `content` must be valid UTF-8. No text makes it raise."""
    pass_ = _Pass(content, start)
    pass_.run()
    return pass_.found


class _Pass:
    """One walk over the parser's events, then one over the prose that they leave."""

    def __init__(self, content: bytes, start: int) -> None:
        self.content = content
        self.base = start
        self.found = Found()
        self.cells: list[Span] = []
        self.inline: list[tuple[Span, str]] = []
        self.open_items: list[int] = []
        self.nesting = 0

    def run(self) -> None:
        body = self.content[self.base :].decode()
        for event, where in pyromark.events_with_range(body, options=_OPTIONS):
            self._event(event, Span(where["start"] + self.base, where["end"] + self.base))
        self._prose()
        for each in (self.found.links, self.found.code):
            each.sort(key=lambda fact: fact.span if isinstance(fact, Link) else fact)

    def _event(self, event: Any, span: Span) -> None:
        if isinstance(event, str):
            return
        ((kind, detail),) = event.items()
        if kind == "Start":
            name, detail = (detail, None) if isinstance(detail, str) else next(iter(detail.items()))
            starting = _STARTS.get(name)
            if starting:
                starting(self, detail, span)
        elif kind == "End":
            self._end(detail if isinstance(detail, str) else next(iter(detail)))
        elif kind in ("Code", "InlineMath", "DisplayMath"):
            self.found.code.append(span)
        elif kind == "InlineHtml":
            self.found.code.append(span)
            self._comments(span, block=False)

    def _end(self, name: str) -> None:
        if name == "Item":
            self.open_items.pop()
        if name in ("Item", "BlockQuote"):
            self.nesting -= 1

    def _heading(self, detail: Any, span: Span) -> None:
        raw = self.content[span.start : span.end].rstrip()
        atx = _ATX.match(raw)
        text = _without_closing(raw[atx.end() :]) if atx else raw.rpartition(b"\n")[0]
        line = Span(span.start, span.start + len(raw))
        self.found.headings.append(Heading(int(detail["level"][1]), text.strip().decode(), line))

    def _code(self, _: Any, span: Span) -> None:
        self.found.code.append(span)

    def _html(self, _: Any, span: Span) -> None:
        self.found.code.append(span)
        self._comments(span, block=True)

    def _comments(self, span: Span, block: bool) -> None:
        start = self.content.rfind(b"\n", 0, span.start) + 1 if block else span.start
        for match in _COMMENT.finditer(self.content, start, span.end):
            alone = block and match["before"] is not None and match["after"] is not None
            words = tuple(match["words"].decode().split())
            self.found.directives.append(Directive(words, alone, self.nesting > 0, Span(*match.span("comment"))))

    def _quote(self, _: Any, span: Span) -> None:
        self.nesting += 1
        self.found.quotes.append(span)

    def _item(self, _: Any, span: Span) -> None:
        self.nesting += 1
        parent = self.open_items[-1] if self.open_items else -1
        self.open_items.append(len(self.found.items))
        match = _ITEM.match(self.content, span.start, span.end)
        while match:
            self.found.items.append(_read_item(match, parent, span.end))
            # Obsidian takes "- [ ] 1. text" for a list within the task (recorded); CommonMark does not.
            parent = len(self.found.items) - 1
            match = _ITEM.match(self.content, match.end(), span.end) if match.group(2) else None

    def _table(self, _: Any, span: Span) -> None:
        self.found.tables.append(span)

    def _cell(self, _: Any, span: Span) -> None:
        self.cells.append(span)

    def _markdown_link(self, detail: Any, span: Span) -> None:
        if detail["link_type"] == "Inline" and detail["dest_url"] and not SCHEME.match(detail["dest_url"]):
            self.inline.append((span, detail["dest_url"]))

    def _image(self, detail: Any, span: Span) -> None:
        self._markdown_link(detail, span)

    def _prose(self) -> None:
        masked = _masked(self.content, self.base, self.found.code)
        hidden = bytearray(masked)
        for link in _wikilinks(masked, self.content, self.base, self.cells):
            self.found.links.append(link)
            hidden[link.span.start : link.span.end] = b"\x00" * (link.span.end - link.span.start)
        taken = {link.span.start for link in self.found.links}
        for span, destination in self.inline:
            if span.start not in taken:  # "[[N]](u)" is a wikilink and text
                self.found.links.append(_markdown(self.content, span, destination))
        self.found.tags.extend(_tags(bytes(hidden), self.base))
        for match in _BLOCK_ID.finditer(hidden, self.base):
            self.found.blocks.append(Block(match.group(1).decode(), Span(match.start(1) - 1, match.end(1))))
        conflict = _CONFLICT.search(masked, self.base)
        if conflict:
            fact = "git conflict markers: two versions of the text stand here"
            self.found.faults.append(Fault("conflict-copy", fact, Span(*conflict.span())))


def _read_item(match: re.Match[bytes], parent: int, end: int) -> Item:
    task = match.group(2)
    marker = Span(*match.span(2)) if task else Span(match.start(1), match.start(1))
    return Item(task.decode() if task else None, parent, Span(match.start(1), end), marker)


_STARTS: dict[str, Callable[[_Pass, Any, Span], None]] = {
    "Heading": _Pass._heading,
    "CodeBlock": _Pass._code,
    "HtmlBlock": _Pass._html,
    "BlockQuote": _Pass._quote,
    "Item": _Pass._item,
    "Table": _Pass._table,
    "TableCell": _Pass._cell,
    "Link": _Pass._markdown_link,
    "Image": _Pass._image,
}


def _without_closing(text: bytes) -> bytes:
    """An ATX heading's text without the `#` that may close it."""
    line = text.strip(b" \t")
    cut = line.rstrip(b"#")
    return cut if not cut or cut[-1:] in b" \t" else line


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
    text, bar, shown = inner.partition("|")
    if bar and text.endswith("\\"):
        text = text[:-1]
    target, subpath = split_target(text)
    parts = [part for part in (target, *subpath.split("#")) if part]
    display = shown if bar else " > ".join(parts)
    kind = "property" if name else "embed" if embed else "wikilink"
    return Link(kind, target, subpath, display, span, name)


def _masked(content: bytes, base: int, code: list[Span]) -> bytes:
    """The content with all code blanked, line ends kept: the same offsets, nothing to find in it."""
    masked = bytearray(content)
    for span in code:
        piece = content[span.start : span.end]
        masked[span.start : span.end] = re.sub(rb"[^\r\n]", b" ", piece)
    masked[:base] = b"\n" * base
    return bytes(masked)


def _wikilinks(masked: bytes, content: bytes, base: int, cells: list[Span]) -> Iterator[Link]:
    remaining = iter(cells)
    cell = next(remaining, None)
    for match in _WIKILINK.finditer(masked, base):
        while cell is not None and cell.end <= match.start():
            cell = next(remaining, None)
        # In a table an unescaped "|" ends the cell, and with it the link.
        if cell is not None and cell.start <= match.start() and cell.end < match.end():
            continue
        if _escaped(content, match.start()):
            continue
        start = match.start()
        embed = content[start - 1 : start] == b"!" and not _escaped(content, start - 1)
        inner = content[match.start(1) : match.end(1)].decode()
        yield wikilink(inner, embed, Span(start - embed, match.end()))


def _escaped(content: bytes, position: int) -> bool:
    before = position
    while before > 0 and content[before - 1 : before] == b"\\":
        before -= 1
    return (position - before) % 2 == 1


def _markdown(content: bytes, span: Span, destination: str) -> Link:
    """A Markdown link or image; its target is percent-decoded, its text is shown."""
    raw = content[span.start : span.end].decode()
    embed = raw.startswith("!")
    target, subpath = split_target(unquote(destination))
    shown = raw[1 + embed : raw.rfind("](")]
    return Link("embed" if embed else "markdown", target, subpath, shown, span)


def _tags(masked: bytes, base: int) -> Iterator[Tag]:
    for match in _TAG.finditer(masked, base):
        text = match.group(1).decode("utf-8", "ignore")
        cut = _TAG_END.search(text)
        name = text[: cut.start()] if cut else text
        if name and not name.isdigit():
            yield Tag(name, Span(match.start(), match.start() + 1 + len(name.encode())))
