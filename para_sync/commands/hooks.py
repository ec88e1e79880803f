"""`para-sync hooks install [VAULT]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from para_sync import edit, git, hooks, place, service
from para_sync.files import DISK
from para_sync.hooks import ATTRIBUTES, CONFIG, Unplaced
from para_sync.reports import outcomes
from para_sync.reports.plain import plain

LABEL = "hooks install"


@click.group("hooks")
def command() -> None:
    """Have git ask para-sync before a commit, and merge generated tables without conflicts."""


@command.command("install")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--plain", "bare", is_flag=True, help="Write a hook of git's own instead of entries for pre-commit.")
@click.pass_obj
def install(option: Path | None, folder: Path | None, bare: bool) -> None:
    """Write both hooks and the merge driver into the repository of a vault.

    For pre-commit, two entries go into its configuration; with --plain one script becomes git's own pre-commit hook. A
    line in .gitattributes and two settings of the repository name the merge driver. What is there already is kept.
    """
    root = place.root(option, folder)
    top = git.top(root)
    inside = git.prefix(root).rstrip("/")
    left = 0
    for step in (_bare if bare else _entries, _attributes):
        try:
            left |= step(root, top, inside)
        except Unplaced as unplaced:
            for line in str(unplaced).splitlines():
                click.echo(plain(line), err=True)
            left = 1
    git.run(root, "config", "merge.para-sync.name", "generated tables of para-sync")
    git.run(root, "config", "merge.para-sync.driver", hooks.driver([sys.executable, "-P", "-m", "para_sync.merge"]))
    click.echo("git merges notes with para-sync from now on.")
    raise SystemExit(left)


def _attributes(root: Path, top: Path, inside: str) -> int:
    return _rewrite(root, ATTRIBUTES, hooks.attributes)


def _entries(root: Path, top: Path, inside: str) -> int:
    file = top / CONFIG
    before = DISK.read(file) if file.exists() else None
    if before is not None and hooks.is_ours(before):
        click.echo(f"{CONFIG} calls para-sync already.")
        return 0
    if inside and before is not None:
        # outside the vault nothing that is there is written to
        raise Unplaced(f"{file} lies outside the vault; put this into it:\n\n{hooks.entries(inside)}")
    if inside:
        DISK.write_new(file, hooks.config(None, inside))
        click.echo(plain(f"wrote {file}"))
        left = 0
    else:
        left = _rewrite(root, CONFIG, lambda content: hooks.config(content, inside))
    click.echo("Now run: pre-commit install")
    return left


def _bare(root: Path, top: Path, inside: str) -> int:
    named = git.run(top, "rev-parse", "--git-path", "hooks/pre-commit").decode().rstrip("\n")
    file = top / named
    wanted = hooks.hook(service.program(sys.argv[0]), inside)
    if not file.exists():
        DISK.mkdirs(file.parent)
        DISK.write_new(file, wanted, 0o755)
        click.echo(plain(f"wrote {file}"))
    elif hooks.is_ours(DISK.read(file)):
        click.echo(plain(f"{file} calls para-sync already."))
    else:
        lines = "\n".join(wanted.decode().splitlines()[1:])
        raise Unplaced(f"{file} is another program's; put this into it:\n\n{lines}\n")
    return 0


def _rewrite(root: Path, path: str, change: Callable[[bytes | None], bytes]) -> int:
    """Change a file of the vault as all files of the vault are changed."""
    file = root / path
    before = DISK.read(file) if file.exists() else None
    after = change(before)
    if after == before:
        return 0
    done = edit.apply(root, LABEL, [edit.replacement(path, before, after)], hidden=True)
    outcomes.written(done, "wrote")
    return outcomes.undone(done)
