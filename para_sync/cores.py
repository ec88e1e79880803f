"""Long work on more than one core: parts of it are done in copies of this process, which send back what they made.

Linux only, and only while this process has one thread: a lock that another thread holds would stay shut in a copy.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TypeVar

# Fewer items are done before a copy of the process has sent anything back.
LEAST = 500
# One process takes in what all the copies send back: more of them would only wait for it.
MOST = 4
# Whoever is done with a part takes the next one.
PARTS = 96
# In so many bytes the size of a part stands before it.
_SIZE = 8

Item = TypeVar("Item")
Made = TypeVar("Made")
Work = Callable[[Sequence[Item]], list[Made]]
Meanwhile = Iterable[Callable[[], object]]

_is_copy = False


def spread(work: Work[Item, Made], items: Sequence[Item], meanwhile: Meanwhile = ()) -> list[Made]:
    """What `work` makes of the items, one value for each in their order; it is given all of them, or parts.

    The values must be picklable, and whatever else comes of a part may be lost. A part of which a copy sends nothing
    back is done again here, so an error in `work` is raised here. `meanwhile` is done here while copies have begun, and
    not at all where there are none.
    """
    count = min(_cores(), len(items) // LEAST, MOST)
    with calm(len(items) >= LEAST):
        return _spread(work, items, count, meanwhile) if count > 1 else work(items)


def _spread(work: Work[Item, Made], items: Sequence[Item], count: int, meanwhile: Meanwhile) -> list[Made]:
    parts: dict[int, list[Made]] = {}
    made: list[Any] = [None] * len(items)
    numbers = _numbers()
    copies: list[_Copy] = []
    try:
        for _ in range(count - 1):
            copies.append(_Copy(work, items, numbers))
        for each in meanwhile:
            each()
        for number, part in _done(work, items, numbers):
            parts[number] = part
            for copy in copies:  # now, while it goes on: in the end it would have to wait for this process
                parts.update(copy.sent())
        for copy in copies:
            copy.wait()
            parts.update(copy.sent())
    finally:
        os.close(numbers)
        for copy in copies:
            copy.end()
    for number in range(PARTS):
        made[number::PARTS] = parts[number] if number in parts else work(items[number::PARTS])
    return made


def _numbers() -> int:
    """A pipe that gives each number of a part once, to whoever reads a byte first."""
    numbers, into = os.pipe()
    os.write(into, bytes(range(PARTS)))
    os.close(into)
    return numbers


def _done(work: Work[Item, Made], items: Sequence[Item], numbers: int) -> Iterator[tuple[int, list[Made]]]:
    """The parts that are left over for this process, one by one."""
    while number := os.read(numbers, 1):
        # no part is a stretch of the items: neighbours are alike, and some would be all heavy
        yield number[0], work(items[number[0] :: PARTS])


@contextmanager
def calm(many: bool) -> Iterator[None]:
    """No search for garbage meanwhile: where many values are made and few dropped, it finds nothing. Among `many`
    values none is sought later either.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if many:
            gc.freeze()
        if enabled:
            gc.enable()


def _cores() -> int:
    """How many cores this process may use; 1 where it may not be copied."""
    try:
        alone = len(os.listdir("/proc/self/task")) == 1 and hasattr(os, "memfd_create")
        return len(os.sched_getaffinity(0)) if alone and not _is_copy else 1
    except (AttributeError, OSError):
        return 1


class _Copy:
    """A copy of this process at work, if the system grants it."""

    def __init__(self, work: Work[Any, Any], items: Sequence[Any], numbers: int) -> None:
        self._process = self._taken = 0
        # no pipe, for which the copy, and all that it holds, would have to wait until somebody reads
        self._made = os.memfd_create("made")
        try:
            self._process = os.fork()
        except OSError:
            return
        if self._process == 0:
            _send(_done(work, items, numbers), self._made)

    def sent(self) -> Iterator[tuple[int, list[Any]]]:
        """The parts that it has done since it was asked last; none that did not arrive whole."""
        there = os.fstat(self._made).st_size
        while there >= (begin := self._taken + _SIZE):
            size = int.from_bytes(os.pread(self._made, _SIZE, self._taken), "big")
            if there < begin + size:
                return
            self._taken = begin + size
            with suppress(Exception):  # a pickle can raise whatever it likes
                yield pickle.loads(os.pread(self._made, size, begin))

    def wait(self) -> None:
        """Wait until it has found no more to do."""
        if self._process:
            os.waitpid(self._process, 0)
            self._process = 0

    def end(self) -> None:
        """Leave nothing of it behind, done or not."""
        os.close(self._made)
        if self._process:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)


def _send(parts: Iterable[object], into: int) -> NoReturn:
    """The whole life of a copy; it ends without ending what this process has begun: output, open files, what is to be
    done at the exit.
    """
    global _is_copy
    _is_copy = True
    try:
        with open(into, "wb") as made:
            for part in parts:
                pickled = pickle.dumps(part, pickle.HIGHEST_PROTOCOL)
                made.write(len(pickled).to_bytes(_SIZE, "big") + pickled)
                made.flush()
    finally:
        os._exit(0)
