"""What `edit` promises: bytes outside an edit stay, a note is old or new, and no word of another program is lost."""

import errno
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from seam import Hooked, Killed, Later, Torn

from para_sync import edit, journal
from para_sync.change import Edit
from para_sync.edit import CHANGED, Outcome, Removal, apply, digest, replacement, splice
from para_sync.files import DISK
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

OLD = b"\xef\xbb\xbf# Boat\r\nSand the hull.\r\nno end"
NEW = b"\xef\xbb\xbf# Boat\r\nPaint the hull.\r\nno end"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    (vault / "Projects").mkdir(parents=True)
    (vault / "Projects" / "Boat.md").write_bytes(OLD)
    return vault


BOAT = "Projects/Boat.md"
PAINT = replacement(BOAT, OLD, NEW)


def staged(root: Path) -> list[str]:
    folder = root / ".para-sync"
    return sorted(set(os.listdir(folder)) - {".gitignore"}) if folder.exists() else []


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".para-sync" not in path.parts
    }


def settled(root: Path) -> list[str]:
    """What lies in the staging folder when everything was settled."""
    assert edit.settle(root, Later()) == []
    return staged(root)


# Values


@pytest.mark.parametrize(
    ("before", "edits", "after"),
    [
        (b"abc", [], b"abc"),
        (b"abc", [(0, 0, b"x")], b"xabc"),
        (b"abc", [(3, 3, b"x")], b"abcx"),
        (b"abc", [(0, 3, b"")], b""),
        (b"abcdef", [(4, 6, b"Y"), (0, 2, b"X")], b"XcdY"),
        (b"abc", [(1, 1, b"1"), (1, 1, b"2")], b"a12bc"),
        (b"abc", [(1, 2, b"B"), (1, 1, b"<"), (2, 2, b">")], b"a<B>c"),
    ],
)
def test_splice(before: bytes, edits: list[tuple[int, int, bytes]], after: bytes) -> None:
    assert splice(before, [Edit("n.md", digest(before), *each) for each in edits]) == after


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(0, 4)], [(-1, 0)], [(2, 1)], [(1, 1), (0, 2)]])
def test_splice_refuses_edits_that_overlap_or_leave_the_note(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r'overlap or leave the note "n\.md"'):
        splice(b"abc", [Edit("n.md", digest(b"abc"), start, end, b"") for start, end in spans])


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.binary(max_size=5)), max_size=6))
def test_bytes_outside_the_edits_never_change(before: bytes, cuts: list[tuple[int, bytes]]) -> None:
    places = sorted(min(at, len(before)) for at, _ in cuts)
    spans = list(zip(places[::2], places[1::2], strict=False))
    edits = [Edit("n.md", digest(before), *span, cut[1]) for span, cut in zip(spans, cuts, strict=False)]
    rest = splice(before, edits)
    kept = 0
    for each in edits:
        outside = before[kept : each.start]
        assert rest.startswith(outside + each.bytes)
        rest, kept = rest[len(outside + each.bytes) :], each.end
    assert rest == before[kept:]


@given(st.lists(st.sampled_from([b"a", b"b", b"\r\n"])).map(b"".join), st.text("ab\n", max_size=12).map(str.encode))
def test_a_replacement_leads_from_one_content_to_the_other_and_no_smaller_one_does(before: bytes, after: bytes) -> None:
    each = replacement("n.md", before, after)
    assert splice(before, [each]) == after
    cut = before[each.start : each.end]
    assert not cut or not each.bytes or (cut[0] != each.bytes[0] and cut[-1] != each.bytes[-1])


def test_digest_is_blake2b_of_16_bytes() -> None:
    assert digest(b"") == "cae66941d9efbd404e4d88758ea67670"


# Writing


def test_a_note_is_written_and_bom_line_ends_and_mode_are_kept(root: Path) -> None:
    (root / BOAT).chmod(0o640)
    assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, True)]
    assert tree(root) == {BOAT: NEW}
    assert stat.S_IMODE((root / BOAT).stat().st_mode) == 0o640
    assert len(staged(root)) == 1
    assert (settled(root), (root / ".para-sync/.gitignore").read_text()) == ([], "*\n")


def test_several_edits_of_several_notes_are_written_at_once_in_the_order_given(root: Path) -> None:
    (root / "z.md").write_bytes(b"one two")
    edits = [Edit("z.md", digest(b"one two"), at, at + 3, word) for at, word in ((4, b"2"), (0, b"1"))]
    made = Edit("a/b/c.md", None, 0, 0, b"made")
    assert apply(root, "r1", [edits[0], made, edits[1], PAINT]) == [
        Outcome("z.md", True),
        Outcome("a/b/c.md", True),
        Outcome(BOAT, True),
    ]
    assert tree(root) == {BOAT: NEW, "a/b/c.md": b"made", "z.md": b"1 2"}


def test_a_new_note_has_the_mode_that_the_user_gives_new_files(root: Path) -> None:
    before = os.umask(0o027)
    try:
        apply(root, "r1", [Edit("a.md", None, 0, 0, b"")])
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "a.md").stat().st_mode) == 0o640


def test_a_vault_that_does_not_exist_yet_is_made(tmp_path: Path) -> None:
    root = tmp_path / "a" / "vault"
    assert apply(root, "r1", [Edit("Home.md", None, 0, 0, b"x")]) == [Outcome("Home.md", True)]
    assert tree(root) == {"Home.md": b"x"}


@pytest.mark.parametrize("edits", [[PAINT], [Edit("a/b.md", None, 0, 0, b"x")], []])
def test_a_second_apply_writes_nothing(root: Path, edits: list[Edit]) -> None:
    apply(root, "r1", edits)
    before = tree(root.parent)
    files = Hooked()
    again = [replacement(each.path, (root / each.path).read_bytes(), (root / each.path).read_bytes()) for each in edits]
    made = [each for each in edits if each.expects is None]
    assert all(outcome == Outcome(outcome.path, False) for outcome in apply(root, "r2", again, files))
    assert all(outcome == Outcome(outcome.path, False) for outcome in apply(root, "r2", made, files))
    assert not {"create", "write", "replace", "link", "unlink", "mkdir", "chmod"} & set(files.calls)
    assert tree(root.parent) == before


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_any_bytes_are_written_as_they_are(root: Path, before: bytes, after: bytes) -> None:
    (root / "n.md").write_bytes(before)
    assert apply(root, "r", [replacement("n.md", before, after)]) == [Outcome("n.md", before != after)]
    assert (root / "n.md").read_bytes() == after


# What is left alone


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../out.md", "leaves the vault"),
        ("Projects/../../out.md", "leaves the vault"),
        ("/etc/out.md", "leaves the vault"),
        ("Projects//out.md", "leaves the vault"),
        ("./out.md", "leaves the vault"),
        ("", "leaves the vault"),
        ("a\0.md", "leaves the vault"),
        (".obsidian/app.json", '".obsidian" is hidden'),
        (".git/hooks/pre-commit", '".git" is hidden'),
        (".trash/a.md", '".trash" is hidden'),
        ("Projects/.a.md", '".a.md" is hidden'),
        ("linked/out.md", '"linked" is a symlink'),
        ("link.md", '"link.md" is a symlink'),
        ("dead.md", '"dead.md" is a symlink'),
        ("two.md", "has 2 hard links"),
        ("pipe.md", "not a plain file"),
        ("Projects", "not a plain file"),
        (BOAT + "/a.md", '"Boat.md" is not a folder'),
        ("x" * 300 + ".md", "file name too long"),
        ("\ud800.md", "no file can have this name"),
    ],
)
@pytest.mark.parametrize("expects", [None, digest(b"kept")])
def test_a_path_where_only_others_write_is_refused(root: Path, path: str, reason: str, expects: str | None) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "out.md").write_bytes(b"kept")
    (root / "linked").symlink_to(outside)
    (root / "link.md").symlink_to(outside / "out.md")
    (root / "dead.md").symlink_to(outside / "none.md")
    (root / "two.md").write_bytes(b"kept")
    os.link(root / "two.md", outside / "two.md")
    os.mkfifo(root / "pipe.md")
    before = tree(root), tree(outside)
    assert apply(root, "r1", [Edit(path, expects, 0, 0, b"x")]) == [Outcome(path, False, reason)]
    assert (tree(root), tree(outside)) == before


def test_hidden_lets_a_file_be_made_but_not_changed_in_a_dot_folder_and_not_where_git_lives(root: Path) -> None:
    made = [".obsidian/app.json", ".claude/skills/para-practice/SKILL.md"]
    for path in made:
        assert apply(root, "r1", [Edit(path, None, 0, 0, b"{}")], hidden=True) == [Outcome(path, True)]
        (change,) = apply(root, "r1", [replacement(path, b"{}", b"[]")], hidden=True)
        assert not change.written
    for path in [".git/config", ".GIT/config", ".git. /config", ".trash/a.md", "a/.para-sync/x"]:
        assert [each.written for each in apply(root, "r1", [Edit(path, None, 0, 0, b"")], hidden=True)] == [False]
    assert list(tree(root)) == [*sorted(made), BOAT]


def test_a_note_that_changed_since_it_was_read_is_left_alone_and_the_others_are_written(root: Path) -> None:
    (root / BOAT).write_bytes(b"my words")
    (root / "mine.md").write_bytes(b"mine")
    edits = [
        PAINT,
        replacement("mine.md", None, b"x"),
        replacement("gone.md", b"a", b"b"),
        Edit("n.md", None, 0, 0, b""),
    ]
    assert apply(root, "r1", edits) == [
        Outcome(BOAT, False, CHANGED),
        Outcome("mine.md", False, "already exists"),
        Outcome("gone.md", False, "gone since it was read"),
        Outcome("n.md", True),
    ]
    assert tree(root) == {BOAT: b"my words", "mine.md": b"mine", "n.md": b""}


def test_edits_that_overlap_or_make_a_note_twice_leave_it_alone(root: Path) -> None:
    twice = [Edit("n.md", None, 0, 0, b"a"), Edit("n.md", None, 0, 0, b"b")]
    assert apply(root, "r1", [PAINT, *twice, PAINT]) == [
        Outcome(BOAT, False, f'edits overlap or leave the note "{BOAT}" at byte {PAINT.start}'),
        Outcome("n.md", False, "made twice in one run"),
    ]
    assert tree(root) == {BOAT: OLD}


def test_a_read_only_note_is_left_alone(root: Path) -> None:
    (root / BOAT).chmod(0o444)
    assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, False, "is read-only")]


def test_a_staging_folder_that_is_a_symlink_is_refused(root: Path) -> None:
    (root / ".para-sync").symlink_to(root.parent)
    assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, False, '".para-sync" is a symlink')]
    assert tree(root) == {BOAT: OLD}


# Crashes, errors and other programs


STAGED = ["create", "write", "chmod", "sync", "close", "copy_attributes", "replace"]
KEPT = ["create", "write", "chmod", "sync", "close", "sync_folder"]
LOOK = ["lstat", "lstat", "read"]


def test_the_order_of_calls_is_the_promise_that_a_power_cut_needs(root: Path) -> None:
    """New bytes and replaced bytes are safe on the disk before the swap; a last look is all that lies between, and what
    came out is read at once.
    """
    prepared = ["read", "lstat", "entries", "read", *LOOK, "lstat", "create"]
    placed = ["swap", "read", "sync_folder", "sync_folder", "entries"]
    assert calls_of(root, PAINT) == [*prepared, *STAGED, *KEPT, *LOOK, *placed]


def calls_of(root: Path, each: Edit) -> list[str]:
    """What is called to write this edit, in a vault that was written before."""
    for files in (Hooked(), Hooked()):
        apply(root, "count", [each], files)
        (root / each.path).unlink()
        (root / BOAT).write_bytes(OLD)
    return files.calls


MADE = Edit("new/Made.md", None, 0, 0, b"all of it")


@pytest.mark.parametrize("each", [PAINT, MADE])
def test_a_kill_at_any_call_leaves_the_old_or_the_new_bytes(root: Path, each: Edit) -> None:
    after = {PAINT: NEW, MADE: b"all of it"}[each]
    states = set()
    for k in range(1, len(calls_of(root, each)) + 20):
        try:
            apply(root, "r1", [each], Torn(k))
        except Killed:
            killed = True
        else:
            killed = False
        states.add(tree(root).get(each.path))
        assert apply(root, "r2", [each], Later())[0].reason in {"", CHANGED}
        assert tree(root)[each.path] == after
        assert settled(root) == []
        (root / each.path).unlink()
        (root / BOAT).write_bytes(OLD)
    assert not killed
    assert states == {after, OLD if each == PAINT else None}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT, errno.EMFILE])
@pytest.mark.parametrize("each", [PAINT, MADE])
def test_an_error_at_any_call_is_told_and_the_other_notes_are_written(root: Path, each: Edit, number: int) -> None:
    (root / "other.md").write_bytes(b"x")
    apply(root, "r0", [replacement("other.md", b"x", b"y")])
    # the last call forgets old records, and comes after the other note
    for k in range(1, len(calls_of(root, each))):

        def fail(call: int, name: str, k: int = k) -> None:
            if call == k and name != "close":
                raise OSError(number, os.strerror(number))

        (root / "other.md").write_bytes(b"x")
        if k == 1:  # this machine's name cannot be read
            with pytest.raises(edit.Locked, match=f"(?i){os.strerror(number)}"):
                apply(root, "r1", [each], Hooked(fail))
            continue
        outcome, other = apply(root, "r1", [each, replacement("other.md", b"x", b"y")], Hooked(fail))
        assert other == Outcome("other.md", True)
        assert outcome.reason == "" or os.strerror(number).lower() in outcome.reason.lower()
        assert outcome.written == (each.path in tree(root) and tree(root)[each.path] != OLD)
        assert outcome.written or outcome.reason
        assert settled(root) == []
        (root / each.path).unlink(missing_ok=True)
        (root / BOAT).write_bytes(OLD)


def test_a_full_disk_leaves_the_note_and_no_staged_bytes(root: Path) -> None:
    def full(k: int, name: str) -> None:
        if name == "write":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert apply(root, "r0", []) == []
    assert apply(root, "r1", [PAINT, MADE], Hooked(full)) == [
        Outcome(BOAT, False, "no space left on device"),
        Outcome("new/Made.md", False, "no space left on device"),
    ]
    assert (tree(root), staged(root)) == ({BOAT: OLD}, [])


@pytest.mark.parametrize("how", ["in place", "by rename", "new", "removed", "hard link", "symlink"])
@pytest.mark.parametrize("able", ["swaps", "links", "renames"])
def test_what_another_program_does_before_the_swap_is_never_lost(root: Path, how: str, able: str) -> None:
    note = root / (BOAT if how != "new" else MADE.path)
    each = PAINT if how != "new" else MADE

    def user() -> None:
        note.parent.mkdir(exist_ok=True)
        draft = root.parent / "draft"
        draft.write_bytes(b"my words")
        match how:
            case "in place" | "new":
                note.write_bytes(b"my words")
            case "by rename":
                draft.replace(note)
            case "removed":
                note.unlink()
            case "hard link":
                os.link(note, root / "second.md")
            case "symlink":
                note.unlink()
                note.symlink_to(draft)

    names = calls_of(root, each)
    last = len(names) - names[::-1].index("link" if how == "new" else "swap")
    written = records(root)
    # a name can be swapped, and without that the last look is a moment before the rename
    for k in range(1, last if able == "swaps" else last - 1):

        def act(call: int, name: str, k: int = k) -> None:
            if call == k:
                user()
            refuse(able, name)

        (outcome,) = apply(root, "r1", [each], Hooked(act))
        if how == "hard link" and k == last - 1:
            assert tree(root) == {BOAT: NEW, "second.md": OLD}
        else:
            assert outcome.reason
            assert not outcome.written
            assert how == "removed" or note.read_bytes() in {b"my words", OLD}
        assert how != "removed" or not note.exists()
        if k < last - 1:
            assert records(root) == written
        assert settled(root) == []
        for path in (note, root / "second.md"):
            path.unlink(missing_ok=True)
        (root / BOAT).write_bytes(OLD)


def refuse(able: str, name: str) -> None:
    """Fail as a file system does that cannot do this."""
    if (name == "swap" and able != "swaps") or (name == "link" and able == "renames"):
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))


@pytest.mark.parametrize("able", ["swaps", "links", "renames"])
def test_any_file_system_gets_the_new_bytes(root: Path, able: str) -> None:
    assert apply(root, "r1", [PAINT], Hooked(lambda k, name: refuse(able, name))) == [Outcome(BOAT, True)]
    assert tree(root) == {BOAT: NEW}
    assert len(staged(root)) == (able != "renames")
    assert settled(root) == []


@pytest.mark.parametrize("moment", ["before the swap", "after the swap", "a second later"])
@pytest.mark.parametrize("cut", [False, True])
def test_an_editor_that_writes_to_what_it_opened_before_loses_nothing(root: Path, moment: str, cut: bool) -> None:
    """It holds the file, not the name: its words stay in the note, or come to lie in a conflict copy beside it."""
    with (root / BOAT).open("r+b") as opened:

        def write() -> None:
            if cut:
                opened.truncate(0)
            else:
                opened.seek(0, os.SEEK_END)
            opened.write(b"my words")
            opened.flush()

        def act(k: int, name: str) -> None:
            now = name if moment == "before the swap" else names[-1] if names else ""
            if now == "swap" and moment != "a second later" and names.count("swap") == (now != name):
                write()
            names.append(name)

        names: list[str] = []
        (outcome,) = apply(root, "r1", [PAINT], Hooked(act))
        if moment == "a second later":
            write()
    mine = b"my words" if cut else OLD + b"my words"
    if moment != "a second later":
        assert (outcome, tree(root)) == (Outcome(BOAT, False, CHANGED), {BOAT: mine})
        assert settled(root) == []
        return
    assert outcome == Outcome(BOAT, True)
    (told,) = edit.settle(root, Later())
    copy = next(path for path in tree(root) if path != BOAT)
    assert tree(root) == {BOAT: NEW, copy: mine}
    assert told == Outcome(BOAT, False, f'another edit came while it was written; it is kept in "{copy}"')
    assert re.fullmatch(r"Projects/Boat \(Conflicted copy para-sync \d{14}\)\.md", copy)
    assert [each.rule for each in Vault.read(Disk(root)).oddities] == ["conflict-copy"]
    assert settled(root) == []


def test_a_late_edit_that_was_saved_again_is_no_conflict(root: Path) -> None:
    with (root / BOAT).open("ab") as opened:
        apply(root, "r1", [PAINT])
        opened.write(b" and more")
    (root / BOAT).write_bytes(OLD + b" and more")
    assert settled(root) == []
    assert tree(root) == {BOAT: OLD + b" and more"}


def test_late_words_whose_note_can_no_longer_be_told_are_kept_at_the_root(root: Path) -> None:
    with (root / BOAT).open("ab") as opened:
        apply(root, "r1", [PAINT])
        opened.write(b" and more")
    for path in journal.folder(root).iterdir():
        path.unlink()
    edit.settle(root, Later())
    (copy,) = tree(root).keys() - {BOAT}
    assert copy.startswith("Recovered (Conflicted copy para-sync ")
    assert tree(root)[copy] == OLD + b" and more"


@pytest.mark.parametrize("path", ["Gone/Boat.md", "Linked/Boat.md", "x" * 252 + ".md"])
def test_late_words_are_kept_inside_the_vault_whatever_became_of_the_folder(root: Path, path: str) -> None:
    note = root / path
    note.parent.mkdir(exist_ok=True)
    note.write_bytes(OLD)
    with note.open("ab") as opened:
        apply(root, "r1", [replacement(path, OLD, NEW)])
        opened.write(b" and more")
    if path.startswith("Gone"):
        shutil.rmtree(note.parent)
    if path.startswith("Linked"):
        note.parent.rename(root.parent / "elsewhere")
        note.parent.symlink_to(root.parent / "elsewhere")
    (told,) = edit.settle(root, Later())
    (copy,) = {path for path, data in tree(root).items() if data == OLD + b" and more"}
    assert told == Outcome(path, False, f'another edit came while it was written; it is kept in "{copy}"')
    assert "/" not in copy
    assert settled(root) == []


def test_what_is_held_is_known_until_it_is_settled(root: Path) -> None:
    assert not edit.held(root)
    apply(root, "r1", [PAINT])
    (root / ".para-sync" / "0123456789ab-of-another-machine").touch()
    assert edit.held(root)
    edit.settle(root)
    assert edit.held(root)
    edit.settle(root, Later())
    assert not edit.held(root)


# Taking a note away


TAKE = Removal(BOAT, digest(OLD))


def test_a_removed_note_lies_in_the_trash_under_its_own_path(root: Path) -> None:
    assert apply(root, "r1", [TAKE]) == [Outcome(BOAT, True)]
    (root / BOAT).write_bytes(OLD)
    assert apply(root, "r2", [TAKE]) == [Outcome(BOAT, True)]
    assert tree(root) == {f".trash/{BOAT}": OLD, ".trash/Projects/Boat 2.md": OLD}
    assert [(each["label"], each["after"], replaced) for each, replaced in records(root)] == [
        ("r1", None, OLD),
        ("r2", None, OLD),
    ]


def test_a_note_with_other_bytes_is_not_removed(root: Path) -> None:
    (root / BOAT).write_bytes(b"my words")
    assert apply(root, "r1", [TAKE, Removal("none.md", "")]) == [
        Outcome(BOAT, False, CHANGED),
        Outcome("none.md", False, "gone since it was read"),
    ]
    assert tree(root) == {BOAT: b"my words"}


@pytest.mark.parametrize("folder", [".trash", ".trash/Projects"])
def test_a_trash_that_leads_elsewhere_is_not_used(root: Path, folder: str) -> None:
    (root / folder).parent.mkdir(exist_ok=True)
    (root / folder).symlink_to(root.parent)
    assert apply(root, "r1", [TAKE]) == [Outcome(BOAT, False, f'"{Path(folder).name}" is a symlink')]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_an_error_while_a_note_is_removed_leaves_it_and_no_record(root: Path, number: int) -> None:
    def fail(k: int, name: str) -> None:
        if name == "move":
            raise OSError(number, os.strerror(number))

    (outcome,) = apply(root, "r1", [TAKE], Hooked(fail))
    assert (outcome.written, outcome.reason) == (False, os.strerror(number).lower())
    assert (tree(root), records(root)) == ({BOAT: OLD}, [])


@pytest.mark.parametrize("taken", [False, True])
def test_a_note_that_changes_while_it_is_removed_is_put_back(root: Path, taken: bool) -> None:
    def act(k: int, name: str) -> None:
        if name == "move" and not names.count("move"):
            (root / BOAT).write_bytes(b"my words")
        elif name == "move" and taken:
            (root / BOAT).write_bytes(b"more words")
        names.append(name)

    names: list[str] = []
    (outcome,) = apply(root, "r1", [TAKE], Hooked(act))
    assert outcome.reason.startswith(CHANGED)
    assert tree(root) == ({BOAT: b"more words", f".trash/{BOAT}": b"my words"} if taken else {BOAT: b"my words"})


def test_a_note_made_at_the_very_last_moment_is_not_clobbered(root: Path) -> None:
    def user(k: int, name: str) -> None:
        if name == "link":
            (root / "new" / "Made.md").write_bytes(b"my words")

    assert apply(root, "r1", [MADE], Hooked(user)) == [Outcome(MADE.path, False, "already exists")]
    assert tree(root)[MADE.path] == b"my words"


@pytest.mark.parametrize("late", [False, True])
def test_a_disk_without_links_still_makes_notes_and_clobbers_none(root: Path, late: bool) -> None:
    def no_links(k: int, name: str) -> None:
        if name == "link":
            if late:
                (root / "new" / "Made.md").write_bytes(b"my words")
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    (outcome,) = apply(root, "r1", [MADE], Hooked(no_links))
    assert outcome == (Outcome(MADE.path, False, "already exists") if late else Outcome(MADE.path, True))
    assert tree(root)[MADE.path] == (b"my words" if late else b"all of it")


def test_only_old_leftovers_of_this_machine_are_swept(root: Path) -> None:
    apply(root, "r1", [PAINT])
    machine = next((root.parent / "state").rglob("machine")).read_text()
    folder = root / ".para-sync"
    (held,) = staged(root)
    theirs = f"0123456789ab-{held.partition('-')[2]}"
    for name in (f"{held}.part", theirs, "mine.txt", f"{machine}-what"):
        (folder / name).write_bytes(b"half")
    (folder / f"{machine}-linked").hardlink_to(root / BOAT)
    apply(root, "r2", [])
    assert staged(root) == sorted([held, f"{held}.part", theirs, "mine.txt", f"{machine}-what"])
    apply(root, "r3", [], Later())
    assert staged(root) == sorted([theirs, "mine.txt", f"{machine}-what"])
    assert tree(root) == {BOAT: NEW}


# The journal


def records(root: Path) -> list[tuple[dict[str, Any], bytes]]:
    found = []
    for path in sorted(journal.folder(root).iterdir()):
        line, _, replaced = path.read_bytes().partition(b"\n")
        found.append((json.loads(line), replaced))
    return found


def test_the_journal_has_all_that_taking_a_run_back_needs(root: Path) -> None:
    apply(root, "r1", [PAINT, Edit("n.md", None, 0, 0, b"made")])
    (boat, old), (made, nothing) = records(root)
    assert (old, nothing) == (OLD, b"")
    assert {**boat, "time": 0} == {
        "run": made["run"],
        "label": "r1",
        "time": 0,
        "path": BOAT,
        "before": digest(OLD),
        "after": digest(NEW),
        "spans": [[PAINT.start, PAINT.end, len(PAINT.bytes)]],
    }
    assert (made["before"], made["after"]) == (None, digest(b"made"))
    assert re.fullmatch("[0-9a-f]{6}", made["run"])
    assert [each.replaced(DISK) for each in journal.records(root)] == [OLD, b""]
    assert root not in journal.folder(root).parents
    assert stat.S_IMODE(journal.folder(root).stat().st_mode) == 0o700


def test_the_replaced_bytes_are_kept_before_the_note_changes(root: Path) -> None:
    seen = []

    def look(k: int, name: str) -> None:
        if name == "swap":
            seen.append([replaced for _, replaced in records(root)])

    apply(root, "r0", [])
    apply(root, "r1", [PAINT], Hooked(look))
    assert seen == [[OLD]]


def test_a_note_is_not_written_when_its_bytes_cannot_be_kept(root: Path) -> None:
    apply(root, "r0", [])
    journal.folder(root).rmdir()
    journal.folder(root).touch()
    assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, False, "cannot keep the replaced bytes: not a directory")]
    assert (tree(root), staged(root)) == ({BOAT: OLD}, [])


def test_the_journal_forgets_what_is_old_and_what_is_too_much(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for run, (before, after) in enumerate([(OLD, NEW), (NEW, OLD), (OLD, NEW)]):
        apply(root, f"r{run}", [replacement(BOAT, before, after)])
    oldest, *_ = sorted(journal.folder(root).iterdir())
    os.utime(oldest, (time.time() - 8 * 24 * 3600,) * 2)
    apply(root, "r4", [])
    assert [found["label"] for found, _ in records(root)] == ["r1", "r2"]
    monkeypatch.setattr(journal, "KEPT_BYTES", 300)
    apply(root, "r5", [])
    assert [found["label"] for found, _ in records(root)] == ["r2"]


# The lock

HOLD = """
import sys
from pathlib import Path
from para_sync.files import DISK
from para_sync.journal import locked
with locked(Path(sys.argv[1]), DISK):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_writes_at_a_time_and_a_killed_one_holds_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PATIENCE_SECONDS", 0.1)
    (root.parent / "alias").symlink_to(root)
    command = [sys.executable, "-c", HOLD, str(root.parent / "alias")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(edit.Locked, match=r'^another para-sync is writing in ".*vault" \(waited 0\.1 s\)$'):
            apply(root, "r1", [PAINT])
        assert tree(root) == {BOAT: OLD}
        other.kill()
    assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, True)]


def test_a_damaged_name_of_this_machine_is_made_anew(root: Path, tmp_path: Path) -> None:
    apply(root, "r1", [])
    machine = next((tmp_path / "state").rglob("machine"))
    machine.write_bytes(b"../\xff")
    assert apply(root, "r2", [PAINT]) == [Outcome(BOAT, True)]
    assert machine.read_bytes().isalnum()


def test_a_state_folder_that_cannot_be_written_locks(root: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_bytes(b"a file")
    with pytest.raises(edit.Locked, match=r"^cannot lock .*: not a directory$"):
        apply(root, "r1", [PAINT])


WATCH = HOLD.replace("locked", "watching")


def test_one_watcher_runs_at_a_time_and_a_killed_one_holds_nothing(root: Path) -> None:
    assert not journal.is_watched(root)
    command = [sys.executable, "-c", WATCH, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert journal.is_watched(root)
        words = f'para-sync watch is running already on "{root}"'
        with pytest.raises(edit.Locked, match=f"^{re.escape(words)}$"), journal.watching(root):
            pass
        assert apply(root, "r1", [PAINT]) == [Outcome(BOAT, True)]
        other.kill()
    assert not journal.is_watched(root)


def test_a_watcher_learns_that_its_lock_was_deleted(root: Path) -> None:
    with journal.watching(root) as lock:
        assert not lock.is_lost()
        shutil.rmtree(journal.state(root))
        assert lock.is_lost()
        with journal.watching(root):
            assert lock.is_lost()
            with pytest.raises(journal.Watched):
                lock.take(0)
        assert lock.is_lost()
        lock.take(0)
        assert not lock.is_lost()
        assert journal.is_watched(root)
    assert not journal.is_watched(root)


def test_a_lock_that_could_not_be_taken_again_is_lost_even_when_its_file_is_back(root: Path) -> None:
    with journal.watching(root) as lock:
        state = journal.state(root)
        away = state.rename(state.with_name("away"))
        state.write_bytes(b"no folder")
        with pytest.raises(journal.Locked):
            lock.take(0)
        state.unlink()
        away.rename(state)
        assert lock.is_lost()
        lock.take(0)
        assert not lock.is_lost()


def test_what_is_no_record_is_passed_over(root: Path) -> None:
    apply(root, "r1", [PAINT])
    for name, data in {
        "0-older": b'{"path": "Boat.md"}\n',
        "1-cut": b'{"run": "3f',
        "2-list": b"[]\n",
        "3": b"\xff",
    }.items():
        (journal.folder(root) / name).write_bytes(data)
    assert [each.record.label for each in journal.records(root)] == ["r1"]
