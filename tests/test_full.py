"""A disk that is really full: a small tmpfs with a little more room each time (reliability.md 4, input 54)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import count
from small import COMMANDS, Course, notes, para_sync

PAGE = 4096


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is a file system of two megabytes, with the vault and all that is kept of it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a file system, on Linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.nightly
@pytest.mark.parametrize("name", COMMANDS if count(10) == 10 else ["sync"])
def test_a_full_disk_leaves_every_note_old_or_new_and_nothing_behind(disk: Path, name: str) -> None:
    course = Course(disk, name)
    filler = disk / "filler"
    codes, room = [], 0
    while not codes or codes[-1] != 0:
        free = os.statvfs(disk)
        filler.write_bytes(bytes(max(free.f_bavail * free.f_frsize - room, 0)))
        result = para_sync(course.root, *course.words)
        codes.append(result.exit_code)
        assert course.wrong(notes(course.root)) == []
        assert not list(course.root.rglob("*.part"))
        assert result.exit_code == 0 or "no space left on device" in result.output.lower()
        filler.unlink()
        if result.exit_code == 0:
            assert notes(course.root) == course.final
        course.snapshot.restore()
        room += PAGE * (1 if count(10) == 10 else 25)
    assert set(codes) <= {0, 1, 2}
    assert len(codes) > 1
