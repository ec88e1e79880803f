"""What became of planned writes, for people: what was written on stdout, what was left undone on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from para_sync.edit import Outcome
from para_sync.reports.plain import plain


def written(done: Iterable[Outcome], verb: str, what: Mapping[str, str] | None = None) -> None:
    """Say which notes were written, and `what` in each where that is given."""
    for each in done:
        if each.written:
            more = f": {what[each.path]}" if what else ""
            click.echo(plain(f"{verb} {each.path}{more}"))


def undone(done: Iterable[Outcome]) -> int:
    """Say what was left undone, and why; the exit code: 1 if anything was, else 0."""
    reasons = [plain(f"{each.path}: {each.reason}") for each in done if each.reason]
    for reason in reasons:
        click.echo(reason, err=True)
    return int(bool(reasons))
