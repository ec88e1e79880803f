"""What a criterion's verdict says, and what it rests on. The language itself is tested in test_criteria.py."""

from __future__ import annotations

from itertools import product

import pytest
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import MOCKS, SESSIONS, chapter, note, run, runs, vault

from para_sync.manual import manual as manuals
from para_sync.manual.manual import Manual
from para_sync.practice import passing, verdict
from para_sync.practice import runs as all_runs
from para_sync.practice.verdict import Ledger, Met, Verdict
from para_sync.vault.vault import Vault


def parts(of: Vault) -> Manual:
    manual = manuals.of(of)
    assert manual.faults == ()
    return manual


def level(scores: str) -> str:
    found = vault(runs(scores))
    reached = passing.level(all_runs.of(found).scored[0], parts(found))
    return reached.name if reached else ""


def milestone(by: str, of: Vault) -> Met | None:
    plan = parts(of).plan
    assert plan is not None
    (wanted,) = [each for each in plan.milestones if each.by == by]
    return verdict.first_met(wanted, verdict.ledger(of), all_runs.plan_start(of))


def project(name: str, of: Vault) -> Verdict:
    (wanted,) = [each for each in parts(of).projects or () if each.name == name]
    return verdict.project(wanted, of)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ("2222222222", "E6 Bar"),
        ("2222122223", ""),  # 20 in all, one critical category at 1
        ("2222233310", "E6 Bar"),  # 20 with a 0 outside the critical ones
        ("2222222221", ""),  # 19
        ("2222233332", "Strong E6"),
        ("2222222333", "E6 Bar"),  # 23
        ("3333322221", "Strong E6"),
        ("2223333333", "E7 Signal"),
        ("3333333331", "Strong E6"),  # 28, but one category below 2
        ("3333333333", "E7 Signal"),
        ("0000000000", ""),
    ],
)
def test_a_run_has_the_highest_level_that_it_meets(scores: str, expected: str) -> None:
    assert level(scores) == expected


def by_definition(scores: tuple[int, ...]) -> str:
    """The levels as the seed gives them."""
    total, critical, threes = sum(scores), min(scores[:5]) >= 2, scores.count(3)
    if total >= 27 and threes >= 5 and min(scores) >= 2:
        return "E7 Signal"
    if total >= 24 and critical and threes >= 2:
        return "Strong E6"
    return "E6 Bar" if total >= 20 and critical else ""


@pytest.mark.nightly
@settings(max_examples=count(500))
@given(st.tuples(*[st.integers(0, 3)] * 2, *[st.integers(1, 3)] * 8))
def test_levels_are_as_defined(scores: tuple[int, ...]) -> None:
    assert level("".join(map(str, scores))) == by_definition(scores)


def test_the_three_best_runs_of_every_kind_are_as_defined() -> None:
    for scores in product((2, 3), (1, 2), (2, 3), (2,), (2,), (3,), (3,), (1, 3), (2, 3), (0, 3)):
        assert level("".join(map(str, scores))) == by_definition(scores)


def test_a_column_names_the_categories_that_fail() -> None:
    found = vault(runs("2122022222"))
    (column,) = [each for each in parts(found).log_columns or () if each.criterion]
    assert column.criterion is not None
    (one,) = all_runs.of(found).scored
    assert not passing.meets(column.criterion, one, parts(found))
    assert [each.key for each in passing.failing(column.criterion, one)] == ["scoping", "latency"]


def test_a_milestone_stays_met_and_says_since_when() -> None:
    good, bad = "2222222222", "0000000000"
    found = vault(runs(good, good, good, bad, bad, bad, bad, bad))
    met = milestone("Week 2", found)
    assert met is not None
    assert (met.run.note.name, met.week, met.evidence) == ("r3", 1, "3 of 3 runs")


def test_a_milestone_met_late_says_in_which_week() -> None:
    files = {f"{SESSIONS}/{day}.md": run(f"2026-01-{day}", "2222222222") for day in (20, 21, 22)}
    planned = vault({**chapter("Milestones", ("plan_start:\n", "plan_start: 2026-01-05\n")), **files})
    met = milestone("Week 2", planned)
    assert met is not None
    assert met.week == 3


def test_runs_before_the_plan_are_week_zero() -> None:
    late = chapter("Milestones", ("plan_start:\n", "plan_start: 2026-02-02\n"))
    met = milestone("Week 2", vault({**late, **runs(*["2222222222"] * 3)}))
    assert met is not None
    assert met.week == 0


def test_a_milestone_that_never_held_is_none() -> None:
    assert milestone("Week 2", vault(runs("2222222222", "2222222222"))) is None


CLAUSES = (
    "2 runs: total 20+",
    "last 2 runs: critical 2+",
    "each run: all 1+",
    "each of 3 runs: structure 2+",
    "last 2 runs with evaluator external: total 20+",
    "each of 2 workbooks: critical 2+",
    "critical 2+",
)
RUN = st.tuples(st.sampled_from(["2222222222", "1222222222", "0000000000"]), st.sampled_from(["self", "external"]))


@pytest.mark.nightly
@settings(max_examples=count(200))
@given(st.lists(RUN, max_size=8), st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=2))
def test_a_milestone_is_first_met_where_its_criterion_first_held(
    ran: list[tuple[str, str]], clauses: list[str]
) -> None:
    text = "; ".join(clauses)
    books = {f"P{number}.md": note("workbook", id=f"P{number}", title="x") for number in (0, 1)}
    sessions = {
        f"{SESSIONS}/r{day}.md": run(f"2026-01-1{day}", scores, evaluator=who, workbook=f'"[[P{day % 2}]]"')
        for day, (scores, who) in enumerate(ran)
    }
    edited = chapter("Milestones", ("`2 runs: level Strong E6+`", f"`{text}`"))
    found = vault({**edited, **books, **sessions})
    plan, book = parts(found).plan, verdict.ledger(found)
    assert plan is not None
    wanted = plan.milestones[3]
    prefixes = [Ledger(found, book.manual, book.runs[:number]) for number in range(1, len(book.runs) + 1)]
    held = [each.runs[-1] for each in prefixes if verdict.judge(wanted.criterion, each).met]
    met = verdict.first_met(wanted, book, "")
    assert (met and met.run) == (held[0] if held else None)


def test_evidence_names_at_most_three_that_fail() -> None:
    books = {f"P{number}.md": note("workbook", id=f"P{number}", title="x") for number in range(1, 11)}
    judged = project("practice-workbooks", vault(books))
    assert judged.evidence == "0 of 10 workbooks (P1: not run; P2: not run; P3: not run; 7 more)"
    assert not judged.met


def test_the_latest_run_decides_a_workbook_not_the_best() -> None:
    books = {f"P{number}.md": note("workbook", id=f"P{number}", title="x") for number in range(1, 11)}
    sessions = {
        f"{SESSIONS}/{number}.md": run("2026-01-05", "2222222222", workbook=f'"[[P{number}]]"')
        for number in range(1, 11)
    }
    assert project("practice-workbooks", vault({**books, **sessions})).met
    later = {f"{SESSIONS}/again.md": run("2026-01-06", "3313333333", workbook='"[[P4]]"')}
    judged = project("practice-workbooks", vault({**books, **sessions, **later}))
    assert (judged.met, judged.evidence) == (False, "9 of 10 workbooks (P4: architecture 1)")


def test_a_question_without_a_run_of_its_own_is_judged_by_its_workbook() -> None:
    files = {
        "P7.md": note("workbook", id="P7", title="x"),
        "Q9.md": note("question", id="Q9", title="x", workbook='"[[P7]]"'),
        "Q18.md": note("question", id="Q18", title="x"),
        f"{SESSIONS}/a.md": run("2026-01-05", "2222222222", workbook='"[[P7]]"'),
    }
    judged = project("ml-system-design", vault(files))
    assert judged.evidence == "1 of 11 questions (Q18: not run)"


def test_only_an_external_evaluator_counts_where_that_is_asked() -> None:
    files = runs("3333333333", "3333333333", "3333333333")
    assert project("practice-mocks", vault(files)).evidence == "0 of 3 runs"
    files |= {
        f"{MOCKS}/{day}.md": run(f"2026-01-{day}", "2222222222", kind="mock", evaluator="External")
        for day in (10, 11, 12)
    }
    assert project("practice-mocks", vault(files)).met


def test_a_project_judged_by_hand_is_done_when_its_note_says_so() -> None:
    path = "Projects/ml-fundamentals/ml-fundamentals.md"
    assert project("ml-fundamentals", vault({})).evidence == "by hand: status not set"
    active = project("ml-fundamentals", vault({path: note("project", cadence="Daily", status="active")}))
    assert (active.met, active.evidence) == (False, "by hand: status active")
    for status in ("done", "Done"):
        assert project("ml-fundamentals", vault({path: note("project", cadence="Daily", status=status)})).met


def test_nothing_to_do_is_not_done() -> None:
    assert project("coding-prep", vault({})).evidence == "0 of 1 coding-fix"
    open_one = {"a.md": note("coding-fix", priority="P2", status="open")}
    assert not project("coding-prep", vault(open_one)).met
    done = {"b.md": note("coding-fix", priority="P0", status="done")}
    judged = project("coding-prep", vault({**open_one, **done}))
    assert (judged.met, judged.evidence) == (True, "1 of 1 coding-fix")


def test_week_three_also_says_how_far_the_total_alone_is() -> None:
    found = vault(runs("2222133333", "3333333333", "2222222222"))
    plan = parts(found).plan
    assert plan is not None
    judged = verdict.judge(plan.milestones[2].criterion, verdict.ledger(found))
    assert judged.evidence == "2 of 3 runs (2026-01-05: below E6 Bar); total 20+ alone: 3 of 3"


def test_notes_with_odd_values_can_be_evidence() -> None:
    files = {
        "a.md": note("story", fluent="true", odd="{a: {b: [1]}}"),
        "b.md": note("story", fluent="true", odd="[[1]]"),
    }
    assert project("behavioral-prep", vault(files)).evidence == "0 of 3 project-stories; 2 of 8 stories"
