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


@pytest.mark.parametrize("start", [date(2024, 2, 26), date(2026, 12, 28), date(2027, 3, 3)])
def test_the_example_moves_to_any_week(start: date) -> None:
    moved = Vault.read(Overlay(Nothing(), layout.files(start, example=True)))
    days = monday(start) - layout.EXAMPLE_START
    expected = [(date.fromisoformat(row[1]) + days).isoformat() for row in cells(EXAMPLE_LOG)]
    assert [day for (day,) in picked(moved, "practice-log", 1)] == expected
    assert [row[1] for row in picked(moved, "milestones", 0, 2)] == [row[1] for row in cells(EXAMPLE_MILESTONES)]
