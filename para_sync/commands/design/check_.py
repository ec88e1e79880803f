"""`para-sync design check [FILE|FOLDER|-]...`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from para_sync import diagnostic, standing, workspace
from para_sync.files import DISK, reason
from para_sync.place import NoVault
from para_sync.reports import designs, json
from para_sync.settings import Settings
from para_sync.standing import Standing
from para_sync.stop import Stop
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault
from para_sync.workspace import Workspace

_STDIN = "standard input"


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|FOLDER|-]...")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--json", "as_json", is_flag=True, help="A list, with the findings of each.")
@click.pass_obj
def command(option: Path | None, paths: tuple[Path, ...], strict: bool, as_json: bool) -> None:
    """Hold designs to the specification, and score them: all of the vault's, or those given.

    A FILE may be any Markdown, in a vault or not; of a FOLDER those notes are taken that are designs. Exits with 1 if
    there is an error (with --strict also a warning).
    """
    space = _space(option, paths)
    vault, names = _with_files(space, paths)
    foreign = [path for path, shown in names.items() if path != shown]
    found = [_called(each, names) for each in standing.judge(vault, space.settings, names, foreign)]
    if as_json:
        told = [{**standing.as_json(each), "findings": json.listed(each.findings)} for each in found]
        click.echo(json.one(told), nl=False)
    else:
        designs.show(found)
    raise SystemExit(int(diagnostic.fails([one for each in found for one in each.findings], strict)))


def _space(option: Path | None, paths: tuple[Path, ...]) -> Workspace:
    """The vault whose manual holds; without any, the shipped one."""
    real = [each for each in paths if str(each) != "-"]
    try:
        return workspace.read(option, real[0] if real and real[0].exists() else None)
    except NoVault:
        if option is not None or not paths:
            raise
        vault = Vault.read(Overlay(Nothing(), {}))
        return Workspace(Path.cwd() / "no vault", vault, Settings())


def _with_files(space: Workspace, paths: tuple[Path, ...]) -> tuple[Vault, dict[str, str]]:
    """The vault with the files that lie outside of it, and the name to show for each path to judge."""
    vault, names = space.vault, dict[str, str]()
    for each in dict.fromkeys(paths) or (space.root,):
        try:
            inside = None if str(each) == "-" else space.path_of(each)
        except NoVault:
            inside = None
        if inside is not None and each.is_dir():
            below = (path for path in vault.paths if not inside or path.startswith(f"{inside}/"))
            names.update((path, path) for path in below if standing.looks_like_one(vault, path))
        elif inside is not None and vault.note(inside) is not None:
            names[inside] = inside
        else:
            for shown, content in _outside(each):
                path = f"design check {len(names)}.md"
                vault = vault.replace(path, content)
                if not each.is_dir() or standing.looks_like_one(vault, path):
                    names[path] = shown
    return vault, names


def _outside(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files at a path that is no note of the vault, as the names to show and their bytes."""
    if str(path) == "-":
        yield _STDIN, sys.stdin.buffer.read()
        return
    for file in sorted(path.rglob("*.md")) if path.is_dir() else [path]:
        try:
            yield str(file), DISK.read(file)
        except OSError as error:
            raise Stop(f"{file}: {reason(error)}") from None


def _called(found: Standing, names: Mapping[str, str]) -> Standing:
    """The standing under the name that a person gave."""
    shown = names[found.path]
    if shown == found.path:
        return found
    title = found.title if found.title not in found.path else shown
    # no command writes to a file that only visits
    told = tuple(each._replace(path=shown, fix=None) for each in found.findings)
    return replace(found, path=shown, title=title, findings=told)
