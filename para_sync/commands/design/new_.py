"""`para-sync design new RECORD...`."""

from __future__ import annotations

from pathlib import Path

import click

from para_sync import edit, workspace
from para_sync.commands.design import chosen, with_parameters
from para_sync.designs import skeleton
from para_sync.reports import outcomes


@click.command("new")
@click.argument("words", nargs=-1, required=True, metavar="RECORD...")
@with_parameters
@click.pass_obj
def command(option: Path | None, /, words: tuple[str, ...], **given: str) -> None:
    """Make a note for each RECORD: properties, headings, labels, and a line to write on for each topic.

    Nothing is overwritten, and nothing at all is made when one of the records cannot be used.
    """
    space = workspace.read(option)
    edits = [
        edit.replacement(record.path, None, skeleton.document(record).encode())
        for record in chosen(words, space.vault, given)
    ]
    done = edit.apply(space.root, "design new", edits)
    outcomes.written(done, "made")
    raise SystemExit(outcomes.undone(done))
