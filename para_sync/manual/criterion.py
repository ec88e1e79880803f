"""A criterion as a value: clauses, the notes that they are put to, and the tests (criteria.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

RUN = "run"


class Test(NamedTuple):
    """One thing that must hold.

    `relation` is "at" (`amount` or more categories at exactly `value`), "level" (the level `value` or a higher one),
    "least", "most", "under" or "plan" (`amount`), or "is" (`value`); `measure` is what measured ("" for the first two).
    """

    measure: str
    relation: str
    amount: float = 0
    value: str = ""


class Filter(NamedTuple):
    """Only notes whose property has one of the values; no values: where it is set at all."""

    property: str
    values: tuple[str, ...] = ()


class Scope(NamedTuple):
    """Which notes: `mode` is "count", "last" or "each", `number` how many ("each": at least), `kind` a type or run."""

    mode: str
    number: int
    kind: str
    filters: tuple[Filter, ...] = ()


class Clause(NamedTuple):
    """Tests, and the notes that they are put to; without a scope they are put to one run."""

    scope: Scope | None
    tests: tuple[Test, ...]


class Criterion(NamedTuple):
    """A criterion as written, and its clauses, all of which must hold; none: it is judged by hand."""

    text: str
    clauses: tuple[Clause, ...] = ()

    @property
    def by_hand(self) -> bool:
        """Whether the verdict is a person's."""
        return not self.clauses


class Vocabulary(NamedTuple):
    """The names that criteria may use: note types with their properties, category keys and types, levels."""

    properties: Mapping[str, frozenset[str]]
    categories: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    levels: tuple[str, ...] = ()
    run_types: frozenset[str] = frozenset()

    def kind(self, word: str) -> str | None:
        """The note type that a word names, singular or plural (-s, -ies, -xes), or run; None where there is none."""
        singulars = [word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word)]
        return next((each for each in singulars if each == RUN or each in self.properties), None)

    def known(self, kind: str) -> frozenset[str]:
        """The properties of a kind."""
        if kind == RUN:
            return frozenset().union(*(self.properties.get(each, frozenset()) for each in self.run_types))
        return self.properties.get(kind, frozenset())
