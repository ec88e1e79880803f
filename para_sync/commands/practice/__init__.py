"""`para-sync practice [WORKBOOK]`."""

from __future__ import annotations

import os
import sys
from datetime import datetime

import click

from para_sync import edit, unfinished, workspace
from para_sync.commands.new import moment
from para_sync.commands.practice import given as answered_before
from para_sync.commands.practice.given import Given
from para_sync.commands.practice.page import Page
from para_sync.manual.manual import RUN_TYPES
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault import days
from para_sync.workspace import Workspace

SESSION, MOCK = RUN_TYPES


@click.command("practice")
@click.argument("workbook", required=False, default="")
@click.option("--mock", is_flag=True, help="Record the run as a mock.")
@click.option("--resume", is_flag=True, help="Go on with the run that was interrupted.")
@click.option("--score", "scored", metavar="NOTE", help="Score a finished run: its file, or its name.")
@click.option("--drill", metavar="NAME", help="Time a drill instead and record it.")
@click.option("--no-timer", is_flag=True, help="Leave the clock out; minutes are asked for.")
@click.option("--no-open", is_flag=True, help="Do not open the note in Obsidian.")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a property, a score too.")
@click.option("--scores", metavar="2,2,3,...", help="All scores, in the rubric's order; empty for one left open.")
@click.option("--evidence", multiple=True, metavar="CATEGORY=TEXT", help="What shows a score; optional.")
@click.option("--minutes", metavar="5,5,10,...", help="What each section took, instead of the clock.")
@click.option("--reflection", metavar="TEXT", help="The sentence of the reflection.")
@click.option("--taste", metavar="ID,...|none", help="The taste markers that showed.")
@click.option("--gaps", metavar="NAME,...|all|none", help="Categories to open gaps for, and names of gaps.")
@click.option("--seconds", metavar="N", help="With --drill: what it took, instead of the clock.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="The day that counts as today.")
@click.pass_context
def command(
    context: click.Context,
    /,
    workbook: str,
    mock: bool,
    resume: bool,
    scored: str | None,
    drill: str | None,
    no_timer: bool,
    no_open: bool,
    values: tuple[str, ...],
    evidence: tuple[str, ...],
    seconds: str | None,
    as_of: datetime | None,
    **answered: str | None,
) -> None:
    """The daily loop in one command: pick, time, score, reflect, log and update gaps.

    WORKBOOK is the id, name or title of a workbook or question. Each answer is written into the note of the run as it
    is given: Ctrl-C at any point loses nothing, and --resume goes on. Every question has an option, so that a script
    can answer; what nobody can be asked is named, with exit code 2.

    \b
    para-sync practice P7
    para-sync practice --resume
    para-sync practice P7 --minutes 5,5,10,5,3,2 --scores 2,2,3,2,1,2,2,2,1,2 \\
        --reflection "Size the KV cache first." --taste none --gaps all
    """
    if sum(map(bool, (workbook, resume, scored, drill))) > 1:
        raise click.UsageError("one of WORKBOOK, --resume, --score and --drill at a time")
    if seconds is not None and not drill:
        raise click.UsageError("--seconds goes with --drill")
    if os.environ.get("TERM") == "dumb":
        context.color = False
    space = workspace.read(context.obj)
    workspace.whole(space.vault)
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if drill:
        raise SystemExit(_drilled(space, drill, seconds, asks, moment(as_of)))
    given = answered_before.read(values, evidence, answered, answered_before.readable(space.vault))
    sitting = edit.new_run()
    try:
        if resume or scored:
            path = _there(scored, given, space)
        else:
            path, given = _new(MOCK if mock else SESSION, workbook, given, asks, moment(as_of), space, sitting)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nNothing was begun.", err=True)
        raise SystemExit(1) from None
    timed, opens = not (no_timer or scored), not (no_open or scored)
    raise SystemExit(_run(Page(space.root, path, space.vault, asks, sitting), given, timed, opens))


def _there(scored: str | None, given: Given, space: Workspace) -> str:
    """The note of a run that is finished, or under way."""
    from para_sync.commands.practice import beginning

    path = beginning.found(scored, space) if scored else beginning.under_way(space)
    answered_before.check_scores(given, days.day(space.vault.notes[path].properties.value("date")), space.vault)
    click.echo(plain(f"Going on with {path}"))
    return path


def _new(
    kind: str, workbook: str, given: Given, asks: bool, now: datetime, space: Workspace, sitting: str
) -> tuple[str, Given]:
    """The note of a new run, and what is left to be written into it."""
    from para_sync.commands.practice import beginning

    answered_before.check_scores(given, now.date().isoformat(), space.vault)
    name = workbook or beginning.picked(given, asks, now.date(), space)
    return beginning.made(kind, name, given, now, space, sitting)


def _run(page: Page, given: Given, timed: bool, opens: bool) -> int:
    from para_sync.commands.practice import beginning, closing
    from para_sync.commands.practice.loop import Loop
    from para_sync.commands.sync import syncing

    loop = Loop(page, given)
    try:
        unfinished.begin(page.root, page.path)
        if page.asks and opens:
            beginning.show(page.root / page.path)
        loop.run(timed)
        if loop.missing:
            raise Stop(
                f"{page.path} holds what was given; no terminal to ask for the rest. "
                f"Go on with para-sync practice --resume and {', '.join(loop.missing)}"
            )
        return closing.close(syncing.read(page.root), page.path, page.sitting)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nWhat you answered is kept. Go on with: para-sync practice --resume", err=True)
        return 1


def _drilled(space: Workspace, name: str, seconds: str | None, asks: bool, now: datetime) -> int:
    from para_sync.commands.practice.drilling import drill

    try:
        return drill(space, name, seconds, asks, now)
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("\nNothing was recorded.", err=True)
        return 1
