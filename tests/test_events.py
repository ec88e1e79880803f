"""What the system tells of a folder, with real events: each change is a hint, and what may be lost is said."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import write

from para_sync.watch import events, filesystem
from para_sync.watch.events import MOST_PATHS, Events, Hints, Unwatchable

PATIENCE = 20.0


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


def test_what_cannot_be_watched_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwatchable, match="no such file"):
        Events(tmp_path / "none").start()


def test_lost_events_and_too_many_are_a_reason_to_look_at_everything(root: Path, listening: Events) -> None:
    logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
    assert until(listening, lambda found: bool(found.everything)).everything == "the system lost events"
    for number in range(MOST_PATHS + 200):
        (root / f"{number}.md").touch()
    found = until(listening, lambda found: bool(found.everything))
    assert (found.everything, len(found.paths) <= MOST_PATHS) == ("many notes changed", True)


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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how many watches there are")
def test_too_few_watches_are_noticed(root: Path, listening: Events) -> None:
    assert events.watched_enough(2)
    assert not events.watched_enough(10_000)


MOUNTS = """\
21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
22 21 0:20 / /mnt/c rw - 9p C:\\134 rw
23 21 0:21 / /home/ann/My\\040Cloud rw,nosuid - fuse.rclone remote: rw
24 21 0:22 / /home/ann/My\\040Cloud/inner rw - nfs4 host:/x rw
25 21 0:23 / /media/stick rw - fuseblk /dev/sdb1 rw
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
    ],
)
def test_the_file_system_of_a_place(place: str, kind: str, told: bool) -> None:
    assert filesystem.read(MOUNTS, Path(place)) == kind
    assert filesystem.sends_events(kind) is told
