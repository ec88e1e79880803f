"""The comparison with other linters runs, and para-sync finds all that was planted and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import cards, generate, report, tools
from benchmarks.generate import Defect
from benchmarks.score import complete, score

ROOT = Path(__file__).parent.parent


def lines(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="processes are measured with wait4")
def test_all_that_was_planted_is_found_and_nothing_else() -> None:
    command = [sys.executable, "-m", "benchmarks.peers", "--notes", "200", "--runs", "1", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    table = done.stdout.split("| Planted |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| ([a-zA-Z* ]+) \| ([\d,]*) \| ([\d,—]+) \|", table, re.MULTILINE)
    found = {kind: (planted, ours) for kind, planted, ours in rows}
    assert found.keys() == {*cards.KINDS, "**false reports**"}
    assert found.pop("**false reports**") == ("", "0")
    assert found.pop(cards.STEP)[1] == "—"  # Obsidian has nothing against a heading that skips a level
    assert all(planted == ours != "0" for planted, ours in found.values())
    assert "| `para-sync lint --no-cache` |" in done.stdout


def test_the_same_vault_each_time(tmp_path: Path) -> None:
    first, second = (generate.lay(tmp_path / name, 300) for name in "ab")
    assert first == second
    assert lines(tmp_path / "a") == lines(tmp_path / "b")
    assert {each.kind for each in first} == set(cards.KINDS)
    assert len([path for path in lines(tmp_path / "a") if path.endswith(".md") and not path.startswith(".")]) == 300


def test_what_is_missed_and_what_is_false_counts() -> None:
    tool = tools.para_sync()
    planted = [Defect("missing note", "a.md", 3), Defect("duplicate key", "b.md", 4)]
    good = score(tool, [("link-broken", "a.md", 3), ("frontmatter-broken", "b.md", 1)], planted)
    assert complete(good)
    assert good.found["duplicate key"] == 1
    assert not complete(score(tool, [("link-broken", "a.md", 3)], planted))
    wrong = [("link-broken", "a.md", 3), ("frontmatter-broken", "b.md", 1), ("link-broken", "a.md", 7)]
    assert score(tool, wrong, planted).false == Counter({"link-broken": 1})
    assert score(tool, [("note-empty", "c.md", 1)], planted).false == {"note-empty": 1}


def test_only_what_stands_between_marks_is_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    file.write_text("Mine.\n<!-- measured cold -->\nold\n<!-- /measured -->\n<!-- measured b -->x<!-- /measured -->\n")
    report.put(file, {"cold": "new"})
    told = "Mine.\n<!-- measured cold -->\n\nnew\n\n<!-- /measured -->\n<!-- measured b -->x<!-- /measured -->\n"
    assert file.read_text() == told


def test_results_and_readme_have_a_place_for_all_that_is_measured() -> None:
    marks = [set(re.findall(r"<!-- measured (\w+) -->", file.read_text("utf-8"))) for file in report.SHOWN]
    assert set.union(*marks) == set(report.BLOCKS)
