"""Taste markers that a text may show: words that it shares with a marker, as a suggestion only (domain.md C10)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from para_sync import phrases
from para_sync.manual.lists import Marker
from para_sync.practice.runs import Run
from para_sync.practice.sentences import split
from para_sync.vault.note import Note
from para_sync.vault.properties import items

PROPERTY = "taste"
# Where a run says in words what one saw; the first counts between equals.
_TEXTS = ("reflection", "problem_statement")

# One word in common is chance, unless the marker's own phrase is no longer.
FEWEST = 2

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_COMMON = frozenset(
    "about all ask before but can each has have her his how its itself look looks more most need not our out see than"
    " them then there they thing things think time too very was what when where which who why will would you your"
    " naturally good explain identify".split()
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A marker, and the words of it that the text has too."""

    marker: Marker
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an earlier run."""

    run: Run
    sentence: str


def suggested(text: str, markers: Sequence[Marker]) -> tuple[Suggestion, ...]:
    """The markers that share enough words with a text, most words first. Words that several markers have say little,
    unless they are a marker's own phrase (the bold one).

    >>> from para_sync.manual.lists import Tick
    >>> from para_sync.vault.span import Span
    >>> def marker(name, text):
    ...     return Marker(name, Tick(text, False, Span(0, 0), Span(0, 0)))
    >>> found = suggested(
    ...     "Close the flywheel so that logged data improves the next model.",
    ...     [marker("flywheel", "You design the **data flywheel** - how it improves itself")],
    ... )
    >>> [(each.marker.id, each.words) for each in found]
    [('flywheel', ('data', 'flywheel', 'improves'))]
    """
    found = []
    for each in markers:
        words = phrases.shared(each.tick.text, text, _weightless(each, markers))
        if len(words) >= FEWEST:
            found.append(Suggestion(each, words))
    return tuple(sorted(found, key=lambda each: -len(each.words)))


def quotes(marker: Marker, markers: Sequence[Marker], earlier: Sequence[Run], most: int) -> tuple[Quote, ...]:
    """At most so many sentences of `earlier` runs that a marker rests on, the latest first: those of runs that name it,
    then those that share enough words with it.
    """
    weightless = _weightless(marker, markers)
    latest = tuple(reversed(earlier))
    naming = (_quote(run, marker, weightless, 0) for run in latest if names(run, marker))
    alike = (_quote(run, marker, weightless, FEWEST) for run in latest if not names(run, marker))
    return tuple(islice(filter(None, chain(naming, alike)), most))


def names(run: Run, marker: Marker) -> bool:
    """Whether a run says that a marker showed."""
    return marker.id in map(str, items(run.note.properties.value(PROPERTY)))


def text(note: Note) -> str:
    """What a run's note says in words that may show a marker."""
    return "\n\n".join(filter(None, map(note.properties.text, _TEXTS)))


def _quote(run: Run, marker: Marker, weightless: frozenset[str], fewest: int) -> Quote | None:
    """The sentence of a run that shares the most words with a marker; None where none shares so many."""
    shared = [(len(phrases.shared(marker.tick.text, each, weightless)), each) for each in split(text(run.note))]
    count, sentence = max(shared, key=lambda each: each[0], default=(-1, ""))
    return Quote(run, sentence) if count >= fewest else None


def _weightless(marker: Marker, markers: Sequence[Marker]) -> frozenset[str]:
    """The words that say little of a marker: common ones, and those of several markers, but for its own phrase."""
    spread = Counter(word for each in markers for word in phrases.words(each.tick.text, _COMMON))
    own = {word for phrase in _STRONG.findall(marker.tick.text) for word in phrases.words(phrase, _COMMON)}
    return _COMMON | {word for word, count in spread.items() if count > 1 and word not in own}
