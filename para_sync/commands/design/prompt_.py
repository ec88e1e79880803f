"""`para-sync design prompt RECORD`."""

from __future__ import annotations

from pathlib import Path

import click

from para_sync import workspace
from para_sync.commands.design import chosen, with_parameters
from para_sync.designs import prompt
from para_sync.reports.plain import plain


@click.command("prompt")
@click.argument("words", nargs=-1, required=True, metavar="RECORD...")
@with_parameters
@click.pass_obj
def command(option: Path | None, /, words: tuple[str, ...], **given: str) -> None:
    """Print the prompt for the whole document of a RECORD, for any chat window.

    What comes back goes through `para-sync design import`.
    """
    space = workspace.read(option)
    for record in chosen(words, space.vault, given):
        click.echo("\n".join(map(plain, prompt.whole(record).splitlines())))
