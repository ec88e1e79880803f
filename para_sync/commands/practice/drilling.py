"""A drill against the clock, and the note that records it."""

from __future__ import annotations

from datetime import datetime

import click

from para_sync import draft, edit
from para_sync.commands.practice import timing
from para_sync.commands.practice.closing import synced
from para_sync.commands.sync import syncing
from para_sync.edit import replacement
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.criterion import Test
from para_sync.manual.plan import Section
from para_sync.practice import drills
from para_sync.practice.timer import Timer
from para_sync.reports import outcomes
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.workspace import Workspace


def drill(space: Workspace, name: str, seconds: str | None, asks: bool, now: datetime) -> int:
    """Time a drill, or take its seconds as given, and record it; the exit code."""
    manual = manuals.of(space.vault)
    known = drills.names(manual)
    if name not in known:
        raise Stop(f'no drill is called "{name}"{suggestion(name, known) or "; there are: " + ", ".join(known)}')
    goal = drills.goal(name, manual)
    if seconds is None and not asks:
        raise Stop("no terminal to time the drill in; give the time you took: --seconds 55")
    took = seconds if seconds is not None else f"{_timed(name, goal):.0f}"
    values = {drills.NAME: name, drills.SECONDS: took}
    made = draft.draft(drills.TYPE, name, values, now, space.vault)
    sitting = edit.new_run()
    done = edit.apply(space.root, "practice --drill", [replacement(made.path, None, made.content)], run=sitting)
    outcomes.written(done, "made")
    click.echo(plain(f"{name}: {took} seconds{_verdict(float(took), goal)}"))
    return outcomes.undone(done) or synced(syncing.read(space.root), sitting)


def _timed(name: str, goal: Test | None) -> float:
    section = Section(1, name, goal.amount / 60 if goal else 0, _goal(goal) if goal else "")
    return timing.run(Timer.started((section,)), f"Drill {name}", lambda timer: None).total


def _goal(goal: Test) -> str:
    return f"{'Under' if goal.relation == 'under' else 'Up to'} {goal.amount:g} seconds, out loud and without notes."


def _verdict(seconds: float, goal: Test | None) -> str:
    if goal is None:
        return ""
    met = seconds < goal.amount if goal.relation == "under" else seconds <= goal.amount
    bound = f"{'under' if goal.relation == 'under' else 'up to'} {goal.amount:g}"
    return f", {'within' if met else 'not within'} the goal of {bound}"
