"""Old or new: a command killed at any call leaves each note whole, and the next run finishes (reliability.md P2).

The command runs in a child of this process, which takes SIGKILL at the k-th call of the seam: no `finally` runs, locks
go with the process, and a write that is under way gets half of its bytes down.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from conftest import count
from seam import Hooked, Later, Unsynced, seam
from small import COMMANDS, Course, Snapshot, notes, para_sync

from para_sync import edit
from para_sync.staging import Staging

if sys.platform == "win32":
    pytest.skip("no process can be forked there", allow_module_level=True)


class Counted(Hooked, Unsynced):
    """A disk that counts its calls."""


class Slain(Counted):
    """A disk on which the process takes SIGKILL at the k-th call, and a write gets half of its bytes down before."""

    def __init__(self, k: int) -> None:
        super().__init__(lambda call, name: call == k and name != "write" and self.dies())
        self.k = k

    def write(self, descriptor: int, data: bytes) -> None:
        if len(self.calls) == self.k:
            super().write(descriptor, data[: len(data) // 2])
            self.dies()
        super().write(descriptor, data)

    def dies(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def killed(act: Callable[[], object], k: int) -> bool:
    """Whether a child that does this was killed at the k-th call; False where it came to its end before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that the parent has threads, which hold no lock of ours
        child = os.fork()
    if child == 0:
        status = 1
        try:
            with seam(Slain(k)):
                act()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status != 0


class Kills:
    """A command that is killed at `number` calls of its writes, spread over all of them; the vault is put back after
    each. Beyond the number of calls there are, the next run is killed as well.
    """

    def __init__(self, folder: Path, name: str, number: int) -> None:
        self.folder, self.number, self.done, self.calls = folder, number, 0, 0
        self.course = course = Course(folder, name)
        self.root, self.words = course.root, course.words
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(edit, "apply", self._counting)
            para_sync(self.root, *self.words)
        course.snapshot.restore()

    def _counting(self, *given: Any, **more: Any) -> Any:
        files = Counted()
        with seam(files):
            done = APPLY(*given, **more)
        self.calls += len(files.calls)
        return done

    def everywhere(self) -> None:
        """Run the command, and kill it on the way."""
        passed = 0

        def killing(root: Path, label: str, steps: Iterable[Any], **more: Any) -> Any:
            nonlocal passed
            steps, before = list(steps), Snapshot(self.folder)
            files = Counted()
            with seam(files):
                APPLY(root, label, steps, **more)
            patch.setattr(edit, "apply", APPLY)
            for k in range(1, len(files.calls) + 1):
                for again in self._trials(passed + k):
                    before.restore()
                    assert killed(lambda: APPLY(root, label, steps, **more), k)
                    self._check(again)
            patch.setattr(edit, "apply", killing)
            passed += len(files.calls)
            before.restore()
            return APPLY(root, label, steps, **more)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(edit, "apply", killing)
            result = para_sync(self.root, *self.words)
            assert result.exit_code == 0, result.output
        assert (self.done, notes(self.root)) == (self.number, self.course.final)

    def _trials(self, call: int) -> Iterable[int]:
        """At which call to kill the next run, for each time that this call is a process's last; 0 is none."""
        times = self.number * call // self.calls - self.number * (call - 1) // self.calls
        return [7 * each + call % 7 if each else 0 for each in range(times)]

    def _check(self, again: int) -> None:
        self.done += 1
        assert self.course.wrong(notes(self.root)) == []
        if again:
            killed(lambda: para_sync(self.root, *self.course.next), again)
            assert self.course.wrong(notes(self.root)) == []
        if self.done % 11 == 0 or count(10) == 10:
            result = para_sync(self.root, *self.course.next)
            assert result.exit_code == 0, result.output
            assert notes(self.root) in self.course.finals
        finished = [*edit.settle(self.root), *edit.settle(self.root, Later())]
        assert [each for each in finished if each.reason] == []
        assert {each.name for each in self.root.glob(".para-sync/*")} <= {".gitignore"}


APPLY = edit.apply


@pytest.mark.nightly
@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_at_any_call_leaves_every_note_old_or_new_and_the_next_run_finishes(tmp_path: Path, name: str) -> None:
    with seam(Unsynced()):
        Kills(tmp_path, name, count(2004) // len(COMMANDS)).everywhere()


def test_a_writer_in_place_does_not_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def place(staging: Staging, staged: Path, target: Path) -> bool:
        after = staging.files.read(staged)
        descriptor = os.open(target, os.O_WRONLY | os.O_TRUNC)
        staging.files.write(descriptor, after)
        staging.files.close(descriptor)
        staging.files.unlink(staged)
        return False

    monkeypatch.setattr(Staging, "place", place)
    with seam(Unsynced()), pytest.raises(AssertionError, match=r"assert \['Log.md'\] == \[\]"):
        Kills(tmp_path, "sync", 60).everywhere()


# The system calls with which a program reads, makes, changes, names and keeps files.
SYSTEM_CALLS = (
    "openat", "read", "write", "fsync", "close", "rename", "renameat2", "link", "unlink", "mkdir", "rmdir", "chmod",
    "chown", "flock", "ftruncate",
)  # fmt: skip


def traced(course: Course, *options: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, under strace."""
    words = [sys.executable, "-m", "para_sync", "--vault", str(course.root), *course.words]
    steady = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["strace", "-f", *options, *words], env=steady, capture_output=True, text=True, check=False)


def touching(log: str, folder: Path) -> list[tuple[str, int]]:
    """The system calls that are about files below a folder: their names, and which calls of that name they are."""
    counted = Counter[str]()
    found = []
    for line in log.splitlines():
        match = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if match:
            counted[match[1]] += 1
            if str(folder) in line:
                found.append((match[1], counted[match[1]]))
    return found


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("name", ["sync", "archive", "new", "undo"] if count(10) == 10 else ["archive"])
def test_a_kill_at_any_system_call_leaves_every_note_old_or_new(tmp_path: Path, name: str) -> None:
    course = Course(tmp_path, name)
    log = tmp_path.parent / f"{tmp_path.name}.strace"
    first = traced(course, "-y", "-o", str(log), "-e", "trace=" + ",".join(SYSTEM_CALLS))
    if "ptrace" in first.stderr.lower():
        pytest.skip("this system does not let processes be traced")
    assert first.returncode == 0, first.stderr
    calls = touching(log.read_text("utf-8", "replace"), tmp_path)
    names = "link" if name == "new" else "renameat2"
    assert {"openat", "write", "fsync", names} <= {call for call, _ in calls}
    for call, k in calls if count(10) == 10 else [each for each in calls if each[0] == "renameat2"][1:2]:
        course.snapshot.restore()
        killed = traced(course, "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={k}")
        assert killed.returncode == -signal.SIGKILL, killed
        assert course.wrong(notes(course.root)) == []
        with seam(Unsynced()):
            result = para_sync(course.root, *course.next)
        assert result.exit_code == 0, result.output
        assert notes(course.root) in course.finals
