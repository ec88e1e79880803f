"""The focus card: all that is worth a look before a run, as values (domain.md, idea 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from para_sync.designs import cards
from para_sync.designs.cards import Card
from para_sync.manual import manual as manuals
from para_sync.manual.levels import Level
from para_sync.manual.manual import Manual
from para_sync.manual.rubric import Category
from para_sync.practice import activity, cadence, gap_days, gaps, pace, passing, picker, points, readiness, regression
from para_sync.practice import runs as all_runs
from para_sync.practice import strengths as all_strengths
from para_sync.practice.activity import Activity, Record
from para_sync.practice.cadence import Cadence
from para_sync.practice.gaps import Gap
from para_sync.practice.pace import Pace
from para_sync.practice.picker import Pick
from para_sync.practice.points import Raise
from para_sync.practice.readiness import Readiness
from para_sync.practice.regression import Regression
from para_sync.practice.runs import Run
from para_sync.practice.strengths import Strength
from para_sync.vault.vault import Vault

NOTHING = Record()

# What to remember beside all figures (domain.md M86).
GOAL = "You are done when the structure needs no thought any more, not when every box is ticked."


@dataclass(frozen=True, slots=True)
class Next:
    """What to practise on a day, the drill card that goes with it, and the projects that were missed."""

    pick: Pick
    card: Card | None
    missed: tuple[Cadence, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest run that counts: its level, None below the `lowest` one, what a point would buy, and the critical
    categories below the bar.
    """

    run: Run
    level: Level | None
    lowest: str
    buys: tuple[Raise, ...]
    below: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """The focus card of a day. `gaps` are the first of `urgent` open gaps of the most urgent priority, with the day by
    which each should be closed; `runs` is how many runs count; `strengths` are those that wait to be accepted;
    `activity` is None where nothing was recorded.
    """

    day: date
    gaps: tuple[tuple[Gap, str], ...]
    urgent: int
    priority: str
    runs: int
    latest: Latest | None
    pace: Pace | None
    regressions: tuple[Regression, ...]
    strengths: tuple[Strength, ...]
    readiness: Readiness | None
    activity: Activity | None
    next: Next | None


def of(vault: Vault, day: date, record: Record = NOTHING) -> Focus:
    """The focus card, with what a watcher recorded; parts that the manual cannot be read for are None or empty."""
    numbers = manuals.of(vault).numbers
    priority = gaps.urgent(vault)
    found = [
        each for each in gap_days.open_on(vault, day) if each.note.properties.text("priority").casefold() == priority
    ]
    start = all_runs.plan_start(vault)
    shown = found[: numbers.focus_gaps] if numbers else []
    return Focus(
        day,
        tuple((each, gaps.due(each, start)) for each in shown),
        len(found),
        priority.upper(),
        len(all_runs.of(vault).scored),
        _latest(vault),
        pace.of(vault, day),
        regression.of(vault),
        tuple(each for each in all_strengths.of(vault) if each.candidate),
        readiness.of(vault),
        activity.over(vault, record, day) if record.saves else None,
        now(vault, day),
    )


def now(vault: Vault, day: date) -> Next | None:
    """What to do next; None while the manual cannot be read for it."""
    found = picker.pick(vault, day)
    if found is None:
        return None
    chosen = found.chosen
    card = cards.card(chosen.note, len(chosen.runs), vault) if chosen else None
    return Next(found, card, tuple(each for each in cadence.of(vault, day) if each.missed))


def _latest(vault: Vault) -> Latest | None:
    manual, runs = manuals.of(vault), all_runs.of(vault).scored
    if not runs or manual.rubric is None or manual.numbers is None:
        return None
    run = runs[-1]
    critical = manual.rubric.types[0]
    below = tuple(each for each in run.below(manual.numbers.gap_bar) if each.type == critical)
    return Latest(run, passing.level(run, manual), _lowest(manual), points.buys(run, manual), below)


def _lowest(manual: Manual) -> str:
    return manual.levels[0].name if manual.levels else "every level"
