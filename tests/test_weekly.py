"""The review of a week, its figures worked out by hand on the example vault."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write
from texts import GAPS, note, run, runs, vault

from para_sync import layout, lint, weekly
from para_sync.check import Choice
from para_sync.commands import main
from para_sync.practice.activity import Record, minute
from para_sync.stop import Stop
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

DAY = date(2026, 2, 2)
DESIGN = "content/ml-system-designs/Meta/Feed.md"


@pytest.fixture(scope="module")
def example() -> Vault:
    return Vault.read(Overlay(Nothing(), layout.files(layout.EXAMPLE_START, example=True)))


def part(of: Vault, title: str) -> tuple[str, ...]:
    return dict(weekly.of(of, DAY, Record()).parts)[title]


def test_it_is_about_the_time_since_the_last_review(example: Vault) -> None:
    assert weekly.of(example, DAY, Record()).since == "2026-01-18"


def test_the_trend(example: Vault) -> None:
    # the last three runs against the three before: architecture 2+3+3 against 2+2+3, model 2+2+3 against 2+3+2,
    # latency 2+2+2 against 2+3+3; structure and scoping are at 3, 3, 3
    assert part(example, "Are my critical categories trending up?") == (
        "No. Up: Architecture First; down: Latency Calculation; flat: Model Justification; at the ceiling: "
        "Structure & Flow, Problem Scoping (last 3 runs against the 3 before, 26 runs in all)",
    )


def test_gaps_that_came_and_went(example: Vault) -> None:
    lines = part(example, "Gaps")
    # found on 01-22, after 01-18; latency (01-05) and metrics (01-13) are older
    assert [line for line in lines if line.startswith("Opened")] == [
        "Opened: [[Edge cases squeezed out|Edge cases squeezed out]] (P2), found 2026-01-22"
    ]
    assert [line.split(" on ")[1][:10] for line in lines if line.startswith("Closed")] == [
        "2026-01-21", "2026-01-22", "2026-01-23", "2026-01-24"
    ]  # fmt: skip
    # 01-05 to 01-21, and 01-13 to 01-22
    assert lines[-2:] == (
        "Days open, P0: 16 (n = 1; not enough gaps for a mean)",
        "Days open, P1: 9 (n = 1; not enough gaps for a mean)",
    )


def test_the_timing(example: Vault) -> None:
    # minutes of the last three runs, 01-30, 01-31 and 02-01: edge cases took 1.5, 1.5 and 2
    assert part(example, "Timing")[-1] == "Edge Cases & V2: 1.5 of 2 minutes (-0.5), median of 3 runs"


def test_without_runs_it_says_so() -> None:
    found = dict(weekly.of(vault({}), DAY, Record()).parts)
    assert found["Are my critical categories trending up?"] == ("Not enough runs: 0 of 4 (0 runs in all)",)
    assert found["Timing"] == ("Not enough timed runs: 0 of 3",)
    assert found["Vocabulary"] == ("Since then: not enough runs", "Before: not enough runs")


def test_napkin_checks_name_both_lines() -> None:
    text = note("system-design") + "For 864 million daily active users we plan\n2,000 QPS at peak.\n"
    assert part(vault({DESIGN: text}), "Napkin checks") == (
        "[[Feed|Feed]]: 2,000 QPS (line 5) is below 864 million daily active users (line 4), which is 10,000 a second "
        "on average",
    )


def test_the_note_is_valid_and_keeps_the_questions(example: Vault) -> None:
    made = weekly.note(weekly.of(example, DAY, Record()), example)
    after = example.replace(made.path, made.content)
    assert [each for each in lint.check(after, choice=Choice()) if each.path == made.path] == []
    text = made.content.decode()
    assert text.index("## Napkin checks") < text.index("## Three questions") < text.index("3. What is the one thing")


def test_a_day_has_one_review(example: Vault) -> None:
    made = weekly.note(weekly.of(example, DAY, Record()), example)
    again = example.replace(made.path, made.content)
    with pytest.raises(Stop, match="is the review of 2026-02-02 already; nothing was written"):
        weekly.note(weekly.of(again, DAY, Record()), again)


def test_words_of_notes_stay_words() -> None:
    odd = "<!-- para-sync:begin practice-log --> [[x]] `y` #z\\n- a"
    gap = note("gap", priority="P0", status="closed", action="x", closed="2026-02-01", fixed_by=f'"{odd}"')
    found = vault({f"{GAPS}/g.md": gap, **runs("2222222222"), "s.md": run("2026-01-06")})
    read = found.replace("r.md", weekly.of(found, DAY, Record()).text.encode()).note("r.md")
    assert read
    assert read.regions == ()
    assert read.tags == ()
    assert [each.target for each in read.links] == ["g"]


def test_editing_time_is_told_with_its_coverage(example: Vault) -> None:
    noon = minute(datetime(2026, 2, 1, 12))
    record = Record({"Projects": tuple(range(noon, noon + 40)), "Resources": tuple(range(noon + 60, noon + 101))})
    (line,) = dict(weekly.of(example, DAY, record).parts)["Time"]
    # 40 minutes against 41, 81 in all: enough for a verdict, and one minute more is more
    assert line.startswith("more in Resources than in Projects: procrastination (Projects 40 min, Resources 41 min;")


def test_json_is_what_was_written(tmp_path: Path) -> None:
    write(tmp_path, layout.files(layout.EXAMPLE_START, example=True))
    result = CliRunner().invoke(main, ["review", str(tmp_path), "--as-of", "2026-02-02", "--json"])
    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (found["path"], found["since"]) == ("Areas/interview-context/reviews/2026-02-02 Review.md", "2026-01-18")
    text = (tmp_path / found["path"]).read_text("utf-8")
    for each in found["parts"]:
        assert f"## {each['title']}\n\n" + "".join(f"- {line}\n" for line in each["lines"]) in text
    assert [each["title"] for each in found["parts"]] == [
        "Are my critical categories trending up?", "Gaps", "Evidence", "Cadence", "Timing", "Vocabulary",
        "Napkin checks", "Time",
    ]  # fmt: skip
    again = CliRunner().invoke(main, ["review", str(tmp_path), "--as-of", "2026-02-02", "--json"])
    assert (again.exit_code, again.stdout) == (2, "")
    first = CliRunner().invoke(main, ["review", str(tmp_path), "--as-of", "2026-01-06", "--json"])
    assert json.loads(first.stdout)["since"] is None


def test_without_its_template_the_note_has_its_day_all_the_same(example: Vault) -> None:
    bare = example.replace("Templates/review.md", None)
    made = weekly.note(weekly.of(bare, DAY, Record()), bare)
    after = bare.replace(made.path, made.content).note(made.path)
    assert after
    assert (after.type, after.properties.text("date")) == ("review", DAY.isoformat())
