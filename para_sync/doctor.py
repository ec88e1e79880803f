"""What would go wrong beside Obsidian, git and the system, looked at before it does."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from para_sync import __version__, journal
from para_sync.files import DISK, Files, reason
from para_sync.journal import Locked
from para_sync.staging import STAGING, Staging
from para_sync.vault.source import Disk, Listing
from para_sync.vault.walk import OBSIDIAN, repository
from para_sync.watch import busy, filesystem
from para_sync.watch.events import Events, Unwatchable, watched_enough

# A clock that is further from the disk's own makes files from the future, and stamps that lie.
SKEW_SECONDS = 2.0
# An event that has not come by then will not come.
EVENT_SECONDS = 2.0
# Two machines' clocks are never quite the same, and a note may come from another.
FUTURE_SECONDS = 60
SHOWN = 3
_PROBE = "probe-"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is good (None: only told), and the fact; with what to do where it is
    not.
    """

    name: str
    good: bool | None
    fact: str


def checks(root: Path, files: Files = DISK) -> Iterator[Check]:
    """Look at everything that para-sync rests on; the vault is as before afterwards."""
    yield Check("version", None, f"para-sync {__version__}, Python {platform.python_version()}, {platform.system()}")
    disk = Disk(root, files)
    listing = disk.listing()
    yield Check("vault", True, f"{root.resolve()}: {len(listing.notes)} notes in {disk.folders} folders")
    yield _obsidian(root, files)
    yield _conflicts(listing)
    yield from _dates(disk, files)
    yield _state(root, files)
    yield from _locks(root, files)
    kind = filesystem.kind(root)
    told = "tells of changes" if filesystem.sends_events(kind) else "may not tell of changes; watch looks by itself"
    yield Check("file system", filesystem.sends_events(kind), f"{kind or 'unknown'}: {told}")
    yield _watches(root)
    yield from _probes(root, files)
    yield from _git(root, files)


def _some(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - SHOWN} more" if len(paths) > SHOWN else ""
    return ", ".join(paths[:SHOWN]) + more


def _obsidian(root: Path, files: Files) -> Check:
    if not os.path.isdir(root / OBSIDIAN):
        return Check("Obsidian", None, "not opened in Obsidian yet: no .obsidian")
    try:
        json.loads(files.read(root / OBSIDIAN / "workspace.json"))
    except FileNotFoundError:
        return Check("Obsidian", None, "not opened in Obsidian yet: no workspace.json")
    except (OSError, ValueError, RecursionError):
        return Check("Obsidian", None, "workspace.json cannot be read: which note is in front of you is not known")
    return Check("Obsidian", True, "tells which note is in front of you")


def _conflicts(listing: Listing) -> Check:
    copies = [each.path for each in listing.oddities if each.rule == "conflict-copy"]
    if not copies:
        return Check("conflict copies", True, "none")
    return Check("conflict copies", False, f"{_some(copies)}: merge each into its note, then delete it")


def _dates(disk: Disk, files: Files) -> Iterator[Check]:
    latest = (files.now() + FUTURE_SECONDS) * 1e9
    late = [path for path, stamp in disk.stamps.items() if stamp.mtime_ns > latest]
    if late:
        yield Check("dates", None, f"saved in the future: {_some(late)}; sync programs may keep an older version")


def _state(root: Path, files: Files) -> Check:
    folder = journal.state(root)
    try:
        journal.keep(folder / "probe", b"", files)
        files.unlink(folder / "probe")
    except OSError as error:
        return Check("state folder", False, f"{folder}: {reason(error)}; nothing can be written without it")
    kept = list(journal.records(root, files))
    size = 0
    for each in kept:
        with suppress(OSError):  # swept meanwhile
            size += files.lstat(each.file).st_size
    return Check("state folder", True, f"{folder}: {len(kept)} writes kept, {size / 1e6:.1f} MB")


def _locks(root: Path, files: Files) -> Iterator[Check]:
    try:
        with journal.locked(root, files) as machine:
            pass
        yield Check("write lock", True, "free")
        yield from _strangers(root, machine, files)
    except Locked as locked:
        yield Check("write lock", False, str(locked))
    yield Check("watch", None, "running" if journal.is_watched(root, files) else "not running")


def _strangers(root: Path, machine: str, files: Files) -> Iterator[Check]:
    """What other machines left in the tool's own folder, which somebody synced."""
    with suppress(OSError):
        names = [entry.name for entry in files.entries(root / STAGING)]
        strange = [name for name in names if not name.startswith((".", _PROBE, f"{machine}-"))]
        if strange:
            fact = f"{len(strange)} files of other machines in {STAGING}; do not sync that folder"
            yield Check("other machines", None, fact)


def _watches(root: Path) -> Check:
    """Watch the whole vault for a moment: only so is it known what the user's other programs leave."""
    limit = filesystem.watch_limit()
    events = Events(root)
    try:
        events.start()
        good = watched_enough(root)
    except Unwatchable as unwatchable:
        return Check("watches", False, f"{unwatchable}; watch looks by itself")
    finally:
        events.stop()
    if good:
        return Check("watches", True, "every folder can be watched" + (f"; the system allows {limit}" if limit else ""))
    return Check("watches", False, f"{limit} folders are too few; raise fs.inotify.max_user_watches")


def _probes(root: Path, files: Files) -> Iterator[Check]:
    """Write in the tool's own folder, and see what the disk makes of it."""
    folder = root / STAGING
    staging = Staging(root, "probe", files)
    probes = [folder / f"{_PROBE}{os.getpid()}-{number}" for number in range(2)]
    events = Events(folder)
    try:
        staging.prepare()
        events.start()
    except (OSError, Unwatchable) as error:
        fact = reason(error) if isinstance(error, OSError) else str(error)
        yield Check("events", False, f"{fact}; watch looks by itself")
        return
    try:
        before = files.now()
        files.write_new(probes[0], b"1")
        came = bool(events.wait(EVENT_SECONDS))
        yield Check("events", came, "arrive" if came else "do not arrive; start watch with --poll")
        skew = files.lstat(probes[0]).st_mtime - before
        fact = f"the disk's clock is {abs(skew):.1f} s {'ahead' if skew > 0 else 'behind'}"
        yield Check(
            "clock", abs(skew) <= SKEW_SECONDS, fact if abs(skew) > SKEW_SECONDS else "the disk's is the system's"
        )
        files.write_new(probes[1], b"2")
        yield _swap(probes, files)
    except OSError as error:
        yield Check("writing", False, f"{folder}: {reason(error)}")
    finally:
        events.stop()
        for probe in probes:
            with suppress(OSError):
                files.unlink(probe)


def _swap(probes: list[Path], files: Files) -> Check:
    try:
        files.swap(*probes)
    except OSError:
        return Check("swap", None, "names cannot be swapped here; a link keeps what a write replaces")
    return Check("swap", True, "a note and its new bytes swap names at one instant")


def _git(root: Path, files: Files) -> Iterator[Check]:
    doing = busy.busy(root)
    if doing:
        yield Check("git", False, f"{doing}; watch writes nothing until it is over")
    top = repository(root)
    if top:
        hooked = False
        for file in (Path(top, ".git", "hooks", "pre-commit"), Path(top, ".pre-commit-config.yaml")):
            with suppress(OSError):
                hooked |= b"para-sync" in files.read(os.path.realpath(file))  # hooks are often links
        yield Check("git hook", None, "pre-commit calls para-sync" if hooked else "no pre-commit hook calls para-sync")
