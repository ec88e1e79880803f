"""Napkin checks: whether the load that a written design states fits its own users (domain.md, idea 17)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from para_sync.vault.note import Note
from para_sync.vault.span import Lines
from para_sync.vault.vault import Vault

_DAY = 86_400
_FACTORS = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9,
            "billion": 10**9}  # fmt: skip
_NUMBER = r"(?<![\w.,])(?P<number>\d[\d,]{0,20}(?:\.\d{1,6})?)\s?(?P<factor>thousand|million|billion|bn|[kKMB])?"
_DAILY = re.compile(
    rf"{_NUMBER}\s+(?:(?:daily|active)\s+(?:active\s+)?users\b|DAU\b"
    r"|(?:requests|queries|users|searches)\s*(?:/|per|a)\s*day\b)"
)
_RATE = re.compile(rf"{_NUMBER}\s+(?:QPS|RPS|(?:requests|queries)\s*(?:/\s*s\b|per\s+second\b|a\s+second\b))")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A design whose highest rate a second is below its daily number spread over the day, each with its line."""

    note: Note
    daily: str
    daily_line: int
    rate: str
    rate_line: int
    least: float


def check(note: Note, vault: Vault) -> Mismatch | None:
    """What does not fit in a note; None where it does, or the note lacks a daily number or a rate a second."""
    content = vault.content(note.path)
    text = content.decode("utf-8", "replace")
    daily = max(_DAILY.finditer(text), key=_value, default=None)
    rate = max(_RATE.finditer(text), key=_value, default=None)
    if daily is None or rate is None or _value(rate) * _DAY >= _value(daily):
        return None
    lines = Lines(content)
    at = [lines.line(len(text[: each.start()].encode())) for each in (daily, rate)]
    return Mismatch(note, daily.group(), at[0], rate.group(), at[1], _value(daily) / _DAY)


def _value(match: re.Match[str]) -> float:
    """A number as written, with its factor.

    >>> _value(_DAILY.search("about 2.5 billion daily active users"))
    2500000000.0
    """
    return float(match["number"].replace(",", "")) * _FACTORS[(match["factor"] or "").casefold()]
