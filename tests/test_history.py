"""What `history` and `undo` promise: every run can be taken back, and nothing newer is touched."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import edit, history
from para_sync.edit import Outcome, Removal, digest, replacement
from para_sync.history import NoRun


def put(root: Path, label: str, **texts: str) -> None:
    """One run that gives notes these texts."""
    edits = []
    for name, text in texts.items():
        note = root / f"{name}.md"
        edits.append(replacement(f"{name}.md", note.read_bytes() if note.exists() else None, text.encode()))
    assert not any(each.reason for each in edit.apply(root, label, edits))


def take_back(root: Path, name: str = "") -> list[Outcome]:
    run = history.find(history.runs(root), name)
    back = history.undo(root, run)
    return [*edit.apply(root, f"undo {run.id}", back.edits), *back.left]


def texts(root: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted(root.glob("*.md"))}


def test_runs_are_told_newest_first_with_all_that_they_wrote(tmp_path: Path) -> None:
    put(tmp_path, "new gap", a="1")
    put(tmp_path, "sync", a="2", b="3")
    runs = history.runs(tmp_path)
    assert [(run.label, [each.record.path for each in run.writes]) for run in runs] == [
        ("sync", ["a.md", "b.md"]),
        ("new gap", ["a.md"]),
    ]
    assert len({run.id for run in runs}) == 2


def test_undo_goes_further_back_each_time_and_an_undo_can_be_undone(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1")
    put(tmp_path, "two", a="2", b="2")
    assert take_back(tmp_path) == [Outcome("b.md", True), Outcome("a.md", True)]
    assert texts(tmp_path) == {"a": "1"}
    assert (tmp_path / ".trash" / "b.md").read_text() == "2"
    take_back(tmp_path)
    assert texts(tmp_path) == {}
    with pytest.raises(NoRun, match="nothing to take back"):
        take_back(tmp_path)
    undo_one, undo_two, *_ = history.runs(tmp_path)
    take_back(tmp_path, undo_one.id)
    take_back(tmp_path, undo_two.id[:5])
    assert texts(tmp_path) == {"a": "2", "b": "2"}
    assert [run.undone for run in history.runs(tmp_path) if not run.undoes] == [False, False]


def test_newer_edits_stand_in_the_way_and_the_rest_is_taken_back(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1", b="1", c="1", d="1")
    put(tmp_path, "two", a="2", b="2", c="2", d="2")
    write(tmp_path, {"a.md": "mine", "d.md": "1"})
    (tmp_path / "c.md").unlink()
    assert take_back(tmp_path) == [
        Outcome("b.md", True),
        Outcome("c.md", False, "gone since that run"),
        Outcome("a.md", False, "changed since that run"),
    ]
    assert texts(tmp_path) == {"a": "mine", "b": "1", "d": "1"}


def test_a_note_that_was_taken_away_is_made_again(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1")
    edit.apply(tmp_path, "away", [Removal("a.md", digest(b"1"))])
    assert texts(tmp_path) == {}
    take_back(tmp_path)
    assert texts(tmp_path) == {"a": "1"}


def test_laying_a_vault_down_is_taken_back_by_its_id_alone_and_hidden_files_stay(tmp_path: Path) -> None:
    made = [replacement(path, None, b"x") for path in ("a.md", ".obsidian/app.json", ".obsidian/types.json")]
    edit.apply(tmp_path, "init", made, hidden=True)
    with pytest.raises(NoRun):
        take_back(tmp_path)
    (run,) = history.runs(tmp_path)
    assert take_back(tmp_path, run.id) == [
        Outcome("a.md", True),
        Outcome(".obsidian/app.json", False, "a hidden file stays where it is, and 1 more"),
    ]


def test_a_run_must_be_named_for_certain(tmp_path: Path) -> None:
    for number in range(17):  # two of seventeen begin with the same digit
        put(tmp_path, "sync", a=str(number))
    known = history.runs(tmp_path)
    first = [run.id[0] for run in known]
    twice = next(each for each in first if first.count(each) > 1)
    with pytest.raises(NoRun, match=rf'^"{twice}" may be any of '):
        history.find(known, twice)
    with pytest.raises(NoRun, match=r'^no run is called "no"'):
        history.find(known, "no")


def test_a_record_that_was_cut_short_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1")
    (kept,) = history.runs(tmp_path)[0].writes
    for name, content in (("0-cut", kept.file.read_bytes()[:20]), ("0-other", b"[]\n"), ("0-none", b"")):
        kept.file.with_name(name).write_bytes(content)
    assert [run.label for run in history.runs(tmp_path)] == ["one"]


RUNS = st.lists(st.dictionaries(st.sampled_from("abc"), st.text("xy\n", max_size=4), min_size=1), max_size=6)


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(RUNS)
def test_all_runs_taken_back_newest_first_give_the_beginning(made: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, {"a.md": "begun"})
        for each in made:
            put(root, "run", **each)
        for run in history.runs(root):
            assert not history.undo(root, run).left
            edit.apply(root, f"undo {run.id}", history.undo(root, run).edits)
        assert texts(root) == {"a": "begun"}
