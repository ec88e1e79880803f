"""Pace: how many runs the next milestone still needs, and how many come in a day (domain.md, idea 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from para_sync.manual import manual as manuals
from para_sync.manual import plan
from para_sync.manual.plan import Milestone
from para_sync.practice import runs as all_runs
from para_sync.practice import verdict
from para_sync.practice.cadence import WEEK
from para_sync.practice.verdict import Verdict
from para_sync.vault import days
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Pace:
    """The next milestone that is not met: the fewest further runs that could meet it, if each does what it asks.

    `left` are the days until its deadline, today included: 0 or less once it is past, None where it has none. `done`
    are the runs of the week up to today.
    """

    milestone: Milestone
    verdict: Verdict
    needs: int | None
    left: int | None
    done: int

    @property
    def needed_a_day(self) -> float | None:
        """How many runs a day it takes to be in time; None without a deadline that is still ahead."""
        return self.needs / self.left if self.needs is not None and self.left is not None and self.left > 0 else None


def of(vault: Vault, day: date) -> Pace | None:
    """The pace for the first milestone that is not met; None where all are, or the manual names none."""
    found = manuals.of(vault).plan
    book, start = verdict.ledger(vault), all_runs.plan_start(vault)
    wanted = [each for each in found.milestones if not verdict.first_met(each, book, start)] if found else []
    if not wanted:
        return None
    milestone = wanted[0]
    end = plan.last_day(milestone.by, start)
    since = days.before(day, WEEK - 1).isoformat()
    return Pace(
        milestone,
        verdict.now(milestone.criterion, vault),
        verdict.runs_needed(milestone.criterion, book),
        (date.fromisoformat(end) - day).days + 1 if end else None,
        sum(run.date >= since for run in book.runs),
    )
