"""Whether a run or a note passes a test, and if not, why (criteria.md)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from para_sync.manual.criterion import Criterion, Filter, Test
from para_sync.manual.levels import Level
from para_sync.manual.manual import Manual
from para_sync.manual.note_types import NO, YES, shown
from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.vault.note import Note
from para_sync.vault.properties import items


class Subject(NamedTuple):
    """A note under test, the run that answers its score tests, and what evidence calls it."""

    note: Note
    run: Run | None
    name: str


def meets(criterion: Criterion, run: Run, manual: Manual) -> bool:
    """Whether one scored run passes a criterion of tests alone."""
    tests = (test for clause in criterion.clauses for test in clause.tests)
    return passes(tests, Subject(run.note, run, ""), manual)


def failing(criterion: Criterion, run: Run) -> tuple[Category, ...]:
    """The categories that keep a run from passing a criterion of tests on scores."""
    tests = [test for clause in criterion.clauses for test in clause.tests]
    measured = [(test, each) for test in tests for each in run.categories if each.score in _measured(test.measure, run)]
    return tuple(dict.fromkeys(each for test, each in measured if not _compare(test, run.scores.get(each.score))))


def level(run: Run, manual: Manual) -> Level | None:
    """The highest level that a scored run meets; None below the lowest (domain.md C3)."""
    return next((each for each in reversed(manual.levels or ()) if meets(each.criterion, run, manual)), None)


def kept(wanted: Filter, note: Note) -> bool:
    """Whether a note is among those that a filter lets through."""
    if not wanted.values:
        return bool(items(note.properties.value(wanted.property)))
    return any(_is(value, note.properties.value(wanted.property)) for value in wanted.values)


def passes(tests: Iterable[Test], subject: Subject, manual: Manual) -> bool:
    """Whether a subject passes all tests; a value that is missing or of another kind fails."""
    return all(_passes(test, subject, manual) for test in tests)


def measured(tests: Iterable[Test], subject: Subject, manual: Manual) -> tuple[tuple[Note, str], ...]:
    """The properties that tests look at, each with its note: those of scores are in the run that answers for a note."""
    found: list[tuple[Note, str]] = []
    for test in tests:
        if not _is_score_test(test, manual):
            found.append((subject.note, test.measure))
        elif subject.run:
            named = _measured(test.measure if test.relation in ("least", "most", "under", "is") else "all", subject.run)
            found += [(subject.run.note, name) for name in named or [each.score for each in subject.run.categories]]
    return tuple(dict.fromkeys(found))


def _passes(test: Test, subject: Subject, manual: Manual) -> bool:
    if _is_score_test(test, manual):
        return subject.run is not None and _score_passes(test, subject.run, manual)
    value = subject.note.properties.value(test.measure)
    if test.relation == "plan":
        return _on_plan(value, test.amount, manual)
    if test.relation == "is":
        return _is(test.value, value)
    return _compare(test, value)


def _is_score_test(test: Test, manual: Manual) -> bool:
    if test.relation in ("at", "level") or test.measure in ("total", "all"):
        return True
    rubric = manual.rubric
    return rubric is not None and bool(rubric.of_type(test.measure) or rubric.find(test.measure))


def _score_passes(test: Test, run: Run, manual: Manual) -> bool:
    if test.relation == "at":
        return _at(test, run) >= test.amount
    if test.relation == "level":
        names = [each.name for each in manual.levels or ()]
        reached = level(run, manual)
        return reached is not None and names.index(reached.name) >= names.index(test.value)
    if test.measure == "total":
        return _compare(test, run.total)
    return all(_compare(test, run.scores.get(name)) for name in _measured(test.measure, run))


def _at(test: Test, run: Run) -> int:
    """How many categories have exactly the score of the test."""
    return sum(score == int(test.value) for score in run.scores.values())


def _measured(measure: str, run: Run) -> tuple[str, ...]:
    return _named(measure, run.categories)


# runs by the hundred are held to a few tests
@lru_cache
def _named(measure: str, categories: tuple[Category, ...]) -> tuple[str, ...]:
    """The scores of the categories that a test names: one by its key, those of a type, or all."""
    wanted = measure.casefold()
    return tuple([each.score for each in categories if wanted in ("all", each.key, each.type.casefold())])


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


def missing(failing: list[Subject], tests: tuple[Test, ...], manual: Manual) -> str:
    """Which subjects fail, three at most, and where it can be said in a word, why."""
    named = [f"{each.name}: {lacking(each, tests, manual)[0]}" for each in failing[:3]]
    more = [f"{len(failing) - 3} more"] if len(failing) > 3 else []
    return "; ".join([*named, *more])


def lacking(subject: Subject, tests: Iterable[Test], manual: Manual) -> tuple[str, ...]:
    """Why a subject fails, a word or two for each test; nothing where it passes them all."""
    failed = (_why(subject, each, manual) for each in tests if not _passes(each, subject, manual))
    return tuple(dict.fromkeys(failed))


def _why(subject: Subject, test: Test, manual: Manual) -> str:
    if not _is_score_test(test, manual):
        value = subject.note.properties.value(test.measure)
        return f"no {test.measure}" if value is None else f"{test.measure} {shown(value)}"
    run = subject.run
    if run is None:
        return "not run"
    if test.relation == "level":
        reached = level(run, manual)
        return reached.name if reached else f"below {manual.levels[0].name}" if manual.levels else "no level"
    if test.relation == "at":
        return f"{_at(test, run)} at {test.value}"
    if test.measure == "total":
        return f"total {run.total}"
    low = [each for each in run.categories if each.score in _measured(test.measure, run)]
    return ", ".join(
        f"{each.key} {run.scores[each.score]}" for each in low if not _compare(test, run.scores[each.score])
    )
