"""Verdicts on criteria, with their evidence: which notes pass, and what is missing (criteria.md)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual import plan
from para_sync.manual.criterion import RUN, Clause, Criterion, Filter, Scope, Test
from para_sync.manual.layers import Project
from para_sync.manual.manual import Manual
from para_sync.manual.plan import Milestone
from para_sync.practice import runs as all_runs
from para_sync.practice.passing import Subject, kept, missing, passes
from para_sync.practice.runs import Run
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


class Verdict(NamedTuple):
    """Whether a criterion holds, and in words how far it is."""

    met: bool
    evidence: str


class Met(NamedTuple):
    """When a milestone was first met: the run after which it held, its week of the plan, and the evidence then.

    The week is None where there is no plan.
    """

    run: Run
    week: int | None
    evidence: str


class Ledger(NamedTuple):
    """What criteria are judged by: the runs that count, in order, and the notes of the vault."""

    vault: Vault
    manual: Manual
    runs: tuple[Run, ...]

    def latest(self, note: Note) -> Run | None:
        """The run by which a workbook or question is judged."""
        until = self.runs[-1].order if self.runs else ("", "", "")
        return next((run for run in reversed(all_runs.on(note, self.vault)) if run.order <= until), None)


def ledger(vault: Vault) -> Ledger:
    """The ledger of a vault."""
    # no answer to be kept: it holds the vault, and would hold this version when a later one asks
    return Ledger(vault, manuals.of(vault), all_runs.of(vault).scored)


def project_note(project: Project, vault: Vault) -> Note | None:
    """The index note of a project: the note of type project with the project's name."""
    return next((note for note in vault.of_type("project") if note.name == project.name), None)


def project(project: Project, vault: Vault) -> Verdict:
    """The verdict on a project; one that is judged by hand is done when its index note says so (criteria.md)."""
    if not project.criterion.by_hand:
        return now(project.criterion, vault)
    note = project_note(project, vault)
    kind = manuals.note_type(note, vault) if note else None
    status = note.properties.text("status") if note else ""
    done = kind is not None and kind.is_last("status", status)
    return Verdict(done, f"{project.criterion.text}: status {status or 'not set'}")


def now(criterion: Criterion, vault: Vault) -> Verdict:
    """The verdict of a vault's ledger."""
    return vault.once(_now, criterion)


def _now(vault: Vault, criterion: Criterion) -> Verdict:
    return judge(criterion, ledger(vault))


def judge(criterion: Criterion, book: Ledger) -> Verdict:
    """The verdict now. A criterion that is judged by hand is not met, and its evidence says so."""
    if criterion.by_hand:
        return Verdict(False, criterion.text)
    verdicts = [_clause(clause, book) for clause in criterion.clauses]
    return Verdict(all(each.met for each in verdicts), "; ".join(each.evidence for each in verdicts))


def first_met(milestone: Milestone, book: Ledger, start: str) -> Met | None:
    """The first run after which a milestone held; it stays met from then on. None while it never held."""
    if milestone.criterion.by_hand:
        return None
    count = book.vault.once(_runs_until, milestone.criterion)
    if not count:
        return None
    run, then = book.runs[count - 1], Ledger(book.vault, book.manual, book.runs[:count])
    return Met(run, plan.week(run.date, start) if start else None, judge(milestone.criterion, then).evidence)


def _runs_until(vault: Vault, criterion: Criterion) -> int:
    """After how many runs a criterion first held; 0: it never did."""
    after_each = zip(*(_holding(clause, vault) for clause in criterion.clauses), strict=True)
    return next((number for number, held in enumerate(after_each, 1) if all(held)), 0)


def tested(criterion: Criterion, book: Ledger) -> Iterator[tuple[Clause, tuple[tuple[Subject, bool], ...]]]:
    """Each clause with the subjects that it is put to, and whether each passes: of "last", only those that count."""
    for clause in criterion.clauses:
        scope, tried = _scope(clause), _tried(clause, book)
        yield clause, tuple(tried[-scope.number :] if scope.mode == "last" else tried)


def runs_needed(criterion: Criterion, book: Ledger) -> int | None:
    """The fewest further runs that could meet a criterion on runs, if each passes; None for one on other
    notes, or on each run.
    """
    scopes = [_scope(clause) for clause in criterion.clauses]
    if criterion.by_hand or any(scope.kind != RUN or scope.mode == "each" for scope in scopes):
        return None
    return max(_runs_needed(clause, book) for clause in criterion.clauses)


def _runs_needed(clause: Clause, book: Ledger) -> int:
    scope = _scope(clause)
    good = [passed for _, passed in _tried(clause, book)]
    if scope.mode == "last":
        streak = next((number for number, each in enumerate(reversed(good)) if not each), len(good))
        return max(scope.number - streak, 0)
    return max(scope.number - sum(good), 0)


def _holding(clause: Clause, vault: Vault) -> Iterator[bool]:
    """Whether a clause held after each run. For clauses on runs one pass is enough; the rest is judged each time."""
    scope = _scope(clause)
    if scope.kind != RUN:
        book = ledger(vault)
        for count in range(1, len(book.runs) + 1):
            yield _clause(clause, Ledger(vault, book.manual, book.runs[:count])).met
        return
    seen = passing = 0
    latest: deque[bool] = deque(maxlen=scope.number)
    for good in _good_runs(clause, vault):
        if good is not None:
            seen, passing = seen + 1, passing + good
            latest.append(good)
        if scope.mode == "each":
            yield passing == seen >= max(scope.number, 1)
        else:
            yield (passing if scope.mode == "count" else sum(latest)) >= scope.number


def _tried(clause: Clause, book: Ledger) -> list[tuple[Subject, bool]]:
    """The subjects that a clause is put to, and whether each passes."""
    scope = _scope(clause)
    if scope.kind == RUN:
        subjects = book.vault.each(_subject, all_runs.scored_paths)
        pairs = zip(subjects, _good_runs(clause, book.vault)[: len(book.runs)], strict=False)
        return [(each, good) for each, good in pairs if good is not None]
    notes = [each for each in book.vault.of_type(scope.kind) if all(kept(one, each) for one in scope.filters)]
    found = (
        Subject(note, book.latest(note), note.properties.text("id") or note.title) for note in sorted(notes, key=order)
    )
    return [(each, passes(clause.tests, each, book.manual)) for each in found]


def _good_runs(clause: Clause, vault: Vault) -> tuple[bool | None, ...]:
    """Whether each scored run passes a clause on runs; None for one that the clause is not put to."""
    return vault.each(_run_passes, all_runs.scored_paths, _scope(clause).filters, clause.tests)


def _subject(vault: Vault, path: str) -> Subject:
    run = vault.of_each(all_runs.run, path)
    assert run
    return Subject(run.note, run, run.date)


def _run_passes(vault: Vault, path: str, filters: tuple[Filter, ...], tests: tuple[Test, ...]) -> bool | None:
    subject = vault.of_each(_subject, path)
    if not all(kept(each, subject.note) for each in filters):
        return None
    return passes(tests, subject, manuals.of(vault))


def _scope(clause: Clause) -> Scope:
    """The notes that a clause is put to; where it names none, the latest run."""
    return clause.scope or Scope("last", 1, RUN)


def _clause(clause: Clause, book: Ledger) -> Verdict:
    scope, tried = _scope(clause), _tried(clause, book)
    if scope.mode == "last":
        tried = tried[-scope.number :]
    passing = sum(good for _, good in tried)
    need = max(scope.number, len(tried), 1) if scope.mode == "each" else scope.number
    met = passing >= need
    words = f"{min(passing, need) if scope.mode == 'count' else passing} of {need} {_plural(scope.kind, need)}"
    if not met and scope.mode != "count" and passing < len(tried):
        words += f" ({missing([each for each, good in tried if not good], clause.tests, book.manual)})"
    return Verdict(met, words + _total_alone(clause, len(tried), need, book))


def order(note: Note) -> tuple[str, str, int, str]:
    """What notes of one type are put in order by: date, start, the number in `id`, path."""
    text = note.properties.text
    number = "".join(letter for letter in text("id") if letter in "0123456789")[:9]
    return days.day(text("date")), text("start"), int(number or 0), note.path


def _total_alone(clause: Clause, tried: int, need: int, book: Ledger) -> str:
    """Beside a level, how far the level's total alone has come, over as many subjects (domain.md X16)."""
    name = next((each.value for each in clause.tests if each.relation == "level"), None)
    criterion = next((each.criterion for each in book.manual.levels or () if each.name == name), None)
    tests = [one for part in criterion.clauses for one in part.tests if one.measure == "total"] if criterion else []
    if not tests:
        return ""
    total = _tried(Clause(clause.scope, tuple(tests)), book)
    passing = sum(good for _, good in total[-tried:])
    return f"; total {tests[0].amount:g}+ alone: {min(passing, need)} of {need}"


def _plural(kind: str, number: int) -> str:
    if number == 1:
        return kind
    if kind.endswith("y"):
        return kind[:-1] + "ies"
    return kind + ("es" if kind.endswith(("x", "s")) else "s")
