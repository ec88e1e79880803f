"""`para-sync sync`."""

from __future__ import annotations

from pathlib import Path

import click

from para_sync import edit, lint, sync, workspace
from para_sync.commands import report
from para_sync.edit import Edit
from para_sync.lint import Choice
from para_sync.reports import diff, findings
from para_sync.reports.plain import plain
from para_sync.workspace import Workspace

# What keeps sync from its work; what it mends itself is no trouble.
_TROUBLE = Choice(select=("region-broken", "region-edited", "region-unknown", "manual-broken"))


@click.command("sync")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail if anything would change.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--take-over", is_flag=True, help="Also overwrite regions that were edited by hand.")
@click.pass_obj
def command(option: Path | None, folder: Path | None, check: bool, as_diff: bool, take_over: bool) -> None:
    """Bring every generated table up to date. Only text between para-sync's own markers is written."""
    space = workspace.read(option, folder)
    changes = list(sync.edits(space.vault, take_over))
    trouble = [
        each for each in lint.check(space.vault, choice=_TROUBLE) if not (take_over and each.rule == sync.EDITED)
    ]
    for line in findings.lines(trouble):
        click.echo(line, err=True)
    if check or as_diff:
        _tell(space, changes, as_diff)
        raise SystemExit(int(bool(changes) or lint.fails(trouble, strict=False)))
    left = _write(space, changes) if changes else 0
    raise SystemExit(int(bool(left) or lint.fails(trouble, strict=False)))


def _write(space: Workspace, changes: list[Edit]) -> int:
    outcomes = edit.apply(space.root, "sync", changes)
    written = {each.path for each in outcomes if each.written}
    for path in sorted(written):
        click.echo(plain(f"updated {path}: {_regions(space, changes, path)}"))
    return report.outcomes(outcomes, "updated", quiet=True)


def _tell(space: Workspace, changes: list[Edit], as_diff: bool) -> None:
    for path in sorted({each.path for each in changes}):
        before = space.vault.content(path)
        after = edit.splice(before, [each for each in changes if each.path == path])
        if as_diff:
            click.echo("\n".join(diff.lines(path, before, after)))
        else:
            click.echo(plain(f"stale {path}: {_regions(space, changes, path)}"))


def _regions(space: Workspace, changes: list[Edit], path: str) -> str:
    return ", ".join(
        each.region.name for each in sync.plan(space.vault) if each.edit in changes and each.note.path == path
    )
