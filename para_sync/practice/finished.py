"""Whether a note is finished: its project's finish line, or what a finish line asks of each note of its type (domain.md
M11, M22, X9).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from para_sync.manual import manual as manuals
from para_sync.manual.criterion import Clause, Criterion
from para_sync.manual.layers import Project
from para_sync.manual.note_types import within
from para_sync.practice import verdict
from para_sync.practice.passing import Subject, kept, missing, passes
from para_sync.practice.verdict import Verdict
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

# What a clause measures that says how much a workbook's run came to in all.
_TOTAL = "total"


def project_of(note: Note, vault: Vault) -> Project | None:
    """The project of the manual whose index note this is; None where it is none."""
    projects = manuals.of(vault).projects or ()
    found = (each for each in projects if note.type == manuals.PROJECT and each.name == note.name)
    return next((each for each in found if verdict.project_note(each, vault) == note), None)


def done(note: Note, vault: Vault) -> Verdict | None:
    """Whether a note's finish line is reached; None where the manual names none for it."""
    project = project_of(note, vault)
    if project:
        return verdict.project(project, vault)
    return _judged(note, (each.criterion for each in manuals.of(vault).projects or ()), vault)


def strong(note: Note, vault: Vault) -> Verdict | None:
    """Whether a note's latest run has the total that the checklist asks of each note of its type; None where it
    asks for none.
    """
    items = [each.criterion for each in manuals.of(vault).checklist or () if each.criterion]
    return _judged(note, items, vault, _TOTAL)


def ready(vault: Vault) -> Iterator[Note]:
    """The workbooks, and the index notes of projects, that are finished and not archived yet; projects first."""
    archive = manuals.of(vault).archive
    for kind in (manuals.PROJECT, manuals.WORKBOOK) if archive else ():
        for note in vault.of_type(kind):
            if within(note.folder, archive) or (kind == manuals.PROJECT and project_of(note, vault) is None):
                continue
            found = done(note, vault)
            if found and found.met:
                yield note


def _judged(note: Note, criteria: Iterable[Criterion], vault: Vault, measure: str = "") -> Verdict | None:
    """The verdict on what criteria ask of each note of a type."""
    clauses = [clause for each in criteria for clause in each.clauses if _is_about(clause, note, measure)]
    if not clauses:
        return None
    book = verdict.ledger(vault)
    subject = Subject(note, book.latest(note), note.properties.text("id") or note.title)
    tests = tuple(test for clause in clauses for test in clause.tests)
    met = passes(tests, subject, book.manual)
    return Verdict(met, "" if met else missing([subject], tests, book.manual))


def _is_about(clause: Clause, note: Note, measure: str) -> bool:
    scope = clause.scope
    if scope is None or scope.mode != "each" or scope.kind != note.type:
        return False
    wanted = not measure or any(test.measure == measure for test in clause.tests)
    return wanted and all(kept(one, note) for one in scope.filters)
