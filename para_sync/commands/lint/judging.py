"""What `para-sync lint` finds on the disk, in what is staged, or in a text on stdin."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from para_sync import lint, workspace
from para_sync.diagnostic import Diagnostic
from para_sync.judgement import Asked, Found, found
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace

if TYPE_CHECKING:  # few runs have one
    from para_sync.baseline import Key


def judged(asked: Asked, staged: bool, path: Path | None, baseline: Path | None) -> tuple[Workspace, list[Diagnostic]]:
    """The vault, and the findings less those of the baseline."""
    space, told, wanted = _staged(asked) if staged else _typed(asked, path) if path else found(asked)
    if baseline:
        names = {rule.name for rule in asked.choice.rules(space.settings)}
        sought = None if staged else lambda key: key[1] in names and (wanted is None or key[0] in wanted)
        told = _unknown(baseline, told, sought)
    return space, told


def _staged(asked: Asked) -> Found:
    from para_sync import commit  # here, as below: most judge what lies on the disk, and know of nothing

    made = commit.read(asked.option, asked.paths, asked.cached)
    return Found(made.space, commit.check(made, asked.choice, asked.paths), None)


def _typed(asked: Asked, path: Path) -> Found:
    space = workspace.read(asked.option, path.parent, asked.cached)
    name = space.path_of(path)
    vault = space.vault.replace(name, sys.stdin.buffer.read())
    return Found(space, lint.check(vault, space.settings, asked.choice, {name}), frozenset([name]))


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
