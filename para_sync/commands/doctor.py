"""`para-sync doctor [VAULT]`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from para_sync import doctor, place
from para_sync.doctor import Check
from para_sync.reports.plain import plain

_MARKS = {True: ("ok", "green"), False: ("!!", "red"), None: ("--", "cyan")}


@click.command("doctor")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, as_json: bool) -> None:
    """Look for what would go wrong: events, locks, clocks, conflict copies, git.

    The notes are not touched. Exits with 1 if anything is bad.
    """
    found = list(doctor.checks(place.root(option, folder)))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        width = max(len(each.name) for each in found)
        for each in found:
            click.echo(_line(each, width))
    raise SystemExit(int(any(each.good is False for each in found)))


def _line(check: Check, width: int) -> str:
    mark, colour = _MARKS[check.good]
    return f"{click.style(mark, fg=colour)}  {check.name:<{width}}  {plain(check.fact)}"
