"""Readiness: the boxes of the checklist, and a range instead of a forecast (domain.md M80, idea 12)."""

from __future__ import annotations

import random
from dataclasses import dataclass

from para_sync.manual import manual as manuals
from para_sync.manual.levels import Level
from para_sync.manual.manual import Manual
from para_sync.practice import checklist, passing
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.practice.trend import last
from para_sync.vault.vault import Vault

# Inner 90% of the resampled means; the same notes give the same figures on every machine.
_OUTER = 20
_SEED = 0


@dataclass(frozen=True, slots=True)
class Range:
    """What the last runs give when they are drawn again: in `steady` of `samples` draws of `drawn` runs every one meets
    `level`, and the mean total of a draw lies between `low` and `high` in 9 of 10.
    """

    level: Level
    runs: tuple[Run, ...]
    drawn: int
    samples: int
    steady: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """How many boxes are ticked, how many the notes prove of those that they can, and the range; None while there are
    fewer than `needs` runs, of which there are `count`.
    """

    ticked: int
    boxes: int
    proved: int
    provable: int
    count: int
    needs: int
    range: Range | None


def of(vault: Vault, seed: int = _SEED) -> Readiness | None:
    """The readiness; None while the manual cannot be read for it."""
    manual = manuals.of(vault)
    if manual.checklist is None or manual.numbers is None or not manual.levels:
        return None
    items, runs = checklist.of(vault), all_runs.of(vault).scored
    judged = [each.judged for each in items if each.judged]
    needs = max(manual.numbers.readiness_runs, 1)
    return Readiness(
        sum(each.ticked for each in items),
        len(items),
        sum(each.met for each in judged),
        len(judged),
        len(runs),
        needs,
        _range(last(runs, needs), manual.levels[0], manual, seed) if len(runs) >= needs else None,
    )


def _range(runs: tuple[Run, ...], level: Level, manual: Manual, seed: int) -> Range | None:
    if manual.numbers is None or not manual.numbers.readiness_samples:
        return None
    drawn, samples = max(manual.numbers.consistency_runs, 1), manual.numbers.readiness_samples
    chance = random.Random(seed)
    meets = [passing.meets(level.criterion, run, manual) for run in runs]
    draws = [[int(chance.random() * len(runs)) for _ in range(drawn)] for _ in range(samples)]
    steady = sum(all(meets[each] for each in draw) for draw in draws)
    means = sorted(sum(runs[each].total for each in draw) / drawn for draw in draws)
    return Range(level, runs, drawn, samples, steady, means[samples // _OUTER], means[samples - 1 - samples // _OUTER])
