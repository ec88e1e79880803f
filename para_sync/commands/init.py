"""`para-sync init DIR`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from para_sync import edit, history, layout
from para_sync.commands import day
from para_sync.reports import outcomes
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault import days, source
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--example", is_flag=True, help="Add four weeks of sessions, mocks, drills and gaps.")
@click.option("--start", type=day, help="A day of Week 1 (default: this week).")
@click.option("--adopt", is_flag=True, help="Add what is missing to a folder that has notes; overwrite nothing.")
def command(folder: Path, example: bool, start: date | None, adopt: bool) -> None:
    """Lay down a vault in DIR: the manual, templates, workbooks, questions, gaps and trackers."""
    above = source.find(folder.absolute().parent)
    if above is not None:
        raise Stop(f"{folder} lies in the vault {above}; a vault holds no other vault")
    laid = layout.synced(layout.files(_first_day(start, example), example))
    found = layout.present(folder)
    if adopt and found:
        gap = layout.missing(laid, Vault.read(Disk(folder)), found)
    elif layout.untouched(laid, found):
        gap = layout.Missing({path: content for path, content in laid.items() if path not in found}, {}, ())
    else:
        raise Stop(f"{folder} is not empty; --adopt adds what is missing there and overwrites nothing")
    done = edit.apply(folder, history.INIT, list(layout.creations(gap.add)), hidden=True)
    written = sum(each.written for each in done)
    if done and not written:
        raise Stop(f"{folder}: {done[0].path}: {done[0].reason}")
    click.echo(plain(f"{folder}: {written} files laid down"))
    for path, other in gap.elsewhere.items():
        click.echo(plain(f"left out {path}: {other} is there already"))
    for name in gap.regions:
        click.echo(f"region {name} is in no note; its two markers in any note bring it back")
    if not found:
        hint = f"Open {folder} as a vault in Obsidian, start at Operating Manual, and run: para-sync practice"
        click.echo(plain(hint))
    raise SystemExit(outcomes.undone(done))


def _first_day(start: date | None, example: bool) -> date:
    if start is not None:
        if start > date.max - timedelta(weeks=2 * layout.EXAMPLE_WEEKS):
            raise Stop(f"a plan that starts on {start} has no room for its weeks")
        return start
    return days.monday(date.today()) - timedelta(weeks=layout.EXAMPLE_WEEKS if example else 0)
