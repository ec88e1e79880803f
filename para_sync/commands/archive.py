"""`para-sync archive NOTE... | --ready`."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import click

from para_sync import archive, brake, edit, moving, place, workspace
from para_sync.archive import Unit
from para_sync.moving import Moving
from para_sync.reports import json, outcomes
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace


@click.command("archive")
@click.argument("names", nargs=-1, metavar="[NOTE]...")
@click.option("--ready", is_flag=True, help="All workbooks and projects whose finish line is reached.")
@click.option("--dry-run", is_flag=True, help="Show what would move; write nothing.")
@click.option("--yes", is_flag=True, help="Go on though many notes would change.")
@click.option("--json", "as_json", is_flag=True, help="As JSON: what moves, where to, and which links follow.")
@click.pass_obj
def command(option: Path | None, names: tuple[str, ...], ready: bool, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Move finished work to the last layer, every link still leading where it led.

    A NOTE is named by its path, id, name or title; a project moves with its whole folder. What is archived counts on
    everywhere. `para-sync undo` moves it back.
    """
    if bool(names) == ready:
        raise click.UsageError("name the notes to archive, or use --ready")
    root = place.root(option, next((Path(each) for each in names if os.path.exists(each)), None))
    if not dry_run:
        workspace.finish(root)
    space = workspace.read(root)
    named = [_path(space, each) for each in names]
    units = archive.ready(space.vault) if ready else archive.named(space.vault, named)
    plan = moving.plan(
        space.vault,
        {path: to for each in units for path, to in each.moves},
        dict(each.folder for each in units if each.folder[0]),
    )
    if as_json:
        click.echo(json.one(_facts(units, plan)), nl=False)
    else:
        _tell(units, plan, dry_run)
    if dry_run:
        return
    raise SystemExit(_write(space, plan, yes, as_json))


def _path(space: Workspace, name: str) -> str:
    """A file's path from the vault's root, where a person named one; any other name as it is."""
    return space.path_of(Path(name)) if os.path.exists(name) else name


def _tell(units: Collection[Unit], plan: Moving, dry_run: bool) -> None:
    for each in units:
        for doubt in each.doubts if each.moves else ():
            click.echo(plain(f"warning {each.note}: {doubt}"), err=True)
        if not each.moves:
            click.echo(plain(f"{each.note} is archived already."))
    if not units:
        click.echo("Nothing is ready to be archived.")
    if dry_run:
        for unit in units:
            for line in _lines(unit):
                click.echo(plain(f"would move {line}"))
        for path, count in plan.relinked.items():
            click.echo(plain(f"would relink {path}: {count} {'link' if count == 1 else 'links'}"))
    outcomes.undone((*plan.stuck, *plan.left))


def _lines(unit: Unit) -> list[str]:
    """What moves, a line for a folder as a whole."""
    old, new = unit.folder
    if old:
        count = len(unit.moves)
        return [f"{old}/ → {new}/ ({count} {'file' if count == 1 else 'files'})"]
    return [f"{path} → {to}" for path, to in unit.moves]


def _write(space: Workspace, plan: Moving, yes: bool, as_json: bool) -> int:
    """Move and relink; the exit code."""
    if plan.stuck:
        return 1
    braked = None if yes else brake.check((), space.vault.notes, plan.changed)
    if braked:
        click.echo(plain(f"{braked}; nothing was written. If that is right: the same with --yes"), err=True)
        return 1
    done = edit.apply(space.root, "archive", (*plan.edits, *plan.moves)) if plan.moves else []
    moves = {each.path: each.to for each in plan.moves}
    # a note that is relinked and moves is told of twice, the move last
    moved = [path for path, each in {each.path: each for each in done}.items() if each.written and path in moves]
    brake.follow(space.root, {path: moves[path] for path in moved})
    if not as_json:
        outcomes.written((each for each in done if each.path not in moves), "relinked")
        for path in moved:
            click.echo(plain(f"moved {path} → {moves[path]}"))
    return outcomes.undone(done)


def _facts(units: Collection[Unit], plan: Moving) -> dict[str, object]:
    return {
        "archived": [
            {"note": each.note, "moves": [{"path": path, "to": to} for path, to in each.moves], "doubts": each.doubts}
            for each in units
        ],
        "relinked": [{"path": path, "links": count} for path, count in plan.relinked.items()],
        "in_the_way": [{"path": each.path, "reason": each.reason} for each in plan.stuck],
        "left": [{"path": each.path, "reason": each.reason} for each in plan.left],
    }
