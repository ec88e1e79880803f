"""What `files` promises of the disk itself: only plain files are read, all bytes are written, nothing is clobbered."""

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from para_sync.files import DISK, reason


def test_a_plain_file_is_read_and_listed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\r\n\0")
    assert [entry.name for entry in DISK.entries(tmp_path)] == ["a.md"]
    assert DISK.read(tmp_path / "a.md") == b"\r\n\0"


@pytest.mark.parametrize(
    ("name", "words"),
    [("link", "too many levels of symbolic links"), ("pipe", "not a plain file"), ("folder", "is a directory")],
)
def test_what_is_no_plain_file_is_an_error_at_once(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "a.md").write_bytes(b"x")
    (tmp_path / "link").symlink_to("a.md")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=f"(?i){words}") as caught:
        DISK.read(tmp_path / name)
    assert reason(caught.value) == words


def test_a_file_is_read_to_its_end_however_little_comes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_bytes(b"ten bytes!")
    read = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: read(descriptor, min(count, 3)))
    assert DISK.read(tmp_path / "a.md") == b"ten bytes!"


def test_a_file_that_grows_is_read_to_its_new_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"short")
    looked = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        found = looked(descriptor)
        with open(tmp_path / "a.md", "ab") as file:
            file.write(b" and long" * 20_000)
        return found

    monkeypatch.setattr(os, "fstat", grown)
    assert DISK.read(tmp_path / "a.md") == b"short" + b" and long" * 20_000


def test_a_system_that_writes_less_than_asked_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, rest: write(descriptor, bytes(rest)[:3]))
    DISK.write_new(tmp_path / "a.md", b"ten bytes!")
    assert (tmp_path / "a.md").read_bytes() == b"ten bytes!"


def test_a_new_file_has_exactly_the_mode_asked_for(tmp_path: Path) -> None:
    DISK.write_new(tmp_path / "a.md", b"", 0o666)
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o666


def test_a_file_that_exists_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        DISK.write_new(tmp_path / "a.md", b"x")
    assert (tmp_path / "a.md").read_bytes() == b"mine"


def test_an_interrupt_leaves_what_was_there_and_no_draft(tmp_path: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    DISK.put(tmp_path / "a", [b"wh", b"ole"])
    with pytest.raises(KeyboardInterrupt):
        DISK.put(tmp_path / "a", parts())
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"a": b"whole"}


def test_folders_are_made_where_they_are_missing(tmp_path: Path) -> None:
    for _ in range(2):
        DISK.mkdirs(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


def test_two_files_swap_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").write_bytes(b"b")
    DISK.swap(tmp_path / "a.md", tmp_path / "b.md")
    assert ((tmp_path / "a.md").read_bytes(), (tmp_path / "b.md").read_bytes()) == (b"b", b"a")
    with pytest.raises(FileNotFoundError):
        DISK.swap(tmp_path / "a.md", tmp_path / "none.md")
    assert (tmp_path / "a.md").read_bytes() == b"b"


def test_a_system_that_cannot_swap_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "sunos5")
    with pytest.raises(OSError, match=r"a\.md") as caught:
        DISK.swap(tmp_path / "a.md", tmp_path / "b.md")
    assert caught.value.errno == errno.ENOTSUP


@pytest.mark.parametrize("able", ["renames", "links", "neither"])
def test_a_file_moves_to_a_free_name_and_clobbers_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, able: str
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    if able != "renames":
        monkeypatch.setattr(sys, "platform", "sunos5")
    if able == "neither":
        monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").write_bytes(b"b")
    with pytest.raises(FileExistsError):
        DISK.move(tmp_path / "a.md", tmp_path / "b.md")
    DISK.move(tmp_path / "a.md", tmp_path / "c.md")
    with pytest.raises(FileNotFoundError):
        DISK.move(tmp_path / "a.md", tmp_path / "d.md")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b.md": b"b", "c.md": b"a"}
    assert (tmp_path / "c.md").stat().st_nlink == 1


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
def test_a_swap_ends_with_the_event_that_something_moved_to_the_note(tmp_path: Path) -> None:
    """Whoever watches must not take it for a deletion."""
    (tmp_path / "staged").mkdir()
    (tmp_path / "note.md").touch()
    (tmp_path / "staged" / "new").touch()
    library = ctypes.CDLL(None)
    descriptor = library.inotify_init()
    for folder in (tmp_path, tmp_path / "staged"):
        library.inotify_add_watch(descriptor, os.fsencode(folder), MOVED_FROM | MOVED_TO)
    DISK.swap(tmp_path / "note.md", tmp_path / "staged" / "new")
    assert list(events(os.read(descriptor, 4096))) == [
        (MOVED_FROM, "note.md"),
        (MOVED_TO, "new"),
        (MOVED_FROM, "new"),
        (MOVED_TO, "note.md"),
    ]
    os.close(descriptor)


MOVED_FROM, MOVED_TO = 0x40, 0x80


def events(data: bytes) -> Iterator[tuple[int, str]]:
    """Kind and name of each inotify event (inotify(7))."""
    while data:
        _, kind, _, size = struct.unpack_from("iIII", data)
        yield kind, data[16 : 16 + size].rstrip(b"\0").decode()
        data = data[16 + size :]


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="the system has no extended attributes")
def test_extended_attributes_are_copied(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).touch()
    try:
        os.setxattr(tmp_path / "a.md", "user.colour", b"red")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    DISK.copy_attributes(tmp_path / "a.md", tmp_path / "b.md")
    assert os.getxattr(tmp_path / "b.md", "user.colour") == b"red"
    DISK.copy_attributes(tmp_path / "none.md", tmp_path / "b.md")
