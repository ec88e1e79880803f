"""`para-sync status [VAULT]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from para_sync import focus, workspace
from para_sync.commands import day
from para_sync.practice import past
from para_sync.reports import focus as report
from para_sync.reports import focus_values, json
from para_sync.watch import saves


@click.command("status")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--as-of", type=day, help="The day that counts as today; later runs are left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, as_of: date | None, as_json: bool) -> None:
    """Show the focus card: urgent gaps, the latest run, the next milestone, readiness, and what to practise now."""
    today = as_of or date.today()
    space = workspace.read(option, folder)
    found = focus.of(past.upto(space.vault, today), today, saves.read(space.root))
    click.echo(json.one(focus_values.of(found)) if as_json else "\n".join(report.card(found)) + "\n", nl=False)
