"""A vault kept in step with its folder: after a scan it is what a fresh read gives, and a look claims no more than it
can. Real files; the clocks are numbers that are passed in.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import count, write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from para_sync.files import AnyPath, Files
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault
from para_sync.vault.walk import RACY_SECONDS, SETTINGS, TEMPLATES_SETTINGS
from para_sync.watch.follow import DOUBT_SECONDS, Follower, Gone

TYPES = ".obsidian/types.json"


class Counted(Files):
    """The disk, with the names of what is read, a wall clock that may go ahead, and files that cannot be read."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        self.ahead = 0.0
        self.broken = ""

    def read(self, path: AnyPath) -> bytes:
        name = os.path.basename(path)
        if name.endswith(".md"):
            self.reads.append(name)
        if name == self.broken:
            raise OSError(errno.EIO, "input/output error")
        return super().read(path)

    def now(self) -> float:
        return super().now() + self.ahead

    def read_since(self) -> list[str]:
        reads, self.reads = self.reads, []
        return reads


def vault(root: Path, **files: str) -> Path:
    """A vault's folder with these notes."""
    (root / ".obsidian").mkdir(parents=True)
    return write(root, {f"{name}.md": text for name, text in files.items()})


def content(vault: Vault, path: str) -> bytes:
    return vault.content(path)


def resolved(vault: Vault, path: str) -> object:
    note = vault.note(path)
    return note and tuple((vault.resolve(link, note), vault.called(link)) for link in note.links)


def whole(vault: Vault) -> object:
    templates = [each.path for each in vault if vault.is_template(each)]
    return tuple(vault.notes.items()), vault.others, vault.oddities, vault.of_type("session"), templates


def facts(vault: Vault) -> list[object]:
    """All that a vault says, each by a question whose answer is kept."""
    of_each = [vault.once(ask, path) for ask in (content, resolved) for path in vault.notes]
    return [vault.once(whole), of_each, [vault.once(content, path) for path in (TYPES, SETTINGS, TEMPLATES_SETTINGS)]]


def test_the_first_scan_reads_the_vault_and_the_next_ones_only_what_changed(tmp_path: Path) -> None:
    root, files = vault(tmp_path / "v", a="one", b="two"), Counted()
    follower = Follower(root, files)
    files.ahead = RACY_SECONDS + 1
    assert follower.scan(0) == {"a.md", "b.md"}
    assert files.read_since() == ["a.md", "b.md"]
    assert follower.scan(600) == frozenset()
    assert files.read_since() == []
    write(root, {"b.md": "three"})
    assert follower.scan(1200) == {"b.md"}
    assert files.read_since() == ["b.md"]


def test_a_file_that_was_written_a_moment_ago_is_read_again_until_its_stamp_can_be_trusted(tmp_path: Path) -> None:
    root, files = vault(tmp_path / "v", a="one"), Counted()
    follower = Follower(root, files)
    for ahead, reads in ((0, ["a.md"]), (0, ["a.md"]), (RACY_SECONDS + 1, ["a.md"]), (RACY_SECONDS + 1, [])):
        files.ahead = ahead
        follower.scan(ahead)
        assert files.read_since() == reads


@pytest.mark.parametrize("when", [0, 2**32 - 1])
def test_a_date_of_long_ago_or_far_ahead_changes_nothing(tmp_path: Path, when: int) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"a.md": "two"})
    os.utime(root / "a.md", (when, when))
    assert follower.scan(1) == {"a.md"}
    assert follower.scan(2) == frozenset()


def test_the_same_size_and_time_do_not_hide_another_text(tmp_path: Path) -> None:
    root, files = vault(tmp_path / "v", a="one"), Counted()
    follower, files.ahead = Follower(root, files), RACY_SECONDS + 1
    follower.scan(0)
    seen = os.stat(root / "a.md")
    time.sleep(0.02)  # the coarse clock of the file system goes on
    write(root, {"a.md": "two"})
    os.utime(root / "a.md", ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert follower.scan(1) == {"a.md"}


def test_a_note_that_is_written_with_the_same_text_did_not_change(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    note = follower.vault.note("a.md")
    write(root, {"a.md": "one"})
    assert (follower.scan(1), follower.look({"a.md"}, 1)) == (frozenset(), frozenset())
    assert follower.vault.note("a.md") is note


def test_distrust_reads_every_note_again(tmp_path: Path) -> None:
    root, files = vault(tmp_path / "v", a="one", b="two"), Counted()
    follower, files.ahead = Follower(root, files), RACY_SECONDS + 1
    follower.scan(0)
    files.read_since()
    follower.distrust()
    assert follower.scan(1) == frozenset()
    assert files.read_since() == ["a.md", "b.md"]


def test_an_emptied_note_is_doubted_first_and_believed_after_a_while(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"a.md": ""})
    assert follower.look({"a.md"}, 10) == frozenset()
    assert (follower.doubted, follower.doubted_until) == ({"a.md"}, 10 + DOUBT_SECONDS)
    assert follower.scan(10 + DOUBT_SECONDS / 2) == frozenset()
    assert not follower.vault.notes["a.md"].faults
    assert follower.look({"a.md"}, 10 + DOUBT_SECONDS) == {"a.md"}
    assert [each.rule for each in follower.vault.notes["a.md"].faults] == ["note-empty"]
    assert follower.doubted == frozenset()


def test_a_doubted_note_that_got_its_text_was_only_being_saved(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one", b="[[a]]")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"a.md": "", "b.md": "[[a]] "})
    assert follower.look({"a.md", "b.md"}, 1) == {"b.md"}
    assert follower.vault.once(content, "a.md") == b""
    write(root, {"a.md": "one"})
    assert follower.look({"a.md"}, 1.1) == frozenset()
    assert follower.doubted == frozenset()
    assert follower.vault.once(content, "a.md") == b"one"


def test_a_doubted_note_that_went_is_gone(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"a.md": ""})
    follower.scan(1)
    (root / "a.md").unlink()
    assert follower.scan(1.5) == {"a.md"}
    assert follower.doubted == frozenset()


def test_a_new_note_may_be_empty_at_once(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"b.md": ""})
    assert (follower.look({"b.md"}, 1), follower.doubted) == ({"b.md"}, frozenset())


def test_a_note_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    root, files = vault(tmp_path / "v", a="one"), Counted()
    follower, files.ahead, files.broken = Follower(root, files), RACY_SECONDS + 1, "a.md"
    assert follower.scan(0) == {"a.md"}
    assert follower.vault.notes["a.md"].faults[0].message == "cannot be read: input/output error"
    assert follower.scan(1) == frozenset()
    files.broken = ""
    assert follower.scan(2) == {"a.md"}
    assert follower.vault.notes["a.md"].readable


def test_a_vault_that_is_away_is_gone_and_what_was_seen_stays(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    root.rename(tmp_path / "away")
    with pytest.raises(Gone, match=r'"[^"]*/v" is gone, or is no vault any more'):
        follower.scan(1)
    root.mkdir()
    with pytest.raises(Gone):
        follower.scan(2)
    assert list(follower.vault.notes) == ["a.md"]
    root.rmdir()
    (tmp_path / "away").rename(root)
    assert follower.scan(3) == frozenset()


def test_what_was_passed_over_or_is_no_note_is_told_too(tmp_path: Path) -> None:
    """Whoever looks for what is wrong has to hear of every path that may make a difference."""
    root = vault(tmp_path / "v", a="[[pic.png]]")
    follower = Follower(root)
    follower.scan(0)
    write(root, {"pic.png": b"", "a.Conflict.md": ""})
    (root / "link.md").symlink_to("a.md")
    assert follower.look({"pic.png", "a.Conflict.md"}, 1) == {"pic.png", "a.Conflict.md"}
    assert follower.scan(2) == {"link.md"}
    for name in ("pic.png", "a.Conflict.md", "link.md"):
        (root / name).unlink()
    assert follower.scan(3) == {"pic.png", "a.Conflict.md", "link.md"}
    assert facts(follower.vault) == facts(Vault.read(Disk(root)))


def test_configuration_that_changed_is_told_by_its_path(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    write(root, {TYPES: "{}", SETTINGS: ""})
    assert follower.look({TYPES}, 1) == {TYPES, SETTINGS}
    assert follower.scan(2) == {SETTINGS}  # it is a file of the vault as well
    write(root, {SETTINGS: "[lint]\n", ".obsidian/workspace.json": "{}"})
    assert follower.look({".obsidian/workspace.json", SETTINGS}, 3) == {SETTINGS}
    assert follower.look({SETTINGS}, 4) == frozenset()
    (root / TYPES).unlink()
    assert follower.scan(5) == {TYPES}


def test_configuration_is_not_lost_in_a_look_that_comes_to_nothing(tmp_path: Path) -> None:
    root = vault(tmp_path / "v", a="one")
    follower = Follower(root)
    follower.scan(0)
    assert follower.vault.once(content, TYPES) == b""
    write(root, {TYPES: "{}", "é.md": ""})
    assert follower.look({TYPES, "é.md"}, 1) is None
    assert follower.scan(1) == {TYPES, "é.md"}
    assert follower.vault.once(content, TYPES) == b"{}"


def test_a_draft_that_came_and_went_is_nothing(tmp_path: Path) -> None:
    follower = Follower(vault(tmp_path / "v", a="one"))
    follower.scan(0)
    assert follower.look({"sedXY12", "In/.draft"}, 1) == frozenset()


@pytest.mark.parametrize(
    "named", ["é.md", "New/a.md", "link.md", "Linked/a.md", "Nested/a.md", "In/para-sync.toml", "pipe"]
)
def test_a_look_leaves_to_a_scan_what_it_cannot_tell(tmp_path: Path, named: str) -> None:
    root = vault(tmp_path / "v", a="one", **{"In/a": "", "Linked/a": "", "Nested/a": ""})
    follower = Follower(root)
    follower.scan(0)
    write(root, {"é.md": "", "New/a.md": "", "In/para-sync.toml": "", "Nested/.obsidian/app.json": "{}"})
    (root / "link.md").symlink_to("a.md")
    (root / "Linked").rename(tmp_path / "outside")
    (root / "Linked").symlink_to(tmp_path / "outside")
    os.mkfifo(root / "pipe")
    before = follower.vault
    assert follower.look({"a.md", named}, 1) is None
    assert follower.vault is before


# Laws: whatever is done to the folder.

NFC = "In/Café.md"
NFD = unicodedata.normalize("NFD", NFC)
FILES = [
    "a.md", "b.md", "In/a.md", "In/Sub/c.md", "Out/d.md", "a.md.md", NFC, NFD, "pic.png", "a.Conflict.md", SETTINGS,
    TYPES, TEMPLATES_SETTINGS, "In/.hidden.md", "Out/" + SETTINGS, "In/Sub/.obsidian/app.json",
]  # fmt: skip
FOLDERS = ["In", "In/Sub", "Out", "New"]
TEXTS = [
    b"",
    b"[[a]] [[c#H]] ![[pic.png]] [[Nick]]",
    b"---\naliases: Nick\ntype: session\n---\n# H\n",
    b'{"folder": "In"}',
    b"\xff",
]
FILE, FOLDER, TEXT = st.sampled_from(FILES), st.sampled_from(FOLDERS), st.sampled_from(TEXTS)
IN_FILES = st.one_of(
    st.tuples(st.sampled_from(["write", "over"]), FILE, TEXT),
    st.tuples(st.sampled_from(["same", "delete", "link", "touch"]), FILE, st.just(b"")),
)
IN_FOLDERS = st.tuples(st.sampled_from(["move", "out", "back", "linked"]), FOLDER, FOLDER)
SEEN = st.one_of(
    st.tuples(st.sampled_from(["scan", "rest"]), st.just(""), st.just("")),
    st.tuples(st.just("look"), FILE, FILE),
)
Step = tuple[str, str, str | bytes]


def do(root: Path, kind: str, path: str, more: str | bytes) -> None:
    """One thing that somebody does to the folder; nothing where the system does not let them."""
    file, away = root / path, root.parent / "away"
    with suppress(OSError):
        if file.is_symlink():  # writing through it would be a change of another file
            file.unlink()
        if kind == "write":
            write(root, {path: more})
        elif kind == "over":
            write(root, {".new": more})
            os.replace(root / ".new", file)
        elif kind == "same":
            seen = os.stat(file)
            write(root, {path: file.read_bytes().swapcase()})
            os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
        elif kind == "touch":
            os.utime(file, (1, 1))
        elif kind == "delete":
            file.unlink()
        elif kind == "link":
            file.unlink(missing_ok=True)
            file.symlink_to("nowhere")
        elif kind == "move":
            file.rename(root / str(more))
        elif kind == "out":
            shutil.rmtree(away, ignore_errors=True)
            file.rename(away)
        elif kind == "back":
            away.rename(file)
        elif kind == "linked":
            file.rename(away)
            file.symlink_to(away)


def settled(follower: Follower, now: float) -> Vault:
    """The vault after one scan, and once nothing is doubted."""
    follower.scan(now)
    if follower.doubted:
        follower.scan(now + DOUBT_SECONDS)
    assert not follower.doubted
    return follower.vault


def same(vault: Vault, root: Path) -> bool:
    return facts(vault) == facts(Vault.read(Disk(root)))


@pytest.mark.nightly
@settings(max_examples=count(2_000))
@given(st.lists(IN_FILES | IN_FOLDERS | SEEN, max_size=14))
@example([("scan", "", ""), ("write", SETTINGS, b"x"), ("delete", SETTINGS, b"")])
def test_a_scan_ends_with_what_a_fresh_read_gives(steps: list[Step]) -> None:
    """However it came about, with looks at wrong paths in between. `rest` lets so much time pass that all stamps are
    trusted.
    """
    with tempfile.TemporaryDirectory() as name:
        root, files = vault(Path(name) / "v", a="one", **{"In/a": "[[a]]", "In/Sub/c": "# H\n"}), Counted()
        follower = Follower(root, files)
        for now, (kind, path, more) in enumerate(steps):
            files.ahead = 0
            if kind == "look":
                follower.look({path, str(more)}, now / 10)
            elif kind == "scan":
                follower.scan(now / 10)
            elif kind == "rest":
                time.sleep(0.01)
                files.ahead = RACY_SECONDS + 1
                follower.scan(now / 10)
                time.sleep(0.01)
            else:
                do(root, kind, path, more)
            facts(follower.vault)
        assert same(settled(follower, 10), root)


@pytest.mark.nightly
@settings(max_examples=count(2_000))
@given(st.lists(st.lists(IN_FILES, min_size=1, max_size=3), max_size=8))
@example([[("write", SETTINGS, b"")], [("delete", SETTINGS, b"")]])
@example([[("write", f"Out/{SETTINGS}", b"")], [("delete", f"Out/{SETTINGS}", b"")]])
def test_a_look_at_all_that_was_touched_is_as_good_as_a_scan(bursts: list[list[Step]]) -> None:
    """Or it says that it cannot tell, and has changed nothing."""
    with tempfile.TemporaryDirectory() as name:
        root = vault(Path(name) / "v", a="one", **{"In/a": "[[a]]", "In/Sub/c": "# H\n"})
        follower = Follower(root)
        follower.scan(0)
        for now, steps in enumerate(bursts, 1):
            for kind, path, more in steps:
                do(root, kind, path, more)
            before = follower.vault, follower.listing
            named = {unicodedata.normalize("NFC", path) for _, path, _ in steps}
            if follower.look(named, 10 * now) is None or hides(named):
                assert (follower.vault, follower.listing) == before or hides(named)
                settled(follower, 10 * now)
            elif follower.doubted:
                assert follower.look(follower.doubted, 10 * now + DOUBT_SECONDS) is not None
            assert same(follower.vault, root)


def hides(named: Iterable[str]) -> bool:
    """Whether another vault may have come or gone: nothing tells that by the path of a file that is seen."""
    return "In/Sub/.obsidian/app.json" in named
