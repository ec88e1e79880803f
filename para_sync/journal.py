"""What is kept outside the vault about its writes: the lock, this machine's name, and the bytes that were replaced.

The journal is the last resort: each write leaves one file, a JSON line and then the whole note as it was before, so
that a person can take it back even without us (`tail -n +2`). It is kept for 7 days, and up to 200 MB.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from para_sync.files import Files, reason
from para_sync.stop import Stop

KEPT_SECONDS = 7 * 24 * 3600
KEPT_BYTES = 200_000_000
PATIENCE_SECONDS = 5.0


class Locked(Stop):
    """The vault's write lock could not be taken, so nothing was written."""


@dataclass(frozen=True, slots=True)
class Record:
    """One write that was about to happen; a kill may have come between the record and the write."""

    run: str
    time: float
    path: str
    created: bool
    before: str | None
    after: str
    spans: tuple[tuple[int, int, int], ...]
    "start and end in the old note, and how many bytes went there"


def state(root: Path) -> Path:
    """This user's folder for one vault, the same by whatever path the vault is reached."""
    from platformdirs import user_state_path  # here, since reading a vault needs neither this nor the lock: 14 ms

    real = os.path.normcase(os.path.realpath(root))
    return user_state_path("para-sync", appauthor=False) / blake2b(os.fsencode(real), digest_size=8).hexdigest()


def folder(root: Path) -> Path:
    """Where the records of one vault lie, in order of time by their names."""
    return state(root) / "journal"


@contextmanager
def locked(root: Path, files: Files) -> Iterator[str]:
    """Nobody else on this machine writes to the vault meanwhile; yields the machine's name."""
    from filelock import FileLock, Timeout

    place = state(root)
    # A soft lock outlives a killed process: better no lock, said aloud, than one that must be removed by hand.
    lock = FileLock(place / "lock", timeout=PATIENCE_SECONDS, fallback_to_soft=False)
    try:
        files.mkdirs(folder(root), 0o700)
        lock.acquire()
    except Timeout:
        raise Locked(f'another para-sync is writing in "{root}" (waited {PATIENCE_SECONDS:g} s)') from None
    except OSError as error:
        raise Locked(f'cannot lock "{root}" in "{place}": {reason(error)}') from error
    try:
        yield _machine(root, files)
    finally:
        lock.release()


def _machine(root: Path, files: Files) -> str:
    """A name that no other machine has; host names and network cards repeat and change, a random name does not."""
    path = state(root) / "machine"
    try:
        with suppress(FileNotFoundError):
            kept = files.read(path)
            if kept.isalnum():
                return kept.decode("ascii")
        name = os.urandom(6).hex()
        draft = path.with_name(f"machine-{name}")
        files.write_new(draft, name.encode("ascii"))
        files.replace(draft, path)
    except OSError as error:
        raise Locked(f'cannot write in "{state(root)}": {reason(error)}') from error
    return name


def record(root: Path, entry: Record, replaced: bytes, files: Files) -> Path:
    """Keep the replaced bytes, safe on the disk before this returns."""
    path = folder(root) / f"{entry.time:017.6f}-{os.urandom(4).hex()}"
    line = json.dumps(asdict(entry)).encode("ascii")
    try:
        files.write_new(path, line + b"\n" + replaced, 0o600)
        files.sync_folder(path.parent)
    except OSError as error:
        raise OSError(error.errno, f"cannot keep the replaced bytes: {reason(error)}") from error
    return path


def sweep(root: Path, files: Files) -> None:
    """Forget records that are too old, and the oldest beyond the cap."""
    now, size = files.now(), 0
    with suppress(OSError):
        for entry in sorted(files.entries(folder(root)), key=lambda entry: entry.name, reverse=True):
            found = entry.stat(follow_symlinks=False)
            size += found.st_size
            if now - found.st_mtime > KEPT_SECONDS or size > KEPT_BYTES:
                files.unlink(entry.path)
