"""Gaps over time: which were open on a day, how long they took, and what fixed them (domain.md, idea 10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from para_sync.manual import manual as manuals
from para_sync.practice import gaps
from para_sync.practice.gaps import Gap
from para_sync.vault import days
from para_sync.vault.vault import Vault

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Lasted:
    """The closed gaps of a priority that say when they were found and closed, and for how many days each was open.

    `mean` is None while there are fewer than the manual wants for one.
    """

    priority: str
    gaps: tuple[Gap, ...]
    days: tuple[int, ...]
    mean: float | None


def open_on(vault: Vault, day: date) -> tuple[Gap, ...]:
    """The gaps that were found by a day and not closed by then, in the tracker's order."""
    return tuple(each for each in gaps.of(vault).all if found(each) <= day.isoformat() and not _closed_by(each, day))


def found(gap: Gap) -> str:
    """The day on which a gap was found, "" where it does not say."""
    return days.day(gap.note.properties.value("found"))


def closed(gap: Gap) -> str:
    """The day on which a closed gap was closed, "" where it does not say or is open."""
    return days.day(gap.note.properties.value("closed")) if gap.closed else ""


def opened_between(vault: Vault, after: str, day: date) -> tuple[Gap, ...]:
    """The gaps found after a day (as an ISO date, "" for ever) and up to another."""
    return tuple(each for each in gaps.of(vault).all if after < found(each) <= day.isoformat())


def closed_between(vault: Vault, after: str, day: date) -> tuple[Gap, ...]:
    """The gaps closed after a day (as an ISO date, "" for ever) and up to another, by the day of closing."""
    those = [each for each in gaps.of(vault).all if after < closed(each) <= day.isoformat()]
    return tuple(sorted(those, key=closed))


def lasted(vault: Vault, day: date) -> tuple[Lasted, ...]:
    """How long the gaps closed by a day were open, priority by priority; gaps without both days do not count."""
    numbers = manuals.of(vault).numbers
    dated = [each for each in closed_between(vault, "", day) if found(each)]
    groups: dict[str, list[Gap]] = {}
    for each in sorted(dated, key=lambda gap: gap.note.properties.text("priority")):
        groups.setdefault(each.note.properties.text("priority"), []).append(each)
    result = []
    for priority, those in groups.items():
        spans = tuple((date.fromisoformat(closed(each)) - date.fromisoformat(found(each))).days for each in those)
        enough = numbers is not None and len(spans) >= max(numbers.fix_gaps, 1)
        result.append(Lasted(priority, tuple(those), spans, sum(spans) / len(spans) if enough else None))
    return tuple(result)


def fixes(vault: Vault, day: date) -> tuple[tuple[str, tuple[Gap, ...]], ...]:
    """What fixed the gaps closed by a day: the first word of `fixed_by`, most frequent first, and the gaps of each."""
    groups: dict[str, list[Gap]] = {}
    for each in closed_between(vault, "", day):
        word = _WORD.search(each.note.properties.text("fixed_by"))
        if word:
            groups.setdefault(word.group().casefold(), []).append(each)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((word, tuple(those)) for word, those in ordered)


def _closed_by(gap: Gap, day: date) -> bool:
    return gap.closed and closed(gap) <= day.isoformat()
