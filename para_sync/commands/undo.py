"""`para-sync undo [RUN]`."""

from __future__ import annotations

from pathlib import Path

import click

from para_sync import brake, edit, history, journal, place, workspace
from para_sync.edit import Move, Removal
from para_sync.files import DISK
from para_sync.history import Undo
from para_sync.reports import diff, outcomes
from para_sync.reports.plain import plain

# The runs that write tables, by their labels.
_WITH_TABLES = ("watch", "sync", "practice", "practice --drill")


@click.command("undo")
@click.argument("name", required=False, default="", metavar="[RUN]")
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change; write nothing.")
@click.pass_obj
def command(option: Path | None, name: str, as_diff: bool) -> None:
    """Take back what a run wrote: the last one, or RUN as `para-sync history` names it.

    Without RUN, a second undo takes back the run before that one. A note that was edited since stays as it is. A note
    that the run made goes to the vault's .trash. To take back an undo, or the run that laid the vault down, name it.
    """
    root = place.root(option)
    if not as_diff:
        workspace.finish(root)
    known = history.runs(root)
    run = history.find(known, name) if name else history.last(root, known)
    back = history.undo(root, run)
    if not back:
        click.echo(f"Of run {run.id} nothing is left to take back.")
        return
    click.echo(plain(f"run {run.id}: {run.label}"), err=True)
    if as_diff:
        _preview(root, back)
        raise SystemExit(int(bool(back.edits)))
    done = edit.apply(root, f"undo {run.id}", back.edits) if back.edits else []
    outcomes.written(done, "took back")
    written = {each.path for each in done if each.written}
    brake.follow(root, {each.path: each.to for each in back.edits if isinstance(each, Move) and each.path in written})
    left = outcomes.undone([*done, *back.left])
    if any(each.written for each in done) and run.label in _WITH_TABLES and journal.is_watched(root):
        click.echo("The watcher that is running brings the tables up to date again.", err=True)
    raise SystemExit(left)


def _preview(root: Path, back: Undo) -> None:
    moved = {each.to: each.path for each in back.edits if isinstance(each, Move)}
    for each in back.edits:
        if isinstance(each, Removal):
            click.echo(plain(f"to .trash: {each.path}"))
            continue
        if isinstance(each, Move):
            click.echo(plain(f"move {each.path} → {each.to}"))
            continue
        before = DISK.read(root / moved.get(each.path, each.path)) if each.expects is not None else None
        click.echo("\n".join(diff.lines(each.path, before, edit.splice(before or b"", [each]))))
    outcomes.undone(back.left)
