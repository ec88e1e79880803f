"""The merge driver, called by a real git: generated tables never conflict, prose conflicts as it always did."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import SESSIONS, TRACKER, Repository, session

from para_sync import sync
from para_sync.vault.source import Disk, Overlay
from para_sync.vault.vault import Vault

Change = Callable[[Repository], None]


def prepared(folder: Path) -> Repository:
    """A vault with one run in a synced tracker, and the merge driver."""
    repository = Repository(folder)
    repository.write({"para-sync.toml": "", "Tracker.md": TRACKER} | session(1))
    repository.sync()
    assert repository.para_sync("hooks", "install", "--plain").code == 0
    repository.commit({})
    return repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return prepared(tmp_path / "repository")


def branch(repository: Repository, name: str, *changes: Change, sync: bool = True) -> None:
    """A branch from main with a commit for each change, its tables up to date."""
    repository.git("checkout", "-q", "-B", name, "main")
    for change in changes:
        change(repository)
        if sync:
            repository.sync()
        repository.commit({})


def adds(day: int, problem: str = "Feed") -> Change:
    return lambda repository: repository.write(session(day, problem))


def says(old: str, new: str, path: str = "Tracker.md") -> Change:
    def change(repository: Repository) -> None:
        file = repository.vault / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    return change


def is_as_a_fresh_sync(repository: Repository) -> bool:
    """Whether sync brings the merged vault to what it makes of the merged notes around empty tables."""
    repository.sync()
    synced = (repository.vault / "Tracker.md").read_text("utf-8")
    empty = re.sub(r"(begin \S+ -->\n).*?(<!-- para-sync:end \S+) \S+", r"\1\n\2", synced, flags=re.DOTALL)
    vault = Vault.read(Overlay(Disk(repository.vault), {"Tracker.md": empty.encode()}))
    return empty != synced and sync.synced(vault).content("Tracker.md") == synced.encode()


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_two_branches_that_added_runs_merge_without_a_conflict(repository: Repository, how: str) -> None:
    branch(repository, "theirs", adds(2), adds(4))
    branch(repository, "ours", adds(3))
    said = repository.git(how, *PICK if how == "cherry-pick" else ["theirs"])
    assert "CONFLICT" not in said
    assert len([*(repository.vault / SESSIONS).iterdir()]) == 4
    tracker = (repository.vault / "Tracker.md").read_text("utf-8")
    assert "<<<<<<<" not in tracker
    assert repository.para_sync("lint", "--select", "region-broken,region-edited").code == 0
    assert is_as_a_fresh_sync(repository)
    assert "| 4 | 2026-01-04 |" in (repository.vault / "Tracker.md").read_text("utf-8")


def test_a_table_that_one_side_changed_is_taken_from_there(repository: Repository) -> None:
    branch(repository, "theirs", adds(2))
    branch(repository, "ours", says("First words", "First of all"))
    repository.git("merge", "-q", "theirs")
    assert repository.para_sync("sync", "--check").code == 0


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_prose_conflicts_as_git_has_it(repository: Repository, style: str) -> None:
    branch(repository, "theirs", adds(2), says("Words between.", "Their words."))
    branch(repository, "ours", adds(3), says("Words between.", "Our words."))
    repository.git("config", "merge.conflictStyle", style)
    assert repository.call("git", "merge", "theirs").code == 1
    found = (repository.vault / "Tracker.md").read_text("utf-8")
    assert found.count("<!-- para-sync:") == 4
    ancestor = "||||||| base\nWords between.\n" if style == "diff3" else ""
    conflict = f"<<<<<<< HEAD\nOur words.\n{ancestor}=======\nTheir words.\n>>>>>>> theirs\n"
    assert _any_labels(conflict) in _any_labels(found)


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_without_a_change_in_tables_it_is_all_the_same(repository: Repository, style: str) -> None:
    branch(repository, "theirs", says("Words between.", "Their words."), says("Last words", "Their last words"))
    branch(repository, "ours", says("Words between.", "Our words."), says("First words", "First of all"))
    repository.git("config", "merge.conflictStyle", style)
    assert repository.call("git", "merge", "theirs").code == 1
    found = (repository.vault / "Tracker.md").read_text("utf-8")
    repository.git("merge", "--abort")
    repository.git("config", "--remove-section", "merge.para-sync")
    assert repository.call("git", "merge", "theirs").code == 1
    assert _any_labels(found) == _any_labels((repository.vault / "Tracker.md").read_text("utf-8"))


def _any_labels(text: str) -> str:
    """The conflict without the names of its sides, which a git before 2.44 does not tell a driver."""
    signs = ("<<<<<<<", "|||||||", ">>>>>>>")
    return "".join(line[:7] + "\n" if line.startswith(signs) else line for line in text.splitlines(keepends=True))


def test_a_table_edited_by_hand_is_text(repository: Repository) -> None:
    branch(repository, "theirs", says("| 1 | 2026-01-01 |", "| 1 | their day |"), sync=False)
    branch(repository, "ours", says("| 1 | 2026-01-01 |", "| 1 | our day |"), sync=False)
    assert repository.call("git", "merge", "theirs").code == 1
    found = (repository.vault / "Tracker.md").read_text("utf-8")
    assert "their day" in found
    assert "our day" in found
    assert "=======" in found


def test_a_table_that_was_taken_out_stays_out(repository: Repository) -> None:
    text = (repository.vault / "Tracker.md").read_text("utf-8")
    start, end = text.index("<!-- para-sync:begin milestones"), text.index("\n\nLast words")
    branch(repository, "theirs", says(text[start:end], "No table."))
    branch(repository, "ours", says("First words", "First of all"))
    repository.git("merge", "-q", "theirs")
    merged = (repository.vault / "Tracker.md").read_text("utf-8")
    assert "milestones" not in merged
    assert "First of all" in merged


def test_notes_that_are_no_text_conflict_as_ever(repository: Repository) -> None:
    for name, content in (("theirs", b"\xff\x00theirs"), ("ours", b"\xff\x00ours")):
        repository.git("checkout", "-q", "-B", name, "main")
        repository.commit({"odd.md": content})
    assert repository.call("git", "merge", "theirs").code == 1
    assert (repository.vault / "odd.md").read_bytes() == b"\xff\x00ours"


def test_where_the_program_is_gone_git_merges_by_itself(repository: Repository) -> None:
    branch(repository, "theirs", says("First words", "Their first words"))
    branch(repository, "ours", says("Last words", "Our last words"))
    command = repository.git("config", "merge.para-sync.driver")
    repository.git("config", "merge.para-sync.driver", f"/nowhere/python{command.partition('python')[2].strip()}")
    repository.call("git", "merge", "theirs")
    merged = (repository.vault / "Tracker.md").read_text("utf-8")
    assert "Their first words" in merged
    assert "Our last words" in merged


def test_files_that_cannot_be_read_fail_the_merge(repository: Repository) -> None:
    said = repository.call("para-sync-merge", "no", "such", "files")
    assert said == ("para-sync-merge: no: no such file or directory\n", 129)
    assert repository.call("para-sync-merge").code == 2


# A commit of tables alone is empty where ours stay.
PICK = ("--allow-empty", "--keep-redundant-commits", "main..theirs")

# A history: days on which each side adds a run, and whether it scores anew a run that both have.
SIDE = st.tuples(st.sets(st.integers(2, 28), min_size=0, max_size=3), st.booleans())


@pytest.mark.nightly
@settings(max_examples=count(100))
@given(ours=SIDE, theirs=SIDE, how=st.sampled_from(["merge", "rebase", "cherry-pick"]))
def test_after_any_history_a_sync_gives_what_the_notes_say(
    tmp_path_factory: pytest.TempPathFactory, ours: tuple[set[int], bool], theirs: tuple[set[int], bool], how: str
) -> None:
    place = tmp_path_factory.mktemp("history")
    repository = prepared(place / "repository")
    for name, (days, anew) in (("theirs", theirs), ("ours", ours)):
        changes = [adds(day, name) for day in sorted(days)]
        if anew:
            again = says("score_loss: 2", f"score_loss: {len(name) % 5 % 2}", f"{SESSIONS}/2026-01-01 Feed.md")
            changes.append(again)
        branch(repository, name, *changes, says("First words", "First of all") if name == "ours" else adds(29))
    conflicts = repository.call("git", how, *PICK if how == "cherry-pick" else ["theirs"])
    # two scores for one run are for a person to choose from; the tables are not
    while conflicts.code:
        assert "CONFLICT (content): Merge conflict in Projects" in conflicts.out
        assert "in Tracker.md" not in conflicts.out
        repository.git("checkout", "--theirs", "--", SESSIONS)
        repository.sync()  # git asks the hook about the commit that a person ends
        repository.git("add", "-A")
        conflicts = repository.call("git", *(["commit", "-q", "--no-edit"] if how == "merge" else [how, "--continue"]))
    assert is_as_a_fresh_sync(repository)
    shutil.rmtree(place)
