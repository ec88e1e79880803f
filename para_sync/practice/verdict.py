"""Verdicts on criteria, with their evidence: which notes pass, and what is missing (criteria.md)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from para_sync.manual import manual as manuals
from para_sync.manual import plan
from para_sync.manual.criterion import RUN, Clause, Criterion, Filter, Scope, Test
from para_sync.manual.layers import Project
from para_sync.manual.levels import Level
from para_sync.manual.manual import Manual
from para_sync.manual.plan import Milestone
from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

YES, NO = ("yes", "true"), ("no", "false")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a criterion holds, in words how far it is, and the notes that the words rest on."""

    met: bool
    evidence: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """When a milestone was first met: the run after which it held, its week of the plan, and the evidence then.

    The week is None where there is no plan.
    """

    run: Run
    week: int | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What criteria are judged by: the runs that count, in order, and the notes of the vault."""

    vault: Vault
    manual: Manual
    runs: tuple[Run, ...]

    def latest(self, note: Note) -> Run | None:
        """The run by which a workbook or question is judged."""
        return next(
            (run for run in reversed(self.runs) if note.path == run.workbook or note.path in run.questions), None
        )


@dataclass(frozen=True, slots=True)
class _Subject:
    """A note under test, with the run that answers its score tests."""

    note: Note
    run: Run | None
    name: str


def ledger(vault: Vault) -> Ledger:
    """The ledger of a vault, made once."""
    return vault.once(_ledger)


def _ledger(vault: Vault) -> Ledger:
    return Ledger(vault, manuals.of(vault), all_runs.of(vault).scored)


def meets(criterion: Criterion, run: Run, manual: Manual) -> bool:
    """Whether one scored run passes a criterion of tests alone."""
    subject = _Subject(run.note, run, "")
    return all(_passes(test, subject, manual) for clause in criterion.clauses for test in clause.tests)


def failing(criterion: Criterion, run: Run) -> tuple[Category, ...]:
    """The categories that keep a run from passing a criterion of tests on scores."""
    tests = [test for clause in criterion.clauses for test in clause.tests]
    measured = [(test, each) for test in tests for each in run.categories if each.score in _measured(test.measure, run)]
    return tuple(dict.fromkeys(each for test, each in measured if not _compare(test, run.scores.get(each.score))))


def project_note(project: Project, vault: Vault) -> Note | None:
    """The index note of a project: the note of type project with the project's name."""
    return next((note for note in vault.of_type("project") if note.name == project.name), None)


def project(project: Project, vault: Vault) -> Verdict:
    """The verdict on a project; one that is judged by hand is done when its index note says so (criteria.md)."""
    if not project.criterion.by_hand:
        return judge(project.criterion, ledger(vault))
    note = project_note(project, vault)
    status = note.properties.text("status") if note else ""
    done = note is not None and status == _done(manuals.of(vault))
    return Verdict(done, f"{project.criterion.text}: status {status or 'not set'}", (note,) if note else ())


def _done(manual: Manual) -> str:
    """The status of a finished project: the last of the choices that the manual gives."""
    kind = manual.note_types.types.get("project") if manual.note_types else None
    status = kind.find("status") if kind else None
    return status.choices[-1] if status and status.choices else ""


def level(run: Run, manual: Manual) -> Level | None:
    """The highest level that a scored run meets; None below the lowest (domain.md C3)."""
    return next((each for each in reversed(manual.levels or ()) if meets(each.criterion, run, manual)), None)


def judge(criterion: Criterion, book: Ledger) -> Verdict:
    """The verdict now. A criterion that is judged by hand is not met, and its evidence says so."""
    if criterion.by_hand:
        return Verdict(False, criterion.text)
    verdicts = [_clause(clause, book) for clause in criterion.clauses]
    notes = tuple({note.path: note for each in verdicts for note in each.notes}.values())
    return Verdict(all(each.met for each in verdicts), "; ".join(each.evidence for each in verdicts), notes)


def first_met(milestone: Milestone, book: Ledger, start: str) -> Met | None:
    """The first run after which a milestone held; it stays met from then on. None while it never held."""
    if milestone.criterion.by_hand:
        return None
    after_each = zip(*(_holding(clause, book) for clause in milestone.criterion.clauses), strict=True)
    count = next((number for number, held in enumerate(after_each, 1) if all(held)), 0)
    if not count:
        return None
    run, then = book.runs[count - 1], Ledger(book.vault, book.manual, book.runs[:count])
    return Met(run, plan.week(run.date, start) if start else None, judge(milestone.criterion, then).evidence)


def _holding(clause: Clause, book: Ledger) -> Iterator[bool]:
    """Whether a clause held after each run. For clauses on runs one pass is enough; the rest is judged each time."""
    scope = clause.scope or Scope("last", 1, RUN)
    if scope.kind != RUN:
        for count in range(1, len(book.runs) + 1):
            yield _clause(clause, Ledger(book.vault, book.manual, book.runs[:count])).met
        return
    kept = passing = 0
    latest: deque[bool] = deque(maxlen=scope.number)
    for run in book.runs:
        if all(_kept(one, run.note) for one in scope.filters):
            passes = _all(clause.tests, _Subject(run.note, run, run.date), book.manual)
            kept, passing = kept + 1, passing + passes
            latest.append(passes)
        if scope.mode == "each":
            yield passing == kept >= max(scope.number, 1)
        else:
            yield (passing if scope.mode == "count" else sum(latest)) >= scope.number


def _clause(clause: Clause, book: Ledger) -> Verdict:
    scope = clause.scope or Scope("last", 1, RUN)
    subjects = _subjects(scope, book)
    if scope.mode == "last":
        subjects = subjects[-scope.number :]
    passing = [each for each in subjects if _all(clause.tests, each, book.manual)]
    need = max(scope.number, len(subjects), 1) if scope.mode == "each" else scope.number
    met = len(passing) >= need
    words = (
        f"{min(len(passing), need) if scope.mode == 'count' else len(passing)} of {need} {_plural(scope.kind, need)}"
    )
    passed = {each.note.path for each in passing}
    failing = [each for each in subjects if each.note.path not in passed]
    if not met and scope.mode != "count" and failing:
        words += f" ({_missing(failing, clause.tests, book.manual)})"
    shown = passing if met else subjects
    return Verdict(met, words + _total_alone(clause, subjects, need, book), tuple(each.note for each in shown))


def _subjects(scope: Scope, book: Ledger) -> list[_Subject]:
    if scope.kind == RUN:
        found = [_Subject(run.note, run, run.date) for run in book.runs]
    else:
        notes = sorted(book.vault.of_type(scope.kind), key=_order)
        found = [_Subject(note, book.latest(note), note.properties.text("id") or note.title) for note in notes]
    return [each for each in found if all(_kept(one, each.note) for one in scope.filters)]


def _order(note: Note) -> tuple[str, str, int, str]:
    text = note.properties.text
    number = "".join(letter for letter in text("id") if letter in "0123456789")[:9]
    return all_runs.day(text("date")), text("start"), int(number or 0), note.path


def _kept(wanted: Filter, note: Note) -> bool:
    if not wanted.values:
        return bool(items(note.properties.value(wanted.property)))
    return any(_is(value, note.properties.value(wanted.property)) for value in wanted.values)


def _all(tests: Iterable[Test], subject: _Subject, manual: Manual) -> bool:
    return all(_passes(test, subject, manual) for test in tests)


def _passes(test: Test, subject: _Subject, manual: Manual) -> bool:
    if _is_score_test(test, subject, manual):
        return subject.run is not None and _score_passes(test, subject.run, manual)
    value = subject.note.properties.value(test.measure)
    if test.relation == "plan":
        return _on_plan(value, test.amount, manual)
    if test.relation == "is":
        return _is(test.value, value)
    return _compare(test, value)


def _is_score_test(test: Test, subject: _Subject, manual: Manual) -> bool:
    if test.relation in ("at", "level") or test.measure in ("total", "all"):
        return True
    rubric = manual.rubric
    return rubric is not None and bool(rubric.of_type(test.measure) or rubric.find(test.measure))


def _score_passes(test: Test, run: Run, manual: Manual) -> bool:
    if test.relation == "at":
        return sum(score == int(test.value) for score in run.scores.values()) >= test.amount
    if test.relation == "level":
        names = [each.name for each in manual.levels or ()]
        reached = level(run, manual)
        return reached is not None and names.index(reached.name) >= names.index(test.value)
    if test.measure == "total":
        return _compare(test, run.total)
    return all(_compare(test, run.scores.get(name)) for name in _measured(test.measure, run))


def _measured(measure: str, run: Run) -> list[str]:
    wanted = measure.casefold()
    return [each.score for each in run.categories if wanted in ("all", each.key, each.type.casefold())]


def _compare(test: Test, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if test.relation == "least":
        return value >= test.amount
    if test.relation == "most":
        return value <= test.amount
    return value < test.amount if test.relation == "under" else value == test.amount


def _is(wanted: str, value: object) -> bool:
    if isinstance(value, bool):
        return wanted.casefold() in (YES if value else NO)
    if isinstance(value, tuple):
        return any(_is(wanted, each) for each in value)
    return value is not None and str(value).strip().casefold() == wanted.casefold()


def _on_plan(value: object, amount: float, manual: Manual) -> bool:
    planned = [each.minutes for each in manual.sections or ()]
    actual = list(all_runs.numbers(value))
    if not planned or len(actual) != len(planned):
        return False
    return all(abs(one - other) <= amount for one, other in zip(actual, planned, strict=True))


def _missing(failing: list[_Subject], tests: tuple[Test, ...], manual: Manual) -> str:
    """Which subjects fail, three at most, and where it can be said in a word, why."""
    named = [f"{each.name}: {_why(each, tests, manual)}" for each in failing[:3]]
    more = [f"{len(failing) - 3} more"] if len(failing) > 3 else []
    return "; ".join([*named, *more])


def _why(subject: _Subject, tests: tuple[Test, ...], manual: Manual) -> str:
    test = next(each for each in tests if not _passes(each, subject, manual))
    if not _is_score_test(test, subject, manual):
        value = subject.note.properties.value(test.measure)
        return f"no {test.measure}" if value is None else f"{test.measure} {_shown(value)}"
    run = subject.run
    if run is None:
        return "not run"
    if test.relation == "level":
        reached = level(run, manual)
        return reached.name if reached else f"below {manual.levels[0].name}" if manual.levels else "no level"
    if test.relation == "at":
        return f"{sum(score == int(test.value) for score in run.scores.values())} at {test.value}"
    if test.measure == "total":
        return f"total {run.total}"
    low = [each for each in run.categories if each.score in _measured(test.measure, run)]
    return ", ".join(
        f"{each.key} {run.scores[each.score]}" for each in low if not _compare(test, run.scores[each.score])
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return ", ".join(str(each) for each in items(value))


def _total_alone(clause: Clause, subjects: list[_Subject], need: int, book: Ledger) -> str:
    """Beside a level, how far the level's total alone has come (domain.md X16)."""
    name = next((each.value for each in clause.tests if each.relation == "level"), None)
    criterion = next((each.criterion for each in book.manual.levels or () if each.name == name), None)
    tests = [one for part in criterion.clauses for one in part.tests if one.measure == "total"] if criterion else []
    if not tests:
        return ""
    passing = sum(_all(tests, each, book.manual) for each in subjects)
    return f"; total {tests[0].amount:g}+ alone: {min(passing, need)} of {need}"


def _plural(kind: str, number: int) -> str:
    if number == 1:
        return kind
    if kind.endswith("y"):
        return kind[:-1] + "ies"
    return kind + ("es" if kind.endswith(("x", "s")) else "s")
