"""Taste markers that a text may show: words that it shares with a marker, as a suggestion only (domain.md C10)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from para_sync import phrases
from para_sync.manual.lists import Marker

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
    spread = Counter(word for each in markers for word in phrases.words(each.tick.text, _COMMON))
    found = []
    for each in markers:
        own = {word for phrase in _STRONG.findall(each.tick.text) for word in phrases.words(phrase, _COMMON)}
        weightless = _COMMON | {word for word, count in spread.items() if count > 1 and word not in own}
        words = phrases.shared(each.tick.text, text, weightless)
        if len(words) >= FEWEST:
            found.append(Suggestion(each, words))
    return tuple(sorted(found, key=lambda each: -len(each.words)))
