"""Trends: whether each category is rising, and the answer for the critical ones (domain.md C8, M17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from para_sync.manual import manual as manuals
from para_sync.manual.rubric import Category, Numbers
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.vault.vault import Vault


class Direction(Enum):
    """Where a category is going; the value is the word for readers."""

    UP = "up"
    DOWN = "down"
    FLAT = "flat"
    CEILING = "at the ceiling"
    UNKNOWN = "not enough runs"


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a category is going, from the scored runs in which it was in force.

    `recent` are the runs of the last window and `before` those of the one before it, in order and equally many, empty
    while there are fewer than `needs` runs; `count` is how many there are in all.
    """

    category: Category
    direction: Direction
    count: int
    needs: int
    recent: tuple[Run, ...]
    before: tuple[Run, ...]

    @property
    def now(self) -> float | None:
        """The mean of the last window; None while there are not enough runs."""
        return mean(self.category, self.recent)

    @property
    def then(self) -> float | None:
        """The mean of the window before; None while there are not enough runs."""
        return mean(self.category, self.before)


def of(vault: Vault) -> tuple[Trend, ...]:
    """The trend of every category, in the rubric's order; none while the manual cannot be read for it."""
    return vault.once(_trends)


def critical(vault: Vault) -> tuple[Trend, ...]:
    """The trends of the most important type of categories."""
    rubric = manuals.of(vault).rubric
    return tuple(each for each in of(vault) if rubric and each.category.type == rubric.types[0])


def answer(trends: Iterable[Trend]) -> str:
    """One line that answers "Are my critical categories trending up?", given their trends (domain.md M17).

    Yes where every one is up or at the ceiling, no where none is or one falls; else how many are.
    """
    found = list(trends)
    unknown = [each for each in found if each.direction is Direction.UNKNOWN]
    if unknown or not found:
        least = min(unknown, key=lambda each: each.count) if unknown else None
        return "Not enough runs" + (f": {least.count} of {least.needs}" if least else "")
    named = [
        f"{word.value}: {', '.join(each.category.name for each in found if each.direction is word)}"
        for word in Direction
        if any(each.direction is word for each in found)
    ]
    good = sum(each.direction in (Direction.UP, Direction.CEILING) for each in found)
    falls = any(each.direction is Direction.DOWN for each in found)
    verdict = "Yes" if good == len(found) else "No" if falls or not good else f"{good} of {len(found)}"
    words = "; ".join(named)
    return f"{verdict}. {words[0].upper()}{words[1:]}"


def mean(category: Category, runs: tuple[Run, ...]) -> float | None:
    """The mean score of a category over runs that all have one; None over no run."""
    return sum(run.scores[category.score] for run in runs) / len(runs) if runs else None


def scored(category: Category, runs: Iterable[Run]) -> tuple[Run, ...]:
    """Of these runs those in which a category has a score."""
    return tuple(run for run in runs if category.score in run.scores)


def last(runs: Sequence[Run], number: int) -> tuple[Run, ...]:
    """The last runs, as many as there are where fewer; none for 0."""
    return tuple(runs[max(len(runs) - number, 0) :])


def _trends(vault: Vault) -> tuple[Trend, ...]:
    manual = manuals.of(vault)
    if manual.rubric is None or manual.numbers is None:
        return ()
    numbers, highest = manual.numbers, manual.rubric.highest
    return tuple(_trend(each, all_runs.with_score(each, vault), numbers, highest) for each in manual.rubric.categories)


def _trend(category: Category, runs: tuple[Run, ...], numbers: Numbers, highest: int) -> Trend:
    needs = numbers.trend_runs + 1
    window = min(numbers.trend_runs, len(runs) // 2)
    if len(runs) < needs or not window:
        return Trend(category, Direction.UNKNOWN, len(runs), needs, (), ())
    recent, before = last(runs, window), last(runs, 2 * window)[:window]
    rise = sum(run.scores[category.score] for run in recent) - sum(run.scores[category.score] for run in before)
    if all(run.scores[category.score] == highest for run in last(runs, numbers.trend_runs)):
        direction = Direction.CEILING
    elif not numbers.trend_step.reached_by(abs(rise), window):
        direction = Direction.FLAT
    else:
        direction = Direction.UP if rise > 0 else Direction.DOWN if rise < 0 else Direction.FLAT
    return Trend(category, direction, len(runs), needs, recent, before)
