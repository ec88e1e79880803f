"""What is found in a vault, and what of it is new since the last look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from para_sync import lint, sync
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.reports import findings
from para_sync.reports.log import Event
from para_sync.settings import Settings
from para_sync.vault.vault import Vault

# How many findings of one look are shown one by one.
SHOWN = 20


class Review:
    """The findings of a vault, followed from look to look; `counts` are those of the last, by severity."""

    def __init__(self) -> None:
        self.counts: dict[str, int] | None = None
        self._known: Counter[tuple[str, str, str]] = Counter()

    def look(self, vault: Vault, settings: Settings) -> Iterator[Event]:
        """Find, and say what is new and what is gone; the first look says only how many there are."""
        # a table that is behind is what the watcher itself brings up to date
        found = lint.check(vault, settings, Choice(ignore=(sync.STALE,), today=date.today()))
        known, first = self._known, self.counts is None
        self._known = Counter(map(_name, found))
        weights = Counter(each.severity for each in found)
        self.counts = {str(each): weights[each] for each in Severity}
        if first:
            yield Event("found", findings.summary(found), {"findings": self.counts})
            return
        left = known.copy()
        fresh = []
        for each in found:
            if left[_name(each)]:
                left[_name(each)] -= 1
            else:
                fresh.append(each)
        yield from map(_told, fresh[:SHOWN])
        if len(fresh) > SHOWN:
            yield Event(
                "more", f"{len(fresh) - SHOWN} findings; para-sync lint shows them", {"count": len(fresh) - SHOWN}
            )
        gone = known - self._known
        if gone:
            yield Event("resolved", _resolved(gone), {"count": gone.total()})


def _name(found: Diagnostic) -> tuple[str, str, str]:
    """What stays the same of a finding while lines are written above it."""
    return found.path, found.rule, found.message


def _told(found: Diagnostic) -> Event:
    kind = str(found.severity)
    place = {"path": found.path, "line": found.place.line, "column": found.place.column}
    more = {**place, "rule": found.rule, "message": found.message}
    return Event(kind, findings.line(found).replace(f" {kind} ", " ", 1), more)


def _resolved(gone: Counter[tuple[str, str, str]]) -> str:
    rules = Counter[tuple[str, str]]()
    for (path, rule, _), count in gone.items():
        rules[path, rule] += count
    shown = [f"{path}: {rule}" for path, rule in sorted(rules)]
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")
