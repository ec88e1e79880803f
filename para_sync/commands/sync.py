"""`para-sync sync`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from para_sync import brake, commit, edit, lint, sync, workspace
from para_sync.brake import Brake
from para_sync.check import Choice
from para_sync.edit import CHANGED, Outcome
from para_sync.region import State
from para_sync.reports import diff, findings, outcomes
from para_sync.reports.plain import plain
from para_sync.vault.note import UNREADABLE
from para_sync.workspace import Workspace

# A watcher may be writing the same tables; so often is looked again.
TRIES = 5

# What keeps sync from its work; what it mends itself is no trouble.
_TROUBLE = Choice(select=("region-broken", sync.EDITED, sync.UNKNOWN, "manual-broken", UNREADABLE))


@click.command("sync")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail if anything would change.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--staged", is_flag=True, help="With --check or --diff: judge what git is about to commit.")
@click.option("--yes", is_flag=True, help="Go on though many notes are gone, or would change.")
@click.option("--no-cache", is_flag=True, help="Read every note, also those that are as they were.")
@click.option("--take-over", is_flag=True, help="Also overwrite regions that were edited by hand.")
@click.pass_obj
def command(
    option: Path | None,
    folder: Path | None,
    check: bool,
    as_diff: bool,
    staged: bool,
    yes: bool,
    no_cache: bool,
    take_over: bool,
) -> None:
    """Bring every generated table up to date. Only text between para-sync's own markers is written."""
    if staged and not (check or as_diff):
        raise click.UsageError("--staged goes with --check or --diff; only notes on the disk are written")
    if staged:
        space = commit.read(option, [folder] if folder else [], not no_cache).space
    else:
        space = _read(option, folder, not no_cache)
    found = lint.check(space.vault, space.settings, _TROUBLE)
    unread = space.vault.unread
    trouble = [
        each
        for each in found
        if not (take_over and each.rule == sync.EDITED) and (each.rule != UNREADABLE or each.path in unread)
    ]
    for line in findings.lines(trouble):
        click.echo(line, err=True)
    counted = sync.names(sync.due(space.vault, take_over, advisory=False))
    names = counted if check else sync.names(sync.due(space.vault, take_over))
    left = bool(counted) | bool(outcomes.undone(Outcome(each, False, CHANGED) for each in sync.changing(space.vault)))
    if as_diff:
        after = sync.synced(space.vault, take_over)
        for path in names:
            click.echo("\n".join(diff.lines(path, space.vault.content(path), after.content(path))))
    elif check:
        for path in names:
            click.echo(plain(f"stale {path}: {names[path]}"))
    elif stopped := braked(space, names, yes):
        click.echo(plain(f"{stopped}; nothing was written. If that is right: para-sync sync --yes"), err=True)
        left = True
    elif unread:
        click.echo("Nothing was written: the tables are not known while a part of the vault cannot be read.", err=True)
        left = True
    elif names:
        left = _write(space, take_over)
    elif all(each.state is State.CURRENT for each in sync.plan(space.vault)):
        click.echo("Up to date.")
    raise SystemExit(int(left or lint.fails(trouble, strict=False)))


def _read(option: Path | None, folder: Path | None, cached: bool = True) -> Workspace:
    """The vault while nobody writes to its tables; after some tries as it is."""
    for _ in range(TRIES):
        space = workspace.read(option, folder, cached)
        if not sync.changing(space.vault):
            break
    return space


def _write(space: Workspace, take_over: bool) -> bool:
    """Write what is due, and look again where a watcher wrote a note first; whether anything was left undone."""
    for tries in reversed(range(TRIES)):
        due = sync.due(space.vault, take_over)
        done = edit.apply(space.root, "sync", (each.edit for each in due if each.edit))
        outcomes.written(done, "updated", sync.names(due))
        if not tries or {each.reason for each in done if each.reason} != {CHANGED}:
            break
        space = _read(space.root, None)
    return bool(outcomes.undone(done))


def braked(space: Workspace, names: Collection[str], yes: bool) -> Brake | None:
    """What a person should look at first; else the notes of now are those that the next pass knows."""
    found = None if yes else brake.check(brake.known(space.root), space.vault.notes, names)
    if found is None:
        brake.remember(space.root, space.vault.notes)
    return found
