"""The columns of generated tables, as the manual's `Column | Shows` tables name them (domain.md M46, M62)."""

from __future__ import annotations

from dataclasses import dataclass

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, filled
from para_sync.manual.criterion import Criterion, Vocabulary


@dataclass(frozen=True, slots=True)
class Shown:
    """A column of a generated table: its header, and what it shows; `criterion` where that is a test of one run."""

    header: str
    shows: str
    criterion: Criterion | None = None


def read(chapter: Chapter, heading: str, words: Vocabulary) -> tuple[Shown, ...]:
    """The columns of the table below a heading, in order; raises `Unreadable`."""
    shown = []
    for row in chapter.rows("Column", "Shows", heading=heading):
        cell = row["Shows"]
        criterion = criteria.in_cell(cell, words, one_run=True) if cell.codes else None
        shown.append(Shown(row["Column"].shown, filled(cell, "what a column shows"), criterion))
    return tuple(shown)
