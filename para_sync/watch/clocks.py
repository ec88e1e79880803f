"""When a note may be written: not while a person may be typing in it, not often, and not in a loop
(reliability.md 5.5, 5.6; obsidian.md §6).

All times are seconds of one clock that never goes back; the time that a note's file shows is never asked, since a note
dated 2099 would wait for ever.
"""

from __future__ import annotations

import math
from collections import deque
from typing import NamedTuple

from para_sync.settings import Settings

# For so long after somebody else changed it, the note that is open in front of a person is theirs.
ACTIVE_SECONDS = 60.0

# A note that is written so often in a minute, beside the time between two writes of it, with nobody else changing
# anything, is written in a circle.
MOST_WRITES = 5
MINUTE = 60.0


class Wait(NamedTuple):
    """How many seconds a write has to wait, and why. 0: it may be done now; infinite: until somebody changes a note."""

    seconds: float
    reason: str = ""


NOW = Wait(0.0)


class Clocks:
    """What is known of the times at which notes were changed and written."""

    def __init__(self, settings: Settings, start: float) -> None:
        """Before `start` nobody watched, so every note counts as changed then."""
        self.settings = settings
        self._start = start
        self._changed: dict[str, float] = {}
        self._written: dict[str, float] = {}
        self._circling: dict[str, deque[float]] = {}

    def changed(self, path: str, now: float) -> None:
        """Somebody else changed a note."""
        self._changed[path] = now
        self._circling.clear()

    def gone(self, path: str) -> None:
        """Somebody else took a note away."""
        for times in (self._changed, self._written):
            times.pop(path, None)
        self._circling.clear()

    def written(self, path: str, now: float) -> None:
        """We wrote a note."""
        self._written[path] = now
        self._circling.setdefault(path, deque(maxlen=MOST_WRITES)).append(now)

    def wait(self, path: str, now: float, active: str) -> Wait:
        """How long a write of this note has to wait; `active` is the note that is open in front of a person."""
        since = now - self._changed.get(path, self._start)
        waits = [
            Wait(self.settings.quiet_seconds - since, "changed a moment ago"),
            Wait(self.settings.write_seconds - (now - self._written.get(path, -math.inf)), "written a moment ago"),
            self._circle(path, now),
        ]
        if path == active:
            waits.append(Wait(ACTIVE_SECONDS - since, "open in Obsidian and changed a moment ago"))
        longest = max(waits, key=lambda wait: wait.seconds)
        return longest if longest.seconds > 0 else NOW

    def _circle(self, path: str, now: float) -> Wait:
        writes = self._circling.get(path, deque())
        paced = (MOST_WRITES - 1) * self.settings.write_seconds
        if len(writes) < MOST_WRITES or writes[-1] - writes[0] > MINUTE + paced:
            return NOW
        times = f"{MOST_WRITES} times in a row though nobody changed a note"
        return Wait(math.inf, f"written {times}; left alone until somebody does")
