"""`para-sync next [VAULT]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from para_sync import focus, workspace
from para_sync.commands import day
from para_sync.practice import past
from para_sync.reports import focus as report
from para_sync.reports import focus_values, json


@click.command("next")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--as-of", type=day, help="The day that counts as today; later runs are left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, as_of: date | None, as_json: bool) -> None:
    """Say what to practise now, and why: each reason with its points, as the Daily Loop chapter weighs them."""
    today = as_of or date.today()
    found = focus.now(past.upto(workspace.read(option, folder).vault, today), today)
    if as_json:
        click.echo(json.one(focus_values.of_next(found)), nl=False)
    elif found is None:
        click.echo("The manual cannot be read for a choice; see para-sync lint --select manual-broken.", err=True)
    else:
        click.echo("\n".join(report.pick(found)))
