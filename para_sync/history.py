"""The runs of the last week, and how to take one back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from para_sync import journal
from para_sync.change import Edit
from para_sync.edit import Move, Outcome, Removal, digest, replacement
from para_sync.files import DISK, Files, reason
from para_sync.journal import Kept, Record
from para_sync.manual.chapter import suggestion
from para_sync.stop import Stop
from para_sync.vault.source import is_seen

_UNDO = "undo "
INIT = "init"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command or a watcher: its id, the command's name, when it began (seconds since 1970), its writes in
    order, between which a person may have edited; and whether it was taken back since.
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
    """What takes a run back: the edits, and the notes that have to be left as they are, each with its reason; false
    where nothing of the run is left to take back.
    """

    edits: tuple[Edit | Removal | Move, ...]
    left: tuple[Outcome, ...]

    def __bool__(self) -> bool:
        return bool(self.edits or self.left)


class NoRun(Stop):
    """No run, or more than one, is called so."""


def runs(root: Path, files: Files = DISK) -> tuple[Run, ...]:
    """All runs that the journal still has, the one that wrote last first."""
    found: dict[str, list[Kept]] = {}
    for each in journal.records(root, files):
        found.setdefault(each.record.run, []).append(each)
    made = [Run(name, kept[0].record.label, kept[0].record.time, tuple(kept)) for name, kept in found.items()]
    made.sort(key=lambda run: run.writes[-1].record.time)
    undone = _undone(made)
    return tuple(Run(each.id, each.label, each.time, each.writes, each.id in undone) for each in reversed(made))


def _undone(made: Iterable[Run]) -> set[str]:
    """The ids of the runs, oldest first, that are taken back; taking back an undo brings its run back."""
    undone: set[str] = set()
    # what each run took back: looked up among older runs alone, so that no chain of undos is a circle
    targets: dict[str, str] = {}
    for run in made:
        target = run.undoes if run.undoes in targets else ""
        targets[run.id] = target
        back = True
        while target:
            (undone.add if back else undone.discard)(target)
            target, back = targets[target], not back
    return undone


def find(known: Iterable[Run], name: str) -> Run:
    """The run whose id starts so. Raises `NoRun`."""
    ids = {each.id: each for each in known}
    fitting = [each for each in ids if each.startswith(name.lower())]
    if not fitting:
        raise NoRun(f'no run is called "{name}"{suggestion(name, ids)}; para-sync history lists them')
    if len(fitting) > 1:
        raise NoRun(f'"{name}" may be any of {", ".join(fitting)}')
    return ids[fitting[0]]


def last(root: Path, known: Iterable[Run], files: Files = DISK) -> Run:
    """The newest run that is neither an undo, nor taken back, nor the one that laid the vault down, and of which there
    is something to take back: a note that it made may be gone already. Raises `NoRun`.
    """
    hidden: Run | None = None
    for run in known:
        if run.undoes or run.undone or run.label == INIT:
            continue
        back = undo(root, run, files)
        if back.edits or any(is_seen(each.path) for each in back.left):
            return run
        # hidden files stay where they are, and must not stand before what was done earlier
        hidden = hidden or (run if back else None)
    if hidden:
        return hidden
    raise NoRun("nothing to take back: no run of the last 7 days still stands; para-sync history lists them")


def undo(root: Path, run: Run, files: Files = DISK) -> Undo:
    """How to give each note the bytes that it had before a run; a note with newer edits is left alone. Files that the
    run moved go back with the links to them, all or none. A note that was edited while the run went on gets the bytes
    that it had after the last such edit.
    """
    writes: dict[str, list[Kept]] = {}
    for each in reversed(run.writes):
        if not each.record.to:
            writes.setdefault(each.record.path, []).insert(0, each)
    moved = {each.record.path: each.record for each in run.writes if each.record.to}
    now_at = {path: each.to for path, each in moved.items() if not os.path.lexists(root / path)}
    moves = [(path, away) for path, each in moved.items() if (away := _moved_back(root, each, writes, files))]
    backs: list[tuple[str, Edit | Removal | Move | Outcome]] = [
        (path, back)
        for path, group in writes.items()
        if (back := _back(root, path, _unbroken(group), files, now_at.get(path, path)))
    ]
    between = [
        path for path, back in backs if not isinstance(back, Outcome) and writes[path] != _unbroken(writes[path])
    ]
    # what the run did last is taken back first: a note is written where it lies by then
    backs = [*backs, *moves] if run.writes[0].record.to else [*moves, *backs]
    left = [back for path, back in backs if isinstance(back, Outcome) and is_seen(path)]
    left += [Outcome(path, False, "edited while that run went on; what stood there by then stays") for path in between]
    # what Obsidian itself reads may be in use, and its trash is no place for it
    hidden = [path for path, _ in backs if not is_seen(path)]
    if hidden:
        more = f", and {len(hidden) - 1} more" if len(hidden) > 1 else ""
        left.append(Outcome(hidden[0], False, f"a hidden file stays where it is{more}"))
    edits = [back for path, back in backs if isinstance(back, Edit | Removal | Move) and is_seen(path)]
    if moved and left:
        # a link that leads where a file no longer is helps nobody
        return Undo((), tuple(dict.fromkeys(left)))
    return Undo(tuple(edits), tuple(left))


def _unbroken(writes: Sequence[Kept]) -> Sequence[Kept]:
    """The writes of a note after which nobody else wrote to it until the run did. A kill may have come before a write
    that is recorded.
    """
    for index in range(len(writes) - 1, 0, -1):
        earlier, later = writes[index - 1].record, writes[index].record
        if later.before not in (earlier.before, earlier.after):
            return writes[index:]
    return writes


def _moved_back(root: Path, entry: Record, writes: Mapping[str, Sequence[Kept]], files: Files) -> Move | Outcome | None:
    """What takes a move back, after which the run may have written to the file; None where it lies where it was."""
    back = os.path.lexists(root / entry.path)
    try:
        found = digest(files.read(root / entry.to))
    except FileNotFoundError:
        return None if back else Outcome(entry.to, False, "gone since that run")
    except (OSError, ValueError) as error:
        return Outcome(entry.to, False, reason(error) if isinstance(error, OSError) else "no file can have this name")
    if back:
        return Outcome(entry.to, False, f'"{entry.path}" already exists')
    ours = {entry.after, *(each.record.after for each in writes.get(entry.to, ()))}
    return Move(entry.to, entry.path) if found in ours else Outcome(entry.to, False, "changed since that run")


def _back(root: Path, path: str, writes: Sequence[Kept], files: Files, at: str) -> Edit | Removal | Outcome | None:
    """What takes the writes of one note, oldest first, back; None where the note is as it was before already. The note
    lies `at` another path where it moved since.
    """
    try:
        now = files.read(root / at)
    except FileNotFoundError:
        now = None
    except OSError as error:
        return Outcome(path, False, reason(error))
    except ValueError:
        return Outcome(path, False, "no file can have this name")
    found = None if now is None else digest(now)
    first = writes[0].record
    if found == first.before:
        return None
    # a kill may have come between two writes
    if found not in {each.record.after for each in writes}:
        return Outcome(path, False, "gone since that run" if found is None else "changed since that run")
    if first.before is None:
        return Removal(path, found or "")
    try:
        before = writes[0].replaced(files)
    except OSError as error:
        return Outcome(path, False, f"what it had before cannot be read: {reason(error)}")
    if digest(before) != first.before:
        return Outcome(path, False, "what it had before is damaged in the journal")
    return replacement(path, now, before)
