"""Which notes are runs, in which order, and what each says."""

from __future__ import annotations

import pytest
from texts import GAPS, MOCKS, SCORES, SESSIONS, chapter, note, run, runs, since, vault

from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run, Runs
from para_sync.vault.vault import Vault


def of(files: dict[str, str]) -> Runs:
    return all_runs.of(vault(files))


def only(files: dict[str, str]) -> Run:
    (found,) = of(files).all
    return found


def weakest(scores: str) -> tuple[str, int]:
    rubric = manuals.of(vault({})).rubric
    assert rubric is not None
    category, ties = all_runs.weakest(only(runs(scores)), rubric)
    return category.name if category else "", ties


def test_runs_stand_in_order_of_date_then_start_then_path() -> None:
    found = of(
        {
            f"{SESSIONS}/a.md": run("2026-01-06", start='"18:00"'),
            f"{SESSIONS}/b.md": run("2026-01-06", start='"09:30"'),
            f"{SESSIONS}/c.md": run("2026-01-05T20:00"),
            f"{MOCKS}/a.md": run("2026-01-06", kind="mock", start='"18:00"'),
        }
    )
    assert [each.note.path for each in found.all] == [
        f"{SESSIONS}/c.md",
        f"{SESSIONS}/b.md",
        f"{MOCKS}/a.md",
        f"{SESSIONS}/a.md",
    ]


def test_a_run_is_a_session_or_mock_wherever_it_lies() -> None:
    found = of(
        {
            "Completed Prep/a.md": run("2026-01-05", "2" * 10),
            f"{MOCKS}/b.md": run("2026-01-06", "2" * 10, kind="mock"),
            "Templates/session.md": run('"{{date}}"', "2" * 10),
            f"{SESSIONS}/drill.md": note("drill", date="2026-01-07", drill="kv-cache", seconds=57),
            f"{SESSIONS}/a (conflicted copy 2026-01-05 101500).md": run("2026-01-05", "2" * 10),
        }
    )
    assert [each.note.name for each in found.scored] == ["a", "b"]
    assert found.uncounted == ()


def test_a_run_counts_once_every_category_has_a_score_and_zero_is_one() -> None:
    found = of(runs("0000000000", "222222222", "", "3333333333"))
    assert [each.scored for each in found.all] == [True, False, False, True]
    assert [each.total for each in found.scored] == [0, 30]


def test_what_cannot_be_read_as_a_run_is_named() -> None:
    found = of(
        {
            f"{SESSIONS}/fine.md": run("2026-01-05"),
            f"{SESSIONS}/four.md": run("2026-01-05", "4"),
            f"{SESSIONS}/half.md": run("2026-01-05", score_model=2.5),
            f"{SESSIONS}/tick.md": run("2026-01-05", score_model="true"),
            f"{SESSIONS}/text.md": run("2026-01-05", score_model='"2"'),
            f"{SESSIONS}/when.md": run("2026-02-30"),
            f"{SESSIONS}/broken.md": "---\ntype: session\ndate: [\n---\n",
            "Projects/broken.md": "---\ntype: session\ndate: [\n---\n",
        }
    )
    assert [each.note.name for each in found.all] == ["fine"]
    assert [each.name for each in found.uncounted] == ["broken", "four", "half", "text", "tick", "when"]


def test_a_whole_number_may_have_a_fraction_of_nothing() -> None:
    assert only({f"{SESSIONS}/a.md": run("2026-01-05", score_model="2.0")}).scores == {"score_model": 2}


def test_a_category_counts_from_its_date_on() -> None:
    manual = since(edge_cases="2026-01-06")
    found = of({**manual, **runs("222222222", "222222222", "2222222222")})
    assert [each.scored for each in found.all] == [True, False, True]
    assert [each.total for each in found.scored] == [18, 20]


def test_before_any_category_was_in_force_nothing_counts() -> None:
    manual = since(**{each.removeprefix("score_"): "2026-02-01" for each in SCORES})
    assert of({**manual, **runs("2222222222")}).scored == ()


def test_a_run_is_called_after_its_problem() -> None:
    workbook = {"P7.md": note("workbook", id="P7", title="Multimodal Assistant")}
    question = {"Q18.md": note("question", id="Q18", title="Visual Search")}
    path = f"{SESSIONS}/a.md"

    def label(**properties: object) -> str:
        return only({**workbook, **question, path: run("2026-01-05", **properties)}).label()

    assert label(workbook='"[[P7]]"', question='"[[Q18]]"') == "P7 · Multimodal Assistant"
    assert label(question='"[[Q18]]"') == "Q18 · Visual Search"
    assert label(problem="Rank a feed") == "Rank a feed"
    assert label(title="A try") == "A try"
    assert label() == "a"


def test_a_run_answers_its_own_question_else_those_of_its_workbook() -> None:
    files = {
        "P7.md": note("workbook", id="P7", title="Multimodal"),
        "Q9.md": note("question", id="Q9", title="One", workbook='"[[P7]]"'),
        "Q10.md": note("question", id="Q10", title="Two", workbook='"[[P7]]"'),
        "Q18.md": note("question", id="Q18", title="Other"),
        f"{SESSIONS}/a.md": run("2026-01-05", workbook='"[[P7]]"'),
        f"{SESSIONS}/b.md": run("2026-01-06", workbook='"[[P7]]"', question='"[[Q18]]"'),
        f"{SESSIONS}/c.md": run("2026-01-07", workbook='"[[Nowhere]]"'),
    }
    found = of(files).all
    assert [each.questions for each in found] == [("Q10.md", "Q9.md"), ("Q18.md",), ()]
    assert [each.workbook for each in found] == ["P7.md", "P7.md", ""]


def test_a_workbook_is_one_whatever_the_letter_case_of_the_property() -> None:
    found = only({"P7.md": note("workbook", id="P7"), f"{SESSIONS}/a.md": run("2026-01-05", Workbook='"[[P7]]"')})
    assert found.workbook == "P7.md"


@pytest.mark.parametrize("when", ["2026-W01-1", '"20260105"', "2026-01-05x", "2026-01-05T25:00", "2026-02-30"])
def test_a_run_needs_a_day_as_obsidian_writes_it(when: str) -> None:
    found = of({f"{SESSIONS}/a.md": run(when)})
    assert (found.all, [each.name for each in found.uncounted]) == ((), ["a"])


def test_the_weakest_is_the_lowest_the_more_important_first() -> None:
    assert weakest("3333333331") == ("Edge Cases & V2", 0)
    assert weakest("3333313331") == ("Loss Function Math", 1)
    assert weakest("3313313331") == ("Architecture First", 2)
    assert weakest("0000000000") == ("Structure & Flow", 9)
    assert weakest("3333333333") == ("", 0)


def test_importance_is_the_order_in_which_the_rubric_names_the_types() -> None:
    manual = chapter(
        "Scoring System", ("| 1 | Structure & Flow | Critical |", "| 1 | Structure & Flow | Nice-to-have |")
    )
    changed = vault({**manual, **runs("1333313333")})
    rubric = manuals.of(changed).rubric
    assert rubric is not None
    assert all_runs.weakest(all_runs.of(changed).all[0], rubric)[0] == rubric.categories[0]


def test_below_leaves_out_what_has_no_score() -> None:
    assert [each.key for each in only(runs("210")).below(2)] == ["scoping", "architecture"]


def test_minutes_may_be_texts_and_end_at_what_is_no_number() -> None:
    assert list(all_runs.numbers(("5", 5.5, "ten", 3))) == [5.0, 5.5]
    assert list(all_runs.numbers(30)) == [30.0]
    assert list(all_runs.numbers(None)) == []


def test_a_marker_shows_once_in_a_run_however_often_it_is_named() -> None:
    files = {**runs("", "", ""), **runs("", taste="[loss-shape, loss-shape]")}
    files[f"{MOCKS}/m.md"] = run("2026-01-01", kind="mock", taste="loss-shape")
    files[f"{GAPS}/g.md"] = note("gap", taste="loss-shape")
    assert [each.note.name for each in all_runs.showing("loss-shape", vault(files))] == ["m", "r1"]


def test_week_one_starts_as_planned_else_on_the_monday_of_the_first_run() -> None:
    def start(files: dict[str, str]) -> str:
        read: Vault = vault(files)
        return all_runs.plan_start(read)

    late = {f"{SESSIONS}/a.md": run("2026-01-11")}
    assert start(late) == "2026-01-05"
    assert start({**chapter("Milestones", ("plan_start:\n", "plan_start: 2026-01-12\n")), **late}) == "2026-01-12"
    assert start({}) == ""
