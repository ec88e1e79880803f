"""`para-sync demo`."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import click

from para_sync import diagnostic, edit, history, layout, lint, regions, sync
from para_sync.check import Choice
from para_sync.reports import findings, outcomes, table
from para_sync.vault import days
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

_SHOWN = (("practice-log", "Practice Log"), ("milestones", "Milestones"), ("gap-tracker", "Gap Tracker"))


@click.command("demo")
def command() -> None:
    """Try everything in a temporary folder: four weeks of practice are laid down, linted and synced."""
    root = Path(tempfile.mkdtemp(prefix="para-sync-demo-"))
    laid = layout.files(days.monday(date.today()) - timedelta(weeks=layout.EXAMPLE_WEEKS), example=True)
    edit.apply(root, history.INIT, list(layout.creations(laid)), hidden=True)
    _say(f"para-sync init {root} --example", f"{root}: {len(laid)} files laid down, the tables left empty for now")
    vault = Vault.read(Disk(root))
    _say("para-sync lint")
    found = lint.check(vault, choice=Choice(today=date.today()))
    for line in findings.lines(found):
        click.echo(line)
    click.echo(findings.closing(found))
    _say("para-sync sync")
    done = edit.apply(root, "demo", sync.edits(vault))
    outcomes.written(done, "updated", sync.names(sync.due(vault)))
    left = outcomes.undone(done)
    vault = Vault.read(Disk(root))
    _show(vault)
    _say("para-sync lint --strict")
    found = lint.check(vault)
    click.echo(findings.closing(found))
    click.echo(f"\nOpen {root} as a vault in Obsidian, or lay down your own: para-sync init DIR")
    raise SystemExit(int(bool(left) or diagnostic.fails(found, strict=True)))


def _show(vault: Vault) -> None:
    for name, title in _SHOWN:
        content = regions.load(name).render(vault)
        if content:
            click.echo()
            table.region(content, title)


def _say(text: str, more: str = "") -> None:
    click.echo("\n" + click.style(f"$ {text}", bold=True) + (f"\n{more}" if more else ""))
