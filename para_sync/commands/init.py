"""`para-sync init DIR`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from para_sync import edit, layout
from para_sync.commands import report
from para_sync.stop import Stop
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Add four weeks of sessions, mocks, drills and gaps.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="A day of Week 1 (default: this week).")
@click.option("--adopt", is_flag=True, help="Add what is missing to a folder that has notes; overwrite nothing.")
def command(folder: Path, example: bool, start: date | None, adopt: bool) -> None:
    """Lay down a vault in DIR: the manual, templates, workbooks, questions, gaps and trackers."""
    laid = layout.synced(layout.files(_first_day(start, example), example))
    found = layout.present(folder)
    if adopt and found:
        gap = layout.missing(laid, Vault.read(Disk(folder)), found)
    elif layout.untouched(laid, found):
        gap = layout.Missing({path: content for path, content in laid.items() if path not in found}, {}, ())
    else:
        raise Stop(f"{folder} is not empty; --adopt adds what is missing there and overwrites nothing")
    outcomes = edit.apply(folder, "init", list(layout.creations(gap.add)), hidden=True)
    left = report.outcomes(outcomes, "added", quiet=True)
    click.echo(f"{sum(each.written for each in outcomes)} files laid down in {folder}.")
    for path, other in gap.elsewhere.items():
        click.echo(f"left out {path}: {other} is there already")
    for name in gap.regions:
        click.echo(f"region {name} is in no note; its two markers in any note bring it back")
    if not found:
        click.echo(f"Open {folder} as a vault in Obsidian, start at Operating Manual, and run: para-sync new session")
    raise SystemExit(left)


def _first_day(start: date | None, example: bool) -> date:
    if start is not None:
        return date(start.year, start.month, start.day)
    return layout.monday(date.today()) - timedelta(weeks=layout.EXAMPLE_WEEKS if example else 0)
