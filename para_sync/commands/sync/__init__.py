"""`para-sync sync`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import click

from para_sync import place
from para_sync.commands import coloured, moment, told
from para_sync.diagnostic import Diagnostic, fails
from para_sync.reports.plain import plain


class Checked(NamedTuple):
    """How the tables stand: what keeps sync from its work, the names of the stale ones by note, and why notes were left
    alone, by path.
    """

    trouble: tuple[Diagnostic, ...]
    stale: dict[str, str]
    left: dict[str, str]

    @property
    def fails(self) -> bool:
        """Whether anything is not as it should be."""
        return bool(self.stale or self.left) or fails(self.trouble, strict=False)


@click.command("sync")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; fail if anything would change.")
@click.option("--diff", "as_diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--staged", is_flag=True, help="With --check or --diff: judge what git is about to commit.")
@click.option("--yes", is_flag=True, help="Go on though many notes are gone, or would change.")
@click.option("--no-cache", is_flag=True, help="Read every note, also those that are as they were.")
@click.option("--take-over", is_flag=True, help="Also overwrite regions that were edited by hand.")
@click.pass_obj
def command(
    option: Path | None,
    folder: Path | None,
    check: bool,
    as_diff: bool,
    staged: bool,
    yes: bool,
    no_cache: bool,
    take_over: bool,
) -> None:
    """Bring every generated table up to date. Only text between para-sync's own markers is written."""
    if staged and not (check or as_diff):
        raise click.UsageError("--staged goes with --check or --diff; only notes on the disk are written")
    from para_sync.commands.sync import syncing  # here, as below: `--help` needs no rules and no regions

    if check and not (as_diff or staged or take_over or no_cache):
        way = place.way(option, folder)
        now = moment(Path(way[-1]))
        found = syncing.checked_from(Path(way[-1]), now)
        told(int(found.fails), stale(found), trouble(found), way, now)
    space = syncing.read(option, folder, staged, not no_cache)
    checked = syncing.checked(space, take_over)
    click.echo(trouble(checked), err=True, nl=False)
    if check and not as_diff:
        click.echo(stale(checked), nl=False)
        raise SystemExit(int(checked.fails))
    left = syncing.differing(space, checked, take_over) if as_diff else syncing.synced(space, checked, take_over, yes)
    raise SystemExit(int(left or fails(checked.trouble, strict=False)))


def stale(checked: Checked) -> str:
    """The tables that are behind, as lines."""
    return "".join(f"{plain(f'stale {path}: {names}')}\n" for path, names in checked.stale.items())


def trouble(checked: Checked) -> str:
    """What keeps sync from its work, and what is left alone, as lines."""
    from para_sync.reports import findings

    lines = findings.lines(checked.trouble, coloured=coloured(sys.stderr))
    left = (plain(f"{path}: {reason}") for path, reason in checked.left.items())
    return "".join(f"{line}\n" for line in (*lines, *left))
