"""`para-sync sync`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

import click

from para_sync import moment, place
from para_sync.diagnostic import Diagnostic, fails
from para_sync.moment import Moment
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
    if check and not (as_diff or staged or take_over or no_cache):
        root = place.root(option, folder)
        show(moment.recalled(root, ("sync --check",), partial(_checked, root)))
    from para_sync.commands.sync import syncing  # here, as below: what is recalled needs no rules and no regions

    space = syncing.read(option, folder, staged, not no_cache)
    checked = syncing.checked(space, take_over)
    if check and not as_diff:
        show(checked)
    tell(checked)
    left = syncing.differing(space, checked, take_over) if as_diff else syncing.synced(space, checked, take_over, yes)
    raise SystemExit(int(left or fails(checked.trouble, strict=False)))


def _checked(root: Path, now: Moment) -> Checked:
    from para_sync.commands.sync import syncing

    return syncing.checked_from(root, now)


def show(checked: Checked) -> NoReturn:
    """Say how the tables stand, and end."""
    tell(checked)
    for path, names in checked.stale.items():
        click.echo(plain(f"stale {path}: {names}"))
    raise SystemExit(int(checked.fails))


def tell(checked: Checked) -> None:
    """Say what keeps sync from its work, and what is left alone."""
    if checked.trouble:
        from para_sync.reports import findings

        for line in findings.lines(checked.trouble):
            click.echo(line, err=True)
    for path, reason in checked.left.items():
        click.echo(plain(f"{path}: {reason}"), err=True)
