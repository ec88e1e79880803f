"""A fresh vault shows the manual's own tables cell for cell; the example vault shows figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from para_sync import layout, regions
from para_sync.reports.table import shown
from para_sync.vault.days import monday
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

EMPTY_LOG = """\
# | Date | Problem | Score /30 | Crit 2+? | Weakest | E7 Reflection
1 | | | | | |
2 | | | | | |
3 | | | | | |
4 | | | | | |
5 | | | | | |
6 | | | | | |
7 | | | | | |
8 | | | | | |
9 | | | | | |
10 | | | | | |
"""

FIRST_GAPS = """\
Priority | Gap | Status | Action | Target Date
P0 | Q9 Multimodal (C+) | Open | Practice P7 + gaps analysis | Week 2
P0 | Q18 Visual Search (C) | Open | Practice + gaps analysis | Week 2
P1 | Core SWE / Distributed Systems | Open | Study + practice | Week 3
P1 | AI Safety deep-dive | Open | Practice P9 | Week 3
P2 | MLOps / Production Monitoring | Partial | Reference review | Week 4
"""

# Added up and judged on paper from the ten scores of each note.
EXAMPLE_LOG = """\
1 | 2026-01-05 | P1 · News Feed Ranking | 11 | No: Structure & Flow, Architecture First, Model Justification, \
Latency Calculation | Latency Calculation
2 | 2026-01-06 | P2 · Ads Click Prediction | 13 | No: Structure & Flow, Architecture First, Model Justification, \
Latency Calculation | Structure & Flow (+6)
3 | 2026-01-07 | P6 · LLM Serving | 12 | No: Problem Scoping, Model Justification, Latency Calculation | Edge Cases & V2
4 | 2026-01-08 | P4 · Marketplace Search | 14 | No: Problem Scoping, Model Justification, Latency Calculation \
| Problem Scoping (+5)
5 | 2026-01-09 | P3 · Short-Video Recommendation | 16 | No: Latency Calculation | Latency Calculation (+3)
6 | 2026-01-10 | P7 · Multimodal Assistant | 15 | No: Model Justification, Latency Calculation \
| Model Justification (+4)
7 | 2026-01-12 | P9 · AI Safety | 16 | No: Model Justification, Latency Calculation | Model Justification (+3)
8 | 2026-01-13 | P5 · Friend Recommendation | 17 | No: Latency Calculation | Latency Calculation (+4)
9 | 2026-01-14 | P8 · Retrieval-Augmented Answers | 18 | Yes | Loss Function Math (+2)
10 | 2026-01-15 | P10 · Delivery Time Prediction | 19 | No: Model Justification | Model Justification (+2)
11 | 2026-01-16 | P7 · Multimodal Assistant | 16 | No: Latency Calculation | Latency Calculation (+3)
12 | 2026-01-17 | P1 · News Feed Ranking | 18 | No: Latency Calculation | Latency Calculation (+2)
13 | 2026-01-19 | P2 · Ads Click Prediction | 19 | No: Model Justification | Model Justification (+2)
14 | 2026-01-20 | Q18 · Visual Search Engine | 19 | No: Structure & Flow | Structure & Flow (+1)
15 | 2026-01-21 | P6 · LLM Serving | 21 | Yes | Loss Function Math
16 | 2026-01-22 | P4 · Marketplace Search | 19 | Yes | Deep Dive (+1)
17 | 2026-01-23 | P9 · AI Safety | 21 | Yes | Edge Cases & V2
18 | 2026-01-24 | P7 · Multimodal Assistant | 22 | Yes | Problem Scoping (+7)
19 | 2026-01-24 | P3 · Short-Video Recommendation | 23 | Yes | Edge Cases & V2
20 | 2026-01-26 | P8 · Retrieval-Augmented Answers | 23 | No: Problem Scoping | Problem Scoping (+1)
21 | 2026-01-27 | P5 · Friend Recommendation | 24 | Yes | Architecture First (+5)
22 | 2026-01-28 | P6 · LLM Serving | 22 | Yes | Edge Cases & V2
23 | 2026-01-29 | P10 · Delivery Time Prediction | 25 | Yes | Problem Scoping (+4)
24 | 2026-01-30 | P9 · AI Safety | 24 | Yes | Edge Cases & V2
25 | 2026-01-31 | P4 · Marketplace Search | 25 | Yes | Model Justification (+4)
26 | 2026-02-01 | P1 · News Feed Ranking | 26 | Yes | Edge Cases & V2
"""

EXAMPLE_MILESTONES = """\
Week 1 | met in week 2 | #9 · 2026-01-14
Week 2 | met in week 3 | #17 · 2026-01-23
Week 3 | met in week 3 | #19 · 2026-01-24
Week 4 | met in week 4 | #23 · 2026-01-29
Stretch | not yet |
"""

EXAMPLE_GAPS = """\
P0 | Q18 Visual Search (C) | Partial | Week 2
P1 | Core SWE / Distributed Systems | Open | Week 3
P2 | MLOps / Production Monitoring | Partial | Week 4
P2 | Edge cases squeezed out | Open | Week 5
"""

EXAMPLE_CLOSED = """\
2026-01-21 | P0 | Latency breakdown with numbers
2026-01-22 | P1 | Metrics without targets
2026-01-23 | P1 | AI Safety deep-dive
2026-01-24 | P0 | Q9 Multimodal (C+)
"""

EXAMPLE_MARKERS = [2, 2, 4, 6, 1, 0, 4, 1, 2, 0]

EXAMPLE_PROJECTS = """\
ml-system-design | 10 of 11 questions (Q18: structure 1)
behavioral-prep | 1 of 3 project-stories; 1 of 8 stories
practice-workbooks | 8 of 10 workbooks (P2: model 1; P8: scoping 1)
practice-mocks | 1 of 3 runs (2026-01-16: total 16)
"""


# Runs 21, 22, 23, then 24, 25, 26 of the log. Structure: (3 + 2 + 3) / 3 = 2.67, then 3 3 3. Scoping: (3 + 2 + 2) / 3,
# then 3 3 3. Architecture: (2 + 2 + 3) / 3, then (2 + 3 + 3) / 3, a third more. Model: (2 + 3 + 2) / 3, then
# (2 + 2 + 3) / 3. Latency: (2 + 3 + 3) / 3, then 2 2 2.
EXAMPLE_TREND = """\
Structure & Flow | 3 of 26 | 2.67 | 3.00 | at the ceiling
Problem Scoping | 3 of 26 | 2.33 | 3.00 | at the ceiling
Architecture First | 3 of 26 | 2.33 | 2.67 | up
Model Justification | 3 of 26 | 2.33 | 2.33 | flat
Latency Calculation | 3 of 26 | 2.67 | 2.00 | down
"""
EXAMPLE_ANSWER = (
    "No. Up: Architecture First; down: Latency Calculation; flat: Model Justification; "
    "at the ceiling: Structure & Flow, Problem Scoping"
)

# The critical scores of runs 7 to 26, as they stand in the notes: bars are the lowest, the line a fifth of the sum.
EXAMPLE_CRITICAL = """\
22211 32221 32222 32212 22221 32221 32212 12222 32223 32222
33222 32322 32232 31333 33222 22233 32323 33222 33322 33332
"""

# Runs 24, 25, 26: 3 3 3 | 3 3 3 | 2 3 3 | 2 2 3 | 2 2 2 | 2 2 3 | 3 3 3 | 3 3 3 | 3 2 2 | 1 2 1. All at 2 or more with
# a mean of 2.5: the first three, metrics and features.
EXAMPLE_STRENGTHS = """\
Structure under the clock | Structure & Flow | 3, 3, 3 | 3.00 | holds
— | Problem Scoping | 3, 3, 3 | 3.00 | candidate
— | Architecture First | 2, 3, 3 | 2.67 | candidate
— | Metrics with Targets | 3, 3, 3 | 3.00 | candidate
— | Feature Engineering | 3, 3, 3 | 3.00 | candidate
"""

# Minutes of runs 24 to 26: 5 4.5 10 5 3.5 1.5, then 5 6 9 5 3 1.5, then 5 5 11 5 2 2.
EXAMPLE_TIMING = """\
Problem Scoping | 5 | 5 | 0
Architecture & Data | 5 | 5 | 0
Model | 10 | 10 | 0
Serving & Latency | 5 | 5 | 0
Metrics | 3 | 3 | 0
Edge Cases & V2 | 2 | 1.5 | -0.5
"""
# The minutes at which the architecture stood, in order: 20 17 9 10 10 9 10 9 8 8 9 9 7 8 6 7 6 5 6 5 6 8 5 6 5 5.
EXAMPLE_TIMING_LINES = (
    "Minutes: the median of the last 3 of 26 timed runs",
    "Architecture drawn at minute 5, the median of the last 3 runs; of 26, 5 by minute 5 and 24 by minute 10",
)

# The mock of 2026-01-16 against the 13th, 14th, 15th, and that of 2026-01-28 against the 24th (P3), 26th, 27th; own
# sums: 9 6 6 5 5 5 3 7 5 3, and 9 6 7 8 7 7 7 8 7 4, a sixth of both together is the mean.
EXAMPLE_CALIBRATION = """\
Structure & Flow | 2 | 2.00 | 3.00 | -1.00
Problem Scoping | 2 | 2.00 | 2.00 | 0.00
Architecture First | 2 | 2.00 | 2.17 | -0.17
Model Justification | 2 | 2.50 | 2.17 | +0.33
Latency Calculation | 2 | 2.00 | 2.00 | 0.00
Loss Function Math | 2 | 1.50 | 2.00 | -0.50
Metrics with Targets | 2 | 1.50 | 1.67 | -0.17
Feature Engineering | 2 | 2.00 | 2.50 | -0.50
Deep Dive | 2 | 2.50 | 2.00 | +0.50
Edge Cases & V2 | 2 | 1.00 | 1.17 | -0.17
"""

# Counted off the log above; the latest totals of P2 (19, model 1) and P8 (scoping 1) fall short.
EXAMPLE_WORKBOOKS = """\
P1 · News Feed Ranking | 3 | 26 on 2026-02-01 | 26 | —
P2 · Ads Click Prediction | 2 | 19 on 2026-01-19 | 19 | total 19, model 1
P3 · Short-Video Recommendation | 2 | 23 on 2026-01-24 | 23 | —
P4 · Marketplace Search | 3 | 25 on 2026-01-31 | 25 | —
P5 · Friend Recommendation | 2 | 24 on 2026-01-27 | 24 | —
P6 · LLM Serving | 3 | 22 on 2026-01-28 | 22 | —
P7 · Multimodal Assistant | 3 | 22 on 2026-01-24 | 22 | —
P8 · Retrieval-Augmented Answers | 2 | 23 on 2026-01-26 | 23 | scoping 1
P9 · AI Safety | 3 | 24 on 2026-01-30 | 24 | —
P10 · Delivery Time Prediction | 2 | 25 on 2026-01-29 | 25 | —
"""

EXAMPLE_QUESTIONS = """\
Q1 · News Feed | P1 | 3 | 26 on 2026-02-01 | 26 | —
Q2 · Ads pCTR | P2 | 2 | 19 on 2026-01-19 | 19 | —
Q3 · Reels Recommendation | P3 | 2 | 23 on 2026-01-24 | 23 | —
Q4 · Marketplace Search Ranking | P4 | 3 | 25 on 2026-01-31 | 25 | —
Q5 · People You May Know | P5 | 2 | 24 on 2026-01-27 | 24 | —
Q7 · LLM Inference Platform | P6 | 3 | 22 on 2026-01-28 | 22 | —
Q9 · Multimodal Understanding | P7 | 3 | 22 on 2026-01-24 | 22 | —
Q11 · Grounded Question Answering | P8 | 2 | 23 on 2026-01-26 | 23 | —
Q12 · LLM Safety Guardrails | P9 | 3 | 24 on 2026-01-30 | 24 | —
Q15 · Arrival Time Prediction | P10 | 2 | 25 on 2026-01-29 | 25 | —
Q18 · Visual Search Engine | — | 1 | 19 on 2026-01-20 | 19 | structure 1
"""

EXAMPLE_DRILLS = """\
physics-first | 2 | 88 s, 79 s | 79 s | up to 90 s in each of the last 2 | yes
kv-cache | 2 | 57 s, 46 s | 46 s | under 60 s in each of the last 2 | yes
"""

EXAMPLE_STORIES = """\
Two Teams and One Feature Store | story | 2026-01-18 | fluent no
Rollback before the Launch Review | story | 2026-01-25 | —
Real-Time Ranking Rebuild | project-story | 2026-01-31 | —
"""

EXAMPLE_AUDIT = """\
All practice workbooks (P1-P10) scored 20+/30 | no | no
All 5 critical rubric categories consistently at 2+ | no | yes
90-second Physics-First opening practiced | no | yes
KV-cache napkin math under 60 seconds | no | yes
All P0 + P1 coding fixes completed | no | no
3 projects ready (Video AI, Conversation AI, PEV3) — 6+ months, launched, scaled | no | no
8 STAR stories fluent without notes | no | no
5-5-10-5-3-2 timing internalized | no | yes
"""


@pytest.fixture(scope="module")
def fresh() -> Vault:
    return Vault.read(Overlay(Nothing(), layout.files(layout.EXAMPLE_START)))


@pytest.fixture(scope="module")
def example() -> Vault:
    return Vault.read(Overlay(Nothing(), layout.files(layout.EXAMPLE_START, example=True)))


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]


def rows(vault: Vault, name: str) -> list[list[str]]:
    content = regions.load(name).render(vault)
    assert content is not None
    return [[shown(cell) for cell in row] for row in (content.header, *content.rows)]


def picked(vault: Vault, name: str, *columns: int) -> list[list[str]]:
    return [[row[column] for column in columns] for row in rows(vault, name)[1:]]


def test_a_fresh_practice_log_has_ten_empty_numbered_rows(fresh: Vault) -> None:
    assert rows(fresh, "practice-log") == cells(EMPTY_LOG)


def test_a_fresh_gap_tracker_has_the_five_gaps(fresh: Vault) -> None:
    assert rows(fresh, "gap-tracker") == cells(FIRST_GAPS)


def test_a_problem_is_a_link_to_the_run(example: Vault) -> None:
    content = regions.load("practice-log").render(example)
    assert content is not None
    assert content.rows[5][2] == r"[[2026-01-10 P7 Multimodal Assistant\|P7 · Multimodal Assistant]]"


def test_the_example_log(example: Vault) -> None:
    assert picked(example, "practice-log", 0, 1, 2, 3, 4, 5) == cells(EXAMPLE_LOG)


def test_the_example_milestones(example: Vault) -> None:
    found = [
        [by, status, words.rpartition(", after ")[2]] for by, status, words in picked(example, "milestones", 0, 2, 3)
    ]
    found[-1][2] = ""
    assert found == cells(EXAMPLE_MILESTONES)


def test_the_example_gaps(example: Vault) -> None:
    assert picked(example, "gap-tracker", 0, 1, 2, 4) == cells(EXAMPLE_GAPS)
    assert picked(example, "closed-gaps", 0, 1, 2) == cells(EXAMPLE_CLOSED)


def test_the_example_markers(example: Vault) -> None:
    assert [int(count) for (count,) in picked(example, "taste-markers", 2)] == EXAMPLE_MARKERS


def test_the_example_projects(example: Vault) -> None:
    found = [row for row in picked(example, "projects", 0, 4) if row[0] in EXAMPLE_PROJECTS]
    assert found == cells(EXAMPLE_PROJECTS)


def below(vault: Vault, name: str) -> tuple[str, ...]:
    content = regions.load(name).render(vault)
    assert content is not None
    return content.lines


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("critical-trend", EXAMPLE_TREND),
        ("strengths", EXAMPLE_STRENGTHS),
        ("section-timing", EXAMPLE_TIMING),
        ("calibration", EXAMPLE_CALIBRATION),
        ("workbooks", EXAMPLE_WORKBOOKS),
        ("questions", EXAMPLE_QUESTIONS),
        ("drills", EXAMPLE_DRILLS),
        ("stories", EXAMPLE_STORIES),
    ],
)
def test_the_example_figures(example: Vault, name: str, expected: str) -> None:
    assert rows(example, name)[1:] == cells(expected)


def test_the_example_lines(example: Vault) -> None:
    assert below(example, "critical-trend")[0] == EXAMPLE_ANSWER
    assert below(example, "section-timing") == EXAMPLE_TIMING_LINES
    assert below(example, "fundamentals") == ("0 of 18 ticked",)


def test_the_example_chart(example: Vault) -> None:
    content = regions.load("critical-trend").render(example)
    assert content is not None
    scores = [[int(digit) for digit in run] for run in EXAMPLE_CRITICAL.split()]
    assert content.chart[3:] == (
        f'x-axis "Run" [{", ".join(map(str, range(7, 27)))}]',
        'y-axis "Score" 0 --> 3',
        f"bar [{', '.join(str(min(run)) for run in scores)}]",
        f"line [{', '.join(f'{sum(run) / 5:.2f}' for run in scores)}]",
    )


def test_the_example_checklist(example: Vault) -> None:
    assert picked(example, "checklist-audit", 0, 1, 2) == cells(EXAMPLE_AUDIT)
    assert below(example, "checklist-audit") == (
        "0 of 25 ticked; of the 8 with a criterion, 0 ticked but not so, 4 so but not ticked",
    )


def test_the_example_review_stands_after_twelve_runs(example: Vault) -> None:
    assert rows(example, "reviews")[1:] == [["2026-01-18", "2026-01-18 Review", "12"]]


@pytest.mark.parametrize("start", [date(2024, 2, 26), date(2026, 12, 28), date(2027, 3, 3)])
def test_the_example_moves_to_any_week(start: date) -> None:
    moved = Vault.read(Overlay(Nothing(), layout.files(start, example=True)))
    days = monday(start) - layout.EXAMPLE_START
    expected = [(date.fromisoformat(row[1]) + days).isoformat() for row in cells(EXAMPLE_LOG)]
    assert [day for (day,) in picked(moved, "practice-log", 1)] == expected
    assert [row[1] for row in picked(moved, "milestones", 0, 2)] == [row[1] for row in cells(EXAMPLE_MILESTONES)]
