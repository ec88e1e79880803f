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
from conftest import count
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from seam import CALLS, Killed

from para_sync import edit
from para_sync.change import Edit
from para_sync.edit import Removal, apply, digest, replacement
from para_sync.files import Files

NOTE = "Boat.md"
TABLE = b"table "


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
        self._lets_go()
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
        self._lets_go()
        draft.replace(self.note)

    def _lets_go(self) -> None:
        """Whoever takes a file away themselves does not write to it any more."""
        if self.opened is not None and self.note.exists() and os.path.samestat(os.fstat(self.opened), self.note.stat()):
            self.closes()

    def _now(self) -> bytes:
        now = self.note.read_bytes() if self.note.exists() else b""
        self.seen.append(now)
        return now

    def _word(self) -> bytes:
        return b"word%d\n" % next(self._numbers)

    def _wrote(self, replaced: bytes, text: bytes) -> None:
        self.owed = (self.owed - words(replaced)) | words(text)


def words(text: bytes) -> set[bytes]:
    """The user's words of a text, a line each."""
    return {line for line in text.split(b"\n") if line.startswith(b"word")}


def read(note: Path) -> bytes | None:
    return note.read_bytes() if note.exists() else None


def keeps_table(before: bytes | None, number: int) -> Edit:
    """What the program does: its own line stands first, and all else stays."""
    text = before or b""
    rest = text.partition(b"\n")[2] if text.startswith(TABLE) else text
    return replacement(NOTE, before, b"%s%d\n%s" % (TABLE, number, rest))


def takes_away(before: bytes) -> Removal:
    return Removal(NOTE, digest(before))


def held(root: Path) -> list[Path]:
    folder = root / ".para-sync"
    return [path for path in folder.iterdir() if path.name != ".gitignore"] if folder.exists() else []


def kept(root: Path) -> set[bytes]:
    """The words in the note, in conflict copies, in the trash, and in what was swapped out a moment ago."""
    files = [*root.glob("*.md"), *root.glob(".trash/*.md"), *held(root)]
    return set().union(*(words(path.read_bytes()) for path in files))


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
            assert held(self.root) == []
            self.nothing_is_lost()

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        self.user.acts()[data.draw(st.sampled_from(self.acts))]()

    @rule(data=st.data(), dies=st.integers(0, 60), takes=st.integers(0, 9))
    def write(self, data: st.DataObject, dies: int, takes: int) -> None:
        plan = st.dictionaries(st.integers(1, 60), st.sampled_from(self.acts), max_size=3)
        acts = {call: self.user.acts()[name] for call, name in data.draw(plan).items()}
        before = read(self.root / NOTE)
        change = takes_away(before) if before and not takes else keeps_table(before, next(self.lines))
        with suppress(Killed):
            # half of the runs live, or hardly any would come to the end
            apply(self.root, "r", [change], Raced(acts, 0 if dies % 2 else dies, self.swaps))

    @rule(dies=st.integers(0, 20))
    def later(self, dies: int) -> None:
        """A minute is over."""
        self.user.closes()
        with suppress(Killed):
            edit.settle(self.root, Raced({}, dies, self.swaps, 61))

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "user"):
            assert self.user.owed <= kept(self.root)


class LinkedRace(Race):
    """The same where names cannot be swapped: there a user who saves by renaming may lose to the rename."""

    swaps = False
    acts = ("in_place", "back_in_place", "opens", "appends", "empties")


@pytest.mark.nightly
@pytest.mark.parametrize("race", [Race, LinkedRace])
def test_no_word_is_lost_whoever_writes_when(tmp_path: Path, race: type[Race]) -> None:
    race.folder = tmp_path
    run_state_machine_as_test(
        race, settings=settings(max_examples=count(1000), stateful_step_count=30 if count(10) == 10 else 15)
    )


PAIRS = [(one, other) for one in ("in_place", "by_rename", "removes") for other in ("in_place", "by_rename", "removes")]


@pytest.mark.nightly
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
@pytest.mark.parametrize("removed", [False, True])
def test_two_edits_at_any_two_calls_lose_no_word(tmp_path: Path, pair: tuple[str, str], removed: bool) -> None:
    calls = calls_of(tmp_path / "count", {}, removed)
    # earlier edits are seen at the second look; with `-m nightly` they come as well
    first = 1 if count(10) == 10 else calls - 12
    for number, (one, other) in enumerate(itertools.combinations(range(first, calls + 3), 2)):
        root = tmp_path / str(number)
        calls_of(root, {one: pair[0], other: pair[1]}, removed)


def calls_of(root: Path, plan: dict[int, str], removed: bool) -> int:
    """How many calls one write makes while the user does so; no word is lost by it."""
    root.mkdir()
    user = User(root / NOTE)
    user.in_place()
    before = user.note.read_bytes()
    files = Raced({call: user.acts()[name] for call, name in plan.items()})
    apply(root, "r", [takes_away(before) if removed else keeps_table(before, 0)], files)
    assert user.owed <= kept(root)
    edit.settle(root, Raced({}, seconds=61))
    assert user.owed <= kept(root)
    assert held(root) == []
    return files.call


@pytest.mark.parametrize("swaps", [True, False])
def test_an_editor_that_saves_the_same_text_twice_and_goes_on_loses_no_word(tmp_path: Path, swaps: bool) -> None:
    """The first save is swapped out and the note has the same by then: it must be kept all the same."""
    last = saves_twice(tmp_path / "count", (0, 0), swaps)
    for number, calls in enumerate(itertools.combinations(range(last - 13, last + 1), 2)):
        saves_twice(tmp_path / str(number), calls, swaps)


def saves_twice(root: Path, calls: tuple[int, int], swaps: bool) -> int:
    """How many calls one write makes while an editor saves at these; it has the note open, and writes to it later."""
    root.mkdir()
    user = User(root / NOTE)
    user.in_place()
    user.opens()
    files = Raced(dict.fromkeys(calls, lambda: user._over(b"word again\n")), swaps=swaps)
    apply(root, "r", [keeps_table(read(root / NOTE), 0)], files)
    user.appends()
    assert user.owed <= kept(root)
    user.closes()
    edit.settle(root, Raced({}, seconds=61))
    assert user.owed <= kept(root)
    assert held(root) == []
    return files.call


# Writes a word a time, and prints at the end those that it did not itself replace.
SAVES = """
import os, random, sys, time
from para_sync.exchange import swap
note, how, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
owed = set()
for each in range(number):
    word = f"word{each}"
    if how == "in place":
        with open(note, "r+") as file:
            text = file.read() + word + chr(10)
            file.seek(0)
            file.truncate()
            time.sleep(random.random() / 500)
            file.write(text)
    else:
        with open(note) as file, open(note + "~", "w") as draft:
            text = file.read() + word + chr(10)
            draft.write(text)
        swap(note + "~", note)  # a rename, that shows what it replaced
        with open(note + "~") as file:
            owed -= set(file.read().split(chr(10))) - set(text.split(chr(10)))
        os.unlink(note + "~")
    owed.add(word)
    time.sleep(random.random() / 200)
print(*owed)
"""


@pytest.mark.nightly
@pytest.mark.parametrize("how", ["in place", "by rename"])
def test_a_process_that_saves_while_another_writes_loses_no_word(tmp_path: Path, how: str) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (root / NOTE).touch()
    number = str(count(800))
    with subprocess.Popen([sys.executable, "-c", SAVES, root / NOTE, how, number], stdout=subprocess.PIPE) as other:
        for line in itertools.count():
            apply(root, "r", [keeps_table(read(root / NOTE), line)])
            if other.poll() is not None:
                break
        owed = set(other.communicate()[0].split())
    edit.settle(root, Raced({}, seconds=61))
    assert (other.returncode, held(root)) == (0, [])
    assert len(owed) > 0
    assert owed <= kept(root)
