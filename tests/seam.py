"""The seam through which every file is read and written (`para_sync.files`), with somebody at each call: a fault, a
kill, another program, or a list of what was called.

The product is not made for this: all of it calls the one disk `DISK`, or a `Files` that it was given.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from para_sync.files import DISK, Files

CALLS = {
    "entries", "read", "lstat", "create", "write", "sync", "close", "sync_folder",
    "replace", "swap", "move", "link", "unlink", "mkdir", "rmdir", "chmod", "copy_attributes",
}  # fmt: skip


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Hooked(Files):
    """The disk, where `act(k, name)` comes before the k-th call."""

    def __init__(self, act: Callable[[int, str], object] = lambda k, name: None) -> None:
        self.act = act
        self.calls: list[str] = []

    def __getattribute__(self, name: str) -> Any:
        if name in CALLS:
            self.calls.append(name)
            self.act(len(self.calls), name)
        return super().__getattribute__(name)


class Torn(Files):
    """A disk on which the process dies at the k-th call, and a write gets half of its bytes down."""

    def __init__(self, k: int) -> None:
        self.left = k

    def __getattribute__(self, name: str) -> Any:
        if name in CALLS and name != "close":
            self.left -= 1
            if self.left == 0 and name == "write":
                return self.half
            if self.left <= 0:
                self.dies()
        return super().__getattribute__(name)

    def half(self, descriptor: int, data: bytes) -> None:
        os.write(descriptor, data[: len(data) // 2])
        self.dies()

    def dies(self) -> None:
        raise Killed


class Later(Files):
    """The disk a minute later, when nobody writes any more to what was replaced."""

    def now(self) -> float:
        return super().now() + 61


class Unsynced(Files):
    """A disk that no power cut will ever strike: what takes long is left out."""

    def sync(self, descriptor: int) -> None:
        pass

    def sync_folder(self, folder: Any) -> None:
        pass


@contextmanager
def seam(files: Files) -> Iterator[None]:
    """All that goes to the disk goes through these files meanwhile."""
    before = type(DISK), vars(DISK)
    DISK.__class__, DISK.__dict__ = type(files), vars(files)
    try:
        yield
    finally:
        DISK.__class__, DISK.__dict__ = before
