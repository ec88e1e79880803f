"""How written designs stand, for people: findings, a table of several, and what to add to one."""

from __future__ import annotations

from collections.abc import Sequence

import click

from para_sync.diagnostic import Severity
from para_sync.reports import findings, table
from para_sync.reports.plain import plain
from para_sync.standing import Standing

_HEADER = ("Design", "Sections", "Words", "Errors", "Warnings", "Strong points")


def show(found: Sequence[Standing]) -> None:
    """The findings of each, then how one stands in sentences, or several in a table."""
    everything = [one for each in found for one in each.findings]
    for line in findings.lines(everything, sourced=True):
        click.echo(line)
    if len(found) == 1:
        _one(found[0])
    elif found:
        click.echo()
        table.show(_HEADER, [_row(each) for each in found], wrap=False)
    else:
        click.echo("No designs.")
    if found:
        click.echo(findings.closing(everything, "para-sync lint "))


def _one(found: Standing) -> None:
    shown = found.strengths - len(found.lacking)
    words = f"{found.words:,} words"
    click.echo(click.style(plain(found.title), bold=True), nl=False)
    complete = f"{found.complete} of {found.sections} sections complete"
    click.echo(f": {complete}, {words}; shows {shown} of {found.strengths} strong points.")
    for each in found.lacking if found.words else ():
        click.echo(f"  {plain(each.name)}: {plain(each.question)}")


def _row(found: Standing) -> tuple[str, ...]:
    return (
        found.title,
        f"{found.complete}/{found.sections}",
        f"{found.words:,}",
        str(found.count(Severity.ERROR)),
        str(found.count(Severity.WARNING)),
        f"{found.strengths - len(found.lacking)}/{found.strengths}",
    )
