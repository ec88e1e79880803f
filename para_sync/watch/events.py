"""Hints from the operating system that something changed. An event only ever means "look at this path" or "look at
everything": events come twice, late, wrongly named or not at all (reliability.md, findings 6 and 7).
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import time
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
from watchdog.utils import BaseThread

from para_sync.files import reason
from para_sync.vault.source import is_seen
from para_sync.vault.walk import OBSIDIAN

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

# Whoever stops listening waits no longer for it.
STOP_SECONDS = 1.0

# A folder that came a moment ago has its watch a moment later.
_TRIES = 3
_TRY_SECONDS = 0.1

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
        self._root = root
        self._observer: BaseObserver | None = None
        self._threads: list[BaseThread] = []
        self._inode = 0
        self._gathered = _Gathered()
        self._ears = _Ears(self._gathered)

    def start(self) -> None:
        """Begin to listen. Raises `Unwatchable`."""
        before = set(threading.enumerate())
        # a watch on a symlink would be one on the link, and hear nothing of the notes beside it
        real = os.path.realpath(self._root)
        try:
            self._inode = os.stat(real).st_ino
            self._observer = _observer()
            self._observer.schedule(_Handler(real, self._gathered), real, recursive=True, event_filter=_KINDS)
            self._observer.start()
        except OSError as error:
            self.stop()
            # one number for two limits, and either may be met first (inotify_init(2))
            full = error.errno == errno.EMFILE
            raise Unwatchable("too many open files or inotify instances" if full else reason(error)) from None
        self._threads = [each for each in threading.enumerate() if isinstance(each, BaseThread) and each not in before]
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
        try:
            if os.stat(self._root).st_ino != self._inode:
                return "the vault's folder was replaced"
        except OSError:
            return "the vault's folder is gone"
        return "" if all(each.is_alive() for each in self._threads) else "the watch on the folder died"

    def stop(self) -> None:
        """Listen no more."""
        if self._observer is None:
            return
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(self._ears)
        # a thread of watchdog's that died may have held a lock that its end waits for
        end = threading.Thread(target=_end, args=(self._observer,), daemon=True)
        end.start()
        end.join(STOP_SECONDS)
        self._observer = None


def _observer() -> BaseObserver:
    """The system's own; raises OSError where there is none."""
    observer = Observer()
    # watchdog's own polling misses what our looking finds (reliability.md 5.6)
    if type(observer).__module__.endswith(".polling"):
        raise OSError(errno.ENOSYS, "this system tells nothing of changes")
    return observer


def _end(observer: BaseObserver) -> None:
    observer.stop()
    with suppress(RuntimeError):  # it never began
        observer.join()


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
        self._root = root.rstrip(os.sep) + os.sep
        self._gathered = gathered

    def dispatch(self, event: kinds.FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                self._hint(os.fsdecode(path), event.is_directory)

    def _hint(self, path: str, folder: bool) -> None:
        if not (path + os.sep).startswith(self._root):
            self._gathered.add(everything="something changed, and the system did not say what")
            return
        # the root stays as it is written: it need not be in NFC, and then has another length there
        vault_path = unicodedata.normalize("NFC", path[len(self._root) :]).replace(os.sep, "/")
        if vault_path in _HIDDEN or (vault_path and is_seen(vault_path) and not folder):
            self._gathered.add(vault_path)
        elif vault_path == OBSIDIAN or is_seen(vault_path):
            self._gathered.add(everything="a folder came or went")


class _Ears(logging.Handler):
    """Hears what watchdog only logs: that events were lost."""

    def __init__(self, gathered: _Gathered) -> None:
        super().__init__(logging.WARNING)
        self._gathered = gathered

    def emit(self, record: logging.LogRecord) -> None:
        self._gathered.add(everything="the system lost events")


def watched_enough(root: Path) -> bool:
    """Whether this process has a watch for every folder that can be read, hidden ones too: at its limit the system
    refuses some, and watchdog goes on without them. True where that cannot be told.
    """
    if not sys.platform.startswith("linux"):
        return True
    with suppress(OSError):
        for _ in range(_TRIES):
            if _watches() >= sum(1 for _ in os.walk(root)):
                return True
            time.sleep(_TRY_SECONDS)
        return False
    return True


def _watches() -> int:
    """The watches of this process; raises OSError where the system does not tell."""
    count = 0
    for descriptor in os.listdir("/proc/self/fdinfo"):
        with suppress(OSError), open(f"/proc/self/fdinfo/{descriptor}", encoding="ascii") as lines:
            count += sum(line.startswith("inotify wd:") for line in lines)
    return count
