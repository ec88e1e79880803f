"""What `history` and `undo` promise: every run can be taken back, and nothing newer is touched."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import edit, history, journal
from para_sync.change import Edit
from para_sync.commands import main
from para_sync.edit import Outcome, Removal, digest, replacement
from para_sync.files import DISK, Files
from para_sync.history import NoRun, Run


def put(root: Path, label: str, **texts: str) -> None:
    """One run that gives notes these texts."""
    edits = []
    for name, text in texts.items():
        note = root / f"{name}.md"
        edits.append(replacement(f"{name}.md", note.read_bytes() if note.exists() else None, text.encode()))
    assert not any(each.reason for each in edit.apply(root, label, edits))


def take_back(root: Path, name: str = "") -> list[Outcome]:
    known = history.runs(root)
    run = history.find(known, name) if name else history.last(root, known)
    back = history.undo(root, run)
    return [*edit.apply(root, f"undo {run.id}", back.edits), *back.left]


def told(root: Path, *words: str) -> Result:
    """What a command says about a vault."""
    (root / ".obsidian").mkdir(exist_ok=True)
    return CliRunner().invoke(main, ["--vault", str(root), *words], catch_exceptions=False)


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


def test_an_undo_of_an_undo_of_an_undo_takes_the_run_back_again(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1")
    put(tmp_path, "two", a="2")
    for expected in ("1", "2", "1", "2", "1"):
        take_back(tmp_path, history.runs(tmp_path)[0].id)
        assert texts(tmp_path) == {"a": expected}
        two = next(run for run in history.runs(tmp_path) if run.label == "two")
        assert two.undone is (expected == "1")


def test_runs_that_claim_to_take_each_other_back_are_no_circle(tmp_path: Path) -> None:
    put(tmp_path, "one", a="1")
    (kept,) = history.runs(tmp_path)[0].writes
    for run, label, when in (("aaaaaa", "undo bbbbbb", 1), ("bbbbbb", "undo aaaaaa", 2), ("cccccc", "undo cccccc", 3)):
        line = json.dumps({**kept.record._asdict(), "run": run, "label": label, "time": when})
        kept.file.with_name(f"{when:017.6f}-{run}").write_text(line + "\n")
    assert [run.id for run in history.runs(tmp_path) if run.undone] == ["aaaaaa"]


def test_a_run_of_which_nothing_is_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    put(tmp_path, "sync", a="1")
    put(tmp_path, "new gap", b="1")
    (tmp_path / "b.md").unlink()
    assert not history.undo(tmp_path, history.runs(tmp_path)[0])
    assert take_back(tmp_path) == [Outcome("a.md", True)]


def test_a_note_written_twice_in_one_run_goes_back_to_what_it_was_before_the_first(tmp_path: Path) -> None:
    put(tmp_path, "begun", a="0")
    put(tmp_path, "x", a="1")
    put(tmp_path, "x", a="2")
    two, one, _ = history.runs(tmp_path)
    both = Run("abcdef", "x", one.time, one.writes + two.writes)
    for now in ("1", "2"):
        (tmp_path / "a.md").write_text(now)
        (back,) = history.undo(tmp_path, both).edits
        assert isinstance(back, Edit)
        assert edit.splice(now.encode(), [back]) == b"0"
    (tmp_path / "a.md").write_text("mine")
    assert history.undo(tmp_path, both) == history.Undo((), (Outcome("a.md", False, "changed since that run"),))


def test_a_run_may_write_more_than_once_and_what_others_wrote_meanwhile_stays(tmp_path: Path) -> None:
    sitting = edit.new_run()

    def answer(name: str, before: str | None, after: str) -> None:
        change = replacement(f"{name}.md", None if before is None else before.encode(), after.encode())
        assert edit.apply(tmp_path, "practice", [change], run=sitting) == [Outcome(f"{name}.md", True)]

    put(tmp_path, "sync", table="0")
    answer("run", None, "1")
    write(tmp_path, {"run.md": "1 and my own words"})
    put(tmp_path, "watch", other="1")
    answer("run", "1 and my own words", "2 and my own words")
    answer("run", "2 and my own words", "3 and my own words")
    answer("gap", None, "1")
    answer("table", "0", "1")
    (last, watched, first) = history.runs(tmp_path)
    assert (last.id, last.label, len(last.writes)) == (sitting, "practice", 5)
    assert (watched.label, first.label) == ("watch", "sync")
    assert take_back(tmp_path) == [
        Outcome("table.md", True),
        Outcome("gap.md", True),
        Outcome("run.md", True),
        Outcome("run.md", False, "edited while that run went on; what stood there by then stays"),
    ]
    assert texts(tmp_path) == {"other": "1", "run": "1 and my own words", "table": "0"}
    # a second time goes to the run before
    assert take_back(tmp_path) == [Outcome("other.md", True)]


def test_a_write_that_was_recorded_and_killed_breaks_no_run(tmp_path: Path) -> None:
    put(tmp_path, "begun", a="0")
    put(tmp_path, "x", a="1")
    (tmp_path / "a.md").write_text("0")
    put(tmp_path, "x", a="2")
    two, one, _ = history.runs(tmp_path)
    (back,) = history.undo(tmp_path, Run("abcdef", "x", one.time, one.writes + two.writes)).edits
    assert isinstance(back, Edit)
    assert edit.splice(b"2", [back]) == b"0"


def test_bytes_that_were_damaged_in_the_journal_are_not_put_into_a_note(tmp_path: Path) -> None:
    put(tmp_path, "one", a="the whole note")
    put(tmp_path, "two", a="2")
    (kept,) = history.runs(tmp_path)[0].writes
    kept.file.write_bytes(kept.file.read_bytes()[:-5])
    assert take_back(tmp_path) == [Outcome("a.md", False, "what it had before is damaged in the journal")]
    assert texts(tmp_path) == {"a": "2"}


DAMAGED: dict[str, object] = {
    "run": 5,
    "label": [["sync"], 7],
    "path": None,
    "before": 1.5,
    "after": {"a": 1},
    "time": [float("nan"), float("inf"), -1, 1e300, "now"],
    "spans": [[1]],
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_record_that_says_nonsense_is_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path, "one", a="1")
    put(tmp_path, "two", b="2")
    (kept,) = history.runs(tmp_path)[0].writes
    sound = kept.file.read_bytes()
    wrong = DAMAGED[name]
    for each in wrong if isinstance(wrong, list) else [wrong]:
        kept.file.write_text(json.dumps({**kept.record._asdict(), name: each}) + "\n")
        assert [run.label for run in history.runs(tmp_path)] == ["one"]
    kept.file.write_bytes(b"[" * 100_000 + b"\n")
    assert [run.label for run in history.runs(tmp_path)] == ["one"]
    kept.file.write_bytes(sound)
    assert [run.label for run in history.runs(tmp_path)] == ["two", "one"]


@pytest.mark.parametrize("path", ["../out.md", "a\0b.md", "\ud800.md", "n" * 300 + ".md", "a.md/b.md"])
def test_a_record_that_names_no_note_of_the_vault_is_left_undone(tmp_path: Path, path: str) -> None:
    root = tmp_path / "vault"
    write(tmp_path, {"vault/a.md": "a", "out.md": "mine"})
    put(root, "one", a="b")
    (kept,) = history.runs(root)[0].writes
    line = json.dumps({**kept.record._asdict(), "path": path, "after": digest(b"mine")})
    kept.file.write_bytes(line.encode() + b"\n" + kept.replaced(DISK))
    (outcome,) = take_back(root)
    assert outcome.reason
    assert (tmp_path / "out.md").read_text() == "mine"


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
    (tmp_path / ".obsidian" / "app.json").write_text("Obsidian's own by now")
    assert sorted(take_back(tmp_path, run.id), key=lambda each: each.path) == [
        Outcome(".obsidian/types.json", False, "a hidden file stays where it is, and 1 more"),
        Outcome("a.md", True),
    ]
    (tmp_path / ".obsidian" / "app.json").unlink()
    (tmp_path / ".obsidian" / "types.json").unlink()
    assert not history.undo(tmp_path, run)


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


def test_history_tells_of_each_run_on_one_line_whatever_its_notes_are_called(tmp_path: Path) -> None:
    assert told(tmp_path, "history").stdout == "No runs in the last 7 days.\n"
    put(tmp_path, "new gap", **{"a\x1b[31m": "1"})
    put(tmp_path, "sync", **dict.fromkeys("bcdef", "1"))
    result = told(tmp_path, "history")
    header, _, newest, oldest = result.stdout.splitlines()
    assert (result.exit_code, header.split()) == (0, ["Run", "When", "What", "Notes"])
    assert newest.endswith("   sync      b, c, d +2 more")
    assert oldest.endswith("   new gap   a\\x1b[31m")
    assert told(tmp_path, "history", "--limit", "1").stdout.endswith(" more\n1 older; --limit 2 lists all.\n")


def test_history_as_json_has_every_write(tmp_path: Path) -> None:
    assert json.loads(told(tmp_path, "history", "--json").stdout) == []
    put(tmp_path, "new gap", a="1")
    ((run,), result) = history.runs(tmp_path), told(tmp_path, "history", "--json")
    write_of_a = {"path": "a.md", "before": None, "after": digest(b"1")}
    facts = {"run": run.id, "label": "new gap", "time": run.time, "undone": False, "writes": [write_of_a]}
    assert json.loads(result.stdout) == [facts]


def test_the_preview_of_an_undo_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "new gap", a="1")
    result = told(tmp_path, "undo", "--diff")
    assert (result.exit_code, result.stdout) == (1, "to .trash: a.md\n")
    assert texts(tmp_path) == {"a": "1"}
    (run,) = history.runs(tmp_path)
    (tmp_path / "a.md").unlink()
    result = told(tmp_path, "undo", run.id, "--diff")
    assert (result.exit_code, result.stdout) == (0, f"Of run {run.id} nothing is left to take back.\n")


@pytest.mark.parametrize(("label", "said"), [("sync", True), ("watch", True), ("practice", True), ("new gap", False)])
def test_who_takes_tables_back_under_a_watcher_is_told_that_it_writes_them_again(
    tmp_path: Path, label: str, said: bool
) -> None:
    put(tmp_path, label, a="1")
    with journal.watching(tmp_path):
        result = told(tmp_path, "undo")
    assert result.exit_code == 0
    assert ("The watcher that is running" in result.stderr) is said


NOTES = st.sampled_from("abc")
TEXTS = st.none() | st.text("xy\n", max_size=4)
RUNS = st.lists(st.dictionaries(NOTES, TEXTS, min_size=1), max_size=6)


def change(root: Path, run: dict[str, str | None]) -> None:
    """One run that gives notes these texts, or takes them away."""
    edits: list[Edit | Removal] = []
    for name, text in run.items():
        note = root / f"{name}.md"
        before = note.read_bytes() if note.exists() else None
        if text is not None:
            edits.append(replacement(note.name, before, text.encode()))
        elif before is not None:
            edits.append(Removal(note.name, digest(before)))
    assert not any(each.reason for each in edit.apply(root, "run", edits))


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(RUNS)
def test_all_runs_taken_back_newest_first_give_the_beginning(made: list[dict[str, str | None]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, {"a.md": "begun"})
        for each in made:
            change(root, each)
        for run in history.runs(root):
            assert not history.undo(root, run).left
            take_back(root, run.id)
        assert texts(root) == {"a": "begun"}


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(RUNS, st.dictionaries(NOTES, st.text("mine", min_size=1), min_size=1), st.data())
def test_what_was_written_since_stays_whatever_is_taken_back(
    made: list[dict[str, str | None]], mine: dict[str, str], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, {"a.md": "begun"})
        for each in made:
            change(root, each)
        write(root, {f"{note}.md": text for note, text in mine.items()})
        known = history.runs(root)
        for run in data.draw(st.permutations(known)):
            take_back(root, run.id)
        assert {note: text for note, text in texts(root).items() if note in mine} == mine


@pytest.mark.nightly
@settings(max_examples=count(100))
@given(st.booleans(), st.lists(st.booleans(), min_size=1, max_size=8).filter(any))
def test_taking_a_sitting_back_keeps_the_last_words_of_a_person(there: bool, ours: list[bool]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root, sitting = Path(place), edit.new_run()
        note, mine = root / "a.md", None
        if there:
            note.write_text("at first")
        for number, by_us in enumerate(ours):
            before = note.read_bytes() if note.exists() else None
            if by_us:
                edit.apply(root, "practice", [replacement("a.md", before, b"ours %d" % number)], run=sitting)
            else:
                mine = f"mine {number}"
                note.write_text(mine)
        take_back(root, sitting)
        assert texts(root) == ({"a": mine} if mine else {"a": "at first"} if there else {})


def test_of_many_records_the_cap_is_seen_to_now_and_then_and_what_is_old_goes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "KEPT_BYTES", 10)
    kept = journal.folder(tmp_path)
    kept.mkdir(parents=True)

    def left(count: int, first: float) -> int:
        for number in range(count):
            (kept / f"{first + number:017.6f}-mark").write_text("x")
        journal.sweep(tmp_path, Files())
        there = len(list(kept.iterdir()))
        for each in kept.iterdir():
            each.unlink()
        return there

    now = time.time()
    assert [left(81, now - 100), left(80, now - 100), left(81, 1.0), left(20, now - 100)] == [81, 10, 10, 10]


def test_a_run_of_hidden_files_alone_does_not_stand_before_what_was_done_earlier(tmp_path: Path) -> None:
    put(tmp_path, "new gap", a="1")
    hidden = [edit.replacement(".gitattributes", None, b"*.md merge=para-sync\n")]
    assert not any(each.reason for each in edit.apply(tmp_path, "hooks", hidden, hidden=True))
    assert take_back(tmp_path) == [Outcome("a.md", True)]
    run = next(each for each in history.runs(tmp_path) if each.label == "hooks")
    assert take_back(tmp_path, run.id) == [Outcome(".gitattributes", False, "a hidden file stays where it is")]
