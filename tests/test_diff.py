"""A diff is what `patch` takes: applied, it gives the note after."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click
import pytest

from para_sync.reports import diff


@pytest.mark.skipif(not shutil.which("patch"), reason="patch is not installed")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\ntwo\nthree\n", b"one\n2\nthree\n"),
        (b"one\ntwo", b"one\ntwo\n"),
        (b"one\ntwo\n", b"one\ntwo"),
        (b"", b"new\n"),
        (None, b"new\nnote\n"),
        ("é\n".encode(), "è\n".encode()),
    ],
)
@pytest.mark.parametrize("path", ["Note.md", "Areas/A note.md"])
def test_a_diff_can_be_applied(path: str, before: bytes | None, after: bytes, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    if before is not None:
        (tmp_path / path).write_bytes(before)
    text = "".join(click.unstyle(line) + "\n" for line in diff.lines(path, before, after))
    subprocess.run(["patch", "-p1", "--quiet"], cwd=tmp_path, input=text.encode(), check=True)
    assert (tmp_path / path).read_bytes() == after
