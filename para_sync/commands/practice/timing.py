"""The clock of a run, kept going by time and keys."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from para_sync import keys
from para_sync.practice import timer as timers
from para_sync.practice.timer import Timer, clock
from para_sync.reports import clock as face

_TICK_SECONDS = 0.1
_KEPT_EVERY_SECONDS = 5.0

_DOES: dict[str, Callable[[Timer], Timer]] = {
    " ": Timer.paused_or_not,
    "p": Timer.paused_or_not,
    "\x1a": Timer.paused_or_not,
    "n": Timer.ended,
    "\n": Timer.ended,
    "\r": Timer.ended,
    "b": Timer.reopened,
    "s": Timer.skipped,
}
_ABORTS = ("a", "q")


def run(timer: Timer, title: str, keep: Callable[[Timer], None]) -> Timer:
    """The clock when its last section has ended. `keep` gets it every few seconds, at each key, and at the end.

    Raises KeyboardInterrupt where it is aborted, and EOFError where the terminal is gone; it is kept before.
    """
    message = "go on with space" if timer.paused else ""
    steady, calendar, kept = time.monotonic(), time.time(), 0.0
    with _ended_by_signals():
        try:
            with keys.pressed() as read, face.screen(title) as draw:
                while not timer.over:
                    draw(timer, message)
                    typed = read(_TICK_SECONDS)
                    before, tick, wall = timer, time.monotonic() - steady, time.time() - calendar
                    steady, calendar = steady + tick, calendar + wall
                    timer, message = _passed(timer, message, tick, wall)
                    timer, message = _pressed(timer, message, typed)
                    if timers.rings(before, timer):
                        face.ring()
                    if typed or steady - kept >= _KEPT_EVERY_SECONDS:
                        kept = steady
                        keep(timer)
        finally:
            keep(timer)
    return timer


def _passed(timer: Timer, message: str, tick: float, wall: float) -> tuple[Timer, str]:
    """The clock after a tick, and what is to be said; while the computer sleeps the clock stands still."""
    away = timers.slept(tick, wall)
    if not away or timer.paused:
        return timer.after(0 if away else tick), message
    return timer.paused_or_not(), f"{clock(away)} asleep, not counted: go on with space"


def _pressed(timer: Timer, message: str, typed: str) -> tuple[Timer, str]:
    for key in typed.lower():
        if key in _ABORTS:
            raise KeyboardInterrupt
        if key in _DOES and not timer.over:
            timer, message = _DOES[key](timer), ""
    return timer, message


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """A terminal that hangs up, and a request to end, interrupt as Ctrl-C does: what is under way is kept."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {each: signal.signal(each, _interrupt) for each in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
