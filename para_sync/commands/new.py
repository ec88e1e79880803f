"""`para-sync new TYPE [TITLE]`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from para_sync import draft, edit, lint, workspace
from para_sync.commands import report
from para_sync.diagnostic import Severity
from para_sync.lint import Choice
from para_sync.reports import findings
from para_sync.reports.plain import plain
from para_sync.stop import Stop


@click.command("new")
@click.argument("kind", metavar="TYPE")
@click.argument("title", required=False, default="")
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", help="Set a property; a link by name, title or id."
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="The day that counts as today.")
@click.pass_obj
def command(option: Path | None, kind: str, title: str, values: tuple[str, ...], as_of: datetime | None) -> None:
    """Make a note of TYPE from its template, in its folder, valid from the start.

    A TITLE that is the id or name of a note which the type links to, such as a workbook, sets that link.

    \b
    para-sync new session P7
    para-sync new gap "Quantile loss" --set priority=P1 --set action="Derive it twice"
    """
    space = workspace.read(option)
    given = dict(_pair(each) for each in values)
    made = draft.draft(kind, title, given, as_of or datetime.now(), space.vault)
    after = space.vault.replace(made.path, made.content)
    found = [each for each in lint.check(after, space.settings, Choice()) if each.path == made.path]
    wrong = [findings.line(each) for each in found if each.severity is Severity.ERROR]
    if wrong:
        raise Stop("nothing was made, since it would not be valid: " + "; ".join(wrong))
    left = report.outcomes(
        edit.apply(space.root, f"new {kind}", [edit.replacement(made.path, None, made.content)]), "made"
    )
    raise SystemExit(left)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise Stop(f'--set wants NAME=VALUE, not "{plain(text)}"')
    return name.strip(), value
