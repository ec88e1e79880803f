"""A power cut at any moment leaves each note old or new, and what was said to be written stays (reliability.md P2, P3).

A command's calls are recorded, and from the record follows every state that the disk may be in if the machine dies
after a call. Bytes that were not synced are there in part, or not at all. A name that was not synced is there or not,
whichever others are: only what touched the same name, or a folder above it, came before it on every file system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import count, write
from seam import Later, Unsynced, seam
from small import COMMANDS, LOG, Course, files, notes, para_sync

from para_sync import edit

Names = dict[str, int]
State = frozenset[tuple[str, bytes | None]]


@dataclass(frozen=True)
class Step:
    """A change of names: what it does to them, and the names that it is about."""

    paths: tuple[str, ...]
    does: Callable[[Names], None]

    def needs(self, other: Step) -> bool:
        """Whether no disk shows this without another that came before."""
        return any(
            one == two or one.startswith(f"{two}/") or two.startswith(f"{one}/")
            for one in self.paths
            for two in other.paths
        )


@dataclass
class Disk:
    """What is on the disk for certain, and what may be; a folder is a name with the number 0."""

    names: Names
    bytes: dict[int, bytes]
    unsure: list[Step] = field(default_factory=list)
    torn: dict[int, bytes] = field(default_factory=dict)

    def sync(self, number: int) -> None:
        self.bytes[number] += self.torn.pop(number, b"")

    def sync_folder(self, folder: str) -> None:
        """What happened to a name in the folder is safe, and all that it needs."""
        safe: list[Step] = []
        for step in reversed(self.unsure):
            if any(path.rpartition("/")[0] == folder for path in step.paths) or any(each.needs(step) for each in safe):
                safe.append(step)
        for step in reversed(safe):
            step.does(self.names)
        self.unsure = [step for step in self.unsure if step not in safe]

    def states(self) -> Iterator[Names]:
        """The names after a power cut, for each set of steps that may have come to the disk."""
        yield from self._states(dict(self.names), self.unsure, [])

    def _states(self, names: Names, left: list[Step], lost: list[Step]) -> Iterator[Names]:
        if not left:
            yield names
            return
        step, *rest = left
        yield from self._states(names, rest, [*lost, step])
        if not any(step.needs(each) for each in lost):
            names = dict(names)
            step.does(names)
            yield from self._states(names, rest, lost)

    def half(self, number: int) -> bytes:
        """A file, where half of what is not synced came to the disk."""
        torn = self.torn.get(number, b"")
        return self.bytes[number] + torn[: len(torn) // 2]

    def contents(self, number: int) -> set[bytes]:
        """What a file may hold after a power cut."""
        safe, torn = self.bytes[number], self.torn.get(number, b"")
        return {safe, self.half(number), safe + torn}


class Recorder(Unsynced):
    """A disk that keeps account of what is safe on it; `check` comes after each change."""

    def __init__(self, folder: Path, check: Callable[[Disk], None]) -> None:
        contents = files(folder)
        folders = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()]
        numbers = {path: number for number, path in enumerate(contents, 1)}
        self.folder, self.check = folder, check
        self.disk = Disk({**numbers, **dict.fromkeys(folders, 0)}, {numbers[path]: contents[path] for path in contents})
        self.open: dict[int, int] = {}

    def create(self, path: Any, mode: int = 0o666) -> int:
        descriptor = super().create(path, mode)
        number = self.open[descriptor] = len(self.disk.bytes) + 1
        self.disk.bytes[number] = b""
        self._named((path,), lambda names, at: names.update({at: number}))
        return descriptor

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data)
        number = self.open[descriptor]
        self.disk.torn[number] = self.disk.torn.get(number, b"") + data
        self.check(self.disk)

    def sync(self, descriptor: int) -> None:
        self.disk.sync(self.open[descriptor])

    def sync_folder(self, folder: Any) -> None:
        self.disk.sync_folder(self._path(folder))

    def replace(self, source: Any, target: Any) -> None:
        super().replace(source, target)
        self._named((source, target), lambda names, one, two: names.update({two: names.pop(one)}))

    def swap(self, one: Any, other: Any) -> None:
        super().swap(one, other)
        self._named((one, other), lambda names, one, two: names.update({one: names[two], two: names[one]}))

    def move(self, source: Any, target: Any) -> None:
        super().move(source, target)
        self._named((source, target), lambda names, one, two: names.update({two: names.pop(one)}))

    def link(self, source: Any, target: Any) -> None:
        super().link(source, target)
        self._named((source, target), lambda names, one, two: names.update({two: names[one]}))

    def unlink(self, path: Any) -> None:
        super().unlink(path)
        self._named((path,), lambda names, at: names.pop(at))

    def mkdir(self, folder: Any, mode: int = 0o777) -> None:
        super().mkdir(folder, mode)
        self._named((folder,), lambda names, at: names.update({at: 0}))

    def rmdir(self, folder: Any) -> None:
        super().rmdir(folder)
        self._named((folder,), lambda names, at: names.pop(at))

    def _path(self, path: Any) -> str:
        return Path(path).relative_to(self.folder).as_posix()

    def _named(self, paths: tuple[Any, ...], does: Callable[..., object]) -> None:
        at = tuple(map(self._path, paths))
        if at[0].split("/")[0] == "cache":  # of no matter to a note, and gone with the folder at any time
            does(self.disk.names, *at)
            return
        self.disk.unsure.append(Step(at, lambda names: does(names, *at)))
        self.check(self.disk)


# So many names may wait to be synced: each doubles the states.
MOST_UNSURE = 20


class Cuts:
    """The power is cut after every change of a command; each state of the disk is looked at, and kept in `states` with
    what is torn cut in half.
    """

    def __init__(self, folder: Path, name: str, recorder: type[Recorder] = Recorder) -> None:
        with seam(Unsynced()):
            self.course = Course(folder, name)
        self.folder = folder
        self.states: dict[State, None] = {}
        files = recorder(folder, self.check)
        with seam(files):
            para_sync(self.course.root, *self.course.words)
        # what is certain at the end is what was said to be done
        self.certain = {path: files.disk.bytes[number] for path, number in self._notes(files.disk.names)}

    def check(self, disk: Disk) -> None:
        assert len(disk.unsure) <= MOST_UNSURE, "names are left to chance"
        for names in disk.states():
            self.states.setdefault(
                frozenset((path, disk.half(number) if number else None) for path, number in names.items())
            )
            there = dict(self._notes(names))
            for path in {*there, *self.course.seen}:
                may = self.course.seen.get(path, set())
                assert (disk.contents(there[path]) if path in there else {None}) <= may, path
            self._keeps(disk, names, there)

    def _keeps(self, disk: Disk, names: Names, there: dict[str, int]) -> None:
        """What a note had before, and has no longer, is in the journal or in the staging folder, whole."""
        kept = {number for path, number in names.items() if "/journal/" in path or "/.para-sync/" in path}
        whole = b"\0".join(b"".join(disk.contents(number)) for number in kept if len(disk.contents(number)) == 1)
        for path, content in self.course.first.items():
            if path not in there or disk.bytes[there[path]] != content:
                assert content in whole or content in map(disk.bytes.get, there.values()), path

    def goes_on(self, state: State) -> None:
        """From this state of the disk the next run comes to the same end."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        for path, content in state:
            if content is None:
                (self.folder / path).mkdir(parents=True, exist_ok=True)
        write(self.folder, {path: content for path, content in state if content is not None})
        result = para_sync(self.course.root, *self.course.next)
        assert result.exit_code == 0, result.output
        assert notes(self.course.root) in self.course.finals
        finished = [*edit.settle(self.course.root), *edit.settle(self.course.root, Later())]
        assert [each for each in finished if each.reason] == []
        assert {each.name for each in self.course.root.glob(".para-sync/*")} <= {".gitignore"}

    def _notes(self, names: Names) -> Iterator[tuple[str, int]]:
        for path, number in names.items():
            if number and path.startswith("vault/") and not path.startswith("vault/.para-sync/"):
                yield path.removeprefix("vault/"), number


@pytest.mark.nightly
@pytest.mark.parametrize("name", COMMANDS)
def test_a_power_cut_at_any_moment_leaves_every_note_old_or_new_and_keeps_what_was_said(
    tmp_path: Path, name: str
) -> None:
    cuts = Cuts(tmp_path, name)
    assert cuts.certain == cuts.course.final
    assert len(cuts.states) > 20
    with seam(Unsynced()):
        for state in list(cuts.states)[:: 1 if count(10) == 10 else len(cuts.states) // 4]:
            cuts.goes_on(state)


class Forgetful(Recorder):
    """A disk on which bytes are not synced."""

    def sync(self, descriptor: int) -> None:
        pass


class Nameless(Recorder):
    """A disk on which names are not synced."""

    def sync_folder(self, folder: Any) -> None:
        pass


def test_bytes_that_are_not_synced_are_seen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=LOG):
        Cuts(tmp_path, "sync", Forgetful)


def test_names_that_are_not_synced_are_seen(tmp_path: Path) -> None:
    cuts = Cuts(tmp_path, "sync", Nameless)
    assert cuts.certain == cuts.course.first != cuts.course.final
