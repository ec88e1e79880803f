"""Tables, cell by cell: what the manual's tables say, and what stands in a generated region.

The tables come from markdown-it-py, which gives each row's line; where a cell stands on its line is worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from para_sync.vault.span import Lines, Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_PIPE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_DELIMITER = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?\Z")
_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*?)(?:\\?\|([^\[\]]*))?\]\]")
_CODE = re.compile(r"`+([^`]*)`+")


class Cell(NamedTuple):
    """One cell: its Markdown with `\\|` read as `|`, and where it stands in the note."""

    text: str
    span: Span

    @property
    def shown(self) -> str:
        """The text as a reader sees it: links by their shown text, no code marks, no stars."""
        linked = _WIKILINK.sub(lambda match: match.group(2) or match.group(1), self.text)
        return _CODE.sub(r"\1", linked).replace("**", "").strip()

    @property
    def codes(self) -> tuple[str, ...]:
        """The inline code in the cell."""
        return tuple(match.group(1).strip() for match in _CODE.finditer(self.text))

    @property
    def link(self) -> str:
        """The target of the first wikilink; "" where there is none."""
        match = _WIKILINK.search(self.text)
        return match.group(1).strip() if match else ""


class Table(NamedTuple):
    """A table: the text of the heading above it, its header, its rows (as wide as the header), and its first line."""

    heading: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span

    def columns(self) -> tuple[str, ...]:
        """The shown text of each header cell."""
        return tuple(cell.shown for cell in self.header)

    def column(self, name: str) -> tuple[Cell, ...]:
        """The cells below a header; KeyError where there is no such column."""
        columns = self.columns()
        if name not in columns:
            raise KeyError(name)
        return tuple(row[columns.index(name)] for row in self.rows)


@lru_cache(maxsize=64)
def read(content: bytes, start: int = 0) -> tuple[Table, ...]:
    """All tables of a note's content from byte `start` on, which must be where a line starts."""
    lines = Lines(content)
    first = lines.place(start).line
    text = content[start:].decode("utf-8", "replace")
    return tuple(_tables(reader().parse(text), _Rows(content, lines, first)))


@lru_cache(maxsize=2_000)
def row(line: str) -> tuple[str, ...]:
    """The cells of one line of a table, `\\|` read as `|`; a line that starts with no pipe is one cell.

    >>> row("| a | [[b\\\\|c]] |"), row("text")
    (('a', '[[b|c]]'), ('text',))
    """
    if not line.startswith("|"):
        return (line,)
    return tuple(line[left:right].replace("\\|", "|") for left, right in _spans(line))


def is_delimiter(line: str) -> bool:
    """Whether a line is the one below a table's header."""
    return bool(_DELIMITER.match(line))


def plain_lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something, outer blanks removed."""
    return tuple(line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip())


class _Rows(NamedTuple):
    content: bytes
    lines: Lines
    first: int

    def cells(self, row: int, texts: list[str]) -> tuple[Cell, ...]:
        """The cells of the row on line `row` (from 0, from where the text starts)."""
        begin, end = self.lines.start(self.first + row), self.lines.start(self.first + row + 1)
        line = self.content[begin:end].decode("utf-8", "replace")
        spans = list(_spans(line))
        empty = Span(begin, begin)
        return tuple(
            Cell(text, self._span(line, begin, *spans[index]) if index < len(spans) else empty)
            for index, text in enumerate(texts)
        )

    def _span(self, line: str, begin: int, left: int, right: int) -> Span:
        return Span(begin + len(line[:left].encode()), begin + len(line[:right].encode()))


@cache
def reader() -> MarkdownIt:
    """What reads tables, made when they are first read."""
    from markdown_it import MarkdownIt  # here, since a manual that is known reads no table: 20 ms

    made = MarkdownIt("commonmark").enable("table")
    # Only block structure is wanted; cells are read as they are written.
    made.core.ruler.disable("inline")
    return made


def _tables(tokens: list[Token], rows: _Rows) -> Iterator[Table]:
    heading, line, start = "", 0, 0
    header: tuple[Cell, ...] = ()
    body: list[tuple[Cell, ...]] = []
    cells: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = tokens[index + 1].content
        elif token.type == "table_open":
            header, body, start = (), [], (token.map or [0])[0]
        elif token.type == "tr_open":
            cells, line = [], (token.map or [line])[0]
        elif token.type in ("th_open", "td_open"):
            cells.append(tokens[index + 1].content)
        elif token.type == "tr_close":
            read_cells = rows.cells(line, cells)
            header, body = (header, [*body, read_cells]) if header else (read_cells, body)
        elif token.type == "table_close":
            begin = rows.lines.start(rows.first + start)
            yield Table(heading, header, tuple(body), Span(begin, begin + 1))


def _spans(line: str) -> Iterator[tuple[int, int]]:
    """Where the cells of a row stand, without their outer blanks."""
    stripped = line.rstrip()
    start = len(stripped) - len(stripped.lstrip(" \t>"))
    left = start + 1 if stripped[start : start + 1] == "|" else start
    for match in _PIPE.finditer(stripped, left):
        yield _trimmed(stripped, left, match.end() - 1)
        left = match.end()
    if left < len(stripped):
        yield _trimmed(stripped, left, len(stripped))


def _trimmed(line: str, left: int, right: int) -> tuple[int, int]:
    piece = line[left:right]
    if not piece.strip():
        return right, right
    return left + len(piece) - len(piece.lstrip()), right - (len(piece) - len(piece.rstrip()))
