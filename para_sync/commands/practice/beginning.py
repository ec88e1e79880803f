"""Which note the loop is about: a new one, one that is named, or the one that is under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from para_sync import draft, edit, lint, obsidian, unfinished
from para_sync.check import Choice
from para_sync.commands.practice import asking
from para_sync.commands.practice.given import Given
from para_sync.commands.practice.page import LABEL
from para_sync.diagnostic import Severity
from para_sync.edit import replacement
from para_sync.manual.chapter import suggestion
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import past, picker
from para_sync.practice import runs as all_runs
from para_sync.reports import findings, outcomes
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.workspace import Workspace


def picked(given: Given, asks: bool, today: date, space: Workspace) -> str:
    """What to practise, where no workbook was named: what `next` says, or another; "" where the problem was given in
    words.
    """
    if given.values.keys() & {"problem", "workbook", "question"}:
        return ""
    found = picker.pick(past.upto(space.vault, today), today)
    first = next(iter(found.ranked if found else ()), None)
    if asks:
        return asking.workbook(space.vault, first)
    name = first.note.properties.text("id") or first.note.name if first else "WORKBOOK"
    raise Stop(f"name what to practise, such as para-sync practice {name} (see para-sync next), or --set problem=…")


def made(kind: str, name: str, given: Given, now: datetime, space: Workspace, sitting: str) -> tuple[str, Given]:
    """A new note for the run, and what is left to be written into it."""
    title = name
    if name:
        draft.subject(kind, name, space.vault)
    elif not given.values.keys() & {"workbook", "question"}:
        title = given.values.get("problem", "")
    made = draft.draft(kind, title, given.values, now, space.vault)
    after = space.vault.replace(made.path, made.content)
    found = [each for each in lint.check(after, space.settings, Choice()) if each.path == made.path]
    wrong = [findings.line(each) for each in found if each.severity is Severity.ERROR]
    if wrong:
        raise Stop("nothing was made, since it would not be valid: " + "; ".join(wrong))
    done = edit.apply(space.root, LABEL, [replacement(made.path, None, made.content)], run=sitting)
    outcomes.written(done, "made")
    if outcomes.undone(done):
        raise Stop("the note of the run could not be made")
    return made.path, replace(given, values={})


def found(name: str, space: Workspace) -> str:
    """The run that a person means: a file, a path in the vault, or the name of a note."""
    runs = {note.path: note for kind in RUN_TYPES for note in space.vault.of_type(kind)}
    file = Path(name)
    if file.exists() and (path := space.path_of(file)) in runs:
        return path
    for path, note in runs.items():
        if name.casefold() in (path.casefold(), note.name.casefold(), note.title.casefold()):
            return path
    raise Stop(f'no session or mock is called "{name}"{suggestion(name, [note.name for note in runs.values()])}')


def under_way(space: Workspace) -> str:
    """The run that was interrupted: the one that is kept, else the last one without all its scores."""
    kept = unfinished.load(space.root)
    if kept and space.vault.note(kept.note):
        return kept.note
    unscored = [run.note.path for run in all_runs.of(space.vault).all if not run.scored]
    if not unscored:
        raise Stop("no run is under way: para-sync practice WORKBOOK begins one")
    return unscored[-1]


def show(note: Path) -> None:
    """Open a note in Obsidian; where that cannot be, say how."""
    if not obsidian.show(note):
        click.echo(plain(f"Open it in Obsidian: {obsidian.uri(note)}"))
