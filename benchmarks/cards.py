"""Notes of a reader's library, with planted defects: cards of a type that the manual declares, and pages of no type.

A note is a list of lines, and a line knows the defect that was planted in it. Every name, heading and block id follows
from a note's number, so that any note can link to any other before that one is written.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

WORDS = "ranking loss shard latency cache model feature label metric drift batch stream index recall".split()
STAGES = ("seed", "growing", "evergreen")
PICTURES = tuple(f"Attachments/chart {number:02}.png" for number in range(12))

# The section of the Note Types chapter that says what a card is.
TYPE = """
## card

Folder: `Library`

| Property | Kind | Required | Values | Meaning |
| --- | --- | --- | --- | --- |
| `created` | date | yes | | the day it was made |
| `stage` | choice | yes | `seed`, `growing`, `evergreen` | how far it has come |
| `rating` | integer | yes | 1 to 5 | how useful it is |
| `origin` | link | no | card | the card that it grew out of |
| `related` | list of link | no | card | cards to read with it |
"""
# The same properties as Obsidian's Properties editor knows them.
OBSIDIAN = {"created": "date", "stage": "text", "rating": "number", "origin": "text", "related": "multitext"}

BODY_LINKS = ("missing note", "missing heading", "missing block", "missing attachment")
PROPERTY_LINK = "missing note in a property"
PROPERTIES = ("no properties", "duplicate key", "unreadable YAML", "missing property", "invalid property")
STEP = "heading step"
KINDS = (*BODY_LINKS, PROPERTY_LINK, *PROPERTIES, STEP)

BROKEN = 0.05  # the part of links that lead nowhere
DEFECTIVE = 10  # one of so many notes has a defect of its own, besides its links


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note, and the kind of defect planted in it."""

    text: str
    defect: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """So many notes, one after another; every fifth is a page without a type, the others are cards."""

    count: int
    chance: random.Random

    def note(self, number: int) -> tuple[str, list[Line], bytes]:
        """A note's path, its lines and how they end: every ninth note comes from Windows."""
        own = DEFECTS[number // DEFECTIVE % len(DEFECTS)] if _defective(number) else ""
        properties = self._page(number) if _paged(number) else self._properties(number, own)
        lines = [*properties, *self._body(number, own)]
        return path(number), lines, b"\r\n" if number % 9 == 4 else b"\n"

    def _page(self, number: int) -> list[Line]:
        """Properties of the reader's own, or none: nothing is asked of a page."""
        return [*map(Line, ("---", f"week: {number % 52}", "mood: [calm, curious]", "---"))] if number % 2 else []

    def _properties(self, number: int, own: str) -> list[Line]:
        if own == "no properties":
            return []
        readable = own not in ("duplicate key", "unreadable YAML")
        day = f"{2020 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        required = [f"created: {day}", f"stage: {STAGES[number % 3]}", f"rating: {number % 5 + 1}"]
        held = [Line(text) for text in required]
        turn = number // DEFECTIVE // len(DEFECTS)
        if own == "missing property":
            del held[turn % 3]
        elif own == "invalid property":
            held[turn % 3] = Line(INVALID[turn % 3], own)
        rows = [
            Line("---", own if own == "missing property" else ""),
            Line("type: card"),
            *held,
            self._held("origin: ", readable),
            Line("related:"),
            *(self._held("  - ", readable) for _ in range(1 + number % 4)),
            Line(f"tags: [{', '.join(self.chance.sample(WORDS, 2))}]"),
            Line(f'aliases: ["Alias {number:06}"]'),
            Line("---"),
        ]
        if not readable:
            slip = "rating: 3" if own == "duplicate key" else UNREADABLE[turn % len(UNREADABLE)]
            rows.insert(-1, Line(slip, own))
        return rows

    def _held(self, before: str, may_break: bool) -> Line:
        """A link as a value; a property of a card leads to cards that say what they are."""
        if may_break and self.chance.random() < BROKEN:
            return Line(f'{before}"[[{self._lost()}]]"', PROPERTY_LINK)
        other = self.chance.randrange(self.count)
        while _paged(other) or _defective(other):
            other -= 1
        return Line(f'{before}"[[{name(other)}]]"')

    def _body(self, number: int, own: str) -> list[Line]:
        lines = [f"# {name(number)}", "", f"{self._text(40)} {block(number)}", ""]
        body = [Line(text) for text in lines]
        for part in range(5):
            skips = own == STEP and part == 2
            body += [Line(f"{'#####' if skips else '##'} {heading(number, part)}", own if skips else ""), Line("")]
            body += [Line(self._text(45)), Line(""), self._said("- ", ""), Line("")]
            body += [*map(Line, SAMPLES[(number + part) % len(SAMPLES)]), Line("")]
        table = [Line(""), Line("| Card | Why |"), Line("| --- | --- |")]
        rows = [self._said("| ", " |", "\\|") for _ in range(4)]
        return [*body, self._said("1. ", "."), *table, *rows, Line("")]

    def _said(self, before: str, after: str, bar: str = "|") -> Line:
        """A line with a link; in a table its bar is escaped and the row has a second cell."""
        if self.chance.random() < BROKEN:
            kind = self.chance.choice(BODY_LINKS)
            link = self._dead(kind)
        else:
            kind, link = "", self._live(bar)
        words = f"{self._text(6)} | " if after == " |" else ""
        rest = f" | {self._text(6)}" if words else f" {self._text(6)}"
        return Line(f"{before}{link}{rest}{after}", kind)

    def _live(self, bar: str) -> str:
        other = self.chance.randrange(self.count)
        form = self.chance.randrange(8)
        return (
            f"[[{name(other)}]]",
            f"[[{name(other)}{bar}what it says]]",
            f"[[{name(other)}#{heading(other, other % 5)}]]",
            f"[[{name(other)}#{heading(other, 1)}{bar}that part]]",
            f"[[{name(other)}#{block(other)}]]",
            f"[[{name(other).lower()}]]",
            f"![[{PICTURES[other % len(PICTURES)].rpartition('/')[2]}{bar}300]]",
            f"[the card](<../../{path(other)}>)",
        )[form]

    def _dead(self, kind: str) -> str:
        """A link that leads nowhere, every third in the way of Markdown."""
        other = self.chance.randrange(self.count)
        plain = other % 3 == 0
        return {
            "missing note": f"[gone](<../0000/{self._lost()}.md>)" if plain else f"[[{self._lost()}]]",
            "missing heading": "[there](#what-nobody-wrote)" if plain else f"[[{name(other)}#What nobody wrote]]",
            "missing block": f"[[{name(other)}#^nothing-{other}]]",
            "missing attachment": f"![[lost chart {other}.png]]",
        }[kind]

    def _lost(self) -> str:
        return f"Lost {self.chance.choice(WORDS)} {self.chance.randrange(self.count):06}"

    def _text(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words))


DEFECTS = (*PROPERTIES, STEP)
INVALID = ("created: last spring", "stage: wilted", "rating: 9")
UNREADABLE = ("source: a book: a chapter", 'quote: "never closed', "\tindent: by a tab", "map: {a: 1")

# What looks like a link and is none, and what else stands in notes.
SAMPLES: Sequence[Sequence[str]] = (
    ("```python", "rows = [[1, 2], [3, 4]]  # [[Not a link]]", "```"),
    ("$$", r"A = [[a_{11}, a_{12}], [a_{21}, a_{22}]] \quad \sum_i x_i^2", "$$"),
    ("%% An idea that was dropped; a link in here would be one. %%",),
    ("Write `[[Name#Heading|text]]` for a link, and $L = -\\sum y \\log p$ for a loss.",),
    ("<!-- [[Hidden]] from the reader, ![[an old sketch.png]] too -->",),
    ("> [!note] A remark", "> in two lines, with *weight* and **stress**."),
    ("- [ ] read it again", "- [x] read it once"),
    ("A footnote.[^1]", "", "[^1]: See the [paper](https://example.org/paper)."),
    ("### In detail", "", "A part of a part, with #ranking as a tag."),
)


def name(number: int) -> str:
    """What a link calls a note; every seventh has dots in its name."""
    return f"Card {number:06}" + (f" v1.{number % 10}" if number % 7 == 3 else "")


def _paged(number: int) -> bool:
    return number % 5 == 4


def _defective(number: int) -> bool:
    """Whether a card has a defect of its own; never true of a page."""
    return number % DEFECTIVE == 2


def path(number: int) -> str:
    """Where it lies: 33 notes to a folder."""
    return f"{'Pages' if _paged(number) else 'Library'}/{number // 33:04}/{name(number)}.md"


def heading(number: int, part: int) -> str:
    """The heading of a part of a note."""
    return f"{WORDS[(number + part) % len(WORDS)].title()} and {WORDS[number * 3 % len(WORDS)]}, part {part + 1}"


def block(number: int) -> str:
    """The id of a note's first paragraph."""
    return f"^claim-{number}"
