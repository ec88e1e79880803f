"""`para-sync inspect NOTE`."""

from __future__ import annotations

from pathlib import Path

import click

from para_sync import place, workspace
from para_sync.reports import facts, json, text


@click.command("inspect")
@click.argument("note", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def command(option: Path | None, note: Path, as_json: bool) -> None:
    """Show what was read in NOTE: properties, headings, links and where each leads, tags, block ids, tasks, regions."""
    space = workspace.read(option, note)
    path = space.path_of(note)
    found = space.vault.notes.get(path)
    if found is None:
        odd = next((each.message for each in space.vault.oddities if each.path == path), None)
        raise place.NoVault(f"{note}: {odd}" if odd else f"{note} is no note of the vault {space.root}")
    for fault in text.faults(found, space.vault):
        click.echo(fault, err=True)
    read = facts.facts(found, space.vault)
    click.echo(json.one(read) if as_json else text.facts(read), nl=False)
