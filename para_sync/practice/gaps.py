"""Gaps: which are open, in which order they stand, and which are wanted (domain.md C9, M62)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual import plan
from para_sync.manual.manual import Manual
from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice import unread
from para_sync.practice.runs import Run
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

TYPE = manuals.GAP

_LAST = 10**9


class Gap(NamedTuple):
    """A gap note; `category` is the key of the rubric category that it is about, or ""."""

    note: Note
    closed: bool
    category: str

    @property
    def target(self) -> str:
        """By when it should be closed: `Week 2` or a date, as written."""
        return self.note.properties.text("target")


class Gaps(NamedTuple):
    """All gaps in the tracker's order, and the notes in the gaps' folder that cannot be read."""

    all: tuple[Gap, ...]
    uncounted: tuple[Note, ...] = ()

    @property
    def open(self) -> tuple[Gap, ...]:
        """The gaps that are not closed."""
        return tuple(gap for gap in self.all if not gap.closed)

    @property
    def closed(self) -> tuple[Gap, ...]:
        """The closed gaps."""
        return tuple(gap for gap in self.all if gap.closed)


class Wanted(NamedTuple):
    """A gap that the rules ask for: the run that shows it, the category, and its priority."""

    run: Run
    category: Category
    priority: str


def of(vault: Vault) -> Gaps:
    """The gaps of a vault, read once."""
    return vault.once(_gaps)


def wanted(vault: Vault) -> tuple[Wanted, ...]:
    """A gap for each category below the bar in one of the last runs that would keep it open, where none is open."""
    manual = manuals.of(vault)
    if manual.numbers is None or manual.priorities is None or manual.rubric is None:
        return ()
    covered = {gap.category for gap in of(vault).open}
    runs = all_runs.of(vault).scored
    recent = runs[-manual.numbers.gap_closes_after :]
    found: dict[str, Wanted] = {}
    for run in reversed(recent):
        for category in run.below(manual.numbers.gap_bar):
            if category.key not in covered:
                found.setdefault(category.key, Wanted(run, category, priority(category, runs, manual)))
    return tuple(found.values())


def proposed(run: Run, vault: Vault) -> tuple[tuple[Wanted, Gap | None], ...]:
    """What a scored run says of gaps: for each category below the bar the gap that the rules ask for, and the open one
    that covers it already, if there is one.
    """
    manual = manuals.of(vault)
    if manual.numbers is None or manual.priorities is None or not run.scored:
        return ()
    until = tuple(each for each in all_runs.of(vault).scored if each.order <= run.order)
    covering = {gap.category: gap for gap in reversed(of(vault).open)}
    return tuple(
        (Wanted(run, category, priority(category, until, manual)), covering.get(category.key))
        for category in run.below(manual.numbers.gap_bar)
    )


def priority(category: Category, runs: tuple[Run, ...], manual: Manual) -> str:
    """The priority of a new gap: its type's, or the most urgent one after too many tries below the bar (domain.md
    C9).
    """
    if manual.numbers is None or manual.priorities is None:
        return ""
    scores = [run.scores[category.score] for run in runs if category.score in run.scores]
    stuck = scores[-manual.numbers.gap_escalates_after :]
    escalated = len(stuck) == manual.numbers.gap_escalates_after and max(stuck) < manual.numbers.gap_bar
    if not escalated:
        return manual.priorities[category.type]
    ranks = _ranks(manual)
    return min(manual.priorities.values(), key=lambda each: ranks.get(each.casefold(), len(ranks)))


def due(gap: Gap, start: str) -> str:
    """The last day for a gap, as an ISO date; "" where its target is no week of a started plan and no date."""
    return plan.last_day(gap.target, start)


def _gaps(vault: Vault) -> Gaps:
    manual = manuals.of(vault)
    home = manual.note_types.types.get(TYPE) if manual.note_types else None
    found = [
        Gap(
            note,
            home is not None and home.is_last("status", note.properties.text("status")),
            note.properties.text("category").casefold(),
        )
        for note in vault.of_type(TYPE)
    ]
    ranks = _ranks(manual)
    start = all_runs.plan_start(vault)
    return Gaps(tuple(sorted(found, key=lambda gap: _order(gap, ranks, start))), unread.of(TYPE, vault))


def _order(gap: Gap, ranks: Mapping[str, int], start: str) -> tuple[int, int, str, int, str, str]:
    """Priority, then target (weeks before dates that lie in no week), then `order`, then found, then title."""
    values = gap.note.properties
    week = plan.WEEK.match(gap.target)
    weeks = int(week.group(1)) if week else plan.week(gap.target, start) if gap.target else _LAST
    place = values.value("order")
    return (
        ranks.get(values.text("priority").casefold(), len(ranks)),
        _LAST - 1 if weeks is None else weeks,
        "" if week else days.day(gap.target),
        place if isinstance(place, int) else _LAST,
        days.day(values.value("found")),
        gap.note.title,
    )


def urgent(vault: Vault) -> str:
    """The most urgent priority, in small letters; "" where the manual names none."""
    return next(iter(_ranks(manuals.of(vault))), "")


def _ranks(manual: Manual) -> dict[str, int]:
    """How urgent each priority is, 0 the most: the order of the choices that the manual gives."""
    kind = manual.note_types.types.get(TYPE) if manual.note_types else None
    found = kind.find("priority") if kind else None
    return {name.casefold(): rank for rank, name in enumerate(found.choices if found else ())}
