"""A note's Markdown as a row of blocks: headings, paragraphs, list items, rows of tables, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from para_sync.vault import tables
from para_sync.vault.note import Note
from para_sync.vault.span import Span

_FENCE = re.compile(rb"`{3,}|~{3,}")
_COMMENT = b"<!--"
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+(?:\[![\w-]+\][+-]?[ \t]*)?")
_OPENS = re.compile(r"[ \t]*(?:\*\*|__)(?=\S)")
_BOLD = re.compile(r"(\*\*|__|\*|_)(?=\S)(?P<lead>.+?)(?<=\S)\1(?P<rest>.*)\Z", re.DOTALL)
_COLON = re.compile(r"(?P<lead>[^:\n]{2,200}):(?:\s+(?P<rest>.*))?\Z", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


class Kind(Enum):
    """What a block is."""

    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


class Block(NamedTuple):
    """A block: its kind, its text without the marks of a list, quote or heading, its depth (a heading's level, an
    item's indent), and its bytes.
    """

    kind: Kind
    text: str
    depth: int
    span: Span

    @property
    def lead(self) -> tuple[str, str]:
        """What the block is about and the rest: a whole heading, bold text at the start, or the words before a colon;
        a block without any of these is all lead.
        """
        text = self.text.strip()
        if self.kind is Kind.HEADING:
            return text, ""
        match = _BOLD.match(text) or _COLON.match(text)
        if not match:
            return text, ""
        return match["lead"].strip().rstrip(":"), (match["rest"] or "").strip().lstrip(":").strip()

    @property
    def words(self) -> int:
        """How many words it has; code has none."""
        return 0 if self.kind is Kind.CODE else len(_WORDS.findall(self.text))


def split(note: Note, content: bytes) -> tuple[Block, ...]:
    """The blocks of a note below its properties, in order; comments are left out, and a line in bold begins a block."""
    return tuple(_Splitter(note, content).run())


class _Splitter:
    """One walk over the lines."""

    def __init__(self, note: Note, content: bytes) -> None:
        self._content = content
        self._position = note.properties.body
        self._headings = {each.span.start: each for each in note.headings}
        whole = [each for each in note.code if self._is_block(each)]
        self._whole = {content.rfind(b"\n", 0, each.start) + 1: each for each in whole}
        self._open: list[str] = []
        self._kind, self._depth, self._start, self._end = Kind.TEXT, 0, 0, 0

    def _is_block(self, span: Span) -> bool:
        begins = not self._content[self._content.rfind(b"\n", 0, span.start) + 1 : span.start].strip(b" \t>")
        opening = self._content[span.start : span.end].lstrip()
        return begins and bool(_FENCE.match(opening) or opening.startswith(_COMMENT))

    def run(self) -> Iterator[Block]:
        while self._position < len(self._content):
            heading, whole = self._headings.get(self._position), self._whole.get(self._position)
            if heading:
                yield from self._closed()
                yield Block(Kind.HEADING, heading.text, heading.level, heading.span)
                self._position = self._after(heading.span.end)
            elif whole:
                yield from self._closed()
                text = self._content[whole.start : whole.end].decode()
                if not text.lstrip().startswith(_COMMENT.decode()):
                    yield Block(Kind.CODE, text, 0, whole)
                self._position = max(self._after(whole.end - 1), self._position + 1)
            else:
                yield from self._line()
        yield from self._closed()

    def _after(self, offset: int) -> int:
        end = self._content.find(b"\n", offset)
        return len(self._content) if end < 0 else end + 1

    def _line(self) -> Iterator[Block]:
        start, end = self._position, self._after(self._position)
        self._position = end
        line = self._content[start:end].decode()
        quoted = _QUOTE.match(line)
        text = line[quoted.end() :] if quoted else line
        item = _ITEM.match(text)
        if not text.strip():
            yield from self._closed()
        elif text.lstrip().startswith("|"):
            yield from self._closed()
            if not tables.is_delimiter(text.strip()):
                yield Block(Kind.ROW, " | ".join(tables.row(text.strip())), 0, Span(start, end))
        else:
            if item or _OPENS.match(text):
                yield from self._closed()
            if not self._open:
                self._kind = Kind.ITEM if item else Kind.TEXT
                self._depth = len(item[1].expandtabs(4)) if item else 0
                self._start = start
            self._open.append(text[item.end() :] if item else text)
            self._end = end

    def _closed(self) -> Iterator[Block]:
        if self._open:
            text = "".join(self._open).strip()
            yield Block(self._kind, text, self._depth, Span(self._start, self._end))
            self._open = []
