"""What is kept outside the vault about its writes: the lock, this machine's name, and the bytes that were replaced.

The journal is the last resort: each write leaves one file, a JSON line and then the whole note as it was before, so
that a person can take it back even without us (`tail -n +2`). It is kept for 7 days, and up to 200 MB.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from para_sync import own
from para_sync.files import DISK, Files, reason
from para_sync.stop import Stop

KEPT_SECONDS = 7 * 24 * 3600
KEPT_BYTES = 200_000_000
PATIENCE_SECONDS = 5.0
# `is_watched` holds the lock for a moment.
ASKING_SECONDS = 0.5

# Of more records than so many the sizes are asked for once in so many writes: the cap is no promise to the byte.
MANY, SELDOM = 64, 16

# The file in the state folder that holds this machine's name.
MACHINE = "machine"

# The year 9999 in seconds since 1970, less a day for zones: beyond it no calendar can show a time.
_LAST_SECOND = 253402300800 - 24 * 3600


class Locked(Stop):
    """A lock of the vault could not be taken, so nothing was written."""


class Watched(Locked):
    """Another watcher of the vault runs on this machine."""


class Record(NamedTuple):
    """One write that was about to happen; a kill may have come between the record and the write.

    `run` is the id of the run, `label` the command, `time` seconds since 1970; `before` and `after` are digests: None
    before for a note that was made, None after for one that was taken away. A file that moved has another path in `to`,
    and its bytes are not kept: they are in the vault still.
    """

    run: str
    label: str
    time: float
    path: str
    before: str | None
    after: str | None
    spans: tuple[tuple[int, int, int], ...]
    "start and end in the old note, and how many bytes went there"
    to: str = ""


class Kept(NamedTuple):
    """A record, and the file that holds it and the replaced bytes."""

    record: Record
    file: Path

    def replaced(self, files: Files) -> bytes:
        """The whole note as it was before; raises OSError."""
        return files.read(self.file).partition(b"\n")[2]


def state(root: Path) -> Path:
    """This user's folder for one vault, the same by whatever path the vault is reached."""
    return Path(own.states(), own.name(root))


def folder(root: Path) -> Path:
    """Where the records of one vault lie, in order of time by their names."""
    return state(root) / "journal"


@contextmanager
def locked(root: Path, files: Files) -> Iterator[str]:
    """Nobody else on this machine writes to the vault meanwhile; yields the machine's name."""
    taken = Locked(f'another para-sync is writing in "{root}" (waited {PATIENCE_SECONDS:g} s)')
    with _lock(root, "write", PATIENCE_SECONDS, taken, files):
        files.mkdirs(folder(root), 0o700)
        yield _machine(root, files)


# No file has this inode.
_NONE = -1


class Watch:
    """The lock of the one watcher that a vault may have on this machine, from `take` until `release` or the death of
    this process.
    """

    def __init__(self, root: Path, files: Files = DISK) -> None:
        self._root, self._files = root, files
        self._held = ExitStack()
        self._inode = _NONE

    def take(self, patience: float) -> None:
        """Raises `Watched` where another watcher still has it after so many seconds, `Locked` where nobody can."""
        self.release()
        taken = Watched(f'para-sync watch is running already on "{self._root}"')
        self._held.enter_context(_lock(self._root, "watch", patience, taken, self._files))
        self._inode = self._found()

    def is_lost(self) -> bool:
        """Whether it is not held, or somebody deleted its file, so that a second watcher would not see it."""
        return self._found() != self._inode

    def release(self) -> None:
        self._held.close()
        self._inode = _NONE

    def _found(self) -> int:
        try:
            return self._files.lstat(state(self._root) / "watch").st_ino
        except OSError:
            return 0


@contextmanager
def watching(root: Path, files: Files = DISK, *, patience: float = ASKING_SECONDS) -> Iterator[Watch]:
    """No other watcher of the vault runs on this machine meanwhile; raises `Watched` where one still does after
    `patience` seconds, by default long enough for a command that only asks.
    """
    watch = Watch(root, files)
    watch.take(patience)
    try:
        yield watch
    finally:
        watch.release()


def is_watched(root: Path, files: Files = DISK) -> bool:
    """Whether a watcher of the vault runs on this machine."""
    if not (state(root) / "watch").exists():
        return False
    try:
        with watching(root, files, patience=0):
            return False
    except Locked:
        return True


@contextmanager
def _lock(root: Path, name: str, patience: float, taken: Locked, files: Files) -> Iterator[None]:
    """A kernel lock in the state folder, held until the end or the death of this process."""
    from filelock import FileLock, Timeout

    place = state(root)
    # A soft lock outlives a killed process: better no lock, said aloud, than one that must be removed by hand.
    lock = FileLock(place / name, timeout=patience, fallback_to_soft=False)
    try:
        files.mkdirs(place, 0o700)
        lock.acquire()
    except Timeout:
        raise taken from None
    except OSError as error:
        raise Locked(f'cannot lock "{root}" in "{place}": {reason(error)}') from error
    try:
        yield
    finally:
        lock.release()


def _machine(root: Path, files: Files) -> str:
    """A name that no other machine has; host names and network cards repeat and change, a random name does not."""
    path = state(root) / MACHINE
    try:
        with suppress(FileNotFoundError):
            kept = files.read(path)
            if kept.isalnum():
                return kept.decode("ascii")
        name = os.urandom(6).hex()
        keep(path, name.encode("ascii"), files)
        # without it, what this machine leaves in the staging folder would be another's for ever
        files.sync_folder(path.parent)
    except OSError as error:
        raise Locked(f'cannot write in "{state(root)}": {reason(error)}') from error
    return name


def keep(path: Path, content: bytes | memoryview, files: Files, mode: int = 0o600) -> None:
    """Put a small file of the tool's own in place of what is there, whole or not at all; raises OSError."""
    files.mkdirs(path.parent, 0o700)
    draft = path.with_name(f"{path.name}-{os.urandom(4).hex()}")
    files.write_new(draft, content, mode)
    try:
        files.replace(draft, path)
    except OSError:
        with suppress(OSError):
            files.unlink(draft)
        raise


def record(root: Path, entry: Record, replaced: bytes, mark: str, files: Files) -> Path:
    """Keep the replaced bytes, safe on the disk before this returns; `mark` finds the record again."""
    path = folder(root) / f"{entry.time:017.6f}-{mark}"
    line = json.dumps({name: value for name, value in entry._asdict().items() if name != "to" or value}).encode("ascii")
    try:
        files.write_new(path, line + b"\n" + replaced, 0o600)
        files.sync_folder(path.parent)
    except OSError as error:
        raise OSError(error.errno, f"cannot keep the replaced bytes: {reason(error)}") from error
    return path


def records(root: Path, files: Files = DISK) -> Iterator[Kept]:
    """All records, the oldest first; a file that is none, or was cut short, is passed over.

    Raises OSError where one cannot be read: half of a run is not the run.
    """
    try:
        names = sorted(entry.name for entry in files.entries(folder(root)))
    except FileNotFoundError:
        return
    for name in names:
        with suppress(FileNotFoundError):  # forgotten since its folder was listed
            found = _parse(files.read(folder(root) / name))
            if found:
                yield Kept(found, folder(root) / name)


def written(root: Path, since: float, files: Files = DISK) -> dict[tuple[str, str], str]:
    """The labels of the writes after a time, in seconds since 1970, by path and the digest of what was written."""
    found: dict[tuple[str, str], str] = {}
    with suppress(OSError):
        for name in [entry.name for entry in files.entries(folder(root)) if entry.name >= f"{since:017.6f}"]:
            kept = _parse(files.read(folder(root) / name))
            if kept and kept.after:
                found[kept.path, kept.after] = kept.label
    return found


def find(root: Path, mark: str, files: Files) -> Record | None:
    """The record with this mark; None where it is gone."""
    with suppress(OSError):
        for entry in files.entries(folder(root)):
            if entry.name.endswith(f"-{mark}"):
                return _parse(files.read(folder(root) / entry.name))
    return None


def _parse(content: bytes) -> Record | None:
    try:
        found = json.loads(content.partition(b"\n")[0])
        entry = Record(**{**found, "spans": tuple(tuple(each) for each in found["spans"])})
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entry if _is_sound(entry) else None


def _is_sound(entry: Record) -> bool:
    """Whether a record holds what one should: a damaged file may be JSON still."""
    words = (entry.run, entry.label, entry.path, entry.before or "", entry.after or "", entry.to)
    # NaN compares false
    return (
        all(isinstance(each, str) for each in words)
        and isinstance(entry.time, float | int)
        and 0 <= entry.time < _LAST_SECOND
    )


def sweep(root: Path, files: Files) -> None:
    """Forget records that are too old, and the oldest beyond the cap; of many records the sizes are not asked for at
    every write.
    """
    now, size = files.now(), 0
    with suppress(OSError):
        entries = sorted(files.entries(folder(root)), key=lambda entry: entry.name, reverse=True)
        if len(entries) > MANY and len(entries) % SELDOM and _time(entries[-1].name) > now - KEPT_SECONDS:
            return
        for entry in entries:
            found = entry.stat(follow_symlinks=False)
            size += found.st_size
            if now - found.st_mtime > KEPT_SECONDS or size > KEPT_BYTES:
                files.unlink(entry.path)


def _time(name: str) -> float:
    """When a record was made, by its name; 0 for a file that is none."""
    try:
        return float(name.partition("-")[0])
    except ValueError:
        return 0.0
