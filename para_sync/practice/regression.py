"""Regressions: a category that was at the bar, run after run, and slipped (domain.md, idea 7)."""

from __future__ import annotations

from dataclasses import dataclass

from para_sync.manual import manual as manuals
from para_sync.manual.rubric import Category, Numbers
from para_sync.practice import gaps
from para_sync.practice.gaps import Gap
from para_sync.practice.runs import Run, with_score
from para_sync.practice.trend import last
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Regression:
    """A category that is below the bar in its last runs (`fell`), the runs at the bar just before, and the closed gap
    that is proposed for reopening, if there is one and none of that category is open.
    """

    category: Category
    before: tuple[Run, ...]
    fell: tuple[Run, ...]
    gap: Gap | None


def of(vault: Vault) -> tuple[Regression, ...]:
    """The categories that regress, in the rubric's order, archived runs included."""
    return vault.once(_regressions)


def _regressions(vault: Vault) -> tuple[Regression, ...]:
    manual = manuals.of(vault)
    if manual.rubric is None or manual.numbers is None:
        return ()
    numbers = manual.numbers
    found = [_regression(each, with_score(each, vault), numbers, vault) for each in manual.rubric.categories]
    return tuple(each for each in found if each)


def _regression(category: Category, runs: tuple[Run, ...], numbers: Numbers, vault: Vault) -> Regression | None:
    low = 0
    while low < len(runs) and runs[-low - 1].scores[category.score] < numbers.gap_bar:
        low += 1
    before = last(runs[: len(runs) - low], numbers.regression_runs)
    held = len(before) >= max(numbers.regression_runs, 1)
    if not low or not held or any(run.scores[category.score] < numbers.gap_bar for run in before):
        return None
    mine = [gap for gap in gaps.of(vault).all if gap.category == category.key]
    gap = mine[-1] if mine and all(each.closed for each in mine) else None
    return Regression(category, before, last(runs, low), gap)
