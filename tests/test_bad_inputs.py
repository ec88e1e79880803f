"""Every bad input of the table: the exact message, its place, the exit code; and all other work goes on."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import ids
import pytest
from bad_inputs import ROWS, Row
from click.testing import CliRunner, Result
from conftest import write

from para_sync.commands import main

OTHER = {
    "other.md": "[[Nowhere]]\n",
    "Health.md": "<!-- para-sync:begin vault-health -->\n\n<!-- para-sync:end vault-health -->\n",
}
TOLD = 'other.md:1:1: advice link-broken: no note is called "Nowhere"'
COUNT = re.compile(r"No findings\.|\d+ (?:error|warning|advice).*")
HERE = [row for row in ROWS if row.says or row.files]


HEALTH = ("updated Health.md: vault-health", "fixed Health.md")


def run(root: Path, command: str, put: bytes = b"") -> Result:
    """What a command did; a traceback fails the test."""
    result = CliRunner().invoke(main, ["--vault", str(root), *shlex.split(command)], input=put)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def lines(result: Result) -> list[str]:
    return [each for each in (result.stdout + result.stderr).splitlines() if not COUNT.fullmatch(each)]


def contents(root: Path) -> dict[str, bytes]:
    """All plain files, and those that symlinks lead to outside."""
    found = [each for each in root.parent.rglob("*") if each.is_file() and not each.is_symlink()]
    return {
        os.path.relpath(each, root): each.read_bytes()
        for each in found
        if not each.is_relative_to(root / ".para-sync") and each.parent.parent.name not in ("state", "cache")
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither pipes in folders nor such names")
@pytest.mark.parametrize("row", HERE, ids=lambda row: f"{row.number} {row.what}")
def test_a_bad_input(row: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path / "v" / "vault", {".obsidian/app.json": "{}", **OTHER, **row.files})
    row.act(root)
    monkeypatch.chdir(root)
    before = contents(root)
    result = run(root, row.command, row.stdin)
    said = lines(result)
    if row.command.startswith("lint"):
        assert TOLD in said
        said.remove(TOLD)
    told = [each for each in said if each not in HEALTH]
    assert (told, result.exit_code) == (list(row.says), row.code)
    left(row, before, contents(root))
    if row.command == "lint":
        for command in ("lint --unsafe-fixes", "sync"):
            run(root, command)
        after = contents(root)
        assert b"link-broken" in after["Health.md"]
        assert before.pop("Health.md") != after.pop("Health.md")
        left(row, before, after)


def left(row: Row, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Only what the row says was changed or made."""
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert changed - {"Health.md"} == set(row.made)
    for path, text in row.made.items():
        assert text in after[path].decode()


def test_the_table_is_whole() -> None:
    assert {row.number for row in ROWS} == set(range(1, 61))
    for row in ROWS:
        assert row.says or row.files or row.tests, row.what
        assert all(ids.exists(test) for test in row.tests), row.tests
