"""The columns of generated tables, as the manual's `Column | Shows` tables name them (domain.md M46, M62)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, filled, suggestion
from para_sync.manual.criterion import Criterion, Vocabulary
from para_sync.vault.tables import Cell

# What a table can show beside criteria and the properties of its notes.
OF_LOG = ("number", "problem", "total", "weakest", "level")
OF_GAPS = ("title",)


class Shown(NamedTuple):
    """A column of a generated table: its header, and what it shows; `criterion` where that is a test of one run."""

    header: str
    shows: str
    criterion: Criterion | None = None


def read(chapter: Chapter, heading: str, words: Vocabulary, kind: str, own: tuple[str, ...]) -> tuple[Shown, ...]:
    """The columns of the table below a heading, in order; raises `Unreadable`.

    A column shows a criterion put to a run, a property of the `kind` of note that a row is about, or one of the
    table's `own` words.
    """
    return tuple(
        _shown(row["Column"].shown, row["Shows"], words, kind, own)
        for row in chapter.rows("Column", "Shows", heading=heading)
    )


def _shown(header: str, cell: Cell, words: Vocabulary, kind: str, own: tuple[str, ...]) -> Shown:
    if cell.codes:
        return Shown(header, cell.shown, criteria.in_cell(cell, words, one_run=True))
    shows = filled(cell, "what a column shows")
    known = sorted(words.known(kind))
    if shows not in own and shows.casefold() not in (each.casefold() for each in known):
        close = suggestion(shows, (*own, *known))
        raise Unreadable(f'"{shows}" is neither {", ".join(own)} nor a property of {kind}{close}', cell.span)
    return Shown(header, shows)
