"""Which gaps stand in the tracker and in which order, which are wanted, and when one is due."""

from __future__ import annotations

import pytest
from texts import GAPS, SESSIONS, chapter, note, run, runs, since, vault

from para_sync import regions
from para_sync.practice import gaps
from para_sync.practice.gaps import Gap, Gaps

BAR = "2222222222"


def of(**notes: str) -> Gaps:
    return gaps.of(vault({f"{GAPS}/{name}.md": text for name, text in notes.items()}))


def gap(priority: str = "P0", status: str = "open", **properties: object) -> str:
    return note("gap", priority=priority, status=status, action="x", **properties)


def wanted(*scores: str, **notes: str) -> list[tuple[str, str, str]]:
    """Category, priority and run of each gap that is wanted after these runs, beside these gap notes."""
    files = runs(*scores) | {f"{GAPS}/{name}.md": text for name, text in notes.items()}
    return [(each.category.key, each.priority, each.run.note.name) for each in gaps.wanted(vault(files))]


def due(target: str, start: str = "2026-01-05") -> str:
    (only,) = of(a=gap(target=target)).all
    return gaps.due(only, start)


def test_gaps_stand_by_priority_then_target_then_order_then_found_then_title() -> None:
    found = of(
        a=gap("P2"),
        b=gap("p1", target="Week 3", order=4),
        c=gap("P1", target="Week 3", order=3),
        d=gap("P1", target="Week 10"),
        e=gap("P0", target="Week 2"),
        f=gap("P0", target="Week 2", found="2026-01-05"),
        g=gap("P0", target="Week 2", found="2026-01-05", title="A first title"),
        h=gap("P0"),
        i=gap("Pee"),
    )
    assert [each.note.name for each in found.all] == ["e", "g", "f", "h", "c", "b", "d", "a", "i"]


def test_a_date_stands_in_its_week_of_the_plan() -> None:
    planned = chapter("Milestones", ("plan_start:\n", "plan_start: 2026-01-05\n"))
    files = {
        f"{GAPS}/a.md": gap(target="Week 3"),
        f"{GAPS}/b.md": gap(target="2026-01-13"),
        f"{GAPS}/c.md": gap(target="someday"),
        f"{GAPS}/d.md": gap(),
    }
    assert [each.note.name for each in gaps.of(vault({**planned, **files})).all] == ["b", "a", "c", "d"]
    # Without `plan_start` the first run starts the plan.
    assert [each.note.name for each in gaps.of(vault({**runs(""), **files})).all] == ["b", "a", "c", "d"]


def test_closed_is_the_last_status_of_the_manual_in_any_case() -> None:
    found = of(a=gap(status="open"), b=gap(status="Partial"), c=gap(status="Closed"))
    assert [each.note.name for each in found.open] == ["a", "b"]
    assert [each.note.name for each in found.closed] == ["c"]


def test_closed_is_called_what_the_manual_calls_it() -> None:
    manual = chapter("Note Types", ("`open`, `partial`, `closed`", "`open`, `fixed`"))
    found = gaps.of(vault({**manual, f"{GAPS}/a.md": gap(status="fixed"), f"{GAPS}/b.md": gap(status="closed")}))
    assert [each.note.name for each in found.closed] == ["a"]


def test_nothing_is_closed_where_the_manual_gives_no_choice() -> None:
    manual = chapter(
        "Note Types",
        ("| `status` | choice | yes | `open`, `partial`, `closed` |", "| `state` | text | no | |"),
    )
    found = gaps.of(vault({**manual, f"{GAPS}/a.md": gap(status=""), f"{GAPS}/b.md": gap(status="closed")}))
    assert found.closed == ()


def test_a_gap_that_cannot_be_read_is_named() -> None:
    found = of(a=gap(), b="---\ntype: gap\ntype: gap\n---\n")
    assert [each.name for each in found.uncounted] == ["b"]


def test_a_gap_is_a_gap_wherever_it_lies() -> None:
    found = gaps.of(vault({"Completed Prep/a.md": gap(), "Templates/gap.md": gap()}))
    assert [each.note.path for each in found.all] == ["Completed Prep/a.md"]


def test_a_gap_is_wanted_for_a_category_below_the_bar_with_its_types_priority() -> None:
    assert wanted(BAR) == []
    assert wanted("2222122101") == [
        ("latency", "P0", "r1"),
        ("features", "P1", "r1"),
        ("deep_dive", "P2", "r1"),
        ("edge_cases", "P2", "r1"),
    ]


def test_an_open_gap_covers_its_category_and_a_closed_one_does_not() -> None:
    low = "2222122222"
    assert wanted(low, a=gap(category="latency")) == []
    assert wanted(low, a=gap(category="Latency", status="partial")) == []
    assert wanted(low, a=gap(category="latency", status="closed")) == [("latency", "P0", "r1")]
    assert wanted(low, a=gap(category="loss")) == [("latency", "P0", "r1")]
    assert wanted(low, a=gap(title="Latency Calculation")) == [("latency", "P0", "r1")]


def test_two_runs_at_the_bar_want_nothing_any_more() -> None:
    low = "2222122222"
    assert wanted(low, BAR) == [("latency", "P0", "r1")]
    assert wanted(low, BAR, BAR) == []
    assert wanted(low, BAR, low) == [("latency", "P0", "r3")]


def test_a_run_without_all_scores_counts_for_nothing() -> None:
    assert wanted("2222122222", "22220") == [("latency", "P0", "r1")]
    assert wanted("22220") == []


def test_three_tries_below_the_bar_make_it_urgent() -> None:
    low = "2222222221"
    assert wanted(low, low) == [("edge_cases", "P2", "r2")]
    assert wanted(low, low, low) == [("edge_cases", "P0", "r3")]
    assert wanted(low, BAR, low, low) == [("edge_cases", "P2", "r4")]


def test_the_most_urgent_priority_is_the_first_of_the_manuals_choices() -> None:
    low = "2222222221"
    manual = {
        **chapter("Note Types", ("| `priority` | choice | yes | `P0`, `P1`, `P2` | how urgent; a",
                                 "| `priority` | choice | yes | `Urgent`, `Later`, `Maybe` | how urgent; a")),
        **chapter("Scoring System", ("| Critical | P0 |", "| Critical | urgent |"),
                  ("| Important | P1 |", "| Important | Later |"),
                  ("| Nice-to-have | P2 |", "| Nice-to-have | Maybe |")),
    }  # fmt: skip
    assert [each.priority for each in gaps.wanted(vault({**manual, **runs(low, low, low)}))] == ["urgent"]
    assert [each.priority for each in gaps.wanted(vault({**manual, **runs(low)}))] == ["Maybe"]


def test_tries_are_those_in_which_the_category_was_in_force() -> None:
    new = "222222222"
    files = since(edge_cases="2026-01-06") | runs(new, f"{new}1", f"{new}1")
    assert [each.priority for each in gaps.wanted(vault(files))] == ["P2"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("| gap bar | 2 |", "| gap bar | 1 |"), []),
        (("| gap closes after | 2 |", "| gap closes after | 1 |"), []),
        (("| Critical | P0 |", "| Critical | P1 |"), [("latency", "P1")]),
        (("| gap escalates after | 3 |", "| gap escalates after | 1 |"), [("latency", "P0")]),
    ],
)
def test_the_numbers_are_the_manuals(change: tuple[str, str], expected: list[tuple[str, str]]) -> None:
    found = vault({**chapter("Scoring System", change), **runs("2222122222", BAR)})
    assert [(each.category.key, each.priority) for each in gaps.wanted(found)] == expected


def test_a_gap_is_due_at_the_end_of_its_week_or_on_its_date() -> None:
    assert due("Week 1") == "2026-01-11"
    assert due("week 2") == "2026-01-18"
    assert due("2026-01-15") == "2026-01-15"


def test_without_a_plan_or_with_other_words_a_gap_is_never_due() -> None:
    assert due("Week 1", start="") == ""
    assert due("Week 9999", start="9990-01-01") == ""
    assert due("before the onsite") == ""
    assert due("2026-02-30") == ""
    assert due("") == ""


def test_a_gap_says_its_target_as_written() -> None:
    found: Gap = of(a=gap(target="Week 2")).all[0]
    assert found.target == "Week 2"


def test_a_table_shows_any_property_lists_with_commas_and_links_as_links() -> None:
    rows = (
        "| Weakest | weakest |\n",
        "| Weakest | weakest |\n| Taste | taste |\n| Gaps | gaps |\n| At | architecture_at_min |\n",
    )
    given = {
        "taste": "[evolution-paths, cost-is-load]",
        "gaps": '["[[Edge cases]]", "[[Latency]]"]',
        "architecture_at_min": 9,
    }
    session = run("2026-01-05", "2222122222", **given)
    gap = note("gap", title="Edge cases", priority="P1", category='["[[Edge cases]]", "[[Nowhere]]"]')
    both = (("| Action | action |", "| Action | action |\n| Why | category |"), rows)
    files = {
        **chapter("Scoring System", *both),
        f"{SESSIONS}/r1.md": session,
        f"{GAPS}/Edge cases.md": gap,
        f"{GAPS}/Latency.md": note("gap", title="Latency", priority="P1", status="open"),
    }
    read = vault(files)
    log, tracker = (regions.load(name).render(read) for name in ("practice-log", "gap-tracker"))
    assert log
    assert log.rows[0][6:9] == (
        "evolution-paths, cost-is-load",
        r"[[Edge cases\|Edge cases]], [[Latency\|Latency]]",
        "9",
    )
    assert tracker
    assert tracker.rows[0][4] == r"\[\[Edge cases\]\], \[\[Nowhere\]\]"
