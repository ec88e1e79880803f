"""What belongs to a vault: the plain notes and files below its folder; all else is passed over, and said."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import write

from para_sync.files import Files
from para_sync.vault.source import Disk, Listing, Nothing, Overlay, find
from para_sync.vault.vault import Vault
from para_sync.vault.walk import is_vault

SYMLINK = "a symlink, not read"
CONFLICT = "a sync service kept two versions of a note; this copy is not read"


def listing(root: Path) -> Listing:
    return Disk(root).listing()


def oddities(root: Path) -> list[tuple[str, str, str]]:
    return [tuple(each) for each in listing(root).oddities]


def test_notes_and_other_files_in_order(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["b.md", "a/z.md", "a/B.MD", "a.b/c.md", "a/pic.png", "LICENSE", "x.md/in.md"], ""))
    assert listing(tmp_path) == Listing(
        ("a.b/c.md", "a/B.MD", "a/z.md", "b.md", "x.md/in.md"), ("LICENSE", "a/pic.png")
    )


def test_what_starts_with_a_dot_is_no_part_of_it(tmp_path: Path) -> None:
    write(tmp_path, {".a.md": "", ".obsidian/b.md": "", ".trash/c.md": "", "d/.e/f.md": "", "d/.para-sync-x.md": ""})
    assert listing(tmp_path) == Listing()


def test_symlinks_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside/secret.md": "", "outside/pic.png": "", "vault/a.md": ""})
    vault = tmp_path / "vault"
    for name, to in {
        "inside.md": "a.md",
        "outside.md": "../outside/secret.md",
        "nowhere.md": "nothing",
        "folder": "../outside",
        "loop": ".",
        "itself": "itself",
        "gone.png": "nothing.png",
        "pic.png": "../outside/pic.png",
    }.items():
        (vault / name).symlink_to(to)
    assert oddities(vault) == [
        (name, "note-unreadable", SYMLINK)
        for name in ("folder", "gone.png", "inside.md", "itself", "loop", "nowhere.md", "outside.md")
    ]
    assert listing(vault).notes == ("a.md",)
    assert listing(vault).others == ("pic.png",)
    with pytest.raises(OSError, match="symbolic links"):
        Disk(vault).content("outside.md")


@pytest.mark.parametrize(
    "name",
    [
        "Note.sync-conflict-20261121-093612-ABCDEFG.md",
        "Note (Conflicted copy phone 202611210936).md",
        "Note (Conflicted copy).md",
        "Note (Ann's conflicted copy 2026-11-21).md",
        "Note (conflicted copy 2026-11-21 093612).md",
        "Note_host_Nov-21-0936-2026_Conflict.md",
        "Note.Conflict.md",
    ],
)
def test_conflict_copies(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"Note.md": "", f"a/{name}": ""})
    assert oddities(tmp_path) == [(f"a/{name}", "conflict-copy", CONFLICT)]
    assert listing(tmp_path).notes == ("Note.md",)


@pytest.mark.parametrize(
    "name", ["Note 2.md", "Note-HOST.md", "Conflict.md", "Conflicted copy.md", "a.sync-conflict.md"]
)
def test_names_that_may_be_honest(tmp_path: Path, name: str) -> None:
    assert listing(write(tmp_path, {name: ""})).notes == (name,)


def test_a_vault_within_a_vault(tmp_path: Path) -> None:
    write(
        tmp_path, {"a.md": "", "one/.obsidian/app.json": "", "one/b.md": "", "two/para-sync.toml": "", "two/c.md": ""}
    )
    message = "another vault lies in this one; its notes are not read"
    assert listing(tmp_path).notes == ("a.md",)
    assert oddities(tmp_path) == [("one", "vault-nested", message), ("two", "vault-nested", message)]


def test_too_large(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"fits.md": b"x" * 2 * 1024 * 1024, "large.md": b"x" * 3 * 1024 * 1024, "pic.png": b"x" * 3 * 1024 * 1024},
    )
    assert oddities(tmp_path) == [("large.md", "note-unreadable", "too large (3.0 MB, limit 2 MB), not read")]
    assert (listing(tmp_path).notes, listing(tmp_path).others) == (("fits.md",), ("pic.png",))


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert oddities(tmp_path) == [("pipe.md", "note-unreadable", "not a plain file")]
    with pytest.raises(OSError, match="not a plain file"):
        Disk(tmp_path).content("pipe.md")


def test_names_are_nfc_and_still_opened(tmp_path: Path) -> None:
    source = Disk(write(tmp_path, {"Cafe\u0301/E\u0301te\u0301.md": "found"}))
    assert source.listing().notes == ("Café/Été.md",)
    assert source.content("Café/Été.md") == b"found"


def test_two_unicode_forms_of_one_name(tmp_path: Path) -> None:
    source = Disk(write(tmp_path, {"e\u0301.md": "one", "é.md": "two"}))
    message = "another file has the same name in another Unicode form"
    assert [tuple(each) for each in source.listing().oddities] == [("é.md", "name-collision", message)]
    assert source.listing().notes == ("é.md",)
    (tmp_path / "e\u0301.md").unlink()
    assert source.listing() == Listing(("é.md",))
    assert source.content("é.md") == b"two"


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb"):
        pass
    assert oddities(tmp_path) == [("caf\udce9.md", "note-unreadable", "the file's name is not UTF-8")]
    assert listing(tmp_path).notes == ()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the user `nobody` can reach, with `nobody` at work in it where the tests run as root."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def as_nobody(root: Path) -> Listing:
    if os.geteuid() != 0:
        return listing(root)
    os.seteuid(65534)
    try:
        return listing(root)
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_read(open_folder: Path) -> None:
    write(open_folder, {"a.md": "", "closed/b.md": ""})
    os.chmod(open_folder / "closed", 0)
    try:
        found = as_nobody(open_folder)
    finally:
        os.chmod(open_folder / "closed", 0o755)
    assert found.notes == ("a.md",)
    assert [tuple(each) for each in found.oddities] == [
        ("closed", "note-unreadable", "cannot be read: permission denied")
    ]


class Vanishing(Files):
    """A disk from which a note goes away as soon as its folder has been read."""

    def entries(self, folder: str | os.PathLike[str]) -> list[os.DirEntry[str]]:
        found = list(super().entries(folder))
        Path(folder, "gone.md").unlink()
        return found


def test_a_note_that_goes_away_meanwhile(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "", "gone.md": ""})
    assert Disk(tmp_path, Vanishing()).listing() == Listing(("a.md",))


def test_reading_fails_for_one_note_only(tmp_path: Path) -> None:
    class Failing(Files):
        def read(self, path: str | os.PathLike[str]) -> bytes:
            if Path(path).name == "b.md":
                raise OSError(5, "Input/output error")
            return super().read(path)

    vault = Vault.read(Disk(write(tmp_path, {"a.md": "# A", "b.md": ""}), Failing()))
    assert [note.path for note in vault] == ["a.md"]
    assert [each.message for each in vault.notes["b.md"].faults] == ["cannot be read: input/output error"]


# Which vault


def test_the_nearest_vault_upward(tmp_path: Path) -> None:
    write(tmp_path, {"v/.obsidian/app.json": "", "v/a/b/c.md": "", "v/w/para-sync.toml": "", "v/w/d.md": ""})
    assert find(tmp_path / "v" / "a" / "b" / "c.md") == tmp_path / "v"
    assert find(tmp_path / "v" / "w" / "d.md") == tmp_path / "v" / "w"
    assert find(tmp_path / "v") == tmp_path / "v"
    assert find(tmp_path / "v" / "no" / "such.md") == tmp_path / "v"
    assert find(tmp_path) is None


def test_what_makes_a_vault(tmp_path: Path) -> None:
    write(tmp_path, {"a/.obsidian": "a file", "b/para-sync.toml/x": "in a folder", "c/.obsidian/x": ""})
    assert [is_vault(tmp_path / name) for name in "abc"] == [False, False, True]


# Text laid over


def test_files_in_memory_are_listed_as_those_on_a_disk(tmp_path: Path) -> None:
    files = {"a.md": b"", "B.MD": b"", "pic.png": b"", ".obsidian/app.json": b"", "c/.hidden.md": b"", "c/d.md": b""}
    in_memory = Overlay(Nothing(), files)
    assert in_memory.listing() == listing(write(tmp_path, files)) == Listing(("B.MD", "a.md", "c/d.md"), ("pic.png",))
    assert Nothing().listing() == Listing()
    with pytest.raises(FileNotFoundError):
        in_memory.content("e.md")


def test_the_last_change_counts() -> None:
    nested = Overlay(Nothing(), {"w/a.md": b"", "w/para-sync.toml": b""})
    assert nested.listing().notes == ()
    assert Overlay(nested, {"w/para-sync.toml": None}).listing() == Listing(("w/a.md",))


def test_an_overlay_adds_replaces_and_takes_away(tmp_path: Path) -> None:
    below = Disk(write(tmp_path, {"a.md": "a", "b.md": "b", "pic.png": "", "c.Conflict.md": ""}))
    over = Overlay(below, {"b.md": None, "new/d.md": b"d", "a.md": b"A", ".obsidian/x.json": b"{}", "e.png": b""})
    over = Overlay(Overlay(over, {"pic.png": None, "c.Conflict.md": None}), {"d.Conflict.md": b""})
    assert over.listing().notes == ("a.md", "new/d.md")
    assert over.listing().others == ("e.png",)
    assert [each.path for each in over.listing().oddities] == ["d.Conflict.md"]
    assert (over.content("a.md"), over.content("new/d.md"), over.content(".obsidian/x.json")) == (b"A", b"d", b"{}")
    with pytest.raises(FileNotFoundError):
        over.content("b.md")
    assert below.content("b.md") == b"b"
