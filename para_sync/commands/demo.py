"""`para-sync demo`."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

import click

from para_sync import edit, fix, layout, lint, regions, sync
from para_sync.lint import Choice
from para_sync.reports import findings, table
from para_sync.settings import Settings
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

_SHOWN = (("practice-log", "Practice Log"), ("milestones", "Milestones"), ("gap-tracker", "Gap Tracker"))


@click.command("demo")
def command() -> None:
    """Try everything in a temporary folder: four weeks of practice are laid down, linted and synced."""
    root = Path(tempfile.mkdtemp(prefix="para-sync-demo-"))
    laid = layout.files(layout.monday(date.today()) - timedelta(weeks=layout.EXAMPLE_WEEKS), example=True)
    edit.apply(root, "demo", list(layout.creations(laid)), hidden=True)
    _say(f"para-sync init {root} --example", f"{len(laid)} files: a manual, ten workbooks and four weeks of practice")
    vault = Vault.read(Disk(root))
    _say("para-sync lint")
    _lint(vault)
    _say("para-sync sync")
    edits = list(sync.edits(vault))
    names = {each.edit: each.region.name for each in sync.plan(vault)}
    for done in edit.apply(root, "demo", edits):
        written = ", ".join(names[each] for each in edits if each.path == done.path)
        click.echo(f"updated {done.path}: {written}" if done.written else f"{done.path}: {done.reason}")
    vault = Vault.read(Disk(root))
    for name, title in _SHOWN:
        content = regions.load(name).render(vault)
        if content:
            click.echo()
            table.region(content, title)
    _say("para-sync lint --strict")
    strict = Choice()
    found = lint.check(vault, Settings(), strict)
    click.echo(findings.summary(found, 0, 0))
    click.echo(f"\nOpen {root} as a vault in Obsidian, or lay down your own: para-sync init DIR")
    raise SystemExit(int(lint.fails(found, strict=True)))


def _lint(vault: Vault) -> None:
    found = lint.check(vault, Settings(), Choice(today=date.today()))
    for line in findings.lines(found):
        click.echo(line)
    safe = sum(fix.fixable(each, False) for each in found)
    click.echo(findings.summary(found, safe, sum(fix.fixable(each, True) for each in found) - safe))


def _say(text: str, more: str = "") -> None:
    click.echo("\n" + click.style(f"$ {text}", bold=True) + (f"\n{more}" if more else ""))
