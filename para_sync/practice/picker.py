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
from para_sync.manual.picking import LastDays, Picking
from para_sync.manual.rubric import Category
from para_sync.practice import cadence, checklist, gap_days, gaps, regression
from para_sync.practice import runs as all_runs
from para_sync.practice.checklist import Audited
from para_sync.practice.gaps import Gap
from para_sync.practice.runs import Run
from para_sync.practice.trend import last, scored
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

_YEAR = 365


@dataclass(frozen=True, slots=True)
class Term:
    """A reason that holds for a candidate, its points, and what shows it."""

    reason: str
    points: Fraction
    evidence: str


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
    manual = manuals.of(vault)
    runs = tuple(run for run in all_runs.of(vault).scored if note.path == run.workbook or note.path in run.questions)
    assert manual.picking
    weights = manual.picking
    terms = [
        *_of_gaps(_linked(note, runs, vault, day), weights, vault, day),
        *_of_category(runs, aimed, weights, manual),
        _of_days(runs, weights, day),
        *_of_frequency(note, weights, vault),
    ]
    return Candidate(note, tuple(terms), runs, bool(manual.archive) and within(note.folder, manual.archive))


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


def _stories(vault: Vault) -> tuple[Note, ...]:
    """The stories, those longest without a rehearsal first."""
    notes = [each for kind in ("story", "project-story") for each in vault.of_type(kind)]
    return tuple(sorted(notes, key=lambda each: (days.day(each.properties.value("rehearsed")), each.path)))


def _number(note: Note) -> int:
    digits = "".join(letter for letter in note.properties.text("id") if letter in "0123456789")
    return int(digits[:9] or 0)


def _plural(count: int) -> str:
    return f"{count} run" if count == 1 else f"{count} runs"
