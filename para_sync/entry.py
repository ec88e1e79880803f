"""Answers written into the properties of a note, one by one, whatever else is done to the note meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from para_sync import edit, property_text
from para_sync.change import Edit
from para_sync.edit import Outcome, replacement, splice
from para_sync.files import DISK, reason
from para_sync.stop import Stop
from para_sync.vault import note as notes
from para_sync.vault.note import Note

_TRIES = 3

# The edit that gives a property of a note a value, or a line more.
_Change = Callable[[Note, bytes, str, str], Edit | None]


class NotWritten(Stop):
    """An answer has no place in its note: why, and the answer again."""


def read(root: Path, path: str) -> tuple[Note, bytes]:
    """A note as it is now, and its bytes; raises `NotWritten` where it cannot be read."""
    try:
        content = DISK.read(root / path)
        content.decode()
    except OSError as error:
        raise NotWritten(f"{path}: {reason(error)}") from None
    except UnicodeDecodeError:
        raise NotWritten(f"{path}: is not UTF-8") from None
    return notes.parse(path, content), content


def write(
    root: Path,
    path: str,
    label: str,
    values: Mapping[str, str],
    new: tuple[Edit, ...] = (),
    lines: Iterable[tuple[str, str]] = (),
    run: str = "",
) -> list[Outcome]:
    """Give properties their values, written as YAML, add each of the `lines` to the list property that it is for, and
    make the `new` notes first, all of one `run` where it is named; what was written.

    An edit that slips in between is kept, and the answers are written into what it left. Raises `NotWritten`, also
    where a new note cannot be made: what would lead to it is not written then.
    """
    run = run or edit.new_run()
    done: list[Outcome] = []
    left: list[Outcome] = []
    for _ in range(_TRIES):
        if new:
            made = edit.apply(root, label, new, run=run)
            left = [each for each in made if each.reason and each.path in {one.path for one in new}]
            done += [each for each in made if each not in left]
            new = tuple(each for each in new if each.path in {one.path for one in left})
            if new:
                continue
        note, content = read(root, path)
        after = _with(note, content, values, lines)
        written = edit.apply(root, label, [replacement(path, content, after)], run=run)
        left = [each for each in written if each.path == path and each.reason]
        if not left:
            return [*done, *written]
    raise NotWritten(f"{left[0].path}: {left[0].reason}; not written: {_shown(values, lines)}")


def _with(note: Note, content: bytes, values: Mapping[str, str], lines: Iterable[tuple[str, str]]) -> bytes:
    steps: list[tuple[str, str, _Change]] = [(name, yaml, property_text.put) for name, yaml in values.items()]
    steps += [(name, line, property_text.append) for name, line in lines]
    for name, text, change in steps:
        edit = None if note.properties.fault else change(note, content, name, text)
        if edit is None:
            fault = note.properties.fault
            why = fault.message if fault else f'no place for "{name}" in the properties'
            raise NotWritten(f"{note.path}: {why}; not written: {_shown(values, lines)}")
        content = splice(content, [edit])
        note = notes.parse(note.path, content)
    return content


def _shown(values: Mapping[str, str], lines: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name}: {' '.join(text.split())}" for name, text in (*values.items(), *lines))
