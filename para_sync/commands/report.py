"""What commands say about writing; no command of its own."""

from __future__ import annotations

from collections.abc import Iterable

import click

from para_sync.edit import Outcome
from para_sync.reports.plain import plain


def outcomes(done: Iterable[Outcome], verb: str, quiet: bool = False) -> int:
    """Say what was written and, on stderr, what was left alone and why; 1 if anything was left undone, else 0."""
    left = 0
    for each in done:
        if each.written and not quiet:
            click.echo(f"{verb} {plain(each.path)}")
        if each.reason:
            click.echo(plain(f"{each.path}: {each.reason}"), err=True)
            left = 1
    return left
