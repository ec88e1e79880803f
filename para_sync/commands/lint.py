"""`para-sync lint [PATHS]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from para_sync import baseline as baselines
from para_sync import commit, edit, fix, git, lint, vanished, workspace
from para_sync.check import Choice
from para_sync.commands import day
from para_sync.diagnostic import Diagnostic
from para_sync.reports import diff, findings, github, json, outcomes, sarif
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace

FORMATS = ("text", "json", "github", "sarif")


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
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
    choice = Choice(_names(select), _names(ignore), None if strict or staged else as_of or date.today())
    writes = safe or unsafe or as_diff
    if writes and (staged or stdin):
        raise click.UsageError("--staged and --stdin only tell; a fix is for what lies on the disk")
    if bool(path) != stdin or (stdin and (paths or staged)):
        raise click.UsageError("--stdin goes with --path NOTE alone")
    left = _fix(option, paths, choice, unsafe, as_diff, not no_cache) if writes else 0
    space, found, wanted = _found(option, path, paths, staged, choice, not no_cache)
    if baseline:
        names = {rule.name for rule in choice.rules(space.settings)}
        sought = None if staged else lambda key: key[1] in names and (wanted is None or key[0] in wanted)
        found = _unknown(baseline, found, sought)
    _show(space.root, found, "json" if as_json else form, statistics)
    raise SystemExit(int(bool(left) or lint.fails(found, strict)))


def _found(
    option: Path | None, path: Path | None, paths: tuple[Path, ...], staged: bool, choice: Choice, cached: bool
) -> tuple[Workspace, list[Diagnostic], frozenset[str] | None]:
    """The vault, the findings, and where they were sought (None: everywhere)."""
    if staged:
        made = commit.read(option, paths, cached)
        return made.space, commit.check(made, choice, paths), None
    if path is None:
        space = workspace.read(option, paths[0] if paths else None, cached)
        wanted = space.chosen(paths)
        gone = vanished.gone(space.root, space.vault) if wanted is None else {}
        return space, lint.check(space.vault, space.settings, choice, wanted, gone), wanted
    space = workspace.read(option, path.parent, cached)
    name = space.path_of(path)
    vault = space.vault.replace(name, sys.stdin.buffer.read())
    return space, lint.check(vault, space.settings, choice, {name}), frozenset([name])


def _fix(
    option: Path | None, paths: tuple[Path, ...], choice: Choice, unsafe: bool, as_diff: bool, cached: bool
) -> int:
    """Apply the fixes, or show them and end; the exit code of writing."""
    space = workspace.read(option, paths[0] if paths else None, cached)
    fixed = fix.fix(space.vault, space.settings, choice, unsafe, space.chosen(paths))
    if as_diff:
        for path, (before, after) in fixed.changed.items():
            click.echo("\n".join(diff.lines(path, before, after)))
        raise SystemExit(int(bool(fixed.changed)))
    done = edit.apply(space.root, "lint --fix", fixed.edits()) if fixed.changed else []
    outcomes.written(done, "fixed")
    return outcomes.undone(done)


def _unknown(file: Path, found: list[Diagnostic], sought: Callable[[baselines.Key], bool] | None) -> list[Diagnostic]:
    """The findings that a baseline does not know; the file is brought up to date unless nothing was sought for it."""
    if sought and not file.exists():
        baselines.write(file, baselines.of(found))
        click.echo(plain(f"{file}: made, {len(found)} findings are known from now on"), err=True)
        return []
    known = baselines.read(file)
    rest = baselines.shrunk(known, found, sought) if sought else known
    if rest != known:
        baselines.write(file, rest)
        click.echo(plain(f"{file}: {known.total() - rest.total()} findings are gone"), err=True)
    return baselines.new(found, known)


def _show(root: Path, found: list[Diagnostic], form: str, statistics: bool) -> None:
    if form == "json":
        click.echo(json.findings(found), nl=False)
    elif form == "sarif":
        click.echo(sarif.log(found, git.prefix(root)), nl=False)
    else:
        told = github.lines(found, git.prefix(root)) if form == "github" else findings.lines(found)
        for line in findings.statistics(found) if statistics else told:
            click.echo(line)
        click.echo(findings.closing(found))


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for each in given for name in each.split(",") if name.strip())
