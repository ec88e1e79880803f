"""`para-sync new TYPE [TITLE]`."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import click

from para_sync import draft, edit, lint, workspace
from para_sync.check import Choice
from para_sync.diagnostic import Severity
from para_sync.reports import findings, outcomes
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

    A TITLE that is the id or name of a note which the type links to, such as a workbook, sets that link. A
    strength that has a category's key or name for a TITLE gets the category, and the runs that bear it out.

    \b
    para-sync new session P7
    para-sync new gap "Quantile loss" --set priority=P1 --set action="Derive it twice"
    """
    space = workspace.read(option)
    made = draft.draft(kind, title, given(values), moment(as_of), workspace.whole(space.vault))
    after = space.vault.replace(made.path, made.content)
    found = [each for each in lint.check(after, space.settings, Choice()) if each.path == made.path]
    wrong = [findings.line(each) for each in found if each.severity is Severity.ERROR]
    if wrong:
        raise Stop("nothing was made, since it would not be valid: " + "; ".join(wrong))
    done = edit.apply(space.root, f"new {kind}", [edit.replacement(made.path, None, made.content)])
    outcomes.written(done, "made")
    raise SystemExit(outcomes.undone(done))


def given(values: tuple[str, ...]) -> dict[str, str]:
    """The properties that `--set` gives, by the names as written; raises `Stop`."""
    found: dict[str, str] = {}
    for name, value in map(_pair, values):
        if name in found:
            raise Stop(f"--set {plain(name)} is given twice; the items of a list go in one, with commas between them")
        found[name] = value
    return found


def moment(as_of: datetime | None) -> datetime:
    """The day and time that count as now; a day without a time has the time of the clock."""
    now = datetime.now()
    return now if as_of is None else as_of if as_of.time() != time() else datetime.combine(as_of, now.time())


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise Stop(f'--set wants NAME=VALUE, not "{plain(text)}"')
    return name.strip(), value
