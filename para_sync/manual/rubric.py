"""The rubric, the gap priorities, and the numbers that the manual's chapters give (domain.md M41-M45, C1-C10)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, get_type_hints

from para_sync.manual.chapter import Chapter, Unreadable, code, filled, number, unique
from para_sync.vault.tables import Cell

PREFIX = "score_"
LARGEST = 1_000

_SCORE = re.compile(r"[0-9]{1,9}(?=\s|\Z)")
_RATIO = re.compile(r"([0-9]{1,9})(?:/([1-9][0-9]{0,8})|\.([0-9]{1,6}))?\Z")


class Category(NamedTuple):
    """A scored category: `score` is the property that holds its score, its type, and its anchors from 0 up; `since` is
    a date or "".
    """

    name: str
    type: str
    score: str
    anchors: tuple[str, ...]
    since: str = ""

    @property
    def key(self) -> str:
        """What criteria and gaps call it: its property without the prefix."""
        return self.score.removeprefix(PREFIX)


class Rubric(NamedTuple):
    """All categories in the rubric's order."""

    categories: tuple[Category, ...]

    @property
    def highest(self) -> int:
        """The highest score that a category can have."""
        return len(self.categories[0].anchors) - 1

    @property
    def maximum(self) -> int:
        """The highest total."""
        return self.highest * len(self.categories)

    @property
    def types(self) -> tuple[str, ...]:
        """The types in the order in which the rubric first names them, most important first."""
        return tuple(dict.fromkeys(each.type for each in self.categories))

    def on(self, date: str) -> tuple[Category, ...]:
        """The categories in force on a date."""
        return tuple(each for each in self.categories if each.since <= date)

    def of_type(self, name: str) -> tuple[Category, ...]:
        """The categories of a type, whatever its letter case."""
        return tuple(each for each in self.categories if each.type.casefold() == name.casefold())

    def find(self, key: str) -> Category | None:
        """The category of that key."""
        return next((each for each in self.categories if each.key == key.casefold()), None)


class Ratio(NamedTuple):
    """An exact number, `top / bottom`, so that a threshold is reached or not by no rounding."""

    top: int
    bottom: int

    def reached_by(self, total: int, count: int) -> bool:
        """Whether `total / count` is at least this.

        >>> Ratio(1, 3).reached_by(1, 3), Ratio(25, 10).reached_by(7, 3), Ratio(1, 49).reached_by(2, 98)
        (True, False, True)
        """
        return total * self.bottom >= self.top * count


class Numbers(NamedTuple):
    """The manual's `Term | Value` entries that the program works with; a field's name with blanks is the term.

    `section_share` is in percent of a run, `architecture_signal` and `architecture_plan` are minutes of a run.
    """

    consistency_runs: int
    trend_runs: int
    trend_step: Ratio
    strength_mean: Ratio
    timing_runs: int
    section_share: int
    architecture_signal: int
    architecture_plan: int
    calibration_mocks: int
    calibration_runs: int
    regression_runs: int
    readiness_runs: int
    readiness_samples: int
    fix_gaps: int
    focus_gaps: int
    same_category: int
    recurrence: int
    gap_bar: int
    gap_closes_after: int
    gap_escalates_after: int
    review_days: int
    evidence_runs: int
    practice_log_rows: int
    activity_days: int
    activity_gap: int
    activity_minutes: int
    run_minutes: int
    reflection_sentences: int
    problem_statement_sentences: int


def read_rubric(chapter: Chapter) -> Rubric:
    """The rubric; raises `Unreadable` where a row is not one category."""
    table = chapter.table("#", "Category", "Type", "Property")
    scores = [(name, int(match.group())) for name in table.columns() if (match := _SCORE.match(name))]
    if [score for _, score in scores] != list(range(len(scores))) or len(scores) < 2:
        raise Unreadable("the rubric needs one column a score, 0, 1 and so on", table.span)
    rows = list(chapter.rows("#", "Category", "Type", "Property"))
    categories = []
    for row in rows:
        name = code(row["Property"], "the property of a category")
        if not name.startswith(PREFIX):
            raise Unreadable(f'the property of a category starts with "{PREFIX}", not "{name}"', row["Property"].span)
        anchors = tuple(row[column].shown for column, _ in scores)
        since = row["Since"].shown if "Since" in row else ""
        kind = filled(row["Type"], "the type of a category")
        categories.append(Category(filled(row["Category"], "the name of a category"), kind, name, anchors, since))
    if not categories:
        raise Unreadable("the rubric has no category", table.span)
    unique(((each.score, row["Property"]) for each, row in zip(categories, rows, strict=True)), "the property")
    return Rubric(tuple(categories))


def read_priorities(chapter: Chapter, rubric: Rubric) -> dict[str, str]:
    """The gap priority of each category type, by the type's name as the rubric has it."""
    rows = {row["Type"].shown.casefold(): row["Gap priority"] for row in chapter.rows("Type", "Gap priority")}
    missing = next((name for name in rubric.types if name.casefold() not in rows), None)
    if missing:
        raise Unreadable(f'no gap priority for type "{missing}"', chapter.table("Type", "Gap priority").span)
    return {name: filled(rows[name.casefold()], "a gap priority") for name in rubric.types}


def read_numbers(chapters: Iterable[Chapter], home: Chapter) -> Numbers:
    """The numbers of all `Term | Value` tables; one that is missing is a fault of the chapter `home`."""
    terms: dict[str, Cell] = {}
    for chapter in chapters:
        terms.update({row["Term"].shown: row["Value"] for row in chapter.all_rows("Term", "Value")})
    values: dict[str, Any] = {}
    for name, kind in get_type_hints(Numbers).items():
        term = name.replace("_", " ")
        if term not in terms:
            raise Unreadable(f'the term "{term}" stands in no table Term | Value', home.title)
        read = ratio if kind is Ratio else _whole
        values[name] = read(terms[term], f'the value of "{term}"')
    return Numbers(**values)


def _whole(cell: Cell, what: str) -> int:
    value = number(cell, what)
    if value > LARGEST:
        raise Unreadable(f"{what} must be at most {LARGEST}", cell.span)
    return value


def ratio(cell: Cell, what: str) -> Ratio:
    """A number written as 3, 2.5 or 1/3; raises `Unreadable` for anything else."""
    match = _RATIO.match(cell.shown)
    if not match:
        raise Unreadable(f'{what} must be a number such as 2.5 or 1/3, not "{cell.text}"', cell.span)
    whole, bottom, decimals = match.groups()
    if decimals:
        return Ratio(int(whole + decimals), 10 ** len(decimals))
    return Ratio(int(whole), int(bottom or 1))
