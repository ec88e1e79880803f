"""`para-sync lint [PATHS]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from para_sync import edit, fix, lint, workspace
from para_sync.commands import report
from para_sync.diagnostic import Diagnostic
from para_sync.lint import Choice
from para_sync.reports import diff, findings, json
from para_sync.workspace import Workspace


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", "safe", is_flag=True, help="Apply the safe fixes.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply all fixes, also those that need a second look.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what the fixes would change; write nothing.")
@click.option("--select", multiple=True, metavar="RULE", help="Run only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave these rules out.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How findings are shown.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--strict", is_flag=True, help="Warnings fail too; nothing depends on today.")
@click.option("--statistics", is_flag=True, help="How often each rule found something.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day that counts as today.")
@click.pass_obj
def command(
    option: Path | None,
    paths: tuple[Path, ...],
    safe: bool,
    unsafe: bool,
    as_diff: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    form: str,
    as_json: bool,
    strict: bool,
    statistics: bool,
    as_of: date | None,
) -> None:
    """Tell what is wrong in the vault; with PATHS, in these notes and folders only.

    Exits with 1 if there is an error (with --strict also a warning), or if --diff shows a change.
    """
    space = workspace.read(option, paths[0] if paths else None)
    day = as_of or date.today()
    choice = Choice(_names(select), _names(ignore), None if strict else date(day.year, day.month, day.day))
    wanted = _wanted(space, paths)
    if as_diff or safe or unsafe:
        changes = fix.fix(space.vault, space.settings, choice, unsafe, wanted)
        if as_diff:
            for path, (before, after) in changes.changed.items():
                click.echo("\n".join(diff.lines(path, before, after)))
            raise SystemExit(int(bool(changes.changed)))
        left = (
            report.outcomes(edit.apply(space.root, "lint --fix", list(changes.edits())), "fixed")
            if changes.changed
            else 0
        )
        space = workspace.read(space.root)
    else:
        left = 0
    found = [each for each in lint.check(space.vault, space.settings, choice) if wanted is None or each.path in wanted]
    _show(found, "json" if as_json else form, statistics)
    raise SystemExit(int(bool(left) or lint.fails(found, strict)))


def _show(found: list[Diagnostic], form: str, statistics: bool) -> None:
    if form == "json":
        click.echo(json.findings(found), nl=False)
        return
    for line in findings.statistics(found) if statistics else findings.lines(found):
        click.echo(line)
    safe = sum(fix.fixable(each, False) for each in found)
    click.echo(findings.summary(found, safe, sum(fix.fixable(each, True) for each in found) - safe))


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())


def _wanted(space: Workspace, paths: tuple[Path, ...]) -> frozenset[str] | None:
    """The vault paths that are asked for; None is all of them."""
    named = [space.path_of(path) for path in paths]
    if not named or "" in named:
        return None
    known = (*space.vault.notes, *(odd.path for odd in space.vault.oddities))
    return frozenset(path for path in known if any(path == name or path.startswith(name + "/") for name in named))
