"""The run that is under way: which note it is, and where its clock stood, kept outside the vault.

All else that is known of a run stands in its note.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from para_sync import journal
from para_sync.files import DISK, Files
from para_sync.manual.plan import Section
from para_sync.practice.timer import Timer


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The note of a run, and its clock: the names of the sections, their seconds, and which one was on."""

    note: str
    sections: tuple[str, ...] = ()
    spent: tuple[float, ...] = ()
    at: int = 0

    def timer(self, sections: tuple[Section, ...]) -> Timer | None:
        """The clock as it stood, paused; None where it never ran, or the manual has other sections by now."""
        if not self.sections or self.sections != tuple(each.name for each in sections):
            return None
        return Timer(sections, self.spent, self.at, paused=True)


def load(root: Path, files: Files = DISK) -> Unfinished | None:
    """What is kept of a run; None where there is nothing, or nothing that can be read."""
    try:
        read = json.loads(files.read(_file(root)))
        found = Unfinished(
            str(read["note"]), tuple(map(str, read["sections"])), tuple(map(float, read["spent"])), int(read["at"])
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    sound = len(found.sections) == len(found.spent) and 0 <= found.at <= len(found.sections)
    return found if sound and all(0 <= each < 1e9 for each in found.spent) else Unfinished(found.note)


def keep(root: Path, note: str, timer: Timer | None = None, files: Files = DISK) -> None:
    """Keep a run, so that it can go on; where that cannot be kept, the note still says what was answered."""
    kept = Unfinished(note)
    if timer is not None:
        kept = Unfinished(note, tuple(each.name for each in timer.sections), timer.spent, timer.at)
    _write(root, kept, files)


def begin(root: Path, note: str, files: Files = DISK) -> None:
    """Keep that the run in a note is under way; its clock stays where it was."""
    kept = load(root, files)
    if kept is None or kept.note != note:
        keep(root, note, files=files)


def move(root: Path, note: str, files: Files = DISK) -> None:
    """The note of the run that is kept has another path now."""
    kept = load(root, files)
    if kept is not None:
        _write(root, replace(kept, note=note), files)


def forget(root: Path, files: Files = DISK) -> None:
    """The run is finished."""
    with suppress(OSError):
        files.unlink(_file(root))


def _write(root: Path, kept: Unfinished, files: Files) -> None:
    with suppress(OSError):
        journal.keep(_file(root), json.dumps(asdict(kept)).encode(), files)


def _file(root: Path) -> Path:
    return journal.state(root) / "practice"
