"""What one workbook, question or story still lacks for what the manual asks of notes of its type (criteria.md)."""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import passing
from para_sync.practice import runs as all_runs
from para_sync.practice.passing import Subject
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


def of(note: Note, vault: Vault) -> tuple[str, ...]:
    """A word or two for each test of the checklist and the projects that the note fails; nothing where none is left.

    A workbook or question answers by its latest run.
    """
    runs = all_runs.on(note, vault)
    subject = Subject(note, runs[-1] if runs else None, note.title)
    scoped = ((clause, clause.scope) for each in manuals.of(vault).criteria for clause in each.clauses)
    tests = [
        test
        for clause, scope in scoped
        if scope and scope.kind == note.type and all(passing.kept(each, note) for each in scope.filters)
        for test in clause.tests
    ]
    return passing.lacking(subject, tests, manuals.of(vault))
