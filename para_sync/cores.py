"""Long work on more than one core: parts of it are done in copies of this process, which send back what they made.

Linux only, and only while this process has one thread: a lock that another thread holds would stay shut in a copy.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn, TypeVar

# Fewer items are done before a copy of the process has sent anything back.
LEAST = 500
# One process takes in what all the parts send back: more of them would only wait for it.
MOST_PARTS = 4

Item = TypeVar("Item")
Made = TypeVar("Made")

_is_copy = False


def spread(work: Callable[[Sequence[Item]], list[Made]], items: Sequence[Item]) -> list[Made]:
    """What `work` makes of the items, one value for each in their order; it is given all of them, or parts.

    The values must be picklable, and whatever else comes of a part may be lost. A part of which a copy sends nothing
    back is done again here, so an error in `work` is raised here.
    """
    count = min(_cores(), len(items) // LEAST, MOST_PARTS)
    with calm():
        return _spread(work, items, count) if count > 1 else work(items)


def _spread(work: Callable[[Sequence[Item]], list[Made]], items: Sequence[Item], count: int) -> list[Made]:
    made: list[Any] = [None] * len(items)
    copies: list[_Copy] = []
    try:
        # not one stretch for each: neighbours are alike, and one core would have all the heavy ones
        for first in range(1, count):
            copies.append(_Copy(partial(work, items[first::count])))
        made[::count] = work(items[::count])
        for first, copy in enumerate(copies, 1):
            made[first::count] = copy.made()
    finally:
        for copy in copies:
            copy.end()
    return made


@contextmanager
def calm() -> Iterator[None]:
    """No search for garbage meanwhile: where many values are made and few dropped, it finds nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _cores() -> int:
    """How many cores this process may use; 1 where it may not be copied."""
    try:
        return 1 if _is_copy or len(os.listdir("/proc/self/task")) > 1 else len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        return 1


class _Copy:
    """A copy of this process that makes one part, if the system grants it."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._process = 0
        self._pipe, into = os.pipe()
        try:
            self._process = os.fork()
        except OSError:
            os.close(into)
            return
        if self._process == 0:
            _send(make, into)
        os.close(into)

    def made(self) -> Any:
        """The part, once it is done."""
        try:
            with open(self._pipe, "rb", closefd=False) as pipe:
                return pickle.load(pipe)
        except Exception:  # half a pickle can raise whatever it likes
            return self._make()

    def end(self) -> None:
        """Leave nothing of it behind, done or not."""
        os.close(self._pipe)
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _send(make: Callable[[], object], into: int) -> NoReturn:
    """The whole life of a copy; it ends without ending what this process has begun: output, open files, what is to be
    done at the exit.
    """
    global _is_copy
    _is_copy = True
    try:
        with open(into, "wb") as pipe:
            pickle.dump(make(), pipe, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)
