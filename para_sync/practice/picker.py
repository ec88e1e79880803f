"""The picker: one thing to practise now, and why (domain.md M33, ideas 1 and 19, X23).

Every workbook, and every question without one, gets the points that the manual gives for each reason that holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from para_sync.manual import manual as manuals
from para_sync.manual import picking
from para_sync.manual.manual import Manual
from para_sync.manual.note_types import within
from para_sync.manual.picking import LastDays
from para_sync.manual.rubric import Category
from para_sync.practice import cadence, checklist, reasons, regression
from para_sync.practice import runs as all_runs
from para_sync.practice.checklist import Audited
from para_sync.practice.reasons import Term
from para_sync.practice.runs import Run
from para_sync.practice.trend import last, scored
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Candidate:
    """A workbook or question that could be practised: its reasons, and its runs that count, in order."""

    note: Note
    terms: tuple[Term, ...]
    runs: tuple[Run, ...]
    archived: bool

    @property
    def points(self) -> Fraction:
        """All points together."""
        return sum((each.points for each in self.terms), Fraction())

    @property
    def label(self) -> str:
        """`P7 · title`, or the title where it has no id."""
        number = self.note.properties.text("id")
        return f"{number} · {self.note.title}" if number else self.note.title


@dataclass(frozen=True, slots=True)
class Pick:
    """What to do on a day: the candidates, best first, and what the days before an interview add.

    `aim` is the weakest critical category, None where every score is the highest or there is no run; `mocks_missing` is
    how many mocks the week is short of. `ranked` is empty where the rule for the last days wants no run.
    """

    ranked: tuple[Candidate, ...]
    aim: Category | None
    mocks_missing: int
    left: int | None
    rule: LastDays | None
    stories: tuple[Note, ...]
    boxes: tuple[Audited, ...]

    @property
    def chosen(self) -> Candidate | None:
        """The best candidate."""
        return self.ranked[0] if self.ranked else None


def pick(vault: Vault, day: date) -> Pick | None:
    """What to practise on a day; None while the manual cannot be read for it."""
    manual = manuals.of(vault)
    if manual.picking is None or manual.rubric is None or manual.numbers is None or manual.plan is None:
        return None
    interview = days.day(manual.plan.interview)
    left = (date.fromisoformat(interview) - day).days if interview else None
    rule = manual.picking.rule(left)
    picks = rule.picks if rule else frozenset()
    aimed = aim(all_runs.of(vault).scored, manual)
    found = [] if picking.CHECKLIST in picks else _candidates(vault, day, aimed, picks)
    mocks = [each for each in cadence.of(vault, day) if each.counted and each.counted.types == ("mock",)]
    return Pick(
        tuple(sorted(found, key=lambda each: (-each.points, _number(each.note), each.note.path))),
        aimed,
        max((each.missed for each in mocks), default=0),
        left if rule else None,
        rule,
        _stories(vault) if picking.STORIES in picks else (),
        tuple(each for each in checklist.of(vault) if not each.ticked) if picking.CHECKLIST in picks else (),
    )


def aim(runs: tuple[Run, ...], manual: Manual) -> Category | None:
    """The weakest critical category over the last runs; the next one where it was the same too often in a row."""
    order = _weakest(runs, manual)
    turns = manual.numbers.same_category if manual.numbers else 0
    before = [_weakest(runs[:count], manual)[:1] for count in range(max(len(runs) - turns, 0), len(runs))]
    worn = len(order) > 1 and 0 < turns <= len(before) and all(each == order[:1] for each in before)
    return order[1] if worn else order[0] if order else None


def _weakest(runs: tuple[Run, ...], manual: Manual) -> list[Category]:
    """The critical categories by their mean over the last runs, lowest first; those at the highest score left out."""
    if manual.rubric is None or manual.numbers is None:
        return []
    means = []
    for category in manual.rubric.of_type(manual.rubric.types[0]):
        recent = last(scored(category, runs), manual.numbers.trend_runs)
        if recent:
            means.append((Fraction(sum(run.scores[category.score] for run in recent), len(recent)), category))
    ordered = sorted(means, key=lambda each: each[0])
    return [category for mean, category in ordered if mean < manual.rubric.highest]


def _candidates(vault: Vault, day: date, aimed: Category | None, picks: Iterable[str]) -> list[Candidate]:
    """The workbooks and lone questions that may be picked."""
    archive = bool(regression.of(vault)) or picking.ARCHIVED in picks
    weighed = [_candidate(note, vault, day, aimed) for note in _problems(vault)]
    found = [each for each in weighed if archive or not each.archived]
    if picking.KNOWN in picks:
        found = [each for each in found if each.runs]
    if picking.AIMED in picks and aimed:
        lowest = min((_latest(each, aimed) for each in found), default=0)
        found = [each for each in found if _latest(each, aimed) == lowest]
    return found


def _latest(candidate: Candidate, category: Category) -> int:
    """The latest score of a category; 0 where there is none."""
    return next((run.scores.get(category.score, 0) for run in reversed(candidate.runs)), 0)


def _problems(vault: Vault) -> list[Note]:
    lone = [each for each in vault.of_type("question") if not all_runs.property_note(each, "workbook", vault)]
    return [*vault.of_type("workbook"), *lone]


def _candidate(note: Note, vault: Vault, day: date, aimed: Category | None) -> Candidate:
    runs, archive = all_runs.on(note, vault), manuals.of(vault).archive
    terms = tuple(reasons.of(note, runs, aimed, vault, day))
    return Candidate(note, terms, runs, bool(archive) and within(note.folder, archive))


def _stories(vault: Vault) -> tuple[Note, ...]:
    """The stories, those longest without a rehearsal first."""
    notes = [each for kind in ("story", "project-story") for each in vault.of_type(kind)]
    return tuple(sorted(notes, key=lambda each: (days.day(each.properties.value("rehearsed")), each.path)))


def _number(note: Note) -> int:
    digits = "".join(letter for letter in note.properties.text("id") if letter in "0123456789")
    return int(digits[:9] or 0)
