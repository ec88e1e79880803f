"""Timing: what each section took against its plan, and when the architecture stood (domain.md M27, M35, X4, X5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.plan import Section
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.practice.trend import last
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

MINUTES, ARCHITECTURE = "minutes", "architecture_at_min"


class Timed(NamedTuple):
    """A scored run with its minutes, one number a section where they can be read as such."""

    run: Run
    minutes: tuple[float, ...]


class SectionTime(NamedTuple):
    """A section, and the median over the last timed runs of what it took, in minutes."""

    section: Section
    median: float

    @property
    def delta(self) -> float:
        """The minutes over the plan; below 0 where the section was cut short."""
        return self.median - self.section.minutes


class Long(NamedTuple):
    """A section that took more than its share of a run, in percent: a fact, no fault (domain.md X5)."""

    run: Run
    section: Section
    share: float


@dataclass(frozen=True, slots=True)
class Architecture:
    """The minute at which the architecture stood: `median` over the last `recent` runs that say it.

    Of all runs that say it (`count`), so many were within the E6 signal and within the plan. The median is None while
    there are not enough runs.
    """

    count: int
    recent: tuple[Run, ...]
    median: float | None
    signal: int
    plan: int


class Timing(NamedTuple):
    """The timing of all scored runs.

    `sections` is empty while fewer than `needs` runs are timed; `recent` are the runs that the medians come from;
    `mistimed` are runs whose minutes are not one number a section.
    """

    sections: tuple[SectionTime, ...]
    timed: tuple[Timed, ...]
    recent: tuple[Timed, ...]
    needs: int
    mistimed: tuple[Run, ...]
    long: tuple[Long, ...]
    architecture: Architecture


def of(vault: Vault) -> Timing | None:
    """The timing of a vault's runs; None while the manual cannot be read for it."""
    return vault.once(_timing)


def _timing(vault: Vault) -> Timing | None:
    manual = manuals.of(vault)
    if manual.sections is None or manual.numbers is None:
        return None
    numbers, planned = manual.numbers, manual.sections
    told = [each for each in vault.each(_timed, all_runs.scored_paths) if each]
    timed = tuple(each for each in told if len(each.minutes) == len(planned))
    recent = timed[max(len(timed) - numbers.timing_runs, 0) :]
    known = len(recent) >= max(numbers.timing_runs, 1)
    return Timing(
        tuple(
            SectionTime(section, _median([each.minutes[place] for each in recent]))
            for place, section in enumerate(planned)
            if known
        ),
        timed,
        recent if known else (),
        numbers.timing_runs,
        tuple(each.run for each in told if len(each.minutes) != len(planned)),
        tuple(long for each in vault.each(_long, all_runs.scored_paths) for long in each),
        _architecture(vault),
    )


def _timed(vault: Vault, path: str) -> Timed | None:
    """A run with the minutes that it gives, None for none; without any where one of them is no number, or below 0."""
    run = vault.of_each(all_runs.run, path)
    given = items(run.note.properties.value(MINUTES)) if run else ()
    if not run or not given:
        return None
    read = tuple(all_runs.numbers(given))
    return Timed(run, read if len(read) == len(given) and all(each >= 0 for each in read) else ())


def _long(vault: Vault, path: str) -> tuple[Long, ...]:
    """The sections that took more than their share of a run that is timed."""
    timed, manual = vault.of_each(_timed, path), manuals.of(vault)
    planned, numbers = manual.sections or (), manual.numbers
    if not timed or not numbers or len(timed.minutes) != len(planned):
        return ()
    total = sum(timed.minutes)
    pairs = zip(planned, timed.minutes, strict=True)
    return tuple(
        Long(timed.run, each, 100 * took / total) for each, took in pairs if took * 100 > numbers.section_share * total
    )


def _architecture(vault: Vault) -> Architecture:
    numbers = manuals.of(vault).numbers
    assert numbers
    given = zip(all_runs.of(vault).scored, vault.each(_at, all_runs.scored_paths), strict=True)
    told = [(run, minute) for run, minute in given if minute is not None]
    recent = last([run for run, _ in told], numbers.timing_runs)
    known = len(recent) >= max(numbers.timing_runs, 1)
    minutes = [minute for _, minute in told]
    return Architecture(
        len(told),
        recent if known else (),
        _median(minutes[-len(recent) :]) if known else None,
        sum(each <= numbers.architecture_signal for each in minutes),
        sum(each <= numbers.architecture_plan for each in minutes),
    )


def _at(vault: Vault, path: str) -> float | None:
    run = vault.of_each(all_runs.run, path)
    value = run.note.properties.value(ARCHITECTURE) if run else None
    right = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    return value if right else None


def _median(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
