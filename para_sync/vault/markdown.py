"""The facts of a note's Markdown, as Obsidian's index has them (obsidian.md §3): one pass of a CommonMark parser finds
code, HTML, headings, lists and Markdown links; what Obsidian adds (wikilinks, tags, block ids) is then sought outside
code.

Facts hold values and byte spans of the whole note, never its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any
from urllib.parse import unquote

import pyromark

from para_sync.vault import prose
from para_sync.vault.facts import Directive, LinkRow, split_target
from para_sync.vault.span import Fault, Span

_PARSER = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_MATH | pyromark.Options.ENABLE_FOOTNOTES
)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Levels by their names, and what most headings begin with, by their level.
_LEVELS = {f"H{level}": level for level in range(1, 7)}
_MARKS = [b"#" * level + b" " for level in range(7)]
# Where the link of a row stands.
_PLACE = itemgetter(4, 5)
_INLINE = frozenset(("Code", "InlineMath", "DisplayMath", "InlineHtml"))
_ATX = re.compile(rb" {0,3}#{1,6}(?=[ \t\r\n]|\Z)")
_ITEM = re.compile(
    rb"\s*((?:[-*+]|\d{1,9}[.)])(?:[ \t]+|(?=\r?$)))"
    rb"(?:\[([^\r\n\x80-\xff]|[\xc2-\xf4][\x80-\xbf]+)\](?:[ \t]+|(?=\r?$)))?",
    re.MULTILINE,
)
# An item that is no task, as most are: with one blank behind its marker, and then text or a wikilink.
_NO_TASK = re.compile(rb"(?:[-*+]|\d{1,9}[.)]) (?:[^\[ \t]|\[\[[^\]])")
_COMMENT = re.compile(
    rb"(?P<before>^(?:\xef\xbb\xbf)?[ \t]*)?"
    rb"(?P<comment><!--[ \t]*para-sync:(?P<words>(?:(?!<!--).)*?)-->)(?P<after>[ \t]*\r?$)?",
    re.DOTALL | re.MULTILINE,
)


class Found:
    """What one pass finds, in document order, most of it in the rows of `Later`; `code` is all that is no prose: code,
    math and HTML.
    """

    def __init__(self) -> None:
        self.headings: list[tuple[int, str, int, int]] = []
        self.links: list[LinkRow] = []
        self.tags: list[tuple[str, int, int]] = []
        self.blocks: list[tuple[str, int, int]] = []
        self.items: list[tuple[str | None, int, int, int, int, int]] = []
        self.tables: list[Span] = []
        self.quotes: list[tuple[int, int]] = []
        self.code: list[tuple[int, int]] = []
        self.directives: list[Directive] = []
        self.faults: list[Fault] = []


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
        self.cells: list[dict[str, int]] = []
        self.inline: list[tuple[int, int, str]] = []
        self.open_items: list[tuple[int, int]] = []
        self.nested = 0

    def run(self) -> None:
        base, body = self.base, self.content[self.base :].decode()
        events: Iterator[tuple[Any, Any]] = _PARSER.events_with_range(body, merge_text=True)
        for event, where in events:
            # most events are plain text, ends, and breaks (strings), of which nothing is wanted
            if "Start" in event:
                name, detail = event["Start"], None
                if name.__class__ is dict:
                    name, detail = name.popitem()
                if name == "TableCell":
                    self.cells.append(where)
                elif name in _STARTS:
                    _STARTS[name](self, detail, where["start"] + base, where["end"] + base)
            elif "Text" not in event and "End" not in event and not _INLINE.isdisjoint(event):
                self._inline(event, where["start"] + base, where["end"] + base)
        self._prose()
        if self.inline:
            self.found.links.sort(key=_PLACE)
        self.found.code.sort()

    def _inline(self, event: Any, start: int, end: int) -> None:
        self.found.code.append((start, end))
        if "InlineHtml" in event:
            self._comments(start, end, block=False)

    def _heading(self, detail: Any, start: int, end: int) -> None:
        raw = self.content[start:end].rstrip()
        level = _LEVELS[detail["level"]]
        if raw.startswith(_MARKS[level]) and raw.rfind(b"#") < level:
            text = raw[level:]
        else:
            atx = _ATX.match(raw)
            text = _without_closing(raw[atx.end() :]) if atx else raw.rpartition(b"\n")[0]
        self.found.headings.append((level, text.strip().decode(), start, start + len(raw)))

    def _code(self, _: Any, start: int, end: int) -> None:
        self.found.code.append((start, end))

    def _html(self, _: Any, start: int, end: int) -> None:
        self.found.code.append((start, end))
        self._comments(start, end, block=True)

    def _comments(self, start: int, end: int, block: bool) -> None:
        line = self.content.rfind(b"\n", 0, start) + 1 if block else start
        if self.content.find(b"para-sync:", line, end) < 0:  # as in most HTML
            return
        for match in _COMMENT.finditer(self.content, line, end):
            alone = block and match["before"] is not None and match["after"] is not None
            words = tuple(match["words"].decode().split())
            self.found.directives.append(Directive(words, alone, start < self.nested, Span(*match.span("comment"))))

    def _quote(self, _: Any, start: int, end: int) -> None:
        self.nested = max(self.nested, end)
        self.found.quotes.append((start, end))

    def _item(self, _: Any, start: int, end: int) -> None:
        if end > self.nested:
            self.nested = end
        items, open_items = self.found.items, self.open_items
        while open_items and open_items[-1][1] <= start:
            open_items.pop()
        parent = open_items[-1][0] if open_items else -1
        open_items.append((len(items), end))
        if _NO_TASK.match(self.content, start):
            items.append((None, parent, start, end, start, start))
            return
        match = _ITEM.match(self.content, start, end)
        while match:
            items.append(_read_item(match, parent, end))
            # Obsidian takes "- [ ] 1. text" for a list within the task (recorded); CommonMark does not.
            parent = len(items) - 1
            match = _ITEM.match(self.content, match.end(), end) if match[2] else None

    def _table(self, _: Any, start: int, end: int) -> None:
        self.found.tables.append(Span(start, end))

    def _markdown_link(self, detail: Any, start: int, end: int) -> None:
        if detail["link_type"] == "Inline" and detail["dest_url"] and not SCHEME.match(detail["dest_url"]):
            self.inline.append((start, end, detail["dest_url"]))

    def _prose(self) -> None:
        masked = prose.masked(self.content, self.base, self.found.code)
        cells = ((cell["start"] + self.base, cell["end"] + self.base) for cell in self.cells)
        links = list(prose.wikilinks(masked, self.content, self.base, cells))
        self.found.links.extend(links)
        places = [*map(_PLACE, links)]
        taken = {start for start, _ in places} if self.inline else ()
        for start, end, destination in self.inline:
            if start not in taken:  # "[[N]](u)" is a wikilink and text
                self.found.links.append(_markdown(self.content, start, end, destination))
        self.found.tags.extend(prose.tags(masked, self.base, places))
        self.found.blocks.extend(prose.blocks(masked, self.base))
        self.found.faults.extend(prose.conflict(masked, self.base))


def _read_item(match: re.Match[bytes], parent: int, end: int) -> tuple[str | None, int, int, int, int, int]:
    start, task = match.start(1), match[2]
    return (task.decode(), parent, start, end, *match.span(2)) if task else (None, parent, start, end, start, start)


_STARTS: dict[str, Callable[[_Pass, Any, int, int], None]] = {
    "Heading": _Pass._heading,
    "CodeBlock": _Pass._code,
    "HtmlBlock": _Pass._html,
    "BlockQuote": _Pass._quote,
    "Item": _Pass._item,
    "Table": _Pass._table,
    "Link": _Pass._markdown_link,
    "Image": _Pass._markdown_link,
}


def _without_closing(text: bytes) -> bytes:
    """An ATX heading's text without the `#` that may close it."""
    line = text.strip(b" \t")
    cut = line.rstrip(b"#")
    return cut if not cut or cut[-1:] in b" \t" else line


def _markdown(content: bytes, start: int, end: int, destination: str) -> LinkRow:
    """A Markdown link or image; its target is percent-decoded, its text is shown."""
    raw = content[start:end].decode()
    embed = raw.startswith("!")
    target, subpath = split_target(unquote(destination))
    shown = raw[1 + embed : raw.rfind("](")]
    return "embed" if embed else "markdown", target, subpath, shown, start, end, ""
