"""`para-sync lint [PATHS]`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from para_sync import place
from para_sync.commands import coloured, day, moment, over, told
from para_sync.diagnostic import Diagnostic, fails

if TYPE_CHECKING:  # `--help` needs no rules
    from para_sync.judgement import Asked

FORMATS = ("text", "json", "github", "sarif")


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))  # unreadable is a finding
@click.option("--fix", "safe", is_flag=True, help="Apply the safe fixes.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Apply all fixes, also those that need a second look.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what the fixes would change; write nothing.")
@click.option("--select", multiple=True, metavar="RULE", help="Run only these rules.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave these rules out.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How findings are shown.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--staged", is_flag=True, help="Judge what git is about to commit, not what lies on the disk.")
@click.option("--stdin", is_flag=True, help="Judge the text on stdin as the note of --path, saved or not.")
@click.option("--path", type=click.Path(path_type=Path), help="The note that --stdin is.")
@click.option("--strict", is_flag=True, help="Warnings fail too; nothing depends on today.")
@click.option("--statistics", is_flag=True, help="How often each rule found something.")
@click.option("--baseline", type=click.Path(path_type=Path), help="Leave out what this file knows; made if missing.")
@click.option("--no-cache", is_flag=True, help="Read every note, also those that are as they were.")
@click.option("--as-of", type=day, help="The day that counts as today.")
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
    staged: bool,
    stdin: bool,
    path: Path | None,
    strict: bool,
    statistics: bool,
    baseline: Path | None,
    no_cache: bool,
    as_of: date | None,
) -> None:
    """Tell what is wrong in the vault; with PATHS, in these notes and folders only.

    With --staged, and without PATHS, the notes are those that are staged. What a staged change breaks in other notes is
    told as well, and PATHS outside the vault are passed over.

    With --baseline, findings that the file knows are left out, and those of them that are gone leave the file; a file
    that does not exist is made of all findings.

    Exits with 1 if there is an error (with --strict also a warning); with --diff, if that shows a change.
    """
    from para_sync import judgement  # here, as below: `--help` needs no rules

    today = None if strict or staged else as_of or date.today()
    asked = judgement.Asked(option, paths, _names(select), _names(ignore), today, not no_cache)
    writes = safe or unsafe or as_diff
    if writes and (staged or stdin):
        raise click.UsageError("--staged and --stdin only tell; a fix is for what lies on the disk")
    if bool(path) != stdin or (stdin and (paths or staged)):
        raise click.UsageError("--stdin goes with --path NOTE alone")
    left = _fix(asked, unsafe, as_diff) if writes else 0
    form = "json" if as_json else form
    if writes or staged or path or baseline or no_cache:
        from para_sync.commands.lint import judging

        space, found = judging.judged(asked, staged, path, baseline)
        click.echo(_report(space.root, found, form, statistics), nl=False)
        over(int(bool(left) or fails(found, strict)))
    way = place.way(option, asked.first)
    root, now = Path(way[-1]), moment(Path(way[-1]))
    whole = judgement.found(asked, lambda: now)
    text = _report(root, whole.found, form, statistics)
    told(int(fails(whole.found, strict)), text, "", way, now)


def _fix(asked: Asked, unsafe: bool, as_diff: bool) -> int:
    from para_sync.commands.lint import fixing

    return fixing.fix_all(asked, unsafe, as_diff)


def _report(root: Path, found: list[Diagnostic], form: str, statistics: bool) -> str:
    """The findings in a format."""
    if form == "json":
        from para_sync.reports import json

        return json.findings(found)
    from para_sync.reports import findings

    colours = coloured(sys.stdout)
    lines: Iterable[str] | None = None
    if form != "text":
        from para_sync import git
        from para_sync.reports import github, sarif

        if form == "sarif":
            return sarif.log(found, git.prefix(root))
        lines = github.lines(found, git.prefix(root))
    return findings.text(found, colours, findings.statistics(found) if statistics else lines)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())
