"""Bringing tables up to date, and telling how they stand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from para_sync import brake, cache, commit, edit, lint, sync, workspace
from para_sync.brake import Brake
from para_sync.check import Choice
from para_sync.commands.sync import Checked
from para_sync.edit import CHANGED
from para_sync.moment import Look, Moment
from para_sync.region import State
from para_sync.reports import diff, outcomes
from para_sync.reports.plain import plain
from para_sync.vault import markers
from para_sync.vault.limits import UNREADABLE
from para_sync.vault.vault import Vault
from para_sync.workspace import Workspace

# A watcher may be writing the same tables; so often is looked again.
TRIES = 5

# What keeps sync from its work; what it mends itself is no trouble.
_TROUBLE = Choice(select=("region-broken", sync.EDITED, sync.UNKNOWN, "manual-broken", UNREADABLE))


def read(
    option: Path | None,
    folder: Path | None = None,
    staged: bool = False,
    cached: bool = True,
    seen: Look | None = None,
) -> Workspace:
    """The vault while nobody writes to its tables, since it was `seen` (None: now); after some tries as it is."""
    if staged:
        return commit.read(option, [folder] if folder else [], cached).space
    for _ in range(TRIES):
        space = workspace.read(option, folder, cached, seen)
        if not sync.changing(space.vault):
            break
        seen = None
    return space


def checked(space: Workspace, take_over: bool = False) -> Checked:
    """How the tables of a vault stand."""
    found = lint.check(space.vault, space.settings, _TROUBLE)
    trouble = (
        each
        for each in found
        if not (take_over and each.rule == sync.EDITED)
        and (each.rule != UNREADABLE or _concerns(each.path, space.vault))
    )
    stale = sync.names(sync.due(space.vault, take_over, advisory=False))
    return Checked(tuple(trouble), stale, dict.fromkeys(sync.changing(space.vault), CHANGED))


def _concerns(path: str, vault: Vault) -> bool:
    """Whether what cannot be read keeps a table from being written: the system refuses it, or a marker is in it."""
    if path in vault.unread:
        return True
    note = vault.note(path)
    # every other byte of a letter in UTF-16 is NUL
    return note is not None and not vault.is_template(note) and markers.BEGIN in vault.content(path).replace(b"\0", b"")


def checked_from(root: Path, now: Moment) -> Checked:
    """How the tables of a vault stand from a moment on."""
    space = read(root, seen=lambda: now)
    found = checked(space)
    cache.keep(root, space.vault, now)
    return found


def differing(space: Workspace, checked: Checked, take_over: bool) -> bool:
    """Show what would change; whether anything would."""
    after = sync.synced(space.vault, take_over)
    for path in sync.names(sync.due(space.vault, take_over)):
        click.echo("\n".join(diff.lines(path, space.vault.content(path), after.content(path))))
    return bool(checked.stale or checked.left)


def synced(space: Workspace, checked: Checked, take_over: bool, yes: bool) -> bool:
    """Write what is due, unless the brake holds; whether anything was left undone."""
    if space.vault.unread:
        click.echo("Nothing was written: the tables are not known while a part of the vault cannot be read.", err=True)
        return True
    names = sync.names(sync.due(space.vault, take_over))
    if stopped := braked(space, names, yes):
        click.echo(plain(f"{stopped}; nothing was written. If that is right: para-sync sync --yes"), err=True)
        return True
    if names:
        return _write(space, take_over)
    if not checked.trouble and all(each.state is State.CURRENT for each in sync.plan(space.vault)):
        click.echo("Up to date.")
    return bool(checked.left)


def _write(space: Workspace, take_over: bool) -> bool:
    """Write what is due, and look again where a watcher wrote a note first; whether anything was left undone."""
    for tries in reversed(range(TRIES)):
        due = sync.due(space.vault, take_over)
        done = edit.apply(space.root, "sync", (each.edit for each in due if each.edit))
        outcomes.written(done, "updated", sync.names(due))
        if not tries or {each.reason for each in done if each.reason} != {CHANGED}:
            break
        space = read(space.root)
    return bool(outcomes.undone(done))


def braked(space: Workspace, names: Collection[str], yes: bool) -> Brake | None:
    """What a person should look at first; else the notes of now are those that the next pass knows."""
    found = None if yes else brake.check(brake.known(space.root), space.vault.notes, names)
    if found is None:
        brake.remember(space.root, space.vault.notes)
    return found
