"""The runs of the last week, and how to take one back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from para_sync import journal
from para_sync.edit import Edit, Outcome, Removal, digest, replacement
from para_sync.files import DISK, Files, reason
from para_sync.journal import Kept
from para_sync.manual.chapter import suggestion
from para_sync.stop import Stop
from para_sync.vault.source import is_seen

_UNDO = "undo "
INIT = "init"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command or a watcher: its id, the command's name, when it began (seconds since 1970), its writes in
    order; and whether it was taken back since.
    """

    id: str
    label: str
    time: float
    writes: tuple[Kept, ...]
    undone: bool = False

    @property
    def undoes(self) -> str:
        """The id of the run that this one took back; "" where it is no undo."""
        return self.label.removeprefix(_UNDO) if self.label.startswith(_UNDO) else ""


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a run back: the edits, and the notes that have to be left as they are, each with its reason."""

    edits: tuple[Edit | Removal, ...]
    left: tuple[Outcome, ...]


class NoRun(Stop):
    """No run, or more than one, is called so."""


def runs(root: Path, files: Files = DISK) -> tuple[Run, ...]:
    """All runs that the journal still has, the newest first."""
    found: dict[str, list[Kept]] = {}
    for each in journal.records(root, files):
        found.setdefault(each.record.run, []).append(each)
    made = [Run(name, kept[0].record.label, kept[0].record.time, tuple(kept)) for name, kept in found.items()]
    undone = _undone(made)
    return tuple(Run(each.id, each.label, each.time, each.writes, each.id in undone) for each in reversed(made))


def _undone(made: Iterable[Run]) -> set[str]:
    """The ids of the runs, oldest first, that are taken back; taking back an undo brings its run back."""
    undone: set[str] = set()
    by_id: dict[str, Run] = {}
    for run in made:
        by_id[run.id] = run
        target = by_id.get(run.undoes)
        if target:
            undone.add(target.id)
            undone.discard(target.undoes)
    return undone


def find(known: tuple[Run, ...], name: str = "") -> Run:
    """The run whose id starts so; without a name the newest that is neither an undo nor taken back, nor the one that
    laid the vault down. Raises `NoRun`.
    """
    if not name:
        run = next((each for each in known if not (each.undoes or each.undone or each.label == INIT)), None)
        if run is None:
            raise NoRun("nothing to take back: no run of the last 7 days still stands; para-sync history lists them")
        return run
    fitting = [each for each in known if each.id.startswith(name.lower())]
    if not fitting:
        close = suggestion(name, [each.id for each in known])
        raise NoRun(f'no run is called "{name}"{close}; para-sync history lists them')
    if len(fitting) > 1:
        raise NoRun(f'"{name}" may be any of {", ".join(each.id for each in fitting)}')
    return fitting[0]


def undo(root: Path, run: Run, files: Files = DISK) -> Undo:
    """How to give each note the bytes that it had before a run; a note with newer edits is left alone."""
    # what Obsidian itself reads may be in use, and its trash is no place for it
    hidden = [each.record.path for each in run.writes if each.record.before is None and not is_seen(each.record.path)]
    backs = [_back(root, each, files) for each in reversed(run.writes) if each.record.path not in hidden]
    left = [each for each in backs if isinstance(each, Outcome)]
    if hidden:
        more = f", and {len(hidden) - 1} more" if len(hidden) > 1 else ""
        left.append(Outcome(hidden[0], False, f"a hidden file stays where it is{more}"))
    return Undo(tuple(each for each in backs if isinstance(each, Edit | Removal)), tuple(left))


def _back(root: Path, kept: Kept, files: Files) -> Edit | Removal | Outcome | None:
    """What takes one write back; None where the note is as it was before already."""
    record = kept.record
    try:
        now = files.read(root / record.path)
    except FileNotFoundError:
        now = None
    except OSError as error:
        return Outcome(record.path, False, reason(error))
    found = None if now is None else digest(now)
    if found == record.before:
        return None
    if found != record.after:
        return Outcome(record.path, False, "gone since that run" if found is None else "changed since that run")
    if record.before is None:
        return Removal(record.path, found or "")
    try:
        before = kept.replaced(files)
    except OSError as error:
        return Outcome(record.path, False, f"what it had before cannot be read: {reason(error)}")
    return replacement(record.path, now, before)
