"""What `para-sync lint` finds on the disk, in what is staged, or in a text on stdin."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from para_sync import cache, lint, vanished, workspace
from para_sync.check import Choice
from para_sync.commands.lint import Asked
from para_sync.diagnostic import Diagnostic
from para_sync.moment import Moment
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace

if TYPE_CHECKING:
    from para_sync.baseline import Key


class Found(NamedTuple):
    """The vault, the findings, and where they were sought (None: everywhere)."""

    space: Workspace
    found: list[Diagnostic]
    wanted: frozenset[str] | None


def judged(asked: Asked, staged: bool, path: Path | None, baseline: Path | None) -> tuple[Path, list[Diagnostic]]:
    """The vault's folder, and the findings less those of the baseline."""
    space, told, wanted = _staged(asked) if staged else _typed(asked, path) if path else found(asked)
    if baseline:
        names = {rule.name for rule in _choice(asked).rules(space.settings)}
        sought = None if staged else lambda key: key[1] in names and (wanted is None or key[0] in wanted)
        told = _unknown(baseline, told, sought)
    return space.root, told


def found(asked: Asked, now: Moment | None = None) -> Found:
    """What lies on the disk, from a moment on."""
    space = workspace.read(asked.option, asked.first, asked.cached, now)
    wanted = space.chosen(asked.paths)
    gone = vanished.gone(space.root, space.vault) if wanted is None else {}
    told = lint.check(space.vault, space.settings, _choice(asked), wanted, gone)
    if now:
        cache.keep(space.root, space.vault, now)
    return Found(space, told, wanted)


def _staged(asked: Asked) -> Found:
    from para_sync import commit  # here, as below: most judge what lies on the disk, and know of nothing

    made = commit.read(asked.option, asked.paths, asked.cached)
    return Found(made.space, commit.check(made, _choice(asked), asked.paths), None)


def _typed(asked: Asked, path: Path) -> Found:
    space = workspace.read(asked.option, path.parent, asked.cached)
    name = space.path_of(path)
    vault = space.vault.replace(name, sys.stdin.buffer.read())
    return Found(space, lint.check(vault, space.settings, _choice(asked), {name}), frozenset([name]))


def _choice(asked: Asked) -> Choice:
    return Choice(asked.select, asked.ignore, asked.today)


def _unknown(file: Path, found: list[Diagnostic], sought: Callable[[Key], bool] | None) -> list[Diagnostic]:
    """The findings that a baseline does not know; the file is brought up to date unless nothing was sought for it."""
    from para_sync import baseline as baselines

    if sought and not file.exists():
        baselines.write(file, baselines.of(found))
        click.echo(plain(f"{file}: made, {len(found)} findings are known from now on"), err=True)
        return []
    known = baselines.read(file)
    rest = baselines.shrunk(known, found, sought) if sought else known
    if rest != known:
        baselines.write(file, rest)
        click.echo(plain(f"{file}: {known.total() - rest.total()} findings are gone"), err=True)
    return baselines.new(found, known)
