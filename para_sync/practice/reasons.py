"""Reasons to practise a workbook or question, each with the points that the manual gives for it (domain.md M33)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from para_sync.manual import manual as manuals
from para_sync.manual import picking
from para_sync.manual.manual import Manual
from para_sync.manual.picking import Picking
from para_sync.manual.rubric import Category
from para_sync.practice import gap_days, gaps
from para_sync.practice import runs as all_runs
from para_sync.practice.gaps import Gap
from para_sync.practice.runs import Run
from para_sync.practice.trend import scored
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Term:
    """A reason that holds for a candidate, its points, and what shows it."""

    reason: str
    points: Fraction
    evidence: str


def of(note: Note, runs: tuple[Run, ...], aimed: Category | None, vault: Vault, day: date) -> Iterator[Term]:
    """The reasons that hold for a note with these runs on a day, while the weakest critical category is `aimed`; none
    while the manual cannot be read for it.
    """
    manual = manuals.of(vault)
    if manual.picking is None:
        return
    yield from _of_gaps(_linked(note, runs, vault, day), manual.picking, vault, day)
    yield from _of_category(runs, aimed, manual.picking, manual)
    yield _of_days(runs, manual.picking, day)
    yield from _of_frequency(note, manual.picking, vault)


def _linked(note: Note, runs: tuple[Run, ...], vault: Vault, day: date) -> list[Gap]:
    """The most urgent open gaps joined by a link with a note or its questions, or named by the last run."""
    own = {note.path, *(each.path for each in vault.of_type("question") if _workbook(each, vault) == note.path)}
    named = {path for each in own for path in _targets(vault.note(each), vault)}
    named |= {each.path for each in _named(runs[-1].note, vault)} if runs else set()
    urgent = gaps.urgent(vault)
    return [
        gap
        for gap in gap_days.open_on(vault, day)
        if gap.note.properties.text("priority").casefold() == urgent
        and (gap.note.path in named or own & _targets(gap.note, vault))
    ]


def _workbook(question: Note, vault: Vault) -> str:
    note = all_runs.property_note(question, "workbook", vault)
    return note.path if note else ""


def _named(note: Note, vault: Vault) -> list[Note]:
    found = (all_runs.linked(each, note, vault) for each in note.property_links("gaps"))
    return [each for each in found if each]


def _targets(note: Note | None, vault: Vault) -> set[str]:
    return {path for each in note.links if (path := vault.resolve(each, note).path)} if note else set()


def _of_gaps(found: list[Gap], weights: Picking, vault: Vault, day: date) -> list[Term]:
    if not found:
        return []
    start = all_runs.plan_start(vault)
    named = ", ".join(f"{gap.note.title} ({gap.note.properties.text('priority')})" for gap in found)
    late = [(gap, due) for gap in found if (due := gaps.due(gap, start)) and due < day.isoformat()]
    terms = [Term(picking.OPEN_GAP, weights.weights[picking.OPEN_GAP].times(1), named)]
    if late:
        shown = ", ".join(f"{gap.note.title} was due {due}" for gap, due in late)
        terms.append(Term(picking.OVERDUE, weights.weights[picking.OVERDUE].times(1), shown))
    return terms


def _of_category(runs: tuple[Run, ...], aimed: Category | None, weights: Picking, manual: Manual) -> list[Term]:
    if aimed is None or manual.numbers is None:
        return []
    scores = [run.scores[aimed.score] for run in scored(aimed, runs)]
    if any(each >= manual.numbers.gap_bar for each in scores):
        return []
    shown = f"best {max(scores)} in {_plural(len(scores))}" if scores else "never run"
    return [Term(picking.WEAKEST, weights.weights[picking.WEAKEST].times(1), f"{aimed.name}: {shown}")]


def _of_days(runs: tuple[Run, ...], weights: Picking, day: date) -> Term:
    weight = weights.weights[picking.DAY]
    if not runs:
        return Term(picking.DAY, weight.most or weight.times(_YEAR), "never run")
    gone = max((day - date.fromisoformat(runs[-1].date)).days, 0)
    return Term(picking.DAY, weight.times(gone), f"{gone} since {runs[-1].date}")


def _of_frequency(note: Note, weights: Picking, vault: Vault) -> list[Term]:
    own = [note, *(each for each in vault.of_type("question") if _workbook(each, vault) == note.path)]
    given = next((text for each in own if (text := each.properties.text("frequency"))), "")
    weight = weights.weights.get(f"{picking.FREQUENCY}{given}".casefold())
    return [Term("frequency", weight.times(1), given)] if given and weight else []


def _plural(count: int) -> str:
    return f"{count} run" if count == 1 else f"{count} runs"
