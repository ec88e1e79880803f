"""`para-sync why NOTE [ROW]`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from para_sync import workspace
from para_sync.commands import day
from para_sync.reports import json
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.why import notes, rows
from para_sync.why.reason import Reason


@click.command("why")
@click.argument("note", type=click.Path(path_type=Path))
@click.argument("row", required=False, default="")
@click.option("--as-of", type=day, help="The day that counts as today.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, note: Path, row: str, as_of: date | None, as_json: bool) -> None:
    """Show what is behind NOTE, or behind a ROW of its generated tables: notes, properties, cells of the manual.

    ROW is the row's number, or words that stand in it.

    \b
    para-sync why "Projects/practice-workbooks/P7 Multimodal Assistant.md"
    para-sync why "Areas/interview-context/Progress Tracker.md" "Week 3"
    """
    space, today = workspace.read(option, note), as_of or date.today()
    found = space.vault.note(space.path_of(note))
    if found is None:
        raise Stop(f"{note} is no note of the vault {space.root}")
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


def _show(reasons: Iterable[Reason]) -> None:
    for each in reasons:
        click.echo((click.style(f"{plain(each.at)}: ", bold=True) if each.at else "") + plain(each.fact))
