"""What a running watcher says of itself: a small file in the state folder, read by `watch status`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from para_sync import journal
from para_sync.files import DISK, Files


@dataclass(frozen=True, slots=True)
class Status:
    """A watcher: its process, since when it runs, when it last looked at everything (seconds since 1970; 0: not yet),
    why it has to look by itself ("" where the system tells of changes), how many notes there are and what is found in
    them by severity, which writes wait and why, and why it writes nothing at all ("" while it does).
    """

    pid: int
    since: float
    scanned: float = 0.0
    polling: str = ""
    notes: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)
    deferred: Mapping[str, str] = field(default_factory=dict)
    paused: str = ""


def read(root: Path, files: Files = DISK) -> Status | None:
    """What the last watcher of a vault said; it may be gone since. None where there was none."""
    try:
        return Status(**json.loads(files.read(_file(root))))
    except (OSError, ValueError, TypeError):
        return None


def write(root: Path, status: Status, files: Files = DISK) -> None:
    """Say it; a state folder that is full or away must not stop the watcher."""
    with suppress(OSError):
        journal.keep(_file(root), json.dumps(asdict(status)).encode("ascii"), files)


def _file(root: Path) -> Path:
    return journal.state(root) / "status.json"
