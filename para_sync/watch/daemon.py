"""The watcher: hints in, a look at what changed, tables and findings out; quiet otherwise."""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from para_sync import brake, edit, journal, settings, sync
from para_sync.check import Choice
from para_sync.files import DISK, Files
from para_sync.journal import Locked, Watch, Watched
from para_sync.practice import activity
from para_sync.reports.log import Event
from para_sync.settings import Settings, SettingsBroken
from para_sync.sync import Planned
from para_sync.vault.walk import SETTINGS, is_vault
from para_sync.watch import status
from para_sync.watch.burst import SETTLE_SECONDS, Burst
from para_sync.watch.clocks import Clocks
from para_sync.watch.events import Hints
from para_sync.watch.eyes import Eyes
from para_sync.watch.follow import Follower, Gone
from para_sync.watch.review import Review
from para_sync.watch.saves import Saves
from para_sync.watch.status import Status
from para_sync.watch.writer import UPDATED, Writer, settled

# How often it is asked whether the eyes still see; nothing is read for it.
TICK_SECONDS = 5.0
# Everything is looked at so often, give or take a quarter, so that many watchers do not do it at once.
RESCAN_SECONDS = 600.0
# What the clock on the wall may gain on the one that stands still while the machine sleeps.
SLEPT_SECONDS = 60.0
# How soon a vault that is away is looked for again.
AWAY_SECONDS = 2.0
# When the bytes that a write replaced are looked at once more: a little after the staging folder lets go of them.
HELD_SECONDS = 61.0
# A write of another command is seen within this time, even where the system does not tell of it.
OWN_SECONDS = 600.0
# How the labels of those commands start that write for a person what they would write themselves (domain.md X31).
DESIGNING = "design "
INFINITE = float("inf")
# How often a watcher looks for garbage among what it makes: as Python does. A command that ends soon does so seldom.
GARBAGE_EVERY = 700, 10, 10


class _Ended(BaseException):
    """Somebody wants the watcher to stop; nothing that it does for itself may keep it."""


class Watcher:
    """One watcher of one vault: `run` until `end`. What happens goes to `say`."""

    def __init__(
        self, root: Path, say: Callable[[Event], None], lock: Watch, poll: bool = False, files: Files = DISK
    ) -> None:
        self._root = root
        self._say = say
        self._lock = lock
        self._files = files
        self._eyes = Eyes(root, poll)
        self._follower = Follower(root, files)
        self._review = Review()
        self._ended = self._writing = self._asked = self._misread = False
        now = time.monotonic()
        self._writer = Writer(root, Clocks(Settings(), now), brake.known(root, files), files)
        self._status = Status(os.getpid(), files.now())
        self._saves = Saves(root, files)
        self._touched = dict[str, str]()
        self._unseen = Burst()
        self._unfound = Burst()
        self._rescan = self._accept = now
        self._held = now + HELD_SECONDS
        self._slept = files.now() - now
        self._gone = self._lost = ""
        self._day = date.today()
        self._told: Status | None = None

    def end(self) -> None:
        """Stop, at once unless something is being written. To be called by a signal handler, as `reload`."""
        if self._ended:
            return
        self._ended = True
        if not self._writing:
            raise _Ended

    def reload(self) -> None:
        """Read every note again, and the settings."""
        self._asked = True
        self._eyes.wake()

    def run(self) -> None:
        """Watch. Raises `Gone` where there is no vault, `SettingsBroken` where its settings cannot be read, and
        `Watched` when another watcher has its lock.
        """
        try:
            if self._saves.trouble:
                self._say(Event("trouble", self._saves.trouble, {"reason": self._saves.trouble}))
            self._tell(self._eyes.open())
            self._scan(time.monotonic())
            self._writer.clocks.settings = settings.of(self._follower.vault)
            self._pass(time.monotonic())
            while True:
                self._step()
        except _Ended:
            pass
        finally:
            self._saves.keep(always=True)
            self._eyes.close()

    @property
    def _settle(self) -> float:
        """How long a burst has to be over; someone who wants no quiet wants no waiting either."""
        return SETTLE_SECONDS if self._writer.clocks.settings.quiet_seconds else 0.0

    def _step(self) -> None:
        """Wait for whatever comes first, and do what is due then."""
        self._unseen.add(self._eyes.wait(self._left(time.monotonic())), time.monotonic())
        now = time.monotonic()
        self._check(now)
        if self._left(now, tick=False) > 0:
            return
        try:
            self._pass(now)
        except Gone as gone:
            self._lose(str(gone), now)

    def _left(self, now: float, tick: bool = True) -> float:
        """The seconds until there is something to do."""
        times = [self._rescan, self._writer.next, self._held, now + TICK_SECONDS if tick else INFINITE]
        if self._unseen:
            times.append(now + self._unseen.left(now, self._settle))
        if self._unfound:
            times.append(now + self._unfound.left(now, SETTLE_SECONDS - self._settle))
        if self._follower.doubted:
            times.append(self._follower.doubted_until)
        return max(min(times) - now, 0.0)

    def _check(self, now: float) -> None:
        """Look at everything soon if something may have been missed."""
        if self._lock.is_lost():
            self._lock_again(now)
        self._saves.awake()
        slept = self._files.now() - now
        if abs(slept - self._slept) > SLEPT_SECONDS:
            self._unseen.add(Hints(everything="the machine slept, or its clock was set"), now)
        self._slept = slept
        if self._asked:
            self._asked = False
            self._follower.distrust()
            self._unseen.add(Hints(everything="as asked"), now)
        blind = self._eyes.blind()
        if blind and is_vault(self._root):
            self._tell(self._eyes.reopen())
        if blind and not self._gone:
            self._unseen.add(Hints(everything=blind), now)

    def _lock_again(self, now: float) -> None:
        """Go on after somebody deleted the state folder, and what was known there with it."""
        try:
            self._lock.take(0.0)
            reason = f'the lock in "{journal.state(self._root)}" was deleted; taken again'
        except Watched:
            raise
        except Locked as locked:
            reason = str(locked)
        if reason != self._lost:
            self._say(Event("trouble", reason, {"reason": reason}))
        self._lost = reason if self._lock.is_lost() else ""
        self._told = None
        self._report(now)

    def _pass(self, now: float) -> None:
        """See what changed, write what is due, find what is wrong."""
        if self._unseen.everything or now >= self._rescan:
            self._scan(now)
        elif self._unseen or self._follower.doubted:
            self._look(now)
        vault = self._follower.vault
        self._write(sync.due(vault, advisory=False), now)
        if self._unfound and self._unfound.left(now, SETTLE_SECONDS - self._settle) <= 0:
            self._unfound = Burst()
            first = self._review.counts is None
            self._tell(self._review.look(self._follower.vault, self._writer.clocks.settings))
            if first:
                # what stays need not be looked through for rubbish again and again: 20 ms each time
                gc.freeze()
                gc.set_threshold(*GARBAGE_EVERY)
        if not self._unfound:
            self._write(sync.due(self._follower.vault), now)
        if now >= self._held:
            self._settle_held(now)
        self._record()
        self._report(now)

    def _look(self, now: float) -> None:
        paths, self._unseen = frozenset(self._unseen.paths), Burst()
        changed = self._follower.look(paths | self._follower.doubted, now)
        if changed is None:
            self._scan(now)
        else:
            self._changed(changed, now)

    def _scan(self, now: float) -> None:
        reason, self._unseen = self._unseen.everything, Burst()
        if reason:
            self._say(Event("rescan", reason, {"reason": reason}))
        began = time.monotonic()
        self._rescan = now + AWAY_SECONDS
        changed = self._follower.scan(now)
        self._gone = ""
        took = time.monotonic() - began
        self._tell(self._eyes.looked(took))
        self._rescan = now + self._eyes.every(RESCAN_SECONDS * random.uniform(0.75, 1.25))
        self._changed(changed, now)
        if date.today() != self._day:
            self._day = date.today()
            self._unfound.add(Hints(everything="a new day"), now)
        self._status = replace(self._status, scanned=self._files.now())
        self._saves.keep(always=True)

    def _changed(self, changed: frozenset[str], now: float) -> None:
        """Start the clocks of what somebody else changed."""
        vault, writer = self._follower.vault, self._writer
        for path in changed:
            found = vault.digest(path)
            if found is None:
                writer.clocks.gone(path)
            elif writer.own.get(path) != found:
                writer.clocks.changed(path, now)
                if self._status.scanned:  # the first look finds every note anew, saved or not
                    self._touched[path] = found
        self._unfound.add(Hints(changed), now)
        if SETTINGS in changed and self._status.scanned:
            self._configure()

    def _configure(self) -> None:
        try:
            found = settings.of(self._follower.vault)
            Choice().rules(found)  # a name that is no rule is seen there alone
        except SettingsBroken as broken:
            self._misread = True
            self._say(
                Event("trouble", f"{broken}; the former settings hold", {"path": SETTINGS, "reason": str(broken)})
            )
            return
        if self._misread or found != self._writer.clocks.settings:
            self._misread = False
            self._writer.clocks.settings = found
            self._say(Event("reloaded", SETTINGS, {"path": SETTINGS}))

    def _write(self, due: Sequence[Planned], now: float) -> None:
        """Write what may be written, and take our own bytes in at once."""
        writer = self._writer
        with self._uninterrupted():
            for each in writer.step(due, self._follower.vault, now):
                took = {"took": round(time.monotonic() - now, 4)} if each.kind == UPDATED else {}
                self._say(replace(each, more={**each.more, **took}))
            if now >= self._accept and not writer.paused:
                self._accept = now + RESCAN_SECONDS
                writer.accept(self._follower.vault)
        tried = frozenset(each.note.path for each in due) - writer.deferred.keys()
        if tried:
            self._held = now + HELD_SECONDS
            changed = self._follower.look(tried, now)
            self._changed(changed or frozenset(), now)
            if changed is None:
                self._unseen.add(Hints(tried), now)

    @contextmanager
    def _uninterrupted(self) -> Iterator[None]:
        """Whoever wants the watcher to stop waits for what happens here."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
        if self._ended:
            raise _Ended

    def _settle_held(self, now: float) -> None:
        """Look at the bytes once more that our writes replaced: somebody may have gone on writing to them."""
        self._held = INFINITE
        # where another command is writing, it settles them itself, and what is left is looked at later
        with self._uninterrupted(), suppress(edit.Locked):
            for each in edit.settle(self._root, self._files):
                self._tell(settled(each))
        if edit.held(self._root):
            self._held = now + HELD_SECONDS

    def _lose(self, reason: str, now: float) -> None:
        """The vault is away: wait for it, and write nothing."""
        if reason != self._gone:
            self._gone = reason
            self._say(Event("paused", reason, {"reason": reason}))
        self._rescan = now + AWAY_SECONDS
        self._report(now)

    def _record(self) -> None:
        """Record which layers somebody saved notes in; after the writes, which are more urgent."""
        if not self._touched:
            return
        touched, self._touched = self._touched, {}
        own = journal.written(self._root, self._files.now() - OWN_SECONDS, self._files)
        for path, digest in touched.items():
            label = own.get((path, digest), "")
            name = activity.layer(path, self._follower.vault)
            # to have a design written is time spent on it; what other commands write is not
            if name and (not label or label.startswith(DESIGNING)):
                self._saves.saved(name)
        with self._uninterrupted():
            self._saves.keep()

    def _report(self, now: float) -> None:
        """Keep what `watch status` shows true."""
        found = replace(
            self._status,
            polling=self._eyes.polling,
            notes=len(self._follower.vault.notes),
            findings=self._review.counts or {},
            deferred=dict(sorted(self._writer.deferred.items())),
            paused=self._gone or self._writer.paused,
        )
        if found != self._told:
            self._told = self._status = found
            with self._uninterrupted():
                status.write(self._root, found, self._files)

    def _tell(self, events: Iterable[Event]) -> None:
        for each in events:
            self._say(each)
