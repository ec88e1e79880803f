"""Weeks of practice through the commands alone: the vault stays clean, its tables true, and the milestones are those
that the scores deserve.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import count

from para_sync.commands import main

START = date(2026, 1, 5)  # a Monday
FRIDAY, SUNDAY = 4, 6
MILESTONES = "Areas/interview-context/Progress Tracker.md"

# What the runs of each week score: structure, scoping, architecture, model, latency, then the other five. In week 1 the
# first three days have structure at 2; the very last run is the one on the last row.
WEEKS = (
    (3, 1, 2, 2, 1, 1, 1, 1, 1, 1),  # 14
    (3, 2, 2, 2, 2, 1, 1, 1, 1, 1),  # 16, every critical category at 2
    (3, 2, 2, 2, 2, 2, 2, 2, 2, 2),  # 21: the E6 bar
    (3, 3, 3, 2, 2, 3, 2, 2, 2, 2),  # 24: Strong E6
)
LAST = (3, 3, 3, 3, 3, 3, 3, 2, 2, 2)  # 27, seven 3s, nothing below 2: the E7 signal

# By hand; there is no run on Sundays. Week 1: five runs, the last two at structure 3, by Friday the 9th. Week 2: three
# runs of week 2, by Wednesday the 14th. Week 3: three of week 3, by Wednesday the 21st. Week 4: two of week 4, by
# Tuesday the 27th. Stretch: the last run, on Saturday the 31st.
DESERVED = {
    "Week 1": ("met in week 1", "#5 · 2026-01-09"),
    "Week 2": ("met in week 2", "#9 · 2026-01-14"),
    "Week 3": ("met in week 3", "#15 · 2026-01-21"),
    "Week 4": ("met in week 4", "#20 · 2026-01-27"),
    "Stretch": ("met in week 4", "#24 · 2026-01-31"),
}


def run(vault: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["--vault", str(vault), *words])
    assert result.exit_code == code, (words, result.output, result.exc_info)
    return result.stdout


def scores(day: int) -> str:
    """What the run of a day scores, counted from the first."""
    row = list(LAST if day == 4 * 7 - 2 else WEEKS[day // 7])
    if day < 3:
        row[0] = 2
    return ",".join(map(str, row))


def practised(vault: Path, day: int, number: int) -> None:
    """One day: look at the card, run a workbook or a mock, answer everything by options."""
    today = (START + timedelta(days=day)).isoformat()
    assert "Focus for" in run(vault, "status", "--as-of", today)
    assert "Start: para-sync practice" in run(vault, "next", "--as-of", today)
    mock = ["--mock", "--set", "evaluator=external"] if day % 7 == FRIDAY else []
    answers = ["--minutes", "5,5,10,5,3,2", "--taste", "data-flywheel", "--gaps", "all" if day < 14 else "none"]
    sentence = ["--reflection", f"Name the constraint of day {day} before the model."]
    run(vault, "practice", f"P{number % 10 + 1}", "--as-of", today, *mock, "--scores", scores(day), *answers, *sentence)


@pytest.mark.nightly
def test_weeks_through_the_commands_alone(tmp_path: Path) -> None:
    vault, weeks = tmp_path / "v", max(count(40) // 10, 1)
    CliRunner().invoke(main, ["init", str(vault), "--start", START.isoformat()])
    number = 0
    for day in range(7 * weeks):
        if day % 7 == SUNDAY:
            run(vault, "review", "--as-of", (START + timedelta(days=day)).isoformat())
        else:
            practised(vault, day, number)
            number += 1
    archived = run(vault, "archive", "--ready", "--yes")
    assert archived.count("moved ") >= (10 if weeks == 4 else 0)
    run(vault, "sync", "--yes")
    run(vault, "sync", "--check")
    run(vault, "lint", "--strict")
    text = (vault / MILESTONES).read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith(("| Week ", "| Stretch "))]
    found = {row[0].removeprefix("| "): (row[2], row[3]) for row in rows}
    for place, (name, (status, after)) in enumerate(DESERVED.items()):
        met = place < weeks or weeks == 4
        assert found[name][0] == (status if met else "not yet")
        assert (after in found[name][1]) == met
