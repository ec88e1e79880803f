"""Days as properties hold them: ISO dates, with or without a time, as text."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}\S*)?")


def day(value: object) -> str:
    """The ISO date of a date or datetime property; "" for anything else.

    >>> day("2026-01-05T09:30"), day("2026-02-30"), day("20260105"), day("2026-01-05x"), day(None)
    ('2026-01-05', '', '', '', '')
    """
    text = value.strip() if isinstance(value, str) else ""
    return _day(text) if text[:1].isdigit() else ""


# many notes have the same day
@lru_cache(maxsize=1000)
def _day(text: str) -> str:
    try:
        return text[:10] if _WRITTEN.fullmatch(text) and datetime.fromisoformat(text) else ""
    except ValueError:
        return ""


def has_time(value: object) -> bool:
    """Whether a value is a day with its time.

    >>> has_time("2026-01-05T09:30"), has_time("2026-01-05"), has_time("2026-01-05T25:00")
    (True, False, False)
    """
    return isinstance(value, str) and bool(day(value)) and len(value.strip()) > len("2026-01-05")


def monday(of: date) -> date:
    """The Monday of a day's week."""
    return of - timedelta(days=of.weekday())


def before(of: date, count: int) -> date:
    """The day so many days before another one; the first that there is where the calendar ends.

    >>> before(date(2026, 3, 1), 1), before(date(1, 1, 3), 6)
    (datetime.date(2026, 2, 28), datetime.date(1, 1, 1))
    """
    return date.fromordinal(max(of.toordinal() - count, 1))
