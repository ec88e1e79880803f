"""What a run that moves files is about to do, kept in the state folder until it is done (reliability.md 5.3).

Links and moves belong together: a run that was killed between them is finished at the next start.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from para_sync import journal
from para_sync.change import Edit
from para_sync.files import DISK, Files

_NAME = "intent"


class Move(NamedTuple):
    """Give a file another path that is free, whatever its bytes are by then."""

    path: str
    to: str


class Intent(NamedTuple):
    """A run by its id and label, and its steps in order."""

    run: str
    label: str
    steps: tuple[Edit | Move, ...]


def keep(root: Path, intent: Intent, files: Files) -> None:
    """Keep an intent, safe on the disk before this returns. Raises OSError."""
    steps = [
        [each.path, each.to]
        if isinstance(each, Move)
        else [each.path, each.expects, each.start, each.end, each.bytes.decode("latin-1")]
        for each in intent.steps
    ]
    line = json.dumps({"run": intent.run, "label": intent.label, "steps": steps})
    journal.keep(_file(root), line.encode("ascii"), files)
    files.sync_folder(_file(root).parent)


def read(root: Path, files: Files = DISK) -> Intent | None:
    """The intent of a run that was cut short; None where there is none, or where it cannot be read."""
    try:
        found = json.loads(files.read(_file(root)))
        return Intent(str(found["run"]), str(found["label"]), tuple(map(_step, found["steps"])))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def drop(root: Path, files: Files) -> None:
    """Forget the intent: the run is over."""
    with suppress(FileNotFoundError):
        files.unlink(_file(root))


def _step(read: list[Any]) -> Edit | Move:
    path, *rest = read
    if len(rest) == 1:
        return Move(str(path), str(rest[0]))
    expects, start, end, text = rest
    return Edit(str(path), None if expects is None else str(expects), int(start), int(end), text.encode("latin-1"))


def _file(root: Path) -> Path:
    return journal.state(root) / _NAME
