"""Drills: which there are, how fast each should be, and how fast each was (domain.md M74)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.criterion import Clause, Criterion, Test
from para_sync.manual.manual import Manual
from para_sync.practice import checklist, unread
from para_sync.practice.checklist import Audited
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

TYPE, NAME, SECONDS = "drill", "drill", "seconds"


class Attempt(NamedTuple):
    """One time that a drill was done: its ISO date, and the seconds that it took."""

    note: Note
    date: str
    seconds: float


class Drill(NamedTuple):
    """A drill with all its attempts in order, and the item of the checklist that asks for it, None where none does.

    `looked_at` is how many of the last attempts that item's criterion looks at; 1 where there is none.
    """

    name: str
    attempts: tuple[Attempt, ...]
    item: Audited | None
    looked_at: int = 1

    @property
    def last(self) -> tuple[Attempt, ...]:
        """The attempts that the checklist looks at, in order."""
        return self.attempts[max(len(self.attempts) - self.looked_at, 0) :]

    @property
    def best(self) -> float | None:
        """The fewest seconds; None before the first attempt."""
        return min((each.seconds for each in self.attempts), default=None)


class Drills(NamedTuple):
    """The manual's drills in its order, then others by name; and the notes of drills that cannot be read."""

    all: tuple[Drill, ...]
    uncounted: tuple[Note, ...] = ()


def of(vault: Vault) -> Drills:
    """The drills of a vault, read once."""
    return vault.once(_drills)


def names(manual: Manual) -> tuple[str, ...]:
    """The drills that the manual knows, in its order."""
    kind = manual.note_types.types.get(TYPE) if manual.note_types else None
    found = kind.find(NAME) if kind else None
    return found.choices if found else ()


def goal(name: str, manual: Manual) -> Test | None:
    """How fast a drill should be: what the first criterion of the manual on its seconds asks; None where none does."""
    for criterion in manual.criteria:
        for clause in _clauses(criterion, name):
            return next((each for each in clause.tests if each.measure == SECONDS), None)
    return None


def _clauses(criterion: Criterion, name: str) -> Iterator[Clause]:
    """The clauses of a criterion that are put to one drill."""
    for clause in criterion.clauses:
        filters = clause.scope.filters if clause.scope and clause.scope.kind == TYPE else ()
        if any(each.property == NAME and name in map(str.casefold, each.values) for each in filters):
            yield clause


def _drills(vault: Vault) -> Drills:
    attempts: dict[str, list[Attempt]] = {name.casefold(): [] for name in names(manuals.of(vault))}
    known, uncounted = list(attempts), []
    for note in vault.of_type(TYPE):
        attempt, name = _attempt(note), note.properties.text(NAME).casefold()
        if attempt and name:
            attempts.setdefault(name, []).append(attempt)
        else:
            uncounted.append(note)
    asked = [*known, *sorted(attempts.keys() - set(known))]
    drills = tuple(_drill(name, attempts[name], checklist.of(vault)) for name in asked)
    return Drills(drills, tuple(sorted((*uncounted, *unread.of(TYPE, vault)), key=lambda note: note.path)))


def _drill(name: str, attempts: list[Attempt], items: tuple[Audited, ...]) -> Drill:
    found = [(item, clause) for item in items for clause in _clauses(item.item.criterion or Criterion(""), name)]
    item, clause = found[0] if found else (None, None)
    ordered = tuple(sorted(attempts, key=lambda each: (each.date, each.note.path)))
    last = clause.scope.number if clause and clause.scope and clause.scope.mode == "last" else 1
    return Drill(name, ordered, item, last)


def _attempt(note: Note) -> Attempt | None:
    when, seconds = days.day(note.properties.value("date")), note.properties.value(SECONDS)
    if not when or isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0:
        return None
    return Attempt(note, when, seconds)
