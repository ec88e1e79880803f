"""The clock of a run as a value: seconds pass, sections are ended, and it says how much is left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from para_sync.manual.plan import Section

# Nobody looks away for so many seconds between two ticks: the computer slept, or the program was stopped.
ASLEEP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Timer:
    """The sections of a run, the seconds that each took so far, and which one is on: one past the last when it is over.

    >>> timer = Timer.started((Section(1, "Scope", 0.5), Section(2, "Model", 1)))
    >>> timer = timer.after(40)
    >>> timer.left, timer.total, timer.whole
    (-10.0, 40.0, 90.0)
    >>> timer.ended().after(20).ended().minutes
    (0.7, 0.3)
    """

    sections: tuple[Section, ...]
    spent: tuple[float, ...]
    at: int = 0
    paused: bool = False

    @classmethod
    def started(cls, sections: tuple[Section, ...]) -> Timer:
        """A clock at zero."""
        return cls(sections, (0.0,) * len(sections))

    @property
    def over(self) -> bool:
        """Whether the last section has ended."""
        return self.at >= len(self.sections)

    @property
    def section(self) -> Section:
        """The section that is on; the last one when the run is over."""
        return self.sections[min(self.at, len(self.sections) - 1)]

    @property
    def elapsed(self) -> float:
        """The seconds of the section that is on."""
        return self.spent[min(self.at, len(self.sections) - 1)]

    @property
    def left(self) -> float:
        """The seconds that the section still has; below zero it is overtime."""
        return self.section.minutes * 60 - self.elapsed

    @property
    def total(self) -> float:
        """The seconds of the whole run so far."""
        return sum(self.spent)

    @property
    def whole(self) -> float:
        """The seconds that the run is planned for."""
        return sum(each.minutes for each in self.sections) * 60

    @property
    def minutes(self) -> tuple[float, ...]:
        """The minutes that each section took, to a tenth."""
        return tuple(round(each / 60, 1) for each in self.spent)

    def after(self, seconds: float) -> Timer:
        """The clock when seconds have passed; a paused one stands still.

        >>> timer = Timer.started((Section(1, "Scope", 5),))
        >>> timer.paused_or_not().after(9).elapsed, timer.after(2.5).elapsed
        (0.0, 2.5)
        """
        if self.paused or self.over:
            return self
        return self._with(self.elapsed + seconds)

    def ended(self) -> Timer:
        """The next section is on; the clock runs."""
        return replace(self, at=min(self.at + 1, len(self.sections)), paused=False)

    def reopened(self) -> Timer:
        """The section before is on again and keeps its seconds; the first one stays."""
        return replace(self, at=max(self.at - 1, 0), paused=False)

    def skipped(self) -> Timer:
        """The section did not take place: it has no seconds, and the next one, if there is one, gets those it had.

        >>> timer = Timer.started((Section(1, "Scope", 5), Section(2, "Model", 5))).after(3).skipped()
        >>> timer.spent, timer.skipped().spent
        ((0.0, 3.0), (0.0, 0.0))
        """
        had, after = self.elapsed, self._with(0.0).ended()
        return after if after.over else after._with(after.elapsed + had)

    def paused_or_not(self) -> Timer:
        """The clock stands still, or runs again."""
        return replace(self, paused=not self.paused)

    def _with(self, seconds: float) -> Timer:
        return replace(self, spent=(*self.spent[: self.at], seconds, *self.spent[self.at + 1 :]))


def rings(before: Timer, after: Timer) -> bool:
    """Whether a bell is due: another section is on, or the time of the section or of the run has just run out.

    >>> timer = Timer.started((Section(1, "Scope", 0.5), Section(2, "Model", 1)))
    >>> rings(timer, timer.after(10)), rings(timer, timer.after(30)), rings(timer, timer.ended())
    (False, True, True)
    """
    if before.at != after.at:
        return True
    return after.left <= 0 < before.left or before.total < after.whole <= after.total


def slept(tick: float, wall: float) -> float:
    """The seconds of a tick that nobody practised: `tick` as the steady clock has it, `wall` as the calendar has it.

    >>> slept(0.25, 0.25), slept(0.25, 600.25), slept(3600.0, 3600.0)
    (0.0, 600.0, 3600.0)
    """
    if tick >= ASLEEP_SECONDS:
        return max(tick, wall)
    return wall - tick if wall - tick >= ASLEEP_SECONDS else 0.0


def clock(seconds: float) -> str:
    """Seconds as a clock shows them.

    >>> clock(0), clock(65.9), clock(-5), clock(6000)
    ('00:00', '01:05', '00:05', '100:00')
    """
    whole = int(abs(seconds))
    return f"{whole // 60:02}:{whole % 60:02}"
