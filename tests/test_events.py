"""What the system tells of a folder, with real events: each change is a hint, and what may be lost is said."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import write
from watchdog.events import DirDeletedEvent, FileModifiedEvent
from watchdog.utils import BaseThread

from para_sync import exchange
from para_sync.watch import events, filesystem
from para_sync.watch.events import MOST_PATHS, Events, Hints, Unwatchable

PATIENCE = 20.0

linux = pytest.mark.skipif(sys.platform != "linux", reason="how Linux does it")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "vault", {"a/Note.md": "one", ".git/HEAD": "x", ".obsidian/types.json": "{}"})


@pytest.fixture
def listening(root: Path) -> Iterator[Events]:
    heard = Events(root)
    heard.start()
    yield heard
    heard.stop()


def until(heard: Events, enough: Callable[[Hints], bool]) -> Hints:
    """All that came until it is enough; what came before is part of it."""
    found, end = Hints(), time.monotonic() + PATIENCE
    while not enough(found):
        assert time.monotonic() < end, found
        more = heard.wait(0.2)
        found = Hints(found.paths | more.paths, found.everything or more.everything)
    return found


def test_a_save_in_place_and_one_by_rename_name_the_note(root: Path, listening: Events) -> None:
    (root / "a/Note.md").write_text("two")
    assert until(listening, lambda found: "a/Note.md" in found.paths).everything == ""
    (root / "draft.txt").write_text("three")
    os.replace(root / "draft.txt", root / "a/Note.md")
    assert until(listening, lambda found: {"a/Note.md", "draft.txt"} <= found.paths)
    (root / "a/Note.md").unlink()
    assert until(listening, lambda found: "a/Note.md" in found.paths)


def test_reading_is_no_change_and_neither_is_what_is_hidden(root: Path, listening: Events) -> None:
    (root / "a/Note.md").read_text()
    (root / ".git/HEAD").write_text("y")
    (root / ".obsidian/workspace.json").write_text("{}")
    (root / ".obsidian/types.json").write_text('{"types": {}}')
    (root / "last.md").write_text("x")
    found = until(listening, lambda found: "last.md" in found.paths)
    assert found == Hints(frozenset({".obsidian/types.json", "last.md"}))


def test_a_folder_that_comes_or_goes_is_a_reason_to_look_at_everything(root: Path, listening: Events) -> None:
    write(root.parent / "tree", {"b/c/Deep.md": "x"})
    (root.parent / "tree").rename(root / "tree")
    assert until(listening, lambda found: bool(found.everything)).everything == "a folder came or went"
    time.sleep(0.2)
    listening.wait(0)
    (root / "tree/b/c/Deep.md").write_text("changed")
    assert until(listening, lambda found: "tree/b/c/Deep.md" in found.paths)
    shutil.move(root / "tree", root.parent / "away")
    assert until(listening, lambda found: bool(found.everything))


@pytest.mark.skipif(sys.platform == "darwin", reason="the disk refuses such names")
def test_a_name_that_is_no_text_is_a_hint_as_any_other(root: Path, listening: Events) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/\xff.md")).write_text("x")
    (root / "e\u0301.md").write_text("x")
    assert until(listening, lambda found: "é.md" in found.paths).paths == {"é.md", "\udcff.md"}


def test_a_vault_that_was_replaced_is_not_healthy(root: Path, listening: Events) -> None:
    assert listening.health() == ""
    root.rename(root.parent / "old")
    assert listening.health() == "the vault's folder is gone"
    root.mkdir()
    assert listening.health() == "the vault's folder was replaced"


@linux
@pytest.mark.parametrize("thread", ["InotifyFD", "InotifyEmitter", "InotifyObserver"])
def test_a_thread_that_died_is_noticed(root: Path, thread: str) -> None:
    heard = Events(root)
    before = set(threading.enumerate())
    heard.start()
    (one,) = (each for each in set(threading.enumerate()) - before if type(each).__name__ == thread)
    assert heard.health() == ""
    assert isinstance(one, BaseThread)
    one.stop()
    one.join(PATIENCE)
    assert heard.health() == "the watch on the folder died"
    heard.stop()


def test_a_thread_that_hangs_does_not_keep_anybody_from_stopping(root: Path, listening: Events) -> None:
    threads = [each for each in threading.enumerate() if type(each).__name__ == "InotifyFD"]
    locks = [each._lock for each in threads]  # type: ignore[attr-defined]
    for lock in locks:
        lock.acquire()
    listening.stop()
    for lock in locks:
        lock.release()


def test_what_cannot_be_watched_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwatchable, match="no such file"):
        Events(tmp_path / "none").start()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_too_many_open_files_are_said(root: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
    try:
        with pytest.raises(Unwatchable, match="too many open files or inotify instances"):
            Events(root).start()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_vault_behind_a_symlink_is_heard_and_so_is_that_the_link_leads_elsewhere_now(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    heard = Events(link)
    heard.start()
    (root / "Top.md").write_text("x")
    assert until(heard, lambda found: "Top.md" in found.paths).everything == ""
    link.unlink()
    link.symlink_to(root.parent)
    assert heard.health() == "the vault's folder was replaced"
    heard.stop()


@pytest.mark.parametrize("name", ["e\u0301", "\u00e9"])
def test_the_name_of_the_root_may_have_any_form(tmp_path: Path, name: str) -> None:
    root = write(tmp_path / name, {"a/Note.md": "one"})
    heard = Events(root)
    heard.start()
    (root / "a/Note.md").write_text("two")
    assert until(heard, lambda found: bool(found)) == Hints(frozenset({"a/Note.md"}))
    heard.stop()


@linux
def test_a_swap_from_the_staging_folder_names_the_note(root: Path, listening: Events) -> None:
    write(root, {".para-sync/staged": "two"})
    listening.wait(0.2)
    exchange.swap(root / "a/Note.md", root / ".para-sync/staged")
    assert until(listening, lambda found: bool(found)) == Hints(frozenset({"a/Note.md"}))


def test_what_nobody_understands_is_a_reason_to_look_at_everything(root: Path) -> None:
    for event in (FileModifiedEvent("/elsewhere/Note.md"), FileModifiedEvent(str(root)), DirDeletedEvent(str(root))):
        gathered = events._Gathered()
        events._Handler(str(root), gathered).dispatch(event)
        assert gathered.wait(0).everything


def test_lost_events_are_a_reason_to_look_at_everything(root: Path, listening: Events) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert until(listening, lambda found: bool(found.everything)).everything == "the system lost events"


def test_many_changes_at_once_are_a_reason_to_look_at_everything(root: Path) -> None:
    gathered = events._Gathered()
    handler = events._Handler(str(root), gathered)
    for number in range(MOST_PATHS):
        handler.dispatch(FileModifiedEvent(str(root / f"{number}.md")))
    assert len(gathered.wait(0).paths) == MOST_PATHS
    for number in range(MOST_PATHS + 1):
        handler.dispatch(FileModifiedEvent(str(root / f"{number}.md")))
    assert gathered.wait(0) == Hints(everything="many notes changed")


def test_a_signal_handler_can_end_the_waiting(root: Path, listening: Events) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: listening.wake())
    try:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGUSR1)).start()
        assert not listening.wait(PATIENCE)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_after_the_end_nothing_is_heard(root: Path) -> None:
    heard = Events(root)
    heard.start()
    heard.stop()
    (root / "a/Note.md").write_text("two")
    assert not heard.wait(0.1)
    assert heard.health() == ""


@linux
def test_folders_without_a_watch_are_noticed(root: Path, listening: Events) -> None:
    assert events.watched_enough(root)
    write(root.parent / "large", {f"{number}/Note.md": "" for number in range(100)})
    assert not events.watched_enough(root.parent)


LIMITED = """\
import sys
from pathlib import Path
from para_sync.watch.events import Events, Unwatchable, watched_enough

root = Path(sys.argv[1])
heard = Events(root)
try:
    heard.start()
    print(watched_enough(root))
except Unwatchable as unwatchable:
    print(unwatchable)
heard.stop()
"""


@linux
@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("max_inotify_watches=40", "False\n"),
        ("max_inotify_watches=400", "True\n"),
        ("max_inotify_instances=0", "too many open files or inotify instances\n"),
    ],
)
def test_a_limit_of_the_system_is_noticed(root: Path, limit: str, told: str) -> None:
    # hidden folders have watches too: counting them as those of notes would hide what is missing
    write(root, {f"{number}/Note.md": "" for number in range(30)} | {f".git/{number}/x": "" for number in range(30)})
    name, _, number = limit.partition("=")
    setting = f"echo {number} > /proc/sys/user/{name}"
    if subprocess.run(["unshare", "-U", "-r", "sh", "-c", setting], capture_output=True).returncode:
        pytest.skip("this machine lets nobody have limits of their own")
    script = [sys.executable, "-c", LIMITED, str(root)]
    child = ["unshare", "-U", "-r", "sh", "-c", f'{setting}; exec "$@"', "sh", *script]
    assert subprocess.run(child, capture_output=True, text=True, check=True).stdout == told


STOPPED = """\
import os, signal, sys
from pathlib import Path
from para_sync.watch.events import Events

heard = Events(Path(sys.argv[1]))
heard.start()
os.kill(os.getpid(), signal.SIGSTOP)
while not (found := heard.wait(None)).everything:
    pass
print(found.everything)
heard.stop()
"""


@linux
def test_an_overflow_of_the_system_is_a_reason_to_look_at_everything(root: Path) -> None:
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    if most > 50_000:
        pytest.skip("this machine's queue is too long")
    with subprocess.Popen([sys.executable, "-c", STOPPED, str(root)], stdout=subprocess.PIPE, text=True) as child:
        os.waitpid(child.pid, os.WUNTRACED)
        for _ in range(most // 2 + 100):
            with open(root / "a/Note.md", "ab", buffering=0) as note:
                note.write(b"x")
        child.send_signal(signal.SIGCONT)
        try:
            assert child.communicate(timeout=PATIENCE)[0] == "the system lost events\n"
        finally:
            child.kill()


MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:20 / /mnt/c rw - 9p C:\\134 rw
23 21 0:21 / /home/ann/My\\040Cloud rw,nosuid - fuse.rclone remote: rw
24 21 0:22 / /home/ann/My\\040Cloud/inner rw - nfs4 host:/x rw
25 21 0:23 / /media/stick rw - fuseblk /dev/sdb1 rw
26 21 0:24 / /media/host rw - virtiofs host rw
a line that is cut
"""


@pytest.mark.parametrize(
    ("place", "kind", "told"),
    [
        ("/home/ann/vault", "ext4", True),
        ("/mnt/c/vault", "9p", False),
        ("/mnt/cc", "ext4", True),
        ("/home/ann/My Cloud/vault", "fuse.rclone", False),
        ("/home/ann/My Cloud/inner", "nfs4", False),
        ("/media/stick", "fuseblk", True),
        ("/media/host/vault", "virtiofs", False),
    ],
)
def test_the_file_system_of_a_place(place: str, kind: str, told: bool) -> None:
    assert filesystem.read(MOUNTS, Path(place)) == kind
    assert filesystem.sends_events(kind) is told
