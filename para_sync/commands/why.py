"""`para-sync why NOTE [ROW]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from para_sync import workspace
from para_sync.commands import day
from para_sync.manual.chapter import suggestion
from para_sync.reports import json
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault.note import Note
from para_sync.why import notes, rows
from para_sync.why.reason import Reason
from para_sync.workspace import Workspace


@click.command("why")
@click.argument("note", type=click.Path(path_type=Path))
@click.argument("row", required=False, default="")
@click.option("--as-of", type=day, help="The day that counts as today.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, note: Path, row: str, as_of: date | None, as_json: bool) -> None:
    """Show what is behind NOTE, or behind a ROW of its generated tables: notes, properties, cells of the manual.

    NOTE is a path, or a note's name, title or id. ROW is the row's number, or words that stand in it.

    \b
    para-sync why P7
    para-sync why "Areas/interview-context/Progress Tracker.md" "Week 3"
    """
    is_name = len(note.parts) == 1 and not note.exists()
    space, today = workspace.read(option, None if is_name else note), as_of or date.today()
    found = _meant(note, space)
    known = list(rows.rows(found, space.vault))
    if row:
        reasons = [one for each in rows.asked(known, row) for one in rows.of_row(each, space.vault, today)]
    else:
        reasons = list(notes.of_note(found, space.vault, today))
    if as_json:
        click.echo(json.one([asdict(each) for each in reasons]), nl=False)
    elif reasons:
        _show(reasons)
    elif known:
        click.echo(f'No row has "{plain(row)}"; there are:' if row else "Ask for a row:")
        for each in known:
            click.echo(plain(f"  {each.region.name}: {' | '.join(each.shown[:3])}"))
    else:
        click.echo("Nothing is counted from this note, and it has no generated table.")


def _meant(note: Path, space: Workspace) -> Note:
    """The note at a path, else the one that is called so; raises `Stop` where there is none, or more than one."""
    found = space.vault.note(space.path_of(note)) if note.exists() else None
    if found:
        return found
    wanted = str(note).removesuffix(".md").casefold()
    names = {each.path: (each.name, each.title, each.properties.text("id")) for each in space.vault}
    fitting = [path for path, known in names.items() if wanted in map(str.casefold, known)]
    if not fitting:
        close = suggestion(str(note), [each[0] for each in names.values()])
        raise Stop(f'no note of the vault {space.root} is called "{note}"{close}')
    if len(fitting) > 1:
        raise Stop(f'"{note}" may be any of {", ".join(fitting)}')
    return space.vault.notes[fitting[0]]


def _show(reasons: Iterable[Reason]) -> None:
    for each in reasons:
        click.echo((click.style(f"{plain(each.at)}: ", bold=True) if each.at else "") + plain(each.fact))
