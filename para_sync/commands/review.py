"""`para-sync review [VAULT]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from para_sync import edit, lint, weekly, workspace
from para_sync.check import Choice
from para_sync.commands import day
from para_sync.diagnostic import Severity
from para_sync.practice import past
from para_sync.reports import findings, json, outcomes, table
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.watch import saves


@click.command("review")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--as-of", type=day, help="The day that counts as today; later runs are left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, as_of: date | None, as_json: bool) -> None:
    """Write a new, dated review note: what the notes say of the week, above the questions that are yours to answer.

    A note is never overwritten; `para-sync undo` takes it back.
    """
    space = workspace.read(option, folder)
    today = as_of or date.today()
    found = weekly.of(past.upto(workspace.whole(space.vault), today), today, saves.read(space.root))
    made = weekly.note(found, space.vault)
    after = space.vault.replace(made.path, made.content)
    wrong = [
        findings.line(each)
        for each in lint.check(after, space.settings, Choice())
        if each.path == made.path and each.severity is Severity.ERROR
    ]
    if wrong:
        raise Stop("nothing was made, since it would not be valid: " + "; ".join(wrong))
    done = edit.apply(space.root, "review", [edit.replacement(made.path, None, made.content)])
    if as_json:
        parts = [{"title": title, "lines": list(lines)} for title, lines in found.parts]
        click.echo(json.one({"path": made.path, "since": found.since or None, "parts": parts}), nl=False)
    else:
        outcomes.written(done, "made")
        for title, lines in found.parts:
            click.echo(click.style(title, bold=True))
            click.echo("\n".join(f"  {plain(table.shown(line))}" for line in lines))
    raise SystemExit(outcomes.undone(done))
