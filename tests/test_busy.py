"""What holds a watcher back: git in the middle of something, and the note in front of a person in Obsidian."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.watch.active import LARGEST, active_note
from para_sync.watch.busy import STALE_SECONDS, busy

REBASE = "a git rebase is going on"
MERGE = "a git merge is going on"
INDEX = "git is writing its index"
SERIES = "a git cherry-pick or revert is going on"


def git(folder: Path, *words: str) -> None:
    """Run git as if nobody had ever set it up; a conflict is no failure."""
    known = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    names = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(["git", *words], cwd=folder, env=known | names | {"GIT_EDITOR": "true"}, capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode()


def split(folder: Path) -> Path:
    """A repository whose branches `one` (checked out) and `two` (two commits) say different things in one note."""
    git(folder, "init", "-q", "-b", "one")
    for branch, text in ((None, "both\n"), ("two", "this\n"), ("two", "this!\n"), ("one", "that\n")):
        if branch:
            git(folder, "checkout", "-q", "-B" if branch == "two" else "-q", branch)
        write(folder, {"vault/a.md": text})
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", text)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    return split(folder)


@pytest.mark.parametrize(
    ("start", "words", "end"),
    [
        (("merge", "two"), MERGE, ("merge", "--abort")),
        (("rebase", "two"), REBASE, ("rebase", "--abort")),
        (("rebase", "--apply", "two"), REBASE, ("rebase", "--abort")),
        (("cherry-pick", "two"), "a git cherry-pick is going on", ("cherry-pick", "--abort")),
        (("revert", "--no-edit", "HEAD~1"), "a git revert is going on", ("revert", "--abort")),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_a_conflict_holds_the_watcher_back_until_it_is_over(
    repository: Path, start: tuple[str, ...], words: str, end: tuple[str, ...]
) -> None:
    assert busy(repository) == ""
    git(repository, *start)
    assert busy(repository) == words
    assert busy(repository / "vault") == words
    git(repository, *end)
    assert busy(repository) == ""


def test_between_two_picks_of_a_series(repository: Path) -> None:
    git(repository, "cherry-pick", "two~1", "two")
    write(repository, {"vault/a.md": "this\n"})
    git(repository, "commit", "-q", "-a", "-m", "settled")
    assert busy(repository) == SERIES


def test_a_worktree_is_busy_for_itself(repository: Path) -> None:
    other = repository.parent / "other"
    git(repository, "worktree", "add", "-q", str(other), "two")
    git(other, "merge", "one")
    assert (other / ".git").is_file()
    assert busy(other / "vault") == MERGE
    assert busy(repository) == ""


def test_a_submodule_is_busy_for_itself(repository: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(repository), "notes")
    git(outer / "notes", "merge", "origin/two")
    assert (outer / "notes" / ".git").read_bytes().startswith(b"gitdir: ../")
    assert busy(outer / "notes") == MERGE
    assert busy(outer) == ""


def test_a_link_to_the_vault_leads_to_its_repository(repository: Path) -> None:
    link = repository.parent / "link"
    link.symlink_to(repository / "vault")
    git(repository, "merge", "two")
    assert busy(link) == MERGE


@pytest.mark.parametrize(
    ("age", "words"), [(0, INDEX), (STALE_SECONDS / 2, INDEX), (2 * STALE_SECONDS, ""), (-2 * STALE_SECONDS, "")]
)
def test_a_lock_that_a_killed_git_left_does_not_hold_for_ever(repository: Path, age: float, words: str) -> None:
    lock = repository / ".git" / "index.lock"
    lock.touch()
    os.utime(lock, (time.time() - age,) * 2)
    assert busy(repository) == words


@pytest.mark.parametrize(
    "text", [b"", b"gitdir: ", b"gitdir: /nowhere\n", b"gitdir: a\0b", b"\xff" * 9000, b"other: x"]
)
def test_what_only_looks_like_a_repository_is_none(tmp_path: Path, text: bytes) -> None:
    assert busy(write(tmp_path, {".git": text})) == ""
    assert busy(write(tmp_path / "in", {".git/MERGE_HEAD": ""})) == ""
    assert busy(tmp_path / "missing") == ""


def test_an_empty_folder_called_git_does_not_hide_the_repository(repository: Path) -> None:
    (repository / "vault" / ".git").mkdir()
    git(repository, "merge", "two")
    assert busy(repository / "vault") == MERGE


def leaf(name: str, kind: str, **state: object) -> dict[str, object]:
    return {"id": name, "type": "leaf", "state": {"type": kind, "state": state}}


def tabs(*leaves: object) -> dict[str, object]:
    return {"id": "s", "type": "split", "children": [{"id": "t", "type": "tabs", "children": list(leaves)}]}


NOTE = leaf("n", "markdown", file="Areas/Tracker.md", mode="source")
GRAPH = leaf("g", "graph")
WINDOW = {"id": "f", "type": "floating", "children": [tabs(NOTE)]}


@pytest.mark.parametrize(
    ("workspace", "note"),
    [
        ({"main": tabs(GRAPH, NOTE), "active": "n"}, "Areas/Tracker.md"),
        ({"main": tabs(GRAPH, NOTE), "active": "g"}, ""),
        ({"main": tabs(GRAPH), "left": tabs(NOTE), "active": "n"}, "Areas/Tracker.md"),
        ({"main": tabs(GRAPH), "right": tabs(NOTE), "active": "n"}, "Areas/Tracker.md"),
        ({"main": tabs(GRAPH), "floating": WINDOW, "active": "n"}, "Areas/Tracker.md"),
        ({"main": tabs(NOTE), "active": "gone", "lastOpenFiles": ["Areas/Tracker.md"]}, ""),
        ({"main": tabs(NOTE)}, ""),
        ({"main": tabs(leaf("n", "markdown")), "active": "n"}, ""),
        ({"main": tabs(leaf("n", "pdf", file="a.pdf")), "active": "n"}, ""),
        ({"main": tabs(leaf("n", "markdown", file="Cafe\u0301.md")), "active": "n"}, "Caf\u00e9.md"),
    ],
)
def test_the_note_in_front(tmp_path: Path, workspace: object, note: str) -> None:
    assert active_note(vault(tmp_path, json.dumps(workspace))) == note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[1]",
        '"active"',
        '{"active": NaN, "main": NaN}',
        '{"active": null, "main": {"type": "leaf"}}',
        '{"active": ["n"], "main": {"type": "leaf", "id": ["n"]}}',
        '{"active": "n", "main": {"type": "leaf", "id": "n", "state": 3}}',
        '{"active": "n", "main": {"type": "leaf", "id": "n", "state": {"type": "markdown", "state": {"file": 3}}}}',
        '{"active": "n", "main": {"children": {"children": 3}}}',
        '{"active": "n", "main": {"children": [[], 3, {"children": "abc"}]}}',
        "[" * 100_000,
        '{"main":' * 100_000,
        "9" * 100_000,
        b"\xff\xfe\x00",
        b" " * (LARGEST + 1),
    ],
    ids=lambda text: repr(text[:30]),
)
def test_a_workspace_that_cannot_be_read_names_no_note(tmp_path: Path, text: str | bytes) -> None:
    assert active_note(vault(tmp_path, text)) == ""


def test_no_workspace(tmp_path: Path) -> None:
    assert active_note(tmp_path) == ""
    (tmp_path / ".obsidian" / "workspace.json").mkdir(parents=True)
    assert active_note(tmp_path) == ""


def test_a_workspace_that_nests_deeply_is_walked(tmp_path: Path) -> None:
    main = NOTE
    for _ in range(200):
        main = tabs(main)
    assert active_note(vault(tmp_path, json.dumps({"active": "n", "main": main}))) == "Areas/Tracker.md"


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.floats() | st.sampled_from(["n", "leaf", "markdown", "a.md"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "type", "state", "file", "children"]), inner, max_size=5)
    ),
    max_leaves=12,
)


@pytest.mark.nightly
@settings(max_examples=count(3_000))
@given(main=JSON, active=JSON)
def test_no_shape_raises(tmp_path_factory: pytest.TempPathFactory, main: Any, active: Any) -> None:
    folder = tmp_path_factory.getbasetemp() / "shapes"
    assert isinstance(active_note(vault(folder, json.dumps({"main": main, "active": active}))), str)


def vault(root: Path, workspace: str | bytes) -> Path:
    return write(root, {".obsidian/workspace.json": workspace})
