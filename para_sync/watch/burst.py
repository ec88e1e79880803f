"""What came in a burst of changes, until it is over."""

from __future__ import annotations

from para_sync.watch.events import Hints

# After the last change: long enough for a save to be whole, short enough to be at once for a person.
SETTLE_SECONDS = 0.3
# A burst that never ends is looked at all the same.
LONGEST_SECONDS = 2.0


class Burst:
    """The paths to look at, or why to look at everything, and since when; times as in `clocks`."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.everything = ""
        self._first = self._last = 0.0

    def __bool__(self) -> bool:
        return bool(self.paths or self.everything)

    def add(self, hints: Hints, now: float) -> None:
        """More came."""
        if not hints:
            return
        if not self:
            self._first = now
        self._last = now
        self.paths |= hints.paths
        self.everything = self.everything or hints.everything

    def left(self, now: float, settle: float) -> float:
        """The seconds until it counts as over; 0 or less: it is over."""
        return min(self._last + settle, self._first + max(LONGEST_SECONDS, settle)) - now
