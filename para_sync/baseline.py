"""A baseline: the findings that a vault starts with, kept in a file and no longer told of. It only ever shrinks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from para_sync import journal
from para_sync.diagnostic import Diagnostic
from para_sync.files import DISK, reason
from para_sync.stop import Stop

Key = tuple[str, str, str]

_FIELDS = ("path", "rule", "message")


class BaselineBroken(Stop):
    """A file that is no baseline; the message names it."""


def read(file: Path) -> Counter[Key]:
    """The known findings by path, rule and message, and how often each is known. Raises `BaselineBroken`."""
    try:
        entries = json.loads(DISK.read(file))["findings"]
        return Counter({_key(each): _count(each) for each in entries})
    except OSError as error:
        raise BaselineBroken(f"{file}: {reason(error)}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BaselineBroken(f"{file}: no baseline, expected what lint --baseline wrote") from None


def write(file: Path, known: Counter[Key]) -> None:
    """Keep these findings, one a line, so that two versions of the file merge."""
    rows = [json.dumps(dict(zip(_FIELDS, key, strict=True)) | {"count": known[key]}) for key in sorted(known)]
    journal.keep(file, ('{"findings": [\n' + ",\n".join(rows) + "\n]}\n").encode(), DISK, 0o644)


def of(found: Iterable[Diagnostic]) -> Counter[Key]:
    """The baseline that knows all these findings."""
    return Counter((each.path, each.rule, each.message) for each in found)


def new(found: Iterable[Diagnostic], known: Counter[Key]) -> list[Diagnostic]:
    """The findings that are not known; of one that is known n times the first n are left out.

    >>> from para_sync.vault.span import Span
    >>> one, other = (Diagnostic("a.md", Span(place, place), "m", rule="r") for place in (1, 2))
    >>> new([one, other], of([one])) == [other]
    True
    """
    rest = Counter(known)
    told = []
    for each in found:
        key = each.path, each.rule, each.message
        rest[key] -= 1
        if rest[key] < 0:
            told.append(each)
    return told


def shrunk(known: Counter[Key], found: Iterable[Diagnostic], was_sought: Callable[[Key], bool]) -> Counter[Key]:
    """The known findings less those that were sought and are gone."""
    there = of(found)
    kept = {key: min(count, there[key]) if was_sought(key) else count for key, count in known.items()}
    return Counter({key: count for key, count in kept.items() if count})


def _key(entry: dict[str, object]) -> Key:
    path, rule, message = (str(entry[name]) for name in _FIELDS)
    return path, rule, message


def _count(entry: dict[str, object]) -> int:
    count = entry.get("count", 1)
    if not isinstance(count, int) or isinstance(count, bool):
        raise TypeError
    return count
