"""Tables for a terminal: columns line up, and a row is one line unless it may wrap."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Literal

import click
from rich import box
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from para_sync.region import EMPTY, SHOWN_LINK, Content
from para_sync.reports.plain import plain

NARROW, TIGHT, ROOMY, WIDE = 60, 80, 100, 200
# Wider than any table: in a pipe nothing is cut.
ENDLESS = 1_000_000
MANY = 6

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TARGET = re.compile(r"\[\[/?([^\[\]|#]+)")
_MAXIMUM = re.compile(r"/(\d+)$")
_SHORT, _GAP, _BAR = 10, 3, 10


def show(header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", wrap: bool = True) -> None:
    """Print a table as wide as the terminal; in a pipe without colour, and as wide as it is unless COLUMNS says how wide.

    Where cells may not `wrap`, a row is one line and long cells end in an ellipsis; the widest columns give way first.
    """
    kept = [[plain(cell) for cell in row] for row in rows]
    terminal, room = sys.stdout.isatty(), width()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for name, fitting in zip(header, _widths([header, *kept], room), strict=True):
        side: Literal["left", "right"] = "right" if name == "#" else "left"
        table.add_column(plain(name), justify=side, width=fitting, no_wrap=not wrap, overflow="ellipsis")
    verdicts = [_of_verdicts(column) for column in zip(*kept, strict=True)]
    for row in kept:
        table.add_row(*(Text(cell, _colour(cell, verdict)) for cell, verdict in zip(row, verdicts, strict=True)))
    if title:
        click.echo(click.style(title, bold=True))
    canvas = StringIO()
    Console(
        file=canvas,
        width=room,
        highlight=False,
        force_terminal=terminal,
        no_color=not terminal or bool(os.environ.get("NO_COLOR")),
    ).print(table)
    click.echo("".join(line.rstrip() + "\n" for line in canvas.getvalue().splitlines()), nl=False)


def region(content: Content, title: str) -> None:
    """Print a region's table, links by their shown text; rows that hold nothing but a number are left out.

    Where a table of many columns has little room, its last one gives way; a single row with still less of it is shown
    cell below cell.
    """
    tops = [_MAXIMUM.search(cell) for cell in content.header]
    rows = [
        [_bar(shown(cell), int(top[1])) if top else shown(cell) for cell, top in zip(row, tops, strict=True)]
        for row in content.rows
    ]
    last = -1 if width() < ROOMY and len(content.header) > MANY else None
    header = [shown(cell) for cell in content.header[:last]]
    if len(rows) == 1 and width() < TIGHT:
        show(("", title), zip(header, rows[0], strict=False))
        return
    show(header, [row[:last] for row in rows if any(row[1:])], title, wrap=False)


def shown(cell: str) -> str:
    """A region's cell as a reader sees it.

    >>> shown(r"[[a\\|P7 · b]] \\| c")
    'P7 · b | c'
    """
    return _ESCAPED.sub(r"\1", SHOWN_LINK.sub(r"\1", cell.replace("\\|", "|")))


def targets(cell: str) -> tuple[str, ...]:
    """What the links of a region's cell lead to, as written.

    >>> targets(r"[[a b\\|P7 · b]], [[c\\|d]]")
    ('a b', 'c')
    """
    return tuple(_TARGET.findall(cell.replace("\\|", "|")))


def width() -> int:
    """The columns that there are: those of the terminal; in a pipe those that COLUMNS names, or no end of them."""
    if sys.stdout.isatty():
        return max(NARROW, min(shutil.get_terminal_size((WIDE, 24)).columns, WIDE))
    named = os.environ.get("COLUMNS", "")
    return max(NARROW, int(named)) if named.isdecimal() and int(named) else ENDLESS


def fitted(text: str, room: int) -> str:
    """A line cut to the columns that there are, an ellipsis at its end where something is gone.

    >>> fitted("Latency Calculation", 12), fitted("Latency", 12)
    ('Latency Cal…', 'Latency')
    """
    return text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)).rstrip() + "…"


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """A width for each column: its widest cell, the widest columns cut until a row fits."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    spare = room - _GAP * (len(widths) - 1)
    while sum(widths) > spare and max(widths) > _SHORT:
        widths[widths.index(max(widths))] -= 1
    return widths


def _bar(cell: str, maximum: int) -> str:
    """A score with a bar beside it, so that a trend down the rows can be seen.

    >>> _bar("15", 30)
    '15 █████'
    """
    if not cell.isdigit() or not maximum:
        return cell
    eighths = round(int(cell) / maximum * _BAR * 8)
    return f"{cell:>2} {'█' * (eighths // 8)}{' ▏▎▍▌▋▊▉'[eighths % 8]}".rstrip()


def _of_verdicts(column: Iterable[str]) -> bool:
    """Whether a column says of each run whether it passed, as one of the practice log does."""
    return all(cell in ("Yes", EMPTY, "") or cell.startswith("No: ") for cell in column)


def _colour(cell: str, verdict: bool = False) -> str:
    """A colour for a cell that says whether something is so; prose has none, whatever it starts with.

    >>> _colour("met in week 3"), _colour("not yet"), _colour("No: Loss", verdict=True), _colour("No: I was late")
    ('green', 'yellow', 'yellow', '')
    """
    if cell == "yes" or cell.startswith("met in week") or (verdict and cell == "Yes"):
        return "green"
    return "yellow" if cell in ("no", "not yet") or (verdict and cell.startswith("No: ")) else ""
