"""Planned changes to notes, and the only code that writes users' files.

At every instant a note holds its old or its new bytes. A note that changed since it was read is left alone. What is
replaced is kept in the journal before the note changes, and what came out of the note is looked at again afterwards
(reliability.md 5.1): an edit that slips in between stays, in the note or in a conflict copy.
"""

import os
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from para_sync import held as leftovers
from para_sync import intent
from para_sync.change import Edit
from para_sync.files import DISK, Files, digest, reason
from para_sync.held import Conflict
from para_sync.intent import Intent, Move
from para_sync.journal import MACHINE, Locked, Record, locked, record, records, state, sweep
from para_sync.staging import STAGING, Left, Staging
from para_sync.stop import Stop

__all__ = [
    "Locked", "Move", "Outcome", "Removal", "apply", "digest", "held", "replacement", "settle", "splice",
    "unfinished",
]  # fmt: skip

CHANGED = "changed since it was read"

TRASH = ".trash"

_NEVER = frozenset({".git", TRASH, STAGING})


class Removal(NamedTuple):
    """Move the note whose digest is `expects`, unchanged, into the vault's `.trash`, as Obsidian does."""

    path: str
    expects: str


class Outcome(NamedTuple):
    """Whether a note was written; a reason says what was left undone, and none that it was already so."""

    path: str
    written: bool
    reason: str = ""


class Stale(Stop, ValueError):
    """An edit was made for other bytes than those it is put to; its offsets mean nothing there."""


class _Refused(Exception):
    """A note is left alone, for this reason."""


class _Found(NamedTuple):
    """A note as it was seen: whatever of this differs at a second look, someone else wrote it."""

    data: bytes
    mode: int
    inode: int


def splice(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The note after its edits; every byte outside them is copied from `data`, in order.

    Raises `Stale` for an edit that was made for other bytes, ValueError for edits that overlap or leave the note.
    """
    edits = tuple(edits)
    made_for = {each.expects for each in edits} - {None}
    if made_for - {digest(data)}:
        raise Stale(f"{edits[0].path}: {CHANGED}")
    pieces: list[bytes] = []
    kept = 0
    for each in sorted(edits, key=lambda each: (each.start, each.end)):
        if not kept <= each.start <= each.end <= len(data):
            raise ValueError(f'edits overlap or leave the note "{each.path}" at byte {each.start}')
        pieces += data[kept : each.start], each.bytes
        kept = each.end
    return b"".join([*pieces, data[kept:]])


def replacement(path: str, before: bytes | None, after: bytes) -> Edit:
    """The smallest single edit that leads from one content to the other."""
    if before is None:
        return Edit(path, None, 0, 0, after)
    start = _common(before, after)
    tail = _common(before[start:][::-1], after[start:][::-1])
    return Edit(path, digest(before), start, len(before) - tail, after[start : len(after) - tail])


def _common(one: bytes, other: bytes) -> int:
    """How many bytes at the beginning are equal; by halves, since comparing slices is fast and bytes are many."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def apply(
    root: Path,
    label: str,
    edits: Iterable[Edit | Removal | Move],
    files: Files = DISK,
    *,
    hidden: bool = False,
    run: str = "",
) -> list[Outcome]:
    """Write the edits of each note at once, notes in the order given: one run, called `label` in the history, or a
    part of the `run` that `new_run` named.

    `hidden` allows new files in dot-folders, and files whose own name starts with a dot. What earlier runs left is
    settled and finished first, and told of as well. A run with moves is done whole or, where a file cannot be moved,
    not begun; its edits come all before its moves, or all after.
    """
    steps = list(edits)
    with locked(root, files) as machine:
        staging = Staging(root, machine, files)
        outcomes = [_kept(each) for each in leftovers.settle(staging)]
        cut_short = intent.read(root, files)
        if cut_short:
            finishing = _Writer(root, cut_short.run, cut_short.label, staging, False, files)
            outcomes += finishing.finish(cut_short.steps, _written(root, cut_short, files))
        writer = _Writer(root, run or new_run(), label, staging, hidden, files)
        outcomes += writer.move_all(steps) if any(isinstance(each, Move) for each in steps) else writer.write_all(steps)
        sweep(root, files)
    return outcomes


def new_run() -> str:
    """The id of a run that writes more than once."""
    return os.urandom(3).hex()


def unfinished(root: Path) -> str:
    """The label of a run that was cut short between its links and its moves; "" where none was."""
    found = intent.read(root)
    return found.label if found else ""


def held(root: Path) -> bool:
    """Whether this machine left anything that is to be settled or finished, now or later."""
    try:
        ours = f"{DISK.read(state(root) / MACHINE).decode()}-"
        return bool(unfinished(root)) or any(name.startswith(ours) for name in os.listdir(root / STAGING))
    except (OSError, UnicodeDecodeError):
        return False


def settle(root: Path, files: Files = DISK) -> list[Outcome]:
    """Look once more at what earlier writes replaced; an outcome for each text that somebody wrote meanwhile."""
    return apply(root, "settle", (), files)


def _written(root: Path, cut_short: Intent, files: Files) -> frozenset[tuple[str, str]]:
    """The notes that a run wrote before it was cut short, by path and digest, as far as the journal can be read."""
    found: list[Record] = []
    with suppress(OSError):
        found += (each.record for each in records(root, files) if each.record.run == cut_short.run)
    return frozenset((each.path, each.after) for each in found if each.after and not each.to)


def _kept(conflict: Conflict) -> Outcome:
    return Outcome(conflict.path, False, f'another edit came while it was written; it is kept in "{conflict.copy}"')


@dataclass(frozen=True, slots=True)
class _Writer:
    root: Path
    run: str
    label: str
    staging: Staging
    hidden: bool
    files: Files

    def write_all(self, edits: Iterable[Edit | Removal | Move]) -> Iterator[Outcome]:
        """Each note written, in the order in which they are first named."""
        notes: dict[str, list[Edit | Removal]] = {}
        for each in edits:
            if not isinstance(each, Move):
                notes.setdefault(each.path, []).append(each)
        return (self.write(path, group) for path, group in notes.items())

    def move_all(self, steps: Sequence[Edit | Removal | Move]) -> Iterator[Outcome]:
        """Links and files, together: nothing at all where a file cannot be moved."""
        refused = [each for step in steps if isinstance(step, Move) and (each := self._obstacle(step))]
        if refused:
            yield from refused
            return
        kept = tuple(each for each in steps if not isinstance(each, Removal))
        try:
            intent.keep(self.root, Intent(self.run, self.label, kept), self.files)
        except OSError as error:
            yield Outcome(kept[0].path, False, f"cannot keep what is to be done: {reason(error)}")
            return
        yield from self.finish(kept)

    def finish(self, steps: Sequence[Edit | Move], done: Collection[tuple[str, str]] = ()) -> Iterator[Outcome]:
        """What is not done yet of a run with moves, `done` being its notes as they were written, by path and digest.
        Then it is over: what could not be done was told of.
        """
        moves = {each.path: each.to for each in steps if isinstance(each, Move)}
        first = bool(steps) and isinstance(steps[0], Move)
        if first:
            yield from map(self.move, moves, moves.values())
        yield from self.write_all([each for each in steps if not self._is_done(each, moves, done)])
        if not first:
            yield from map(self.move, moves, moves.values())
        intent.drop(self.root, self.files)

    def _is_done(self, step: Edit | Move, moves: Mapping[str, str], done: Collection[tuple[str, str]]) -> bool:
        """Whether a note was written already; the moves begin when all notes are, so one that moved on was."""
        to = moves.get(step.path, "")
        if to and not os.path.lexists(self.root / step.path) and os.path.lexists(self.root / to):
            return True
        return bool(done) and (step.path, self._digest(self.root / step.path)) in done

    def _obstacle(self, step: Move) -> Outcome | None:
        """Why a file cannot be moved; None where it can."""
        try:
            _inside(step.path, False, False)
            _inside(step.to, False, True)
            if self._look(self._on_disk(step.path)) is None:
                return Outcome(step.path, False, "gone since it was read")
            if self._look(self._on_disk(step.to)) is not None:
                return Outcome(step.path, False, f'"{step.to}" already exists')
        except (_Refused, ValueError) as error:
            return Outcome(step.path, False, str(error))
        except OSError as error:
            return Outcome(step.path, False, reason(error))
        return None

    def move(self, path: str, to: str) -> Outcome:
        """One file moved, or left alone with a reason; nothing where it was moved before."""
        try:
            spelt = self._on_disk(path)
            found = self._look(spelt)
            if found is None:
                return Outcome(path, False, "" if os.path.lexists(self.root / to) else "gone since it was read")
            self._move(spelt, to, digest(found.data))
        except FileExistsError:
            return Outcome(path, False, f'"{to}" already exists')
        except _Refused as error:
            return Outcome(path, False, str(error))
        except OSError as error:
            return Outcome(path, False, reason(error))
        return self._synced(path, (self.root / to).parent, *self._emptied((self.root / spelt).parent))

    def _move(self, path: str, to: str, found: str) -> None:
        entry = Record(self.run, self.label, self.files.now(), path, found, found, (), to)
        kept = record(self.root, entry, b"", os.urandom(4).hex(), self.files)
        try:
            self.files.mkdirs((self.root / to).parent)
            self.files.move(self.root / path, self.root / to)
        except OSError:
            with suppress(OSError):
                self.files.unlink(kept)
            raise

    def _emptied(self, folder: Path) -> list[Path]:
        """The nearest folder that is left when those that a move emptied are gone; one at the vault's root stays."""
        with suppress(OSError):
            while folder != self.root and folder.parent != self.root:
                self.files.rmdir(folder)
                folder = folder.parent
        return [folder]

    def write(self, path: str, edits: Sequence[Edit | Removal]) -> Outcome:
        """One note written, or left alone with a reason; never an exception for what lies on the disk."""
        try:
            made = [each for each in edits if isinstance(each, Edit)]
            _inside(path, self.hidden, bool(made) and made[0].expects is None)
            spelt = self._on_disk(path)
            found = self._look(spelt)
            if len(made) < len(edits):
                return self._remove(spelt, edits, found)
            after = _after(found, made)
            if found and found.data == after:
                return Outcome(path, False)
            self._replace(spelt, made, found, after)
        except FileExistsError:
            return Outcome(path, False, "already exists")
        except Stale:
            return Outcome(path, False, CHANGED)
        except OSError as error:
            return Outcome(path, False, reason(error))
        except UnicodeEncodeError:
            return Outcome(path, False, "no file can have this name")
        except (_Refused, ValueError) as error:
            return Outcome(path, False, str(error))
        return self._synced(path, (self.root / spelt).parent, self.staging.folder)

    def _synced(self, path: str, *folders: Path) -> Outcome:
        try:
            for folder in folders:
                self.files.sync_folder(folder)
        except OSError as error:
            return Outcome(path, True, f"written, but a power cut may undo it: {reason(error)}")
        return Outcome(path, True)

    def _on_disk(self, path: str) -> str:
        """The path as the disk spells it: a copy from macOS may have its letters in another Unicode form."""
        folder, spelt = self.root, []
        for part in path.split("/"):
            name = part
            if not part.isascii() and not os.path.lexists(folder / part):
                names = [entry.name for entry in self.files.entries(folder)] if folder.is_dir() else []
                name = next((each for each in names if unicodedata.normalize("NFC", each) == part), part)
            spelt.append(name)
            folder /= name
        return "/".join(spelt)

    def _look(self, path: str) -> _Found | None:
        """The note as it is now, or None; refuses whatever is no plain note of this vault."""
        place = self.root
        found = None
        parts = path.split("/")
        for part in parts:
            if found and not stat.S_ISDIR(found.st_mode):
                raise _Refused(f'"{place.name}" is not a folder')
            place /= part
            try:
                found = self.files.lstat(place)
            except FileNotFoundError:
                return None
            if stat.S_ISLNK(found.st_mode):
                raise _Refused(f'"{part}" is a symlink')
        assert found
        if not stat.S_ISREG(found.st_mode):
            raise _Refused("not a plain file")
        if found.st_nlink > 1:
            raise _Refused(f"has {found.st_nlink} hard links")
        return _Found(self.files.read(place), stat.S_IMODE(found.st_mode), found.st_ino)

    def _look_again(self, path: str, found: _Found | None) -> None:
        """Refuse when anyone touched the note since the first look; what is left open is the rename alone."""
        if not found:
            self.files.mkdirs((self.root / path).parent)
        if self._look(path) != found:
            raise _Refused(CHANGED if found else "already exists")

    def _replace(self, path: str, edits: Sequence[Edit], found: _Found | None, after: bytes) -> None:
        if found and not found.mode & 0o222:
            # a rename would get around what its owner forbade
            raise _Refused("is read-only")
        data = found.data if found else b""
        before = digest(data) if found else None
        spans = tuple((each.start, each.end, len(each.bytes)) for each in edits)
        entry = Record(self.run, self.label, self.files.now(), path, before, digest(after), spans)
        mark = os.urandom(4).hex()
        staged = self._staged(entry, mark, after, found and self.root / path, found)
        try:
            kept = record(self.root, entry, data, mark, self.files)
            try:
                self._look_again(path, found)
            except (_Refused, OSError):
                self.files.unlink(kept)
                raise
            if found is None:
                self.staging.make(staged, self.root / path)
                return
            swapped = self.staging.place(staged, self.root / path)
        except (_Refused, OSError):
            with suppress(OSError):
                self.files.unlink(staged)
            raise
        if swapped:
            self._look_after(path, Left(staged, mark, frozenset({before or "", entry.after or ""})), entry)

    def _staged(self, entry: Record, mark: str, after: bytes, like: Path | None, found: _Found | None) -> Path:
        digests = entry.before, digest(after)
        try:
            return self.staging.stage(after, mark, digests, like, found.mode if found else None)
        except NotADirectoryError:
            raise _Refused(f'"{STAGING}" is a symlink') from None

    def _look_after(self, path: str, out: Left, entry: Record) -> None:
        """Look at what came out; where somebody wrote to the note since the last look, theirs is the note again."""
        found = self._digest(out.file)
        if found == entry.before or (not found and stat.S_ISREG(self.files.lstat(out.file).st_mode)):
            return  # what cannot be read now is looked at again when it is settled
        with suppress(OSError):
            self.files.swap(self.root / path, out.file)
            found = self._digest(out.file)
        if found != entry.after:
            with suppress(OSError):
                conflict = leftovers.keep(out, found, self.staging)
                raise _Refused(_kept(conflict).reason if conflict else CHANGED)
        raise _Refused(CHANGED)

    def _digest(self, file: Path) -> str:
        try:
            return digest(self.files.read(file))
        except OSError:
            return ""

    def _remove(self, path: str, edits: Sequence[Edit | Removal], found: _Found | None) -> Outcome:
        """Move a note to the trash, and look there at what was moved."""
        (expects,) = {each.expects for each in edits}
        for folder in Path(TRASH, path).parents[:-1]:
            if os.path.islink(self.root / folder):
                raise _Refused(f'"{folder.name}" is a symlink')
        if found is None:
            raise _Refused("gone since it was read")
        if digest(found.data) != expects:
            raise _Refused(CHANGED)
        entry = Record(self.run, self.label, self.files.now(), path, expects, None, ())
        kept = record(self.root, entry, found.data, os.urandom(4).hex(), self.files)
        try:
            target = self._moved(path)
            if self._digest(target) != expects:
                self._take_back(path, target)
                raise _Refused(CHANGED)
        except (_Refused, OSError):
            with suppress(OSError):
                self.files.unlink(kept)
            raise
        return self._synced(path, (self.root / path).parent, target.parent)

    def _take_back(self, path: str, target: Path) -> None:
        try:
            self.files.move(target, self.root / path)
        except OSError:
            where = target.relative_to(self.root).as_posix()
            raise _Refused(f'{CHANGED}; what it was then is in "{where}"') from None

    def _moved(self, path: str) -> Path:
        """Where in the trash the note lies now: under its own path, or with a number where that is taken."""
        stem, suffix = os.path.splitext(path)
        number = 1
        while True:
            target = self.root / TRASH / (path if number == 1 else f"{stem} {number}{suffix}")
            try:
                self.files.mkdirs(target.parent)
                self.files.move(self.root / path, target)
            except FileExistsError:
                number += 1
                continue
            return target


def _inside(path: str, hidden: bool, new: bool) -> None:
    """Refuse, by its letters alone, a path that leaves the vault or leads where only others write."""
    parts = path.split("/")
    if "\0" in path or any(part in {"", ".", ".."} for part in parts) or (os.sep != "/" and set(path) & {os.sep, ":"}):
        raise _Refused("leaves the vault")
    for place, part in enumerate(parts, 1):
        allowed = hidden and (new or place == len(parts))
        # HFS+ and NTFS read ".Git" and ".git. " as ".git"
        if part.startswith(".") and not (allowed and part.casefold().rstrip(". ") not in _NEVER):
            raise _Refused(f'"{part}" is hidden')


def _after(found: _Found | None, edits: Sequence[Edit]) -> bytes:
    """The wanted content; refuses edits that were made for another one."""
    expected = {each.expects for each in edits}
    if None in expected:
        if len(edits) > 1:
            raise ValueError("made twice in one run")
        after = splice(b"", edits)
        if found and found.data != after:
            raise _Refused("already exists")
        return after
    if not found:
        raise _Refused("gone since it was read")
    return splice(found.data, edits)
