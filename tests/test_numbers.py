"""Trend, timing, calibration, strengths, coverage, drills and checklist, against numbers worked out by hand."""

from __future__ import annotations

import pytest
from texts import MOCKS, SESSIONS, chapter, note, run, runs, vault

from para_sync import regions
from para_sync.practice import calibration, checklist, coverage, drills, strengths, timing, trend
from para_sync.practice.trend import Direction
from para_sync.vault.vault import Vault

REST = "2" * 9


def first(*scores: int) -> Vault:
    """Runs whose first category has these scores, every other a 2."""
    return vault(runs(*(f"{score}{REST}" for score in scores)))


@pytest.mark.parametrize(
    ("scores", "then", "now", "direction"),
    [
        ((1, 2, 2), None, None, Direction.UNKNOWN),  # 3 of 4
        ((1, 2, 2, 3), 1.5, 2.5, Direction.UP),  # windows of 4 // 2 = 2
        ((1, 1, 2, 1, 2), 1.5, 1.5, Direction.FLAT),  # 5 // 2 = 2: (1 + 2) / 2 and (1 + 2) / 2
        ((1, 1, 1, 1, 1, 2), 1.0, 4 / 3, Direction.UP),  # exactly a third up
        ((1, 1, 2, 1, 1, 1), 4 / 3, 1.0, Direction.DOWN),  # exactly a third down
        ((0, 3, 3, 3, 1, 2, 3), 3.0, 2.0, Direction.DOWN),  # the first is out of both windows
        ((0, 0, 0, 3, 3, 3), 0.0, 3.0, Direction.CEILING),
        ((0, 3, 3, 3), 1.5, 3.0, Direction.CEILING),
        ((0, 2, 3, 3), 1.0, 3.0, Direction.UP),  # the last three are not all at 3
    ],
)
def test_a_trend(scores: tuple[int, ...], then: float | None, now: float | None, direction: Direction) -> None:
    found = trend.of(first(*scores))[0]
    assert (found.then, found.now, found.direction, found.count) == (then, now, direction, len(scores))


def test_a_trend_follows_the_manual() -> None:
    step = chapter("Scoring System", ("| trend step | 1/3 |", "| trend step | 0.5 |"))
    files = runs(*(f"{score}{REST}" for score in (1, 1, 1, 1, 1, 2)))
    assert trend.of(vault({**step, **files}))[0].direction is Direction.FLAT
    window = chapter("Scoring System", ("| trend runs | 3 |", "| trend runs | 1 |"))
    assert trend.of(vault({**window, **runs(f"1{REST}", f"3{REST}")}))[0].direction is Direction.CEILING


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["2" * 10] * 3, "Not enough runs: 3 of 4"),
        ([], "Not enough runs: 0 of 4"),
        (["2" * 10] * 4, "No. Flat: Structure & Flow, Problem Scoping, Architecture First, Model Justification, "
         "Latency Calculation"),
        (["1" * 10, "1" * 10, "22222" + "1" * 5, "22222" + "1" * 5], "Yes. Up: Structure & Flow, Problem Scoping, "
         "Architecture First, Model Justification, Latency Calculation"),
        (["12223" + "2" * 5, "12223" + "2" * 5, "33222" + "2" * 5, "33222" + "2" * 5],
         "No. Up: Structure & Flow, Problem Scoping; down: Latency Calculation; flat: Architecture First, "
         "Model Justification"),
        (["12222" + "2" * 5, "13222" + "2" * 5, "23222" + "2" * 5, "23222" + "2" * 5],
         "2 of 5. Up: Structure & Flow; flat: Architecture First, Model Justification, Latency Calculation; "
         "at the ceiling: Problem Scoping"),
    ],
)  # fmt: skip
def test_the_critical_categories_in_one_line(given: list[str], expected: str) -> None:
    assert trend.answer(trend.critical(vault(runs(*given)))) == expected


def timed(*minutes: str, **properties: object) -> Vault:
    files = {}
    for number, each in enumerate(minutes, 5):
        files[f"{SESSIONS}/r{number}.md"] = run(f"2026-01-{number:02}", "2" * 10, minutes=each, **properties)
    return vault(files)


def test_timing_is_the_median_of_the_last_timed_runs() -> None:
    # Model: 10, 12, 14, 11 -> the last three are 12, 14, 11, their median 12, two over the plan of 10.
    found = timing.of(timed("[5,5,10,5,3,2]", "[5,5,12,5,3,0]", "[6,4,14,5,1,0]", "['4','5','11','5','3','2']"))
    assert found is not None
    assert [each.median for each in found.sections] == [5, 5, 12, 5, 3, 0]
    assert [each.delta for each in found.sections] == [0, 0, 2, 0, 0, -2]
    assert [each.run.note.name for each in found.recent] == ["r6", "r7", "r8"]
    assert len(found.timed) == 4


def test_only_timed_and_scored_runs_are_timed() -> None:
    found = timing.of(timed("[5,5,10,5,3,2]", "[5,5,10]", "[5,5,ten,5,3,2]", "", "[5,5,10,5,3,2]"))
    assert found is not None
    assert (found.sections, found.recent, len(found.timed), found.needs) == ((), (), 2, 3)
    assert [each.note.name for each in found.mistimed] == ["r6", "r7"]
    unscored = timing.of(vault({f"{SESSIONS}/a.md": run("2026-01-05", "22", minutes="[5,5,10,5,3,2]")}))
    assert unscored is not None
    assert unscored.timed == unscored.mistimed == ()


def test_a_section_over_its_share_is_named() -> None:
    # 18 of 30 is 60 %, not more; 19 of 30 is 63.3 %.
    found = timing.of(timed("[3,3,18,3,2,1]", "[3,3,19,3,1,1]"))
    assert found is not None
    assert [(each.run.note.name, each.section.name, round(each.share, 1)) for each in found.long] == [
        ("r6", "Model", 63.3)
    ]


def test_when_the_architecture_stood() -> None:
    files = {
        f"{SESSIONS}/r{number}.md": run(f"2026-01-{number:02}", "2" * 10, architecture_at_min=at)
        for number, at in enumerate((20, 10, 5, 4.5, "", "soon"), 1)
    }
    found = timing.of(vault(files))
    assert found is not None
    # 20, 10, 5, 4.5: the last three are 10, 5, 4.5; within 5 minutes: 2, within 10: 3
    one = found.architecture
    assert (one.count, one.median, one.signal, one.plan) == (4, 5, 2, 3)


def own(*scores: int) -> dict[str, str]:
    return runs(*(f"{score}{REST}" for score in scores))


def mock(day: int, score: int, evaluator: str = "external") -> dict[str, str]:
    return {f"{MOCKS}/m{day}.md": run(f"2026-01-{day:02}", f"{score}{REST}", "mock", evaluator=evaluator)}


def test_calibration_pairs_each_mock_with_the_runs_before_it() -> None:
    # own on the 5th to the 9th: 3, 3, 2, 2, 3; a mock of 1 on the 8th (path m < r: before the run of that day)
    # is held against (3 + 3 + 2) / 3, one of 3 on the 10th against (2 + 2 + 3) / 3:
    # (1 + 3) / 2 - (8/3 + 7/3) / 2 = -0.5
    found = calibration.of(vault({**own(3, 3, 2, 2, 3), **mock(8, 1), **mock(10, 3), **mock(9, 0, "llm")}))[0]
    assert [[each.note.name for each in pair.own] for pair in found.pairs] == [["r1", "r2", "r3"], ["r3", "r4", "r5"]]
    assert (found.external, found.own, found.bias) == (2, 2.5, -0.5)


def test_calibration_needs_two_mocks_with_runs_before_them() -> None:
    found = calibration.of(vault({**mock(1, 1), **own(3, 3), **mock(10, 3)}))[0]
    assert (len(found.pairs), found.needs, found.bias) == (1, 2, None)


def test_strengths_are_accepted_or_candidates() -> None:
    # structure 3, 2, 3: mean 8/3; scoping 2, 3, 2: 7/3, short of 2.5; model 3, 3, 1: one below the bar
    home = "Areas/interview-context/strengths"
    files = {
        **runs("3223222222", "2323222222", "3231222222"),
        f"{home}/Scoping.md": note("strength", category="scoping"),
        f"{home}/Calm.md": note("strength"),
    }
    found = strengths.of(vault(files))
    assert [(each.note.name if each.note else "", each.scores, each.holds) for each in found] == [
        ("Scoping", (2, 3, 2), False),
        ("", (3, 2, 3), True),
        ("Calm", (), None),
    ]
    few = strengths.of(vault({**runs("3333333333"), f"{home}/Scoping.md": note("strength", category="scoping")}))
    assert [(each.scores, each.holds, each.candidate) for each in few] == [((3,), None, False)]


def test_coverage_counts_task_lines() -> None:
    files = {
        "Projects/ml-fundamentals/Loss.md": note("fundamental", order=2) + "- [x] one\n- [ ] two\n- three\n",
        "Projects/ml-fundamentals/Training.md": note("fundamental", order=1) + "* [X] one\n\n```\n- [x] two\n```\n",
    }
    found = coverage.of(vault(files))
    assert [(each.note.name, each.ticked, each.total) for each in found] == [("Training", 1, 1), ("Loss", 1, 2)]


def drill(day: int, name: str, seconds: object) -> dict[str, str]:
    return {f"d{day}.md": note("drill", date=f"2026-01-{day:02}", drill=name, seconds=seconds)}


def test_drills_are_held_against_the_checklist() -> None:
    files = drill(2, "kv-cache", 40) | drill(4, "kv-cache", 60) | drill(3, "KV-Cache", 59.5) | drill(1, "kv-cache", "x")
    found = drills.of(vault({**files, **drill(5, "elevator", 30)}))
    physics, cache, other = found.all
    assert (physics.name, physics.attempts, physics.best) == ("physics-first", (), None)
    assert [each.seconds for each in cache.last] == [59.5, 60]
    assert cache.best == 40
    assert cache.item is not None
    assert cache.item.judged is not None
    assert (cache.item.judged.met, cache.item.judged.evidence.split(" (")[0]) == (False, "1 of 2 drills")
    assert (other.name, other.item, len(other.last)) == ("elevator", None, 1)
    assert [each.name for each in found.uncounted] == ["d1"]


def test_the_checklist_is_held_against_the_notes() -> None:
    ticked = chapter("Pre-Interview Checklist", ("- [ ] All 5 critical", "- [x] All 5 critical"))
    found = checklist.of(vault({**ticked, **runs("2" * 10, "2" * 10)}))
    assert (len(found), sum(each.judged is not None for each in found), sum(each.ticked for each in found)) == (
        25,
        8,
        1,
    )
    assert [(each.text, each.judged and each.judged.evidence) for each in found if each.drifts] == [
        ("All 5 critical rubric categories consistently at 2+", "2 of 3 runs")
    ]


@pytest.mark.parametrize(
    ("region", "folder"),
    [
        ("workbooks", "Projects/practice-workbooks"),
        ("questions", "Projects/ml-system-design/questions"),
        ("drills", "Projects/ml-system-design/drills"),
        ("fundamentals", "Projects/ml-fundamentals"),
        ("stories", "Projects/behavioral-prep"),
        ("strengths", "Areas/interview-context/strengths"),
        ("reviews", "Areas/interview-context/reviews"),
    ],
)
def test_what_cannot_be_read_is_said(region: str, folder: str) -> None:
    content = regions.load(region).render(vault({f"{folder}/Torn.md": "---\ntype: [\n---\n"}))
    assert content is not None
    assert content.lines[-1].endswith(" not counted: [[Torn|Torn]]")
    assert content.lines[-1].startswith("1 ")
