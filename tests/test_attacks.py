"""Inputs that once broke a promise of the README, each through the command line on a real folder."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from para_sync import edit, layout
from para_sync.commands import main

TRACKER = "Areas/interview-context/Progress Tracker.md"
SCORING = "Manual/Scoring System.md"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    laid = layout.synced(layout.files(layout.EXAMPLE_START, example=True))
    edit.apply(root, "test", list(layout.creations(laid)), hidden=True)
    return root


def run(*words: str | Path) -> Result:
    """What a command did; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(each) for each in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_note_types_without_a_section(vault: Path) -> None:
    file = vault / "Manual/Note Types.md"
    file.write_text(file.read_text("utf-8").replace("\n## ", "\n### "), "utf-8")
    result = run("lint", vault)
    assert "Manual/Note Types.md:6:1: error manual-broken: no section of this chapter is a note type" in result.stdout
    assert run("sync", vault).exit_code == 1


@pytest.mark.parametrize("seal", ["²-00", "٣-00", "9" * 5000 + "-0", "1-", "x"])
def test_an_odd_seal(vault: Path, seal: str) -> None:
    file = vault / TRACKER
    text = file.read_text("utf-8")
    start = text.index("para-sync:end practice-log ") + len("para-sync:end practice-log ")
    file.write_text(text[:start] + seal + text[text.index(" -->", start) :], "utf-8")
    assert run("sync", vault).exit_code == 0
    assert run("sync", "--check", vault).exit_code == 0


def _rows(vault: Path, region: str) -> int:
    text = (vault / TRACKER).read_text("utf-8")
    return text[text.index(f"para-sync:begin {region} ") : text.index(f"para-sync:end {region} ")].count("\n| ")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\tb", "a\x7fb", "a\u2028b"])
def test_a_control_character_in_a_name(vault: Path, name: str) -> None:
    sessions = vault / "Projects/practice-workbooks/sessions"
    text = (sessions / "2026-02-01 P1 News Feed Ranking.md").read_text("utf-8").replace("workbook:", "was:")
    (sessions / f"{name}.md").write_text(text, "utf-8")
    before = [_rows(vault, name) for name in ("practice-log", "taste-log")]
    run("sync", vault)
    after = (vault / TRACKER).read_text("utf-8")
    assert [_rows(vault, name) for name in ("practice-log", "taste-log")] == [rows + 1 for rows in before]
    assert "\r" not in after
    assert run("sync", "--check", vault).exit_code == 0
    assert not any(letter in run("lint", vault).output for letter in name if not letter.isalpha() and letter != "\n")


def test_a_table_that_would_make_its_note_unreadable(vault: Path) -> None:
    change(vault / SCORING, "| practice log rows | 10 |", "| practice log rows | 200000 |")
    result = run("sync", vault)
    assert (result.exit_code, 'the value of "practice log rows" must be at most 1000' in result.stderr) == (1, True)
    assert (vault / TRACKER).stat().st_size < 20_000


def test_a_vault_spelt_by_macos(vault: Path) -> None:
    folder = vault / unicodedata.normalize("NFD", "Notes é")
    folder.mkdir()
    file = folder / unicodedata.normalize("NFD", "q é.md")
    file.write_text("---\ntag: a\n---\n", "utf-8")
    assert run("lint", "--fix", vault).exit_code == 0
    assert file.read_text("utf-8") == "---\ntags: a\n---\n"
    change(vault / "Manual/Note Types.md", "`Areas/interview-context/gaps`", "`Notes é`")
    run("--vault", vault, "new", "gap", "hi", "--set", "priority=P1", "--set", "action=x")
    assert (folder / "hi.md").is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_init_beside_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    os.mkfifo(tmp_path / "v/CLAUDE.md")
    assert run("init", tmp_path / "v").exit_code == 2


@pytest.mark.parametrize(
    ("file", "code"), [(".obsidian/types.json", 0), (".obsidian/templates.json", 0), ("para-sync.toml", 2)]
)
def test_a_number_of_5000_digits(vault: Path, file: str, code: int) -> None:
    (vault / file).write_text(("x = " if file.endswith("toml") else "") + "1" * 5000, "utf-8")
    assert run("lint", vault).exit_code == code


@pytest.mark.parametrize(
    "title",
    [
        "bad\udcff title",
        "x\n<!-- para-sync:begin practice-log -->\n\n<!-- para-sync:end practice-log -->",
        "<!-- para-sync:begin",
    ],
)
def test_a_title_is_text(vault: Path, title: str) -> None:
    assert run("--vault", vault, "new", "gap", title, "--set", "priority=P1", "--set", "action=x").exit_code == 0
    assert run("sync", vault).exit_code == 0
    assert "region-" not in run("lint", vault).output


def test_no_room_for_the_plan(tmp_path: Path) -> None:
    assert run("init", tmp_path / "v", "--example", "--start", "9999-12-31").exit_code == 2
    assert run("init", tmp_path / "w", "--start", "0001-01-01").exit_code == 0


def test_line_ends_stay_behind_a_marker_with_blanks(vault: Path) -> None:
    file = vault / TRACKER
    text = file.read_text("utf-8").replace("begin practice-log -->", "begin practice-log -->  ").replace("\n", "\r\n")
    file.write_bytes(text.encode())
    change_bytes = (vault / "Projects/practice-workbooks/sessions/2026-02-01 P1 News Feed Ranking.md").read_bytes()
    (vault / "Projects/practice-workbooks/sessions/2026-02-01 P1 News Feed Ranking.md").write_bytes(
        change_bytes.replace(b"reflection: ", b"reflection: Again, ", 1)
    )
    assert run("sync", vault).exit_code == 0
    content = file.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_reserved_name_gets_out_of_the_way(vault: Path) -> None:
    run("--vault", vault, "new", "gap", "nul.md", "--set", "priority=P1", "--set", "action=x")
    assert (vault / "Areas/interview-context/gaps/nul_.md.md").is_file()


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    result = run("init", tmp_path / "loop/v")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_folder_that_is_no_vault_is_not_taken_for_another(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (vault.parent / "empty").mkdir()
    monkeypatch.chdir(vault)
    assert run("sync", "../empty").exit_code == 2
    assert run("lint", "../empty").exit_code == 2
    assert run("init", "Projects/inner").exit_code == 2
