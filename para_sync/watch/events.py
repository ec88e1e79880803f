"""Hints from the operating system that something changed. An event only ever means "look at this path" or "look at
everything": events come twice, late, wrongly named or not at all (reliability.md, findings 6 and 7).
"""

from __future__ import annotations

import logging
import os
import sys
import unicodedata
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING

from watchdog import events as kinds
from watchdog.observers import Observer

from para_sync.files import reason
from para_sync.vault.source import OBSIDIAN, is_seen

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

# Opening and closing unread are left out: reading a note would make events, and the watcher would feed itself.
_KINDS = [
    kinds.FileCreatedEvent, kinds.FileModifiedEvent, kinds.FileMovedEvent, kinds.FileDeletedEvent,
    kinds.FileClosedEvent, kinds.DirCreatedEvent, kinds.DirMovedEvent, kinds.DirDeletedEvent,
]  # fmt: skip

# The hidden files that rules read.
_HIDDEN = frozenset(f"{OBSIDIAN}/{name}.json" for name in ("app", "templates", "types"))

# With more paths than that, looking at everything is less work.
MOST_PATHS = 1000

# What watchdog says and warns of is heard by `_Ears` or means nothing, and is not for the terminal.
logging.getLogger("watchdog").addHandler(logging.NullHandler())
warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")

# Where watchdog says that the system's queue overflowed, and nowhere else.
_LOGGERS = ("watchdog.observers.inotify_c", "watchdog.observers.inotify")


class Unwatchable(Exception):
    """The system tells nothing of changes here; the message says why."""


@dataclass(frozen=True, slots=True)
class Hints:
    """Vault paths to look at, and why to look at everything ("": no need to)."""

    paths: frozenset[str] = frozenset()
    everything: str = ""

    def __bool__(self) -> bool:
        return bool(self.paths or self.everything)


class Events:
    """What the system tells of one folder and all below it, gathered until somebody waits for it."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.abspath(root)
        self._observer: BaseObserver | None = None
        self._inode = 0
        self._gathered = _Gathered()
        self._ears = _Ears(self._gathered)

    def start(self) -> None:
        """Begin to listen. Raises `Unwatchable`."""
        observer = Observer()
        handler = _Handler(self._root, self._gathered)
        try:
            self._inode = os.stat(self._root).st_ino
            observer.schedule(handler, self._root, recursive=True, event_filter=_KINDS)
            observer.start()
        except OSError as error:
            with suppress(RuntimeError):
                observer.stop()
            raise Unwatchable(reason(error)) from None
        self._observer = observer
        for name in _LOGGERS:
            logging.getLogger(name).addHandler(self._ears)

    def wait(self, seconds: float | None) -> Hints:
        """What came, as soon as anything comes or `wake` is called; nothing when the time is over."""
        return self._gathered.wait(seconds)

    def wake(self) -> None:
        """End the waiting; safe in a signal handler."""
        self._gathered.ring()

    def health(self) -> str:
        """Why nothing may be heard any more; "" while all is well."""
        if self._observer is None:
            return ""
        if not self._observer.is_alive() or not all(each.is_alive() for each in self._observer.emitters):
            return "the watch on the folder died"
        try:
            return "" if os.stat(self._root).st_ino == self._inode else "the vault's folder was replaced"
        except OSError:
            return "the vault's folder is gone"

    def stop(self) -> None:
        """Listen no more."""
        if self._observer is None:
            return
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(self._ears)
        self._observer.stop()
        self._observer.join(timeout=1)
        self._observer = None


class _Gathered:
    """What came since somebody waited for it last. A lock would hang where a signal handler wakes the thread that holds
    it, so the bell is a queue.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._paths: set[str] = set()
        self._reasons: dict[str, None] = {}
        self._bell: SimpleQueue[None] = SimpleQueue()

    def add(self, path: str = "", everything: str = "") -> None:
        with self._lock:
            quiet = not self._paths and not self._reasons
            if everything or len(self._paths) >= MOST_PATHS:
                self._reasons[everything or "many notes changed"] = None
                self._paths.clear()
            elif not self._reasons:
                self._paths.add(path)
        if quiet:
            self.ring()

    def ring(self) -> None:
        self._bell.put(None)

    def wait(self, seconds: float | None) -> Hints:
        with suppress(Empty):
            self._bell.get(timeout=seconds)
            while True:
                self._bell.get_nowait()
        with self._lock:
            hints = Hints(frozenset(self._paths), ", ".join(self._reasons))
            self._paths, self._reasons = set(), {}
        return hints


class _Handler(kinds.FileSystemEventHandler):
    """Turns events into hints."""

    def __init__(self, root: str, gathered: _Gathered) -> None:
        self._above = len(root.rstrip(os.sep)) + 1
        self._gathered = gathered

    def dispatch(self, event: kinds.FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if not path:
                continue
            vault_path = self._path(os.fsdecode(path))
            if vault_path in _HIDDEN or (vault_path and is_seen(vault_path) and not event.is_directory):
                self._gathered.add(vault_path)
            elif vault_path == OBSIDIAN or (is_seen(vault_path) and event.is_directory):
                self._gathered.add(everything="a folder came or went")

    def _path(self, path: str) -> str:
        with suppress(UnicodeError):
            path = unicodedata.normalize("NFC", path)
        return path[self._above :].replace(os.sep, "/")


class _Ears(logging.Handler):
    """Hears what watchdog only logs: that events were lost."""

    def __init__(self, gathered: _Gathered) -> None:
        super().__init__(logging.WARNING)
        self._gathered = gathered

    def emit(self, record: logging.LogRecord) -> None:
        self._gathered.add(everything="the system lost events")


def watched_enough(folders: int) -> bool:
    """Whether this process has at least so many watches: at its limit the system refuses some, and watchdog goes on
    without them. True where that cannot be told.
    """
    if not sys.platform.startswith("linux"):
        return True
    count = 0
    with suppress(OSError):
        for descriptor in os.listdir("/proc/self/fdinfo"):
            with suppress(OSError), open(f"/proc/self/fdinfo/{descriptor}", encoding="ascii") as lines:
                count += sum(line.startswith("inotify wd:") for line in lines)
        return count >= folders
    return True
