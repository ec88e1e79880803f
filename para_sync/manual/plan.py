"""The plan: the loop's sections and the milestones with their weeks (domain.md M35, M55-M59, C7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, filled, number
from para_sync.manual.criterion import Criterion, Vocabulary
from para_sync.manual.rubric import Numbers


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a run: its number as shown, its name, its minutes, and what it must show."""

    number: int
    name: str
    minutes: int
    show: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone: by when ("Week 1", or a word), what, and the criterion."""

    by: str
    name: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Plan:
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
            number(row["Minutes"], "the minutes of a section"),
            row["Show"].shown if "Show" in row else "",
        )
        for row in chapter.rows(*columns)
    )
    total = sum(each.minutes for each in sections)
    if total != numbers.run_minutes:
        fact = f'the sections add up to {total} minutes, "run minutes" is {numbers.run_minutes}'
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
    try:
        days = (date.fromisoformat(day[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return None
    return days // 7 + 1 if days >= 0 else 0


def week_end(number: int, start: str) -> date | None:
    """The last day of a week of the plan; None where the plan has no start."""
    try:
        return date.fromisoformat(start[:10]) + timedelta(days=7 * number - 1)
    except (ValueError, OverflowError):
        return None


def monday(day: str) -> str:
    """The Monday of a day's week, as an ISO date; "" where it is no date."""
    try:
        read = date.fromisoformat(day[:10])
    except ValueError:
        return ""
    return (read - timedelta(days=read.weekday())).isoformat()
