"""What `files` promises of the disk itself: only plain files are read, all bytes are written, nothing is clobbered."""

import os
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


def test_folders_are_made_where_they_are_missing(tmp_path: Path) -> None:
    for _ in range(2):
        DISK.mkdirs(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
