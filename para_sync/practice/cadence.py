"""Cadence: how often each project was worked on in a week, against what the manual asks (domain.md M13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from para_sync.manual import layers
from para_sync.manual import manual as manuals
from para_sync.manual.layers import Counted
from para_sync.practice import runs as all_runs
from para_sync.vault import days
from para_sync.vault.vault import Vault

WEEK = 7


@dataclass(frozen=True, slots=True)
class Cadence:
    """A project with a weekly minimum, and the days in the week up to today on which it was worked on.

    `wanted` is what the manual asks of so much of the week as lies within the plan. `last` is the last such day ever,
    "" where there is none; `streak` the days in a row that end with it; `short` the full weeks of the plan with too
    few, as week and count. `counted` is None where the manual names no notes that count for it.
    """

    project: str
    cadence: str
    counted: Counted | None
    wanted: int
    week: tuple[str, ...]
    last: str
    streak: int
    short: tuple[tuple[int, int], ...]

    @property
    def missed(self) -> int:
        """How many times too few it was in the week; 0 where nothing is counted."""
        return max(self.wanted - len(self.week), 0) if self.counted else 0


def of(vault: Vault, day: date) -> tuple[Cadence, ...]:
    """The cadence of every project that has a weekly minimum, in the manual's order."""
    manual = manuals.of(vault)
    counted = {each.project: each for each in manual.counted or ()}
    asked = [(each, layers.per_week(each.cadence)) for each in manual.projects or ()]
    return tuple(_cadence(each.name, each.cadence, each_week, counted.get(each.name), vault, day)
                 for each, each_week in asked if each_week)  # fmt: skip


def _cadence(project: str, cadence: str, asked: int, counted: Counted | None, vault: Vault, day: date) -> Cadence:
    worked = sorted(_worked(counted, vault, day))
    first = days.day(all_runs.plan_start(vault))
    gone = (day - date.fromisoformat(first)).days + 1 if first else 0
    monday = days.before(day, WEEK - 1).isoformat()
    wanted = asked * min(max(gone, 0), WEEK) // WEEK
    week = tuple(each for each in worked if each >= monday)
    # a note that only knows its last day says nothing of the weeks before
    known = counted is not None and counted.day == "date"
    short = _short(worked, first, gone // WEEK, asked) if known and gone > 0 else ()
    return Cadence(project, cadence, counted, wanted, week, worked[-1] if worked else "", _streak(worked), short)


def _worked(counted: Counted | None, vault: Vault, day: date) -> set[str]:
    """The days up to today on which something counts."""
    if counted is None:
        return set()
    notes = [note for kind in counted.types for note in vault.of_type(kind)]
    found = {days.day(note.properties.value(counted.day)) for note in notes}
    return {each for each in found if each and each <= day.isoformat()}


def _streak(worked: list[str]) -> int:
    count = 0
    while count < len(worked) and _ago(worked[-1], count) == worked[-count - 1]:
        count += 1
    return count


def _ago(day: str, number: int) -> str:
    return days.before(date.fromisoformat(day), number).isoformat()


def _short(worked: list[str], start: str, weeks: int, asked: int) -> tuple[tuple[int, int], ...]:
    """The full weeks with fewer days than asked."""
    counts = []
    for number in range(weeks):
        first = date.fromisoformat(start) + timedelta(days=WEEK * number)
        ends = first.isoformat(), (first + timedelta(days=WEEK)).isoformat()
        counts.append((number + 1, sum(ends[0] <= each < ends[1] for each in worked)))
    return tuple(each for each in counts if each[1] < asked)
