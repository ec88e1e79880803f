"""The manual's sections of a run, found among a note's headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from para_sync.manual.plan import Section
from para_sync.vault.facts import Heading
from para_sync.vault.links import heading_key

_NUMBER = re.compile(r"\A\s*\d+(?:[.):]\s*|\s+)")


def found(headings: Iterable[Heading], sections: tuple[Section, ...]) -> list[tuple[int, Heading]]:
    """The headings that name a section, with the section's index; a leading number and letter case do not matter."""
    places = {_key(each.name): place for place, each in reversed(list(enumerate(sections)))}
    return [(places[key], each) for each in headings if (key := _key(each.text)) in places]


def missing(headings: Iterable[Heading], sections: tuple[Section, ...]) -> list[Section]:
    """The sections that no heading names, in order."""
    there = {place for place, _ in found(headings, sections)}
    return [each for place, each in enumerate(sections) if place not in there]


def rising(places: list[int]) -> frozenset[int]:
    """The longest part of the places that is in order: what is not in it is what was moved.

    >>> sorted(rising([0, 3, 1, 2]))
    [0, 1, 2]
    """
    longest: list[tuple[int, ...]] = [()]
    for place in places:
        before: tuple[int, ...] = max((each for each in longest if not each or each[-1] < place), key=len)
        longest.append((*before, place))
    best: tuple[int, ...] = max(longest, key=len)
    return frozenset(best)


def _key(name: str) -> str:
    return heading_key(_NUMBER.sub("", name))
