"""The plan: the loop's sections and the milestones with their weeks (domain.md M35, M55-M59, C7)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, decimal, filled, number
from para_sync.manual.criterion import Criterion, Vocabulary
from para_sync.manual.rubric import Numbers
from para_sync.vault import days

WEEK = re.compile(r"Week (\d{1,4})\Z", re.IGNORECASE)


class Section(NamedTuple):
    """A section of a run: its number as shown, its name, its minutes, and what it is to show ("" if not said)."""

    number: int
    name: str
    minutes: float
    show: str = ""


class Milestone(NamedTuple):
    """A milestone: by when ("Week 1", or a word), what, and the criterion."""

    by: str
    name: str
    criterion: Criterion


class Plan(NamedTuple):
    """The milestones in order, and the first day of Week 1 and the interview's day, as ISO dates; "" is not set."""

    milestones: tuple[Milestone, ...]
    start: str
    interview: str


def read_sections(chapter: Chapter, numbers: Numbers) -> tuple[Section, ...]:
    """The sections of a run, in order; raises `Unreadable` unless their minutes add up to `run minutes`."""
    columns = ("#", "Section", "Minutes")
    sections = tuple(
        Section(
            number(row["#"], "the number of a section"),
            filled(row["Section"], "the name of a section"),
            decimal(row["Minutes"], "the minutes of a section"),
            row["Show"].shown if "Show" in row else "",
        )
        for row in chapter.rows(*columns)
    )
    total = round(sum(each.minutes for each in sections), 6)
    if total != numbers.run_minutes:
        fact = f'the sections add up to {total:g} minutes, "run minutes" is {numbers.run_minutes}'
        raise Unreadable(fact, chapter.table(*columns).span)
    return sections


def read(chapter: Chapter, words: Vocabulary) -> Plan:
    """The milestones and the plan's dates; raises `Unreadable`."""
    milestones = tuple(
        Milestone(
            filled(row["By"], "the time of a milestone"),
            filled(row["Milestone"], "a milestone"),
            criteria.in_cell(row["Criterion"], words),
        )
        for row in chapter.rows("By", "Milestone", "Criterion")
    )
    values = chapter.note.properties
    return Plan(milestones, values.text("plan_start"), values.text("interview_date"))


def week(day: str, start: str) -> int | None:
    """The plan's week of a day, 1 for the seven days from `start`; 0 before it; None where either is no date.

    >>> week("2026-01-11", "2026-01-05"), week("2026-01-12", "2026-01-05"), week("2026-01-04", "2026-01-05")
    (1, 2, 0)
    """
    at, first = days.day(day), days.day(start)
    if not at or not first:
        return None
    gone = (date.fromisoformat(at) - date.fromisoformat(first)).days
    return gone // 7 + 1 if gone >= 0 else 0


def week_end(number: int, start: str) -> date | None:
    """The last day of a week of the plan; None where the plan has no start, or the week no last day."""
    first = days.day(start)
    try:
        return date.fromisoformat(first) + timedelta(days=7 * number - 1) if first else None
    except OverflowError:
        return None


def last_day(by: str, start: str) -> str:
    """The last day of `Week 2` or of a date, as an ISO date; "" for any other word, or a week of no started plan.

    >>> last_day("Week 2", "2026-01-05"), last_day("2026-01-31", ""), last_day("Stretch", "2026-01-05")
    ('2026-01-18', '2026-01-31', '')
    """
    found = WEEK.match(by)
    if found:
        end = week_end(int(found.group(1)), start)
        return end.isoformat() if end else ""
    return days.day(by)
