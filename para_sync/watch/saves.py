"""When notes were saved, layer by layer: a small file in the state folder, kept by the watcher (domain.md M21)."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from para_sync import journal
from para_sync.files import DISK, Files
from para_sync.practice.activity import DAY, Record, minute

# What is older is forgotten, so that the file stays small: an hour a day makes 25 KB.
KEPT_DAYS = 35
# A file that is far larger than any that is written here is none of ours: each minute of 35 days in four layers.
LARGEST = 4_000_000
# The watcher looks up every few seconds while it runs; after a longer silence the machine slept.
AWAKE_MINUTES = 2
LAYERS = 20


class Damaged(ValueError):
    """The file of saves holds something else."""


def read(root: Path, files: Files = DISK) -> Record:
    """What the watchers of a vault recorded on this machine; nothing where there is no file, or a damaged one."""
    with suppress(OSError, Damaged):
        return _read(root, files)
    return Record()


@dataclass(slots=True)
class Saves:
    """The record that a running watcher adds to; `trouble` says what was wrong with the file at its start."""

    root: Path
    files: Files = DISK
    trouble: str = ""
    _saves: dict[str, set[int]] = field(default_factory=dict)
    _watched: list[tuple[int, int]] = field(default_factory=list)
    _awake: int = -1
    _unkept: bool = False

    def __post_init__(self) -> None:
        try:
            found = _read(self.root, self.files)
        except FileNotFoundError:
            return
        except (OSError, Damaged) as error:
            self.trouble = f"the record of editing time starts anew: {error}"
            return
        self._saves = {name: set(minutes) for name, minutes in found.saves.items()}
        self._watched = list(found.watched)

    def awake(self) -> None:
        """The watcher is looking."""
        now = self._now()
        if now == self._awake:
            return
        if self._awake >= 0 and 0 < now - self._awake <= AWAKE_MINUTES:
            self._watched[-1] = self._watched[-1][0], now
        else:
            self._watched.append((now, now))
        self._awake = now

    def saved(self, layer: str) -> None:
        """Somebody saved a note of this layer."""
        minutes = self._saves.setdefault(layer, set())
        if self._now() not in minutes:
            minutes.add(self._now())
            self._unkept = True

    def keep(self, always: bool = False) -> None:
        """Write what is new since; with `always` also that the watcher goes on. A full disk must not stop it."""
        if not (self._unkept or always):
            return
        self._unkept = False
        oldest = self._now() - KEPT_DAYS * DAY
        self._saves = {name: {each for each in minutes if each >= oldest} for name, minutes in self._saves.items()}
        self._watched = [each for each in self._watched if each[1] >= oldest]
        value = {"saves": {name: sorted(each) for name, each in self._saves.items() if each}, "watched": self._watched}
        with suppress(OSError):
            journal.keep(_file(self.root), json.dumps(value, separators=(",", ":")).encode("ascii"), self.files)

    def _now(self) -> int:
        return minute(datetime.fromtimestamp(self.files.now()))


def _read(root: Path, files: Files) -> Record:
    """Raises OSError or `Damaged`."""
    file = _file(root)
    if files.lstat(file).st_size > LARGEST:
        raise Damaged(f"{file} is too large")
    try:
        value = json.loads(files.read(file))
        saves = {str(name): _minutes(each) for name, each in islice(value["saves"].items(), LAYERS)}
        watched = [_minutes(each) for each in value["watched"]]
        return Record(saves, tuple((first, last) for first, last in watched if first <= last))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Damaged(f"{file} is damaged") from None


def _minutes(value: Any) -> tuple[int, ...]:
    if not all(type(each) is int and each >= 0 for each in value):
        raise ValueError(value)
    return tuple(value)


def _file(root: Path) -> Path:
    return journal.state(root) / "saves.json"
