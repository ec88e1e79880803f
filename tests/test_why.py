"""What `why` says is behind a note or a row: every figure of a table leads to the cells and properties it came from."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write
from texts import GAPS, MOCKS, SESSIONS, chapter, note, run, runs, vault

from para_sync import layout
from para_sync.commands import main
from para_sync.vault.vault import Vault
from para_sync.why import notes, rows

DAY = date(2026, 1, 20)
HOME = "Areas/interview-context/Progress Tracker.md"
WORKBOOKS = "Projects/practice-workbooks"
MANUAL = "Manual/Scoring System.md"


def region(name: str) -> dict[str, str]:
    """A note with one region and nothing in it."""
    return {HOME: f"# Home\n\n<!-- para-sync:begin {name} -->\n\n<!-- para-sync:end {name} -->\n"}


def of_note(path: str, of: Vault) -> list[str]:
    found = of.note(path)
    assert found
    return [f"{each.at}: {each.fact}" if each.at else each.fact for each in notes.of_note(found, of, DAY)]


def of_row(name: str, row: str, files: dict[str, str]) -> list[str]:
    """What is behind the one row of a region, below the line about the region itself."""
    of = vault({**files, **region(name)})
    home = of.note(HOME)
    assert home
    (chosen,) = rows.asked(rows.rows(home, of), row)
    first, *found = rows.of_row(chosen, of, DAY)
    assert first.at == f"{HOME}:3:1"
    assert first.fact.startswith(f"region {name}: ")
    assert not first.fact.endswith(".")
    return [f"{each.at}: {each.fact}" if each.at else each.fact for each in found]


def scored(path: str, key: str, line: int, score: int) -> str:
    return f"{SESSIONS}/{path}.md:{line}:{len(f'score_{key}: ') + 1}: score_{key}: {score}"


def test_a_run_its_scores_and_the_levels_that_it_misses() -> None:
    of = vault(runs("2222222222", "3322322212"))
    assert of_note(f"{SESSIONS}/r2.md", of) == [
        f"{SESSIONS}/r2.md:3:7: date: 2026-01-06",
        scored("r2", "structure", 5, 3),
        scored("r2", "scoping", 6, 3),
        scored("r2", "architecture", 7, 2),
        scored("r2", "model", 8, 2),
        scored("r2", "latency", 9, 3),
        scored("r2", "loss", 10, 2),
        scored("r2", "metrics", 11, 2),
        scored("r2", "features", 12, 2),
        scored("r2", "deep_dive", 13, 1),
        scored("r2", "edge_cases", 14, 2),
        f"{SESSIONS}/r2.md:5:18: Structure & Flow rose 2 → 3 since 2026-01-05: no evidence",
        f"{SESSIONS}/r2.md:6:16: Problem Scoping rose 2 → 3 since 2026-01-05: no evidence",
        f"{SESSIONS}/r2.md:9:16: Latency Calculation rose 2 → 3 since 2026-01-05: no evidence",
        # 22 points and no critical category below 2: the lowest level, not the next
        f"{MANUAL}:33:64: total 22; E7 Signal: not met, for Deep Dive: total 27+, 5 at 3, all 2+",
        f"{MANUAL}:32:73: total 22; Strong E6: not met: total 24+, critical 2+, 2 at 3",
        f"{MANUAL}:31:53: total 22; E6 Bar: met: total 20+, critical 2+",
        f"{MANUAL}:22:3: weakest: Deep Dive",
    ]


def test_the_evidence_of_a_score_is_told_with_its_line() -> None:
    lines = '["latency: seven stages, 118 ms"]'
    of = vault({**runs("2222222222"), f"{SESSIONS}/r2.md": run("2026-01-06", "2222322222", score_evidence=lines)})
    place = f"{SESSIONS}/r2.md:15:{len('score_evidence: [') + 1}"
    said = f"{place}: Latency Calculation rose 2 → 3 since 2026-01-05: seven stages, 118 ms"
    assert said in of_note(f"{SESSIONS}/r2.md", of)


def test_a_run_that_is_scored_in_part_does_not_count() -> None:
    assert of_note(f"{SESSIONS}/r1.md", vault(runs("22")))[-1] == "2 of 10 scored: the run does not count"


def test_a_run_that_cannot_be_read_says_nothing() -> None:
    assert of_note(f"{SESSIONS}/r1.md", vault({f"{SESSIONS}/r1.md": run("someday", "2222222222")})) == []


def test_a_gap_its_place_its_day_and_the_last_scores_of_its_category() -> None:
    gap = note("gap", priority="P0", status="open", action="a", target="Week 1", category="latency", found="2026-01-05")
    of = vault({**runs("2222222222", "2222122222", "2222022222", "2222122222"), f"{GAPS}/Slow.md": gap})
    assert of_note(f"{GAPS}/Slow.md", of) == [
        f"{GAPS}/Slow.md:3:11: priority: P0",
        f"{GAPS}/Slow.md:4:9: status: open",
        f"{GAPS}/Slow.md:6:9: target: Week 1",
        f"{GAPS}/Slow.md:7:11: category: latency",
        f"{GAPS}/Slow.md:8:8: found: 2026-01-05",
        # no plan_start: Week 1 is that of the first run, 5 to 11 January
        "due 2026-01-11, which is past: weeks count from 2026-01-05",
        scored("r2", "latency", 9, 1),
        scored("r3", "latency", 9, 0),
        scored("r4", "latency", 9, 1),
    ]


def test_a_closed_gap_is_not_late() -> None:
    gap = note(
        "gap", priority="P1", status="closed", action="a", target="2026-01-07", closed="2026-01-06", fixed_by="b"
    )
    found = of_note(f"{GAPS}/Done.md", vault({f"{GAPS}/Done.md": gap}))
    assert found[-1] == "due 2026-01-07: weeks count from "


def test_a_project_by_its_criterion_and_one_judged_by_hand() -> None:
    mocks = {f"{MOCKS}/m{day}.md": run(f"2026-01-1{day}", "2222222222", "mock", evaluator="external") for day in (1, 2)}
    found = of_note(f"{MOCKS}/practice-mocks.md", vault({**mocks, f"{MOCKS}/practice-mocks.md": note("project")}))
    assert found[0].startswith("Manual/PARA Layers.md:")
    assert [line.partition(": ")[2].partition(" passes")[0] for line in found[1:3]] == ["2026-01-11", "2026-01-12"]
    assert found[-1] == "now: 2 of 3 runs"
    layers = chapter("PARA Layers", ("`each feedback-theme: status addressed`", "`by hand`"))
    home = "Projects/past-interview-feedback/past-interview-feedback.md"
    (only,) = of_note(home, vault({**layers, home: note("project")}))
    assert only.endswith("past-interview-feedback: by hand")


def test_a_workbook_as_a_suggestion() -> None:
    book = f"{WORKBOOKS}/P1 Feed.md"
    files = {book: note("workbook", id="P1", title="Feed", frequency="High")}
    last = run("2026-01-12", "2222222222", workbook='"[[P1 Feed]]"')
    assert of_note(book, vault({**files, f"{SESSIONS}/r1.md": last})) == [
        "number 1 to practise, 1.89 points",
        # 8 days since, of 7 for a point; High is three quarters of a point
        "Manual/Daily Loop.md:31:3: 1.14 for day since the last run: 8 since 2026-01-12",
        "Manual/Daily Loop.md:33:3: 0.75 for frequency: High",
        f"{SESSIONS}/r1.md:3:7: date: 2026-01-12",
    ]


def test_of_other_notes_there_is_nothing_to_say() -> None:
    assert of_note("mine.md", vault({"mine.md": "My own words.\n"})) == []


def test_a_milestone_since_when_and_by_which_runs() -> None:
    files = runs("3222222222", "3222222222", "3222222222", "3222222222", "3222222222")
    met = of_row("milestones", "Week 1", files)
    assert met[0].startswith(f"{SESSIONS}/r5.md:3:7: met first after the run of 2026-01-09: ")
    assert met[1].startswith("Manual/Milestones.md:14:")
    # five runs, and the last two at 3 in structure
    assert sum(line.startswith(f"{SESSIONS}/r") for line in met[2:]) == 7
    not_met = of_row("milestones", "stretch", files)
    assert not_met[0].startswith("Manual/Milestones.md:18:")
    assert sum(" fails: score_structure 3, score_scoping 2" in line for line in not_met[1:-1]) == 5
    assert not_met[-1] == "now: 0 of 1 run; total 27+ alone: 0 of 1"


def test_an_item_of_the_checklist_with_its_tick_and_its_drills() -> None:
    drills = {
        f"Projects/ml-system-design/drills/{day}.md": note(
            "drill", date=f"2026-01-0{day}", drill="kv-cache", seconds=took
        )
        for day, took in ((5, 61), (6, 59), (7, 60))
    }
    found = of_row("checklist-audit", "KV-cache napkin math under 60 seconds", drills)
    assert found == [
        "Manual/Pre-Interview Checklist.md:19:7: not ticked",
        "Manual/Pre-Interview Checklist.md:19:7: KV-cache napkin math under 60 seconds: "
        "last 2 drills with drill kv-cache: seconds under 60",
        "Projects/ml-system-design/drills/6.md:5:10: 6 passes: seconds 59",
        "Projects/ml-system-design/drills/7.md:5:10: 7 fails: seconds 60",
        "now: 1 of 2 drills (7: seconds 60)",
    ]
    ticked = chapter("Pre-Interview Checklist", ("- [ ] KV-cache", "- [x] KV-cache"))
    assert of_row("checklist-audit", "kv-cache", {**drills, **ticked})[0].endswith(": ticked")


def test_a_trend_by_the_scores_of_both_windows() -> None:
    files = runs(*(f"2222{score}22222" for score in "0112122"))
    category = f"{MANUAL}:18:3: category Latency Calculation: Critical"
    # the last three runs, and the three before; the first of the seven is in neither
    both = [scored(f"r{number}", "latency", 9, score) for number, score in enumerate((1, 1, 2, 1, 2, 2), 2)]
    assert of_row("critical-trend", "Latency Calculation", files) == [category, *both]
    few = of_row("critical-trend", "Latency Calculation", runs("2222122222"))
    assert few == [category, scored("r1", "latency", 9, 1)]


def test_calibration_by_both_sides_each_run_once() -> None:
    files = runs("2222222222", "2222322222")
    for day in (8, 9):
        files[f"{MOCKS}/m{day}.md"] = run(f"2026-01-0{day}", "2222122222", "mock", evaluator="external")
    found = of_row("calibration", "Latency Calculation", files)
    places = [line.partition(".md")[0].rpartition("/")[2] for line in found[1:]]
    assert places == ["r1", "r2", "m8", "m9"]


def test_a_strength_by_its_note_and_the_last_scores() -> None:
    files = runs("2222232222", "2222232222", "2222232222")
    path = "Areas/interview-context/strengths/Maths.md"
    found = of_row("strengths", "Maths", {**files, path: note("strength", category="loss", since="2026-01-05")})
    last = [scored(f"r{number}", "loss", 10, 3) for number in (1, 2, 3)]
    category = f"{MANUAL}:19:3: category Loss Function Math: Important"
    assert found == [f"{path}:3:11: category: loss", f"{path}:4:8: since: 2026-01-05", category, *last]
    assert of_row("strengths", "Loss Function Math", files) == [category, *last]


def test_the_time_of_a_section_by_the_minutes_of_the_last_runs() -> None:
    found = of_row("section-timing", "Model", runs(*["2222222222"] * 4, minutes="[5, 5, 11, 5, 2, 2]"))
    minutes = [f"{SESSIONS}/r{number}.md:15:10: minutes: 5, 5, 11, 5, 2, 2" for number in (2, 3, 4)]
    assert found == ["Manual/Daily Loop.md:70:3: planned: 10 minutes", *minutes]


def test_a_taste_marker_by_the_runs_that_name_it() -> None:
    files = {**runs("2222222222"), f"{SESSIONS}/r2.md": run("2026-01-06", "2222222222", taste="[loss-shape]")}
    found = of_row("taste-markers", "loss function shape", files)
    assert found == ["Manual/Taste Markers.md:12:7: marker loss-shape", f"{SESSIONS}/r2.md:15:8: taste: loss-shape"]


@pytest.mark.parametrize(
    ("name", "row", "path", "written", "said"),
    [
        ("gap-tracker", "Slow", f"{GAPS}/Slow.md", note("gap", priority="P0", status="open"), "3:11: priority: P0"),
        ("workbooks", "P1 · Feed", f"{WORKBOOKS}/P1.md", note("workbook", id="P1", title="Feed"),
         "number 1 to practise, 3.00 points"),
        ("stories", "Told", "Projects/behavioral-prep/Told.md", note("story", fluent="true"), "3:9: fluent: true"),
        ("fundamentals", "Bits", "Projects/ml-fundamentals/Bits.md", note("fundamental", status="new"),
         "3:9: status: new"),
    ],
)  # fmt: skip
def test_other_rows_lead_to_the_notes_that_they_link_to(
    name: str, row: str, path: str, written: str, said: str
) -> None:
    first, second, *_ = of_row(name, row, {path: written})
    assert first == f"{path}:1:1: note {Path(path).stem}"
    assert second.removeprefix(f"{path}:") == said


def test_a_row_is_named_by_its_number_a_whole_cell_or_words_in_it() -> None:
    of = vault({**runs("2222222222", "2222222222", problem="Feed of 2"), **region("practice-log")})
    home = of.note(HOME)
    assert home
    known = list(rows.rows(home, of))
    # the log has ten rows; the empty ones are none to ask for
    assert [each.shown[0] for each in known] == ["1", "2"]

    def asked(words: str) -> list[str]:
        return [each.shown[0] for each in rows.asked(known, words)]

    assert (asked("2"), asked(" 2026-01-05 "), asked("feed"), asked("3"), asked("Quantum")) == (
        ["2"], ["1"], ["1", "2"], [], []
    )  # fmt: skip


def test_json_has_every_fact_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, layout.files(layout.EXAMPLE_START, example=True))
    home = str(tmp_path / HOME)
    result = CliRunner().invoke(main, ["why", home, "Week 1", "--json"])
    found = json.loads(result.stdout)
    assert found[0].keys() == {"fact", "at"}
    assert found[0]["fact"].startswith("region milestones: ")
    assert found[-1]["at"] == ""
    assert CliRunner().invoke(main, ["why", home, "nothing like it", "--json"]).stdout == "[]\n"


def test_a_note_is_found_by_name_title_or_id(tmp_path: Path) -> None:
    write(tmp_path, layout.files(layout.EXAMPLE_START, example=True))
    said = [CliRunner().invoke(main, ["--vault", str(tmp_path), "why", *words]).stdout for words in (
        [str(tmp_path / HOME), "Week 1"], [Path(HOME).name, "Week 1"], [Path(HOME).stem.upper(), "Week 1"],
    )]  # fmt: skip
    assert len(set(said)) == 1
    by_id = CliRunner().invoke(main, ["--vault", str(tmp_path), "why", "P7"])
    assert (by_id.exit_code, bool(by_id.stdout)) == (0, True)
    none = CliRunner().invoke(main, ["--vault", str(tmp_path), "why", "P77"])
    assert (none.exit_code, none.stderr) == (2, f'para-sync: no note of the vault {tmp_path} is called "P77"\n')
