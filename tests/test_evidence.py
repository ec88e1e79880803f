"""The evidence ledger: which scores rose, and what the notes say of them, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from texts import SESSIONS, chapter, run, runs, since, vault

from para_sync import lint, weekly
from para_sync.check import Choice
from para_sync.practice import evidence
from para_sync.practice import runs as all_runs
from para_sync.practice.activity import Record
from para_sync.vault.vault import Vault


def found(of: Vault) -> list[str]:
    return [each.message.partition(",")[0] for each in lint.check(of, choice=Choice(select=("evidence-missing",)))]


def steps(of: Vault, index: int) -> list[tuple[str, str, str]]:
    rises = evidence.raised(all_runs.of(of).scored[index], of)
    return [(each.category.key, each.step, each.evidence) for each in rises]


def test_a_score_is_held_against_the_last_run_that_has_it() -> None:
    # r3 is scored in part and counts for nothing, so r4 is held against r2; latency was 1, fell to 0, is 1 again
    of = vault(runs("2222122222", "2222022222", "3333", "2322122223"))
    assert steps(of, 0) == steps(of, 1) == []
    assert steps(of, 2) == [("scoping", "2 → 3", ""), ("latency", "0 → 1", ""), ("edge_cases", "2 → 3", "")]


def test_a_category_that_came_later_has_no_last_run() -> None:
    of = vault({**runs("222222222", "2222222223"), **since(edge_cases="2026-01-06")})
    assert steps(of, 1) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('["scoping: asked which budget gives"]', "asked which budget gives"),
        ('["Scoping : asked", "loss: no", "scoping: and why"]', "asked; and why"),
        ('"scoping: a lone text"', "a lone text"),
        ('["scoping:"]', ""),
        ("[scoping, 5]", ""),
        ("{scoping: a map}", ""),
    ],
)
def test_a_line_starts_with_its_category(written: str, said: str) -> None:
    of = vault({**runs("2222222222"), f"{SESSIONS}/r2.md": run("2026-01-06", "2322222222", score_evidence=written)})
    assert steps(of, 1) == [("scoping", "2 → 3", said)]
    assert found(of) == ([] if said else ['"Problem Scoping" rose from 2 to 3'])


def test_the_manual_says_for_how_many_runs_it_is_wanted() -> None:
    # structure rises in r2, scoping in r3, architecture in r4, model in r5
    files = runs("1111222222", "2111222222", "2211222222", "2221222222", "2222222222")
    names = ["Structure & Flow", "Problem Scoping", "Architecture First", "Model Justification"]
    for wanted in (3, 0, 1, 9):
        term = chapter("Scoring System", ("| evidence runs | 3 |", f"| evidence runs | {wanted} |"))
        rose = names[-wanted:] if wanted else []
        assert found(vault({**files, **term})) == [f'"{name}" rose from 1 to 2' for name in rose]


def test_the_review_tells_the_latest_rise_of_each_category() -> None:
    # since the review of 01-06: loss 1 → 2 on 01-07 and 2 → 3 on 01-08, metrics 2 → 3 on 01-08
    of = vault(
        {
            **runs("2222202222", "2222212222", "2222222222"),
            f"{SESSIONS}/r4.md": run("2026-01-08", "2222233222", score_evidence='["loss: NCE against [[r1]]"]'),
            "Areas/interview-context/reviews/r.md": "---\ntype: review\ndate: 2026-01-06\n---\n",
        }
    )
    parts = dict(weekly.of(of, date(2026, 1, 9), Record()).parts)
    assert parts["Evidence"] == (
        "3 scores rose, 1 with evidence",
        r"Loss Function Math 2 → 3 in [[r4|r4]]: NCE against \[\[r1\]\]",
        "Metrics with Targets 2 → 3 in [[r4|r4]]: no evidence",
    )
