"""What the notes and the manual make of a note: a run's level, a gap's place, a project's verdict, a suggestion."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from para_sync.manual import manual as manuals
from para_sync.manual.criterion import Clause, Criterion
from para_sync.manual.manual import GAP, LOOP, PROJECT, RUN_TYPES, SCORING
from para_sync.practice import evidence, gap_days, gaps, passing, picker, verdict
from para_sync.practice import runs as all_runs
from para_sync.practice.passing import Subject
from para_sync.practice.runs import Run
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault
from para_sync.why.reason import Reason, cell, held, named, text


def of_note(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    """What the notes and the manual make of a note: of a run its level, of a gap its place, of a project its verdict,
    of a workbook or question its points as the next practice. Of any other note, nothing.
    """
    run = vault.of_each(all_runs.run, note.path) if note.type in RUN_TYPES and manuals.of(vault).rubric else None
    if run:
        yield from _run(run, vault)
    elif note.type == GAP:
        yield from _gap(note, vault, day)
    elif note.type == PROJECT:
        for project in manuals.of(vault).projects or ():
            if project.name == note.name:
                yield from of_criterion(project.criterion, project.name, vault)
    else:
        yield from _candidate(note, vault, day)


def of_criterion(criterion: Criterion, name: str, vault: Vault, at: str = "") -> Iterator[Reason]:
    """What a criterion looks at, note by note, and what it says now. It stands `at`, else in the row of that name."""
    yield Reason(f"{name}: {criterion.text}", at or cell(criterion, name, vault))
    book = verdict.ledger(vault)
    for clause, subjects in verdict.tested(criterion, book):
        for subject, passed in subjects:
            yield from _subject(clause, subject, passed, vault)
    if not criterion.by_hand:
        yield Reason(f"now: {verdict.now(criterion, vault).evidence}")


def of_properties(note: Note, vault: Vault) -> Iterator[Reason]:
    """The properties of a note that its type asks for, those that hold something."""
    kind = manuals.note_type(note, vault)
    for each in kind.properties if kind else ():
        if note.properties.value(each.name) is not None:
            yield held(note, each.name, vault)


def _run(run: Run, vault: Vault) -> Iterator[Reason]:
    manual = manuals.of(vault)
    yield held(run.note, "date", vault)
    for category in run.categories:
        yield held(run.note, category.score, vault)
    for raised in evidence.raised(run, vault):
        fact = f"{raised.category.name} rose {raised.step} since {raised.before.date}"
        at = vault.place(run.note.path, evidence.where(run.note, raised.category))
        yield Reason(f"{fact}: {raised.evidence or 'no evidence'}", at)
    if not run.scored:
        yield Reason(f"{len(run.scores)} of {len(run.categories)} scored: the run does not count")
        return
    for level in reversed(manual.levels or ()):
        met = passing.meets(level.criterion, run, manual)
        failing = ", ".join(each.name for each in passing.failing(level.criterion, run))
        why = "met" if met else f"not met{f', for {failing}' if failing else ''}"
        fact = f"total {run.total}; {level.name}: {why}: {level.criterion.text}"
        yield Reason(fact, cell(level.criterion, level.name, vault))
        if met:
            break
    lowest, ties = all_runs.weakest(run, manual.rubric) if manual.rubric else (None, 0)
    if lowest:
        more = f", and {ties} more" if ties else ""
        yield Reason(f"weakest: {lowest.name}{more}", named(lowest.name, SCORING, vault))


def _gap(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    (gap,) = [each for each in gaps.of(vault).all if each.note.path == note.path]
    for name in ("priority", "status", "target", "category", "found", "closed", "fixed_by"):
        if note.properties.text(name):
            yield held(note, name, vault)
    end = gaps.due(gap, all_runs.plan_start(vault))
    if end:
        late = gap in gap_days.open_on(vault, day) and end < day.isoformat()
        yield Reason(f"due {end}{', which is past' if late else ''}: weeks count from {all_runs.plan_start(vault)}")
    manual = manuals.of(vault)
    category = manual.rubric.find(gap.category) if manual.rubric and gap.category else None
    if category:
        for run in [each for each in all_runs.of(vault).scored if category.score in each.scores][-3:]:
            yield held(run.note, category.score, vault)


def _candidate(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    found = picker.pick(vault, day)
    for rank, candidate in enumerate(found.ranked if found else (), 1):
        if candidate.note.path == note.path:
            yield Reason(f"number {rank} to practise, {float(candidate.points):.2f} points")
            for term in candidate.terms:
                name = f"frequency {term.evidence}" if term.reason == "frequency" else term.reason
                yield Reason(f"{float(term.points):.2f} for {term.reason}: {term.evidence}", named(name, LOOP, vault))
            for run in candidate.runs[-1:]:
                yield held(run.note, "date", vault)


def _subject(clause: Clause, subject: Subject, passed: bool, vault: Vault) -> Iterator[Reason]:
    looked = passing.measured(clause.tests, subject, manuals.of(vault))
    shown = ", ".join(f"{name} {text(note, name)}" for note, name in looked)
    note, name = looked[0] if looked else (subject.note, "type")
    word = "passes" if passed else "fails"
    yield Reason(
        f"{subject.name} {word}{f': {shown}' if shown else ''}", vault.place(note.path, note.properties.where(name))
    )
