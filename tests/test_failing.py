"""A disk that fails, at any call, once or from then on: each note holds its old or its new bytes, the command says what
went wrong and ends as promised, and nothing of it stays behind (reliability.md 4, inputs 54 and 55).
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import count
from seam import Hooked, Later, Unsynced, seam
from small import COMMANDS, LINKS, SESSION, Course, notes, para_sync
from texts import SESSIONS

from para_sync import edit, journal

ERRORS = [
    errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE,
    errno.ENOMEM, errno.ESTALE,
]  # fmt: skip

# What fails of these may come to be told in other words: a note that cannot be read is not there to be named.
LOOKS = {"read", "entries", "lstat"}

# What the state folder holds between two runs.
KEPT = {"write", "watch", "machine", "known", "practice", "saves", "status"}


class Failing(Hooked, Unsynced):
    """A disk whose k-th call fails, or every call from the k-th on."""

    def __init__(self, number: int, k: int, on: bool) -> None:
        super().__init__(self._fail)
        self._number, self._k, self._on = number, k, on

    def _fail(self, call: int, name: str) -> None:
        # what is open has to be closed all the same
        if name != "close" and (call == self._k or (self._on and call > self._k)):
            raise OSError(self._number, os.strerror(self._number))


class Refusing(Unsynced):
    """A disk that does not let us read what lies at a path."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self, folder: Any) -> Any:
        self._refuse(folder)
        return super().entries(folder)

    def read(self, path: Any) -> bytes:
        self._refuse(path)
        return super().read(path)

    def _refuse(self, path: Any) -> None:
        if Path(path) == self._path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def calls_of(course: Course) -> int:
    """How many calls the command makes."""
    files = Failing(0, 0, False)
    with seam(files):
        para_sync(course.root, *course.words)
    course.snapshot.restore()
    return len(files.calls)


def fails(course: Course, number: int, k: int, on: bool) -> None:
    """The command on a failing disk, and the next run on one that works."""
    files = Failing(number, k, on)
    with seam(files):
        result = para_sync(course.root, *course.words)
    found = notes(course.root)
    assert course.wrong(found) == []
    assert result.exit_code in (0, 1, 2)
    if result.exit_code == 0:
        # --fix looks again, and what was not mended is a warning still
        assert found == course.final or "can be fixed with --fix" in result.output
    elif files.calls[k - 1] not in LOOKS:
        assert os.strerror(number).lower() in result.output.lower()
    assert on or not list(course.root.rglob("*.part"))
    result = para_sync(course.root, *course.next)
    assert result.exit_code == 0, result.output
    # a move is made though a link to the file could not be written; that is told, and lint tells it from then on
    assert notes(course.root) in course.finals or (
        course.words[0] == "archive" and not course.wrong(notes(course.root))
    )
    assert [each for each in edit.settle(course.root, Later()) if each.reason] == []
    assert {each.name for each in course.root.glob(".para-sync/*")} <= {".gitignore"}
    assert on or {each.name for each in journal.state(course.root).iterdir() if each.is_file()} <= KEPT
    course.snapshot.restore()


@pytest.mark.nightly
@pytest.mark.parametrize("name", COMMANDS if count(10) == 10 else ["sync", "archive"])
def test_an_error_at_any_call_leaves_every_note_old_or_new_and_is_told(tmp_path: Path, name: str) -> None:
    with seam(Unsynced()):
        course = Course(tmp_path, name)
        trials = [(number, k, on) for number in ERRORS for k in range(1, calls_of(course) + 1) for on in (False, True)]
        # a run of practice writes many notes, one like the other
        step = len(trials) // ((400 if name == "practice" else 2000) if count(10) == 10 else 2) | 1
        for trial in trials[::step]:
            fails(course, *trial)


@pytest.mark.nightly
@pytest.mark.parametrize("name", ["sync", "archive", "fix"] if count(10) == 10 else ["sync"])
@pytest.mark.parametrize("path", [SESSION, SESSIONS, "Manual/Scoring System.md", "Resources"])
def test_what_cannot_be_read_is_told_and_nothing_is_taken_for_gone(tmp_path: Path, name: str, path: str) -> None:
    with seam(Unsynced()):
        course = Course(tmp_path, name)
    with seam(Refusing(course.root / path)):
        result = para_sync(course.root, *course.words)
    assert result.exit_code == 1
    assert path in result.output
    assert "cannot be read" in result.output
    assert {each for each, content in notes(course.root).items() if content != course.first[each]} <= {LINKS}
