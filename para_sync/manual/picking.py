"""How the next practice is picked: what counts how much, and what changes in the last days before an interview."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from para_sync.manual.chapter import Chapter, Unreadable, filled, number, suggestion, unique
from para_sync.manual.rubric import ratio
from para_sync.vault.tables import Cell

OPEN_GAP, OVERDUE, WEAKEST, DAY = "open gap", "overdue gap", "weakest category", "day since the last run"
FREQUENCY = "frequency "
KNOWN, ARCHIVED, AIMED, STORIES, CHECKLIST = "known", "archived", "weakest", "stories", "checklist"

_REASONS = (OPEN_GAP, OVERDUE, WEAKEST, DAY)
_PICKS = (KNOWN, ARCHIVED, AIMED, STORIES, CHECKLIST)


class Weight(NamedTuple):
    """The points that a reason is worth each time it holds, and the most that it can bring; None is no limit."""

    points: Fraction
    most: Fraction | None

    def times(self, count: int) -> Fraction:
        """The points for a reason that holds so many times.

        >>> Weight(Fraction(1, 7), Fraction(3)).times(14), Weight(Fraction(1, 7), Fraction(3)).times(30)
        (Fraction(2, 1), Fraction(3, 1))
        """
        return self.points * count if self.most is None else min(self.points * count, self.most)


class LastDays(NamedTuple):
    """What is picked once an interview is at most so many `days` away, and why."""

    days: int
    picks: frozenset[str]
    why: str


class Picking(NamedTuple):
    """The weight of each reason, and the rules for the last days, fewest days first."""

    weights: Mapping[str, Weight]
    last_days: tuple[LastDays, ...]

    def rule(self, left: int | None) -> LastDays | None:
        """The rule with so many days left; None where none applies, or the interview is over."""
        return next((each for each in self.last_days if left is not None and 0 <= left <= each.days), None)


def read(chapter: Chapter) -> Picking:
    """The tables `Reason | Points | At most` and `Days left | Pick | Why`; raises `Unreadable`."""
    columns = ("Reason", "Points", "At most")
    rows = list(chapter.rows(*columns))
    unique(((row["Reason"].shown, row["Reason"]) for row in rows), "the reason")
    weights = {_reason(row["Reason"]): _weight(row["Points"], row["At most"]) for row in rows}
    missing = next((each for each in _REASONS if each not in weights), None)
    if missing:
        raise Unreadable(f'no points for the reason "{missing}"', chapter.table(*columns).span)
    last = [
        LastDays(number(row["Days left"], "the days left"), _picks(row["Pick"]), row["Why"].shown)
        for row in chapter.all_rows("Days left", "Pick", "Why")
    ]
    return Picking(MappingProxyType(weights), tuple(sorted(last, key=lambda each: each.days)))


def _reason(cell: Cell) -> str:
    name = filled(cell, "a reason")
    if name not in _REASONS and not name.startswith(FREQUENCY):
        raise Unreadable(f'"{name}" is no reason to pick{suggestion(name, _REASONS)}', cell.span)
    return name.casefold()


def _weight(points: Cell, most: Cell) -> Weight:
    worth = Fraction(*ratio(points, "the points of a reason"))
    return Weight(worth, Fraction(*ratio(most, "the most points of a reason")) if most.shown else None)


def _picks(cell: Cell) -> frozenset[str]:
    unknown = next((each for each in cell.codes if each not in _PICKS), None)
    if unknown is not None or not cell.codes:
        expected = ", ".join(_PICKS)
        raise Unreadable(f'"{unknown or cell.text}" is nothing to pick, expected {expected}', cell.span)
    return frozenset(cell.codes)
