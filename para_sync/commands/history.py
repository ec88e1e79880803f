"""`para-sync history [VAULT]`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from para_sync import history, place
from para_sync.history import Run
from para_sync.journal import Record
from para_sync.reports import table

_SHOWN = 3


@click.command("history")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many runs.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every write.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, limit: int, as_json: bool) -> None:
    """List what para-sync wrote in the last 7 days, the newest run first. `para-sync undo RUN` takes one back."""
    known = history.runs(place.root(option, folder))
    found = known[:limit]
    if as_json:
        click.echo(json.dumps([_facts(each) for each in found], indent=2))
    elif found:
        table.show(("Run", "When", "What", "Notes"), [_row(each) for each in found], wrap=False)
        if len(known) > limit:
            click.echo(f"{len(known) - limit} older; --limit {len(known)} lists all.")
    else:
        click.echo("No runs in the last 7 days.")


def _row(run: Run) -> tuple[str, ...]:
    paths = dict.fromkeys(each.record.path for each in run.writes)
    names = [path.rpartition("/")[2].removesuffix(".md") for path in paths]
    more = f" +{len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    what = f"{run.label} (taken back)" if run.undone else run.label
    return run.id, f"{datetime.fromtimestamp(run.time):%Y-%m-%d %H:%M}", what, ", ".join(names[:_SHOWN]) + more


def _facts(run: Run) -> dict[str, object]:
    writes = [_write(each.record) for each in run.writes]
    return {"run": run.id, "label": run.label, "time": run.time, "undone": run.undone, "writes": writes}


def _write(entry: Record) -> dict[str, object]:
    moved = {"to": entry.to} if entry.to else {}
    return {"path": entry.path, "before": entry.before, "after": entry.after, **moved}
