"""The levels that a run can reach (domain.md M43-M45, C3)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, filled, unique
from para_sync.manual.criterion import Criterion, Vocabulary


class Level(NamedTuple):
    """A level that a run can reach, and the criterion put to one run."""

    name: str
    criterion: Criterion


def read(chapter: Chapter, words: Vocabulary) -> tuple[Level, ...]:
    """The levels, lowest first; raises `Unreadable` at a name that repeats or a criterion that is none."""
    rows = list(chapter.rows("Level", "Meaning", "Criterion"))
    unique(((row["Level"].shown, row["Level"]) for row in rows), "the level")
    return tuple(
        Level(
            filled(row["Level"], "the name of a level"),
            criteria.in_cell(row["Criterion"], words, one_run=True),
        )
        for row in rows
    )
