"""How a watcher learns that something changed: the system tells, or, where it cannot, every look is at everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from para_sync.reports.log import Event
from para_sync.watch import events, filesystem
from para_sync.watch.events import Events, Hints, Unwatchable

POLL_SECONDS = 2.0

# Looking may take this part of the time: the vault is large or its disk slow, and the fan must stay still.
POLL_PART = 0.05


class Eyes:
    """The eyes on one vault; `polling` says why nothing tells of changes, "" where the system does."""

    def __init__(self, root: Path, poll: bool) -> None:
        self._root = root
        self._events = Events(root)
        self.polling = "as asked" if poll else ""
        self._interval = POLL_SECONDS

    def every(self, seconds: float) -> float:
        """How often to look at everything: so often where the system tells of changes, else every few seconds."""
        return self._interval if self.polling else seconds

    def open(self) -> Iterator[Event]:
        """Begin; what was done before is lost, so look at everything after this."""
        kind = filesystem.kind(self._root)
        if not self.polling and not filesystem.sends_events(kind):
            self.polling = f"the file system {kind} tells nothing"
        if not self.polling:
            try:
                self._events.start()
            except Unwatchable as unwatchable:
                self.polling = str(unwatchable)
        if self.polling:
            yield from self._told()

    def wait(self, seconds: float) -> Hints:
        """What came meanwhile, as soon as something comes."""
        return self._events.wait(seconds)

    def wake(self) -> None:
        """Let `wait` end at once; may be called from a signal handler."""
        self._events.wake()

    def blind(self) -> str:
        """Why nothing may be heard any more; "" while all is well."""
        return "" if self.polling else self._events.health()

    def reopen(self) -> Iterator[Event]:
        """Begin anew on the folder that is there now."""
        self.close()
        self._events = Events(self._root)
        yield from self.open()

    def looked(self, seconds: float) -> Iterator[Event]:
        """Everything was looked at, which took so long: are all folders watched?"""
        self._interval = max(POLL_SECONDS, seconds / POLL_PART)
        if not self.polling and not events.watched_enough(self._root):
            self.polling = "the system gives no more watches (fs.inotify.max_user_watches)"
            self.close()
            self._events = Events(self._root)
            yield from self._told()

    def close(self) -> None:
        """End; `wait` hears nothing any more."""
        self._events.stop()

    def _told(self) -> Iterator[Event]:
        yield Event("polling", f"looking every few seconds: {self.polling}", {"reason": self.polling})
