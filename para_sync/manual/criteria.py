"""The criteria language of the manual's tables (criteria.md): text into a criterion, every name checked.

criterion = "by hand" | tests | clause {";" clause} ;   clause = scope [":" tests] ;
scope   = (N | "last" N | "each" ["of" N]) kind {"with" property [value {"or" value}]} ;
tests   = test {"," test} ;
test    = N "at" N | "level" name "+" | measure (N "+" | "up to" N | "under" N | "within" N "of plan" | value) ;
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from para_sync.manual.chapter import Unreadable, code, suggestion
from para_sync.manual.criterion import RUN, Clause, Criterion, Filter, Scope, Test, Vocabulary
from para_sync.vault.span import Span
from para_sync.vault.tables import Cell

BY_HAND = "by hand"

_TOKEN = re.compile(r'"[^"]*"|[;:,]|[^\s;:,"]+|"')
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?\Z")
_WHOLE = re.compile(r"[0-9]{1,9}\Z")


class BadCriterion(Exception):
    """A criterion that cannot be read: why, and the characters of the text that are at fault."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def parse(text: str, vocabulary: Vocabulary, one_run: bool = False) -> Criterion:
    """Read a criterion. Raises `BadCriterion`; `one_run`: only tests, put to one run, as levels are."""
    if text.strip() == BY_HAND and not one_run:
        return Criterion(text)
    parser = _Parser(text, vocabulary)
    if one_run:
        return Criterion(text, (Clause(None, parser.tests(RUN, last=True)),))
    return Criterion(text, tuple(parser.clauses()))


def at(text: str, start: int, vocabulary: Vocabulary, one_run: bool = False) -> Criterion:
    """Read a criterion whose first character stands at byte `start`; raises `Unreadable` at what is wrong in it."""
    try:
        return parse(text, vocabulary, one_run)
    except BadCriterion as error:
        first = start + len(text[: error.start].encode())
        last = start + len(text[: error.end].encode())
        raise Unreadable(f'criterion "{text}": {error.message}', Span(first, last)) from None


def in_cell(cell: Cell, vocabulary: Vocabulary, one_run: bool = False) -> Criterion:
    """Read the criterion that is a cell's one inline code; raises `Unreadable`."""
    text = code(cell, "a criterion")
    return at(text, cell.span.start + len(cell.text[: cell.text.index(text)].encode()), vocabulary, one_run)


class _Token(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Parser:
    source: str
    vocabulary: Vocabulary
    at: int = 0
    tokens: list[_Token] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = [_Token(match.group(), *match.span()) for match in _TOKEN.finditer(self.source)]

    def clauses(self) -> Iterable[Clause]:
        while True:
            yield self._clause()
            if self._peek() is None:
                return
            self._take(";")

    def tests(self, kind: str, last: bool = False) -> tuple[Test, ...]:
        found = [self._test(kind)]
        while self._peek() == ",":
            self._take(",")
            found.append(self._test(kind))
        if last and self._peek() is not None:
            raise self._bad(f'"{self._peek()}" is left over')
        return tuple(found)

    def _clause(self) -> Clause:
        opens = self._peek() in ("last", "each") or (self._is_number(self._peek()) and self._peek(1) != "at")
        if not opens:
            return Clause(None, self.tests(RUN))
        scope = self._scope()
        if self._peek() != ":":
            return Clause(scope, ())
        self._take(":")
        return Clause(scope, self.tests(scope.kind))

    def _scope(self) -> Scope:
        mode, number = "count", 0
        if self._peek() in ("last", "each"):
            mode = self._take()
        if mode == "each" and self._peek() == "of":
            self._take("of")
            number = self._whole()
        elif mode != "each":
            number = self._whole()
        word = self._take()
        kind = self.vocabulary.kind(word)
        if kind is None:
            names = [RUN, *self.vocabulary.properties]
            raise self._bad(f'"{word}" is no note type{suggestion(word, names)}', back=1)
        filters = []
        while self._peek() == "with":
            self._take("with")
            filters.append(self._filter(kind))
        return Scope(mode, number, kind, tuple(filters))

    def _filter(self, kind: str) -> Filter:
        name = self._property(kind)
        values = []
        if self._peek() not in (None, ":", ";", ",", "with"):
            values.append(self._value())
            while self._peek() == "or":
                self._take("or")
                values.append(self._value())
        return Filter(name, tuple(values))

    def _test(self, kind: str) -> Test:
        if self._is_number(self._peek()) and self._peek(1) == "at":
            amount = self._whole()
            self._take("at")
            return Test("", "at", amount, str(self._whole()))
        if self._peek() == "level":
            self._take("level")
            return Test("", "level", value=self._level())
        measure = self._measure(kind)
        return self._relation(measure)

    def _relation(self, measure: str) -> Test:
        word = self._peek() or ""
        if self._is_number(word.removesuffix("+")):
            self._take()
            relation = "least" if word.endswith("+") else "is"
            return Test(measure, relation, float(word.removesuffix("+")), word.removesuffix("+"))
        if word == "up" and self._peek(1) == "to":
            self._take("up")
            self._take("to")
            return Test(measure, "most", self._amount())
        if word == "under":
            self._take("under")
            return Test(measure, "under", self._amount())
        if word == "within":
            self._take("within")
            amount = self._amount()
            self._take("of")
            self._take("plan")
            return Test(measure, "plan", amount)
        if self._is_score(measure):
            self._amount()  # a score is a number: this refuses the word
        return Test(measure, "is", value=self._value())

    def _measure(self, kind: str) -> str:
        word = self._take()
        names = self.vocabulary
        if self._is_score(word) or word in names.known(kind):
            return word
        known = [*names.known(kind), *names.categories, *names.types, "total", "all"]
        raise self._bad(f'"{word}" is no category and no property of {kind}{suggestion(word, known)}', back=1)

    def _is_score(self, word: str) -> bool:
        names = self.vocabulary
        return word in ("total", "all") or word.casefold() in names.types or word in names.categories

    def _property(self, kind: str) -> str:
        word = self._take()
        if word not in self.vocabulary.known(kind):
            known = self.vocabulary.known(kind)
            raise self._bad(f'"{word}" is no property of {kind}{suggestion(word, known)}', back=1)
        return word

    def _level(self) -> str:
        words = []
        start = self.at
        while self._peek() not in (None, ",", ";"):
            words.append(self._take())
            if words[-1].endswith("+"):
                break
        name = " ".join(words)
        if name in self.vocabulary.levels:
            raise self._bad(f'a level is written with a "+": "{name}+"', back=self.at - start)
        if not name.endswith("+") or name[:-1] not in self.vocabulary.levels:
            close = suggestion(name.removesuffix("+"), self.vocabulary.levels)
            raise self._bad(f'no level is called "{name.removesuffix("+")}"{close}', back=self.at - start)
        return name[:-1]

    def _value(self) -> str:
        word = self._take()
        if word.startswith('"'):
            return word.strip('"')
        words = [word]
        while self._peek() not in (None, ":", ";", ",", "or", "with"):
            words.append(self._take())
        return " ".join(words)

    def _whole(self) -> int:
        word = self._take(wanted="a whole number")
        if not _WHOLE.match(word):
            raise self._bad(f'expected a whole number, not "{word}"', back=1)
        return int(word)

    def _amount(self) -> float:
        word = self._take(wanted="a number")
        if not self._is_number(word):
            raise self._bad(f'expected a number, not "{word}"', back=1)
        return float(word)

    @staticmethod
    def _is_number(word: str | None) -> bool:
        return bool(word and _NUMBER.match(word))

    def _peek(self, ahead: int = 0) -> str | None:
        index = self.at + ahead
        return self.tokens[index].text if index < len(self.tokens) else None

    def _take(self, expected: str | None = None, wanted: str = "a word") -> str:
        word = self._peek()
        if word is None or (expected is not None and word != expected) or (expected is None and word in ":;,"):
            wanted = f'"{expected}"' if expected else wanted
            found = f'"{word}"' if word else "the end"
            raise self._bad(f"expected {wanted}, not {found}")
        self.at += 1
        return word

    def _bad(self, message: str, back: int = 0) -> BadCriterion:
        index = self.at - back
        if index < len(self.tokens):
            last = self.tokens[max(index, self.at - 1)]
            return BadCriterion(message, self.tokens[index].start, last.end)
        return BadCriterion(message, len(self.source), len(self.source))
