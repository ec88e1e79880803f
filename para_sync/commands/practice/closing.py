"""The end of the loop: tables brought up to date, and what the run amounts to."""

from __future__ import annotations

import click

from para_sync import edit, lint, region, sync, unfinished
from para_sync.check import Choice
from para_sync.commands.practice.page import LABEL
from para_sync.commands.sync.syncing import braked
from para_sync.diagnostic import Severity
from para_sync.manual import manual as manuals
from para_sync.practice import passing, points
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.regions import practice_log
from para_sync.reports import findings, outcomes, table
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace


def close(space: Workspace, path: str, sitting: str) -> int:
    """Sync the vault as it is now and tell of the run in a note; 1 where anything is left undone, else 0."""
    left = synced(space, sitting)
    run = next((each for each in all_runs.of(space.vault).all if each.note.path == path), None)
    click.echo()
    if run is not None:
        for line in _told(run, space):
            click.echo(line)
        click.echo()
        _show_row(run, space)
    found = [each for each in lint.check(space.vault, space.settings, Choice()) if each.path == path]
    for line in findings.lines(each for each in found if each.severity is not Severity.ADVICE):
        click.echo(line, err=True)
    if run is None or not run.scored:
        click.echo(plain("The run does not count yet. Go on with: para-sync practice --resume"), err=True)
        return 1
    unfinished.forget(space.root)
    return left


def synced(space: Workspace, sitting: str) -> int:
    """Bring the tables up to date, as part of a sitting; 1 where anything is left undone, else 0."""
    unknown = (*space.vault.unread, *sync.changing(space.vault))
    if unknown:
        fact = "cannot be read, or was written since it was read"
        click.echo(plain(f"{unknown[0]}: {fact}; the tables are not written. Go on with: para-sync sync"), err=True)
        return 1
    names = sync.names(sync.due(space.vault))
    stopped = braked(space, names, yes=False)
    if stopped:
        click.echo(plain(f"{stopped}; the tables are not written. If that is right: para-sync sync --yes"), err=True)
        return 1
    done = edit.apply(space.root, LABEL, sync.edits(space.vault), run=sitting) if names else []
    outcomes.written(done, "updated", names)
    return outcomes.undone(done)


def _told(run: Run, space: Workspace) -> list[str]:
    manual = manuals.of(space.vault)
    if not run.scored or manual.rubric is None:
        return [plain(f"{run.label()}: {len(run.scores)} of {len(run.categories)} categories scored")]
    level = passing.level(run, manual)
    lowest = manual.levels[0].name if manual.levels else ""
    reached = (
        click.style(plain(level.name), fg="green") if level else click.style(f"below {plain(lowest)}", fg="yellow")
    )
    most = len(run.categories) * manual.rubric.highest
    told = [f"{click.style(plain(run.label()), bold=True)}: {run.total}/{most}, {reached}"]
    weakest, _ = all_runs.weakest(run, manual.rubric)
    if weakest:
        score = run.scores[weakest.score]
        told.append(plain(f"Weakest: {weakest.name} at {score}. For {score + 1}: {weakest.anchors[score + 1]}"))
    raises = points.buys(run, manual)
    if raises:
        found = "; or ".join(f"{each.level.name}, with {each.category.name} at {each.after}" for each in raises)
        told.append(plain(f"Within reach: {found}"))
    return told


def _show_row(run: Run, space: Workspace) -> None:
    content = practice_log.render(space.vault)
    if content is None:
        return
    number = all_runs.number(run, space.vault)
    table.region(region.Content(content.header, content.rows[number - 1 : number]), "Practice Log")
