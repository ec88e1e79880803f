"""Tables for a terminal: columns line up, long cells wrap."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from para_sync.region import Content
from para_sync.reports.plain import plain

_LINK = re.compile(r"\[\[[^\[\]|]*\|([^\[\]]*)\]\]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
NARROW, WIDE = 60, 200


def show(header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", styles: Sequence[str] = ()) -> None:
    """Print a table as wide as the terminal, or up to 200 columns in a pipe; no colour there."""
    terminal = sys.stdout.isatty()
    width = max(NARROW, min(shutil.get_terminal_size((WIDE, 24)).columns, WIDE)) if terminal else WIDE
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for index, name in enumerate(header):
        style = styles[index] if index < len(styles) else ""
        table.add_column(plain(name), style=style, justify="right" if name in ("#",) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    Console(width=width, highlight=False, no_color=not terminal, force_terminal=terminal).print(table)


def region(content: Content, title: str, filled_only: bool = True) -> None:
    """Print a region's table, links by their shown text; rows that hold nothing but a number are left out."""
    rows = [[shown(cell) for cell in row] for row in content.rows]
    kept = [row for row in rows if not filled_only or any(row[1:])]
    show([shown(cell) for cell in content.header], kept, title)


def shown(cell: str) -> str:
    """A region's cell as a reader sees it.

    >>> shown(r"[[a\\|P7 · b]] \\| c")
    'P7 · b | c'
    """
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1", cell.replace("\\|", "|")))
