"""Why something is shown: the notes, properties and cells of the manual behind a row, a verdict or a suggestion."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from para_sync import regions
from para_sync.manual import lists
from para_sync.manual import manual as manuals
from para_sync.manual.criterion import Clause, Criterion
from para_sync.manual.manual import GAP, LOOP, RUN_TYPES, SCORING
from para_sync.practice import evidence, gap_days, gaps, passing, picker, verdict
from para_sync.practice import runs as all_runs
from para_sync.practice.passing import Subject
from para_sync.practice.runs import Run
from para_sync.reports import table
from para_sync.vault.facts import wikilink
from para_sync.vault.markers import Region
from para_sync.vault.note import Note
from para_sync.vault.span import Lines, Span
from para_sync.vault.vault import Vault

_AUDIT = "checklist-audit"
# Where a docstring names its sources.
_SOURCE = re.compile(r"\s*\([^()]*\)\.?\Z")


@dataclass(frozen=True, slots=True)
class Reason:
    """A fact, and where it stands: `path:line:column`, or "" for what follows from the facts around it."""

    fact: str
    at: str = ""


def of_note(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    """What the notes and the manual make of a note: of a run its level, of a gap its place, of a project its verdict,
    of a workbook or question its points as the next practice. Of any other note, nothing.
    """
    run = vault.once(all_runs.run, note.path) if note.type in RUN_TYPES and manuals.of(vault).rubric else None
    if run:
        yield from _run(run, vault)
    elif note.type == GAP:
        yield from _gap(note, vault, day)
    elif note.type == "project":
        for project in manuals.of(vault).projects or ():
            if project.name == note.name:
                yield from _criterion(project.criterion, project.name, vault)
    else:
        yield from _candidate(note, vault, day)


def rows(note: Note, vault: Vault) -> Iterator[tuple[Region, tuple[str, ...]]]:
    """The rows of the generated tables of a note, cells as a reader sees them; rows with nothing but a number left out.

    They are what belongs there now, whatever was written.
    """
    for region in note.regions:
        content = regions.load(region.name).render(vault) if region.name in regions.names() else None
        for row in content.rows if content else ():
            if any(row[1:]):
                yield region, row


def asked(known: Iterable[tuple[Region, tuple[str, ...]]], name: str) -> list[tuple[Region, tuple[str, ...]]]:
    """The rows that a person means: those with such a cell, else those with such words in a cell; a number is that of
    the row. Letter case does not matter.
    """
    wanted = name.casefold().strip()
    shown = [(each, [table.shown(cell).casefold() for cell in each[1]]) for each in known]
    exact = [each for each, cells in shown if (wanted == cells[0] if wanted.isdigit() else wanted in cells)]
    return exact or [each for each, cells in shown if not wanted.isdigit() and any(wanted in cell for cell in cells)]


def of_row(note: Note, region: Region, row: tuple[str, ...], vault: Vault, day: date) -> Iterator[Reason]:
    """What is behind a row: the region, the manual's own entries of that name, and the notes that it links to."""
    doc = (sys.modules[regions.load(region.name).render.__module__].__doc__ or "").split("\n")[0]
    doc = _SOURCE.sub("", doc)
    yield Reason(f"region {region.name}: {doc}", place(note, region.begin, vault))
    manual, shown = manuals.of(vault), {table.shown(each) for each in row}
    found = [each for each in (manual.plan.milestones if manual.plan else ()) if each.name in shown]
    for milestone in found:
        met = verdict.first_met(milestone, verdict.ledger(vault), all_runs.plan_start(vault))
        if met:
            at = _property(met.run.note, "date", vault).at
            yield Reason(f"met first after the run of {met.run.date}: {met.evidence}", at)
        yield from _criterion(milestone.criterion, milestone.name, vault)
    for item in manual.checklist or ():
        if item.criterion and region.name == _AUDIT and lists.without_code(item.tick) in shown:
            yield from _criterion(item.criterion, item.tick.text, vault)
    for linked in [] if found else _linked(row, note, vault):
        yield Reason(f"note {linked.name}", place(linked, Span(0, 0), vault))
        yield from of_note(linked, vault, day)


def place(note: Note, span: Span, vault: Vault) -> str:
    """Where bytes of a note stand, as `path:line:column`."""
    at = Lines(vault.content(note.path)).place(span.start)
    return f"{note.path}:{at.line}:{at.column}"


def _linked(row: tuple[str, ...], note: Note, vault: Vault) -> list[Note]:
    targets = [target for each in row for target in table.targets(each)]
    found = [all_runs.linked(wikilink(each, False, Span(0, 0)), note, vault) for each in targets]
    return list({each.path: each for each in found if each}.values())


def _run(run: Run, vault: Vault) -> Iterator[Reason]:
    manual = manuals.of(vault)
    yield _property(run.note, "date", vault)
    for category in run.categories:
        yield _property(run.note, category.score, vault)
    for raised in evidence.raised(run, vault):
        fact = f"{raised.category.name} rose {raised.step} since {raised.before.date}"
        at = place(run.note, evidence.where(run.note, raised.category), vault)
        yield Reason(f"{fact}: {raised.evidence or 'no evidence'}", at)
    if not run.scored:
        yield Reason(f"{len(run.scores)} of {len(run.categories)} scored: the run does not count")
        return
    for level in reversed(manual.levels or ()):
        met = passing.meets(level.criterion, run, manual)
        failing = ", ".join(each.name for each in passing.failing(level.criterion, run))
        why = "met" if met else f"not met{f', for {failing}' if failing else ''}"
        fact = f"total {run.total}; {level.name}: {why}: {level.criterion.text}"
        yield Reason(fact, _cell(level.criterion, level.name, vault))
        if met:
            break
    lowest, ties = all_runs.weakest(run, manual.rubric) if manual.rubric else (None, 0)
    if lowest:
        more = f", and {ties} more" if ties else ""
        yield Reason(f"weakest: {lowest.name}{more}", _named(lowest.name, SCORING, vault))


def _gap(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    (gap,) = [each for each in gaps.of(vault).all if each.note.path == note.path]
    for name in ("priority", "status", "target", "category", "found", "closed", "fixed_by"):
        if note.properties.text(name):
            yield _property(note, name, vault)
    end = gaps.due(gap, all_runs.plan_start(vault))
    if end:
        late = gap in gap_days.open_on(vault, day) and end < day.isoformat()
        yield Reason(f"due {end}{', which is past' if late else ''}: weeks count from {all_runs.plan_start(vault)}")
    manual = manuals.of(vault)
    category = manual.rubric.find(gap.category) if manual.rubric and gap.category else None
    if category:
        for run in [each for each in all_runs.of(vault).scored if category.score in each.scores][-3:]:
            yield _property(run.note, category.score, vault)


def _candidate(note: Note, vault: Vault, day: date) -> Iterator[Reason]:
    found = picker.pick(vault, day)
    for rank, candidate in enumerate(found.ranked if found else (), 1):
        if candidate.note.path == note.path:
            yield Reason(f"number {rank} to practise, {float(candidate.points):.2f} points")
            for term in candidate.terms:
                name = f"frequency {term.evidence}" if term.reason == "frequency" else term.reason
                yield Reason(f"{float(term.points):.2f} for {term.reason}: {term.evidence}", _named(name, LOOP, vault))
            for run in candidate.runs[-1:]:
                yield _property(run.note, "date", vault)


def _criterion(criterion: Criterion, name: str, vault: Vault) -> Iterator[Reason]:
    yield Reason(f"{name}: {criterion.text}", _cell(criterion, name, vault))
    book = verdict.ledger(vault)
    for clause, subjects in verdict.tested(criterion, book):
        for subject, passed in subjects:
            yield from _subject(clause, subject, passed, vault)
    if not criterion.by_hand:
        yield Reason(f"now: {verdict.now(criterion, vault).evidence}")


def _subject(clause: Clause, subject: Subject, passed: bool, vault: Vault) -> Iterator[Reason]:
    looked = passing.measured(clause.tests, subject, manuals.of(vault))
    shown = ", ".join(f"{name} {_value(note, name)}" for note, name in looked)
    note, name = looked[0] if looked else (subject.note, "type")
    word = "passes" if passed else "fails"
    yield Reason(
        f"{subject.name} {word}{f': {shown}' if shown else ''}", place(note, note.properties.where(name), vault)
    )


def _property(note: Note, name: str, vault: Vault) -> Reason:
    return Reason(f"{name}: {_value(note, name)}", place(note, note.properties.where(name), vault))


def _value(note: Note, name: str) -> str:
    value = note.properties.value(name)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "empty" if value is None else ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _cell(criterion: Criterion, name: str, vault: Vault) -> str:
    """Where a criterion stands in the manual: in the row of that name, or at the end of that task."""
    for chapter in manuals.of(vault).chapters.values():
        for row in (row for each in chapter.tables for row in each.rows):
            if any(name in (cell.shown, cell.link) for cell in row):
                for cell in row:
                    if cell.codes == (criterion.text,):
                        return place(chapter.note, cell.span, vault)
    for item in manuals.of(vault).checklist or ():
        if item.criterion == criterion and item.tick.text == name:
            return place(manuals.of(vault).chapters[manuals.CHECKLIST].note, item.tick.span, vault)
    return ""


def _named(name: str, chapter: str, vault: Vault) -> str:
    """Where a row of a chapter's tables begins that has this name in one of its first cells."""
    found = manuals.of(vault).chapters.get(chapter)
    for row in (row for each in (found.tables if found else ()) for row in each.rows):
        if any(cell.shown.casefold() == name.casefold() for cell in row[:2]):
            return place(found.note, row[0].span, vault) if found else ""
    return ""
