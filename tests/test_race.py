"""No word is lost when somebody writes to a note while `edit` does (reliability.md P4): laws over every moment, and two
real processes that write to one note as fast as they can.
"""

import errno
import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conftest import count
from para_sync import edit
from para_sync.edit import apply, replacement
from para_sync.files import Files

NOTE = "Boat.md"
TABLE = b"table "
CALLS = {
    "entries", "read", "lstat", "create", "write", "sync", "close", "sync_folder",
    "replace", "swap", "move", "link", "unlink", "mkdir", "chmod", "copy_attributes",
}  # fmt: skip


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Raced(Files):
    """A disk where others act before the calls with these numbers, and where the process may die at one."""

    def __init__(
        self, acts: dict[int, Callable[[], None]], dies: int = 0, swaps: bool = True, seconds: float = 0
    ) -> None:
        self.acts, self.dies, self.swaps, self.seconds, self.call = acts, dies, swaps, seconds, 0

    def __getattribute__(self, name: str) -> Any:
        if name in CALLS:
            self.call += 1
            if self.dies and self.call >= self.dies and name != "close":
                raise Killed
            if self.call in self.acts:
                self.acts[self.call]()
        return super().__getattribute__(name)

    def sync(self, descriptor: int) -> None:
        """No power cut comes here, and this is what takes long."""

    def sync_folder(self, folder: Any) -> None:
        """As `sync`."""

    def swap(self, one: Any, other: Any) -> None:
        if not self.swaps:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
        super().swap(one, other)

    def now(self) -> float:
        return super().now() + self.seconds


class User:
    """Whoever else writes to the note. `owed` are the words that they wrote and did not themselves replace."""

    def __init__(self, note: Path) -> None:
        self.note = note
        self.owed: set[bytes] = set()
        self.opened: int | None = None
        self.seen = [b""]
        self._numbers = itertools.count()

    def acts(self) -> dict[str, Callable[[], None]]:
        inside = [self.in_place, self.back_in_place, self.opens, self.appends, self.empties]
        around = [self.by_rename, self.back_by_rename, self.removes, self.moves_away]
        return {each.__name__: each for each in inside + around}

    def in_place(self) -> None:
        self._over(self._now() + self._word())

    def back_in_place(self) -> None:
        """Type what the note was some time ago."""
        self._over(self.seen[len(self.seen) // 2])

    def by_rename(self) -> None:
        self._rename(self._now() + self._word())

    def back_by_rename(self) -> None:
        self._rename(self.seen[len(self.seen) // 2])

    def removes(self) -> None:
        self._wrote(self._now(), b"")
        self.note.unlink(missing_ok=True)

    def moves_away(self) -> None:
        with suppress(FileNotFoundError):
            self.note.rename(self.note.with_name(f"Moved {next(self._numbers)}.md"))

    def opens(self) -> None:
        """Open the note as an editor does that writes to it again later."""
        self.closes()
        with suppress(FileNotFoundError):
            self.opened = os.open(self.note, os.O_RDWR | os.O_APPEND)

    def appends(self) -> None:
        if self.opened is not None:
            word = self._word()
            os.write(self.opened, word)
            self._wrote(b"", word)

    def empties(self) -> None:
        """The first half of a save: the words follow at the next `appends`."""
        if self.opened is not None:
            self._wrote(os.pread(self.opened, 1_000_000, 0), b"")
            os.truncate(self.opened, 0)

    def closes(self) -> None:
        if self.opened is not None:
            os.close(self.opened)
            self.opened = None

    def _over(self, text: bytes) -> None:
        self._wrote(self._now(), text)
        self.note.write_bytes(text)

    def _rename(self, text: bytes) -> None:
        draft = self.note.with_name(".draft")
        draft.write_bytes(text)
        self._wrote(self._now(), text)
        draft.replace(self.note)

    def _now(self) -> bytes:
        now = self.note.read_bytes() if self.note.exists() else b""
        self.seen.append(now)
        return now

    def _word(self) -> bytes:
        return b"word%d\n" % next(self._numbers)

    def _wrote(self, replaced: bytes, text: bytes) -> None:
        self.owed = (self.owed - words(replaced)) | words(text)


def words(text: bytes) -> set[bytes]:
    """The user's words of a text: its whole lines, but for our own."""
    return {line for line in text.split(b"\n") if line and not line.startswith(TABLE)}


class Race(RuleBasedStateMachine):
    """A user and a program that keeps the first line of a note; the user acts at any call, and the program dies at any.

    An open file is closed before a minute is over: what is written to it later is lost (reliability.md 5.1, step 6).
    """

    folder: Path
    swaps = True
    acts = tuple(User(Path()).acts())
    examples = itertools.count()

    @initialize()
    def begin(self) -> None:
        self.root = self.folder / str(next(self.examples))
        self.root.mkdir()
        self.user = User(self.root / NOTE)
        self.user.in_place()
        self.lines = itertools.count()

    def teardown(self) -> None:
        if hasattr(self, "user"):
            self.later(0)
            assert not self.held()
            self.nothing_is_lost()

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        self.user.acts()[data.draw(st.sampled_from(self.acts))]()

    @rule(data=st.data(), dies=st.integers(0, 60))
    def write(self, data: st.DataObject, dies: int) -> None:
        plan = st.dictionaries(st.integers(1, 60), st.sampled_from(self.acts), max_size=3)
        acts = {call: self.user.acts()[name] for call, name in data.draw(plan).items()}
        # half of the runs live, or hardly any would come to the end
        files = Raced(acts, 0 if dies % 2 else dies, self.swaps)
        before = self.root.joinpath(NOTE).read_bytes() if self.root.joinpath(NOTE).exists() else None
        rest = (before or b"").split(b"\n", 1)[-1] if (before or b"").startswith(TABLE) else before or b""
        with suppress(Killed):
            apply(self.root, "r", [replacement(NOTE, before, b"%s%d\n%s" % (TABLE, next(self.lines), rest))], files)

    @rule(dies=st.integers(0, 20))
    def later(self, dies: int) -> None:
        """A minute is over."""
        self.user.closes()
        with suppress(Killed):
            edit.settle(self.root, Raced({}, dies, self.swaps, 61))

    def held(self) -> list[Path]:
        folder = self.root / ".para-sync"
        return [path for path in folder.iterdir() if path.name != ".gitignore"] if folder.exists() else []

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "user"):
            kept = [*self.root.glob("*.md"), *self.held()]
            assert self.user.owed <= set().union(*(words(path.read_bytes()) for path in kept))


class LinkedRace(Race):
    """The same where names cannot be swapped: there a user who saves by renaming may lose to the rename."""

    swaps = False
    acts = ("in_place", "back_in_place", "opens", "appends", "empties")


@pytest.mark.nightly
@pytest.mark.parametrize("race", [Race, LinkedRace])
def test_no_word_is_lost_whoever_writes_when(tmp_path: Path, race: type[Race]) -> None:
    race.folder = tmp_path
    run_state_machine_as_test(race, settings=settings(max_examples=count(1000), stateful_step_count=30))
