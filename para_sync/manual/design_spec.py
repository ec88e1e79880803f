"""The specification of a written design: its sections, the record it starts from, and what it is held to (domain.md
G1-G24).
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from para_sync.manual.chapter import Chapter, Row, Unreadable, code, filled, number, suggestion, unique
from para_sync.vault.facts import Heading
from para_sync.vault.span import Span
from para_sync.vault.tables import Cell

LEVEL, FOCUS_AREA, DURATION = "seniority_level", "focus_area", "interview_duration"
FOCUS, CRITERIA = "Focus", "Criteria"
DEMANDS = (
    "words", "numbers", "formulas", "research", "phases", "questions", "follow-ups", "challenges", "code"
)  # fmt: skip

_NUMBERED = re.compile(r"(\d{1,3})\.\s+(\S.*)\Z")
_LABELLED = re.compile(r"\*\*(?P<name>[^*]+?):?\*\*:?\s*(?P<value>.*)\Z", re.DOTALL)
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


class Label(NamedTuple):
    """A line that a section repeats: FOCUS or CRITERIA, its name as written ("E7 Focus"), and its phrases."""

    kind: str
    name: str
    phrases: tuple[str, ...]

    @property
    def line(self) -> str:
        """The whole line in Markdown."""
        return f"**{self.name}**: {', '.join(self.phrases)}"


class Section(NamedTuple):
    """A section: its number, its title, and its labels and topics in order."""

    number: int
    title: str
    lines: tuple[Label | str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What the section covers, in order."""
        return tuple(each for each in self.lines if isinstance(each, str))

    def label(self, kind: str) -> Label | None:
        """The label of a kind; None where the section has none."""
        return next((each for each in self.lines if isinstance(each, Label) and each.kind == kind), None)


class Choice(NamedTuple):
    """A field of the record or a parameter: its name, the values named (none: any text), its default, its meaning."""

    name: str
    values: tuple[str, ...]
    default: str
    meaning: str


class Demand(NamedTuple):
    """A number that sections are held to; no sections means all."""

    name: str
    sections: tuple[int, ...]
    value: int


class Vocabulary(NamedTuple):
    """Words of infrastructure, and the sections that they belong in; none means nowhere."""

    words: tuple[str, ...]
    sections: tuple[int, ...]


class Strength(NamedTuple):
    """What a strong answer shows: the ways to show it (each some phrases together), and what to ask where it does
    not.
    """

    name: str
    ways: tuple[tuple[str, ...], ...]
    question: str


@dataclass(frozen=True)
class Spec:
    """The whole specification; `output` and `heading` are patterns over the record's fields, `records` a folder."""

    sections: tuple[Section, ...]
    fields: tuple[Choice, ...]
    parameters: tuple[Choice, ...]
    tiers: Mapping[str, str]
    requirements: tuple[str, ...]
    demands: tuple[Demand, ...]
    infrastructure: tuple[Vocabulary, ...]
    weightless: tuple[str, ...]
    strengths: tuple[Strength, ...]
    output: str
    heading: str
    records: str
    challenges: str

    def demand(self, name: str, section: int = 0) -> int | None:
        """What a demand asks of a section (0: of the whole document); None where it asks nothing."""
        asked = (each for each in self.demands if each.name == name)
        return next((each.value for each in asked if not each.sections or section in each.sections), None)

    def parameter(self, name: str) -> Choice:
        """The parameter of that name; one that the manual does not describe takes any text."""
        return next((each for each in self.parameters if each.name == name), Choice(name, (), "", ""))

    def emphasis(self, level: str) -> str:
        """What a level stresses; "" where no tier names it."""
        return next((text for tier, text in self.tiers.items() if level in re.findall(r"\w+", tier)), "")

    @cached_property
    def levels(self) -> re.Pattern[str]:
        """How a text names a level: one of the values, a range of them, or one with a plus."""
        values = "|".join(map(re.escape, self.parameter(LEVEL).values)) or r"(?!)"
        return re.compile(rf"\b(?:{values})(?:\s*[-–]\s*(?:{values}))?(?!\w)\+?", re.IGNORECASE)

    def at(self, level: str, text: str) -> str:
        """A title or label with the level that a document aims at in place of the one it is written for."""
        return self.levels.sub(level, text) if level else text


def read(chapter: Chapter) -> Spec:
    """The specification; raises `Unreadable` at what it cannot make out."""
    fields = tuple(_choices(chapter, "Field"))
    sections = tuple(_sections(chapter))
    return Spec(
        sections=sections,
        fields=fields,
        parameters=tuple(_choices(chapter, "Parameter")),
        tiers={filled(row["Level"], "a level"): row["Emphasis"].shown for row in chapter.rows("Level", "Emphasis")},
        requirements=tuple(_requirements(chapter)),
        demands=tuple(_demand(row, sections) for row in chapter.rows("Demand", "Sections", "Value")),
        infrastructure=tuple(
            Vocabulary(_listed(row["Infrastructure"]), _numbers(row["Sections"], sections))
            for row in chapter.rows("Infrastructure", "Sections")
        ),
        weightless=tuple(each for row in chapter.rows("Without weight") for each in _listed(row["Without weight"])),
        strengths=tuple(map(_strength, chapter.rows("A strong answer shows", "Words", "Otherwise ask"))),
        output=_pattern(chapter, "output", fields),
        heading=_pattern(chapter, "heading", fields),
        records=chapter.note.properties.text("records").strip("/"),
        challenges=chapter.note.properties.text("challenges"),
    )


def _sections(chapter: Chapter) -> Iterator[Section]:
    found = [(match, each) for each in chapter.note.headings if (match := _NUMBERED.match(each.text))]
    if not found:
        raise Unreadable('the specification has no section: a heading such as "1. Title"', chapter.title)
    for expected, (match, heading) in enumerate(found, 1):
        if int(match[1]) != expected:
            raise Unreadable(f"section {expected} is expected here, not {int(match[1])}", heading.span)
        title = match[2]
        if any(title.casefold() == other[2].casefold() for other, _ in found[: expected - 1]):
            raise Unreadable(f'section "{title}" stands here twice', heading.span)
        lines = tuple(map(_line, _items(chapter, heading)))
        if not any(isinstance(each, str) for each in lines):
            raise Unreadable(f'section "{title}" has no topic', heading.span)
        yield Section(expected, title, lines)


def _items(chapter: Chapter, heading: Heading) -> Iterator[str]:
    """The list items below a heading, in one line each, without their marker."""
    after = (each.span.start for each in chapter.note.headings if each.span.start > heading.span.start)
    end = next(after, len(chapter.content))
    for item in chapter.note.items:
        if heading.span.start < item.span.start < end:
            text = chapter.content[item.span.start : item.span.end].decode()
            yield " ".join(_ITEM.sub("", text, count=1).split())


def _line(text: str) -> Label | str:
    match = _LABELLED.match(text)
    kind = match["name"].split()[-1] if match else ""
    for known in (FOCUS, CRITERIA):
        if match and kind.casefold() == known.casefold():
            phrases = (each.strip() for each in match["value"].split(","))
            return Label(known, match["name"], tuple(each for each in phrases if each))
    return text


def _requirements(chapter: Chapter) -> Iterator[str]:
    heading = next((each for each in chapter.note.headings if each.text.casefold() == "requirements"), None)
    if heading is None:
        raise Unreadable('the specification has no heading "Requirements"', chapter.title)
    yield from _items(chapter, heading)


def _choices(chapter: Chapter, column: str) -> Iterator[Choice]:
    rows = list(chapter.rows(column, "Values"))
    found = []
    for row in rows:
        name = code(row[column], f"the name of a {column.lower()}")
        values = row["Values"].codes if not row["Values"].shown.startswith("any text") else ()
        default = row["Default"].shown if "Default" in row else ""
        if values and default and default not in values:
            raise Unreadable(f'the default of "{name}" is none of its values', row["Default"].span)
        found.append(Choice(name, values, default, row["Meaning"].shown if "Meaning" in row else ""))
    unique(((each.name, row[column]) for each, row in zip(found, rows, strict=True)), f"the {column.lower()}")
    return iter(found)


def _demand(row: Row, sections: tuple[Section, ...]) -> Demand:
    name = code(row["Demand"], "the name of a demand")
    if name not in DEMANDS:
        fact = f'"{name}" is no demand that can be checked{suggestion(name, DEMANDS)}'
        raise Unreadable(f"{fact} Expected one of {', '.join(DEMANDS)}", row["Demand"].span)
    return Demand(name, _numbers(row["Sections"], sections), number(row["Value"], f'the value of "{name}"'))


def _numbers(cell: Cell, sections: tuple[Section, ...]) -> tuple[int, ...]:
    if cell.shown.casefold() in ("all", "none"):
        return ()
    named = [each.strip() for each in cell.shown.split(",")]
    known = {str(each.number): each.number for each in sections}
    if not set(named) <= known.keys():
        raise Unreadable(f'the sections must be their numbers, "all" or "none", not "{cell.text}"', cell.span)
    return tuple(known[each] for each in named)


def _listed(cell: Cell) -> tuple[str, ...]:
    return tuple(each.strip() for each in cell.shown.split(",") if each.strip())


def _strength(row: Row) -> Strength:
    ways = tuple(tuple(part.strip() for part in way.split("+")) for way in _listed(row["Words"]))
    return Strength(filled(row["A strong answer shows"], "a strength"), ways, row["Otherwise ask"].shown)


def _pattern(chapter: Chapter, name: str, fields: tuple[Choice, ...]) -> str:
    """A property that names fields of the record in braces; raises `Unreadable` for any other name."""
    entry = chapter.note.properties.get(name)
    text = chapter.note.properties.text(name)
    where = entry.span if entry else Span(0, 0)
    try:
        used = [each for _, each, _, _ in string.Formatter().parse(text) if each is not None]
    except ValueError as error:
        raise Unreadable(f'the pattern in "{name}" cannot be read: {error}', where) from None
    known = {each.name for each in fields}
    wrong = next((each for each in used if each not in known), None)
    if wrong is not None:
        raise Unreadable(f'"{wrong}" in "{name}" is no field of the record{suggestion(wrong, known)}', where)
    if not used:
        raise Unreadable(f'"{name}" must name a field of the record in braces', where)
    return text
