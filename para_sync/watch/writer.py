"""Writes what is due as soon as each note may be written, and keeps count of what waits and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from para_sync import brake, edit, sync
from para_sync.change import Edit
from para_sync.edit import CHANGED, Outcome
from para_sync.files import DISK, Files, digest
from para_sync.reports.log import Event
from para_sync.stop import Stop
from para_sync.sync import Planned
from para_sync.vault.vault import Vault
from para_sync.watch import active, busy
from para_sync.watch.clocks import Clocks

# How soon a pause is looked at again, and how long a note that could not be written is left alone, from first to last.
PAUSE_SECONDS = 2.0
FIRST_BACKOFF = 2.0
LAST_BACKOFF = 300.0


UPDATED = "updated"


@dataclass(slots=True)
class _Failure:
    """A note that could not be written: why, when to try again, and how long to wait after the next failure."""

    reason: str
    again: float
    backoff: float


@dataclass(slots=True)
class Writer:
    """The writes of one watcher. `own` are the digests of what it wrote; `deferred` says why a note has to wait, and
    `paused` why all have to; `next` is when the next write may be possible.
    """

    root: Path
    clocks: Clocks
    known: frozenset[str]
    files: Files = DISK
    own: dict[str, str] = field(default_factory=dict)
    deferred: dict[str, str] = field(default_factory=dict)
    paused: str = ""
    next: float = float("inf")
    _failed: dict[str, _Failure] = field(default_factory=dict)
    _circling: frozenset[str] = frozenset()

    def step(self, due: Sequence[Planned], vault: Vault, now: float) -> Iterator[Event]:
        """Write of these what may be written; the rest waits. What happened, as it happens."""
        named = sync.names(due)
        # not by what is due: the table of findings is not, until they are known
        self._failed = {path: each for path, each in self._failed.items() if now < each.again + LAST_BACKOFF}
        yield from self._pause(self._obstacle(vault, named), now)
        if self.paused:
            self.deferred = dict.fromkeys(named, self.paused)
            self.next = now + PAUSE_SECONDS
            return
        circling, ready = self._circling, self._ready(named, now)
        for path in sorted(self._circling - circling):
            reason = self.deferred[path]
            yield Event("stopped", f"{path}: {reason}", {"path": path, "reason": reason})
        if ready:
            edits = [each.edit for each in due if each.edit and each.note.path in ready]
            yield from self._write(vault, edits, named, now)

    def _obstacle(self, vault: Vault, named: dict[str, str]) -> str:
        """Why nothing may be written now; "" where something may."""
        if self.paused and brake.known(self.root, self.files) != self.known:
            self.known = brake.known(self.root, self.files)  # a person said --yes
        braked = brake.check(self.known, vault.briefs, named)
        if braked:
            return f"{braked}; para-sync sync --yes goes on"
        return busy.busy(self.root) if named else ""

    def accept(self, vault: Vault) -> None:
        """Take the notes of now for those that are known. Not at every pass: notes that go a few at a time are to be
        counted together.
        """
        if not brake.check(self.known, vault.briefs, ()):
            self.known = frozenset(vault.notes)
            brake.remember(self.root, self.known, self.files)

    def _pause(self, obstacle: str, now: float) -> Iterator[Event]:
        if obstacle and obstacle != self.paused:
            yield Event("paused", obstacle, {"reason": obstacle})
        elif self.paused and not obstacle:
            yield Event("resumed", "writing again")
        self.paused = obstacle

    def _ready(self, named: dict[str, str], now: float) -> set[str]:
        """The notes that may be written; the others are deferred."""
        opened = active.active_note(self.root) if named else ""
        waits = {path: self.clocks.wait(path, now, opened) for path in named}
        late = {path: (now + wait.seconds, wait.reason) for path, wait in waits.items() if wait.seconds > 0}
        self._circling -= named.keys()
        self._circling |= {path for path, (when, _) in late.items() if math.isinf(when)}
        late |= {path: (each.again, each.reason) for path, each in self._failed.items() if each.again > now}
        self.deferred = {path: reason for path, (_, reason) in late.items()}
        self.next = min((when for when, _ in late.values()), default=float("inf"))
        return named.keys() - late.keys()

    def _write(self, vault: Vault, edits: list[Edit], named: dict[str, str], now: float) -> Iterator[Event]:
        after = _digests(vault, edits)
        try:
            outcomes = list(edit.apply(self.root, "watch", [each for each in edits if each.path in after], self.files))
        except Stop as stop:
            outcomes = [Outcome(path, False, str(stop)) for path, _ in groupby(each.path for each in edits)]
        for each in outcomes:
            if each.path not in after:
                yield from settled(each)
            elif each.written:
                self._failed.pop(each.path, None)
                self.clocks.written(each.path, now)
                self.own[each.path] = after[each.path]
                yield _updated(each.path, named[each.path])
                if each.reason:
                    yield _trouble(each)
            elif each.reason == CHANGED:
                self.next = min(self.next, now + FIRST_BACKOFF)
            elif each.reason:
                yield from self._fail(each, now)

    def _fail(self, outcome: Outcome, now: float) -> Iterator[Event]:
        before = self._failed.get(outcome.path)
        wait = min(before.backoff, LAST_BACKOFF) if before else FIRST_BACKOFF
        self._failed[outcome.path] = _Failure(outcome.reason, now + wait, 2 * wait)
        self.deferred[outcome.path] = outcome.reason
        self.next = min(self.next, now + wait)
        if before is None or before.reason != outcome.reason:
            yield _trouble(outcome)


def _digests(vault: Vault, edits: Iterable[Edit]) -> dict[str, str]:
    """What the notes will be, by path; one that changed since it was read is left out, and is looked at soon."""
    found = {}
    for path, group in groupby(edits, key=lambda each: each.path):
        with suppress(edit.Stale):
            found[path] = digest(edit.splice(vault.content(path), group))
    return found


def settled(outcome: Outcome) -> Iterator[Event]:
    """What came of something that an earlier run left."""
    path, reason = outcome.path, outcome.reason
    if reason:
        yield Event("conflict", f"{path}: {reason}", {"path": path, "reason": reason})
    elif outcome.written:
        yield Event("finished", f"{path}: what an earlier run began", {"path": path})


def _updated(path: str, names: str) -> Event:
    note = path.rpartition("/")[2].removesuffix(".md")
    return Event(UPDATED, f"{note}: {names}", {"path": path, "regions": names.split(", ")})


def _trouble(outcome: Outcome) -> Event:
    return Event("trouble", f"{outcome.path}: {outcome.reason}", {"path": outcome.path, "reason": outcome.reason})
