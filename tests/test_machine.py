"""A user, a watcher, commands and crashes, in any order and at any call: no word that the user wrote is lost, and what
the program keeps comes to rest (reliability.md P4, P7).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from conftest import count, write
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from seam import Killed
from test_race import Raced, User, held, words

from para_sync import edit, history, intent, journal, moving, sync
from para_sync.change import Edit
from para_sync.files import DISK, Files
from para_sync.history import NoRun
from para_sync.intent import Intent
from para_sync.region import State
from para_sync.settings import Settings
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault
from para_sync.watch.clocks import Clocks
from para_sync.watch.follow import Follower
from para_sync.watch.writer import Writer

BEGIN, END = b"<!-- para-sync:begin inventory -->\n", b"<!-- para-sync:end inventory"
TRACKER, ONE, TWO = "Tracker.md", "Projects/One.md", "Projects/Two.md"
NOTES = {
    TRACKER: b"[[Projects/One]] and [[Projects/Two|two]]\n" + BEGIN + END + b" -->\n",
    ONE: b"[[Two]]\n",
    TWO: b"![[Projects/One]]\n",
    ".obsidian/app.json": b"{}",
}

# A watcher that waits for nothing.
AT_ONCE = Settings(quiet_seconds=0, write_seconds=0)


class Typist(User):
    """A user who types into the table as well."""

    def acts(self) -> dict[str, Callable[[], None]]:
        return {**super().acts(), "into_table": self.into_table}

    def into_table(self) -> None:
        self._over(self._now().replace(BEGIN, BEGIN + b"word in a table " + self._word(), 1))


ACTS = st.tuples(st.sampled_from([TRACKER, ONE, TWO]), st.sampled_from(sorted(Typist(Path()).acts())))


class Machine(RuleBasedStateMachine):
    """Everything that writes, on one small vault; the program may die at any call, and the user act before any.

    What is typed into a table and then taken over by command is in the journal; all else stays in the vault.
    """

    folder: Path
    examples = itertools.count()

    @initialize()
    def begin(self) -> None:
        self.root = write(self.folder / str(next(self.examples)), NOTES)
        self.users = {path: Typist(self.root / path) for path in NOTES if path.endswith(".md")}
        self.numbers = itertools.count()
        for user in self.users.values():
            user._numbers = self.numbers
            user.in_place()
        self.watcher: tuple[Follower, Writer] | None = None

    def teardown(self) -> None:
        if hasattr(self, "root"):
            self.later(0)  # what a move that was cut short still has to do is done here
            self.later(0)
            assert held(self.root) == []
            self.nothing_is_lost()
            self.comes_to_rest()

    @rule(act=ACTS)
    def user(self, act: tuple[str, str]) -> None:
        self._act(act)

    @rule(acts=st.dictionaries(st.integers(1, 90), ACTS, max_size=3), dies=st.integers(0, 90), over=st.integers(0, 5))
    def sync(self, acts: dict[int, tuple[str, str]], dies: int, over: int) -> None:
        with self._raced(acts, dies) as files:
            vault = Vault.read(Disk(self.root, files))
            edit.apply(self.root, "sync", sync.edits(vault, over == 0), files)

    @rule(acts=st.dictionaries(st.integers(1, 90), ACTS, max_size=3), dies=st.integers(0, 90))
    def watch(self, acts: dict[int, tuple[str, str]], dies: int) -> None:
        """The watcher looks at everything, and writes what is due; one that died is started anew."""
        watcher, self.watcher = self.watcher, None
        with self._raced(acts, dies) as files:
            if watcher is None:
                watcher = Follower(self.root), Writer(self.root, Clocks(AT_ONCE, 0), frozenset())
            follower, writer = watcher
            follower._files = writer.files = files
            now = float(next(self.numbers))
            follower.scan(now)
            list(writer.step(sync.due(follower.vault), follower.vault, now))
            self.watcher = watcher

    @rule(
        acts=st.dictionaries(st.integers(1, 90), ACTS, max_size=3),
        dies=st.integers(0, 90),
        path=st.sampled_from([ONE, TWO]),
    )
    def archive(self, acts: dict[int, tuple[str, str]], dies: int, path: str) -> None:
        with self._raced(acts, dies) as files:
            vault = Vault.read(Disk(self.root, files))
            to = f"Completed Prep/{next(self.numbers)}.md"
            if vault.note(path):
                plan = moving.plan(vault, {path: to}, {})
                edit.apply(self.root, "archive", () if plan.stuck else (*plan.edits, *plan.moves), files)

    @rule(dies=st.integers(0, 60))
    def new(self, dies: int) -> None:
        with self._raced({}, dies) as files:
            edit.apply(self.root, "new", [Edit(f"New {next(self.numbers)}.md", None, 0, 0, b"# New\n")], files)

    @rule(acts=st.dictionaries(st.integers(1, 90), ACTS, max_size=3), dies=st.integers(0, 90))
    def undo(self, acts: dict[int, tuple[str, str]], dies: int) -> None:
        with self._raced(acts, dies) as files, suppress(NoRun):
            run = history.last(self.root, history.runs(self.root, files), files)
            edit.apply(self.root, f"undo {run.id}", history.undo(self.root, run, files).edits, files)

    @rule(dies=st.integers(0, 30))
    def later(self, dies: int) -> None:
        """A minute is over."""
        for user in self.users.values():
            user.closes()
        with suppress(Killed):
            edit.settle(self.root, Raced({}, dies, seconds=61))

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "root"):
            owed = set().union(*(user.owed for user in self.users.values()))
            lost = owed - self._kept()
            assert {each for each in lost if not each.startswith(b"word in a table")} == set()
            assert lost <= set().union(*(words(each.replaced(DISK)) for each in journal.records(self.root)))

    def comes_to_rest(self) -> None:
        """Once nobody interferes, tables are true, and a second run writes nothing."""
        vault = Vault.read(Disk(self.root))
        edit.apply(self.root, "sync", sync.edits(vault))
        vault = Vault.read(Disk(self.root))
        states = {each.state for each in sync.plan(vault)}
        assert states <= {State.CURRENT, State.EDITED}

    @contextmanager
    def _raced(self, acts: dict[int, tuple[str, str]], dies: int) -> Iterator[Files]:
        # half of the runs live, or hardly any would come to the end
        files = Raced({call: lambda act=act: self._act(act) for call, act in acts.items()}, 0 if dies % 2 else dies)
        with suppress(Killed):
            yield files

    def _act(self, act: tuple[str, str]) -> None:
        path, name = act
        (self.root / path).parent.mkdir(exist_ok=True)
        self.users[path].acts()[name]()

    def _kept(self) -> set[bytes]:
        """The words in notes, in conflict copies, in the trash, and in what was swapped out a moment ago."""
        files = [*self.root.rglob("*.md"), *held(self.root)]
        return set().union(*(words(path.read_bytes()) for path in files))


@pytest.mark.nightly
def test_no_word_is_lost_whatever_comes_when(tmp_path: Path) -> None:
    Machine.folder = tmp_path
    run_state_machine_as_test(
        Machine, settings=settings(max_examples=count(1000), stateful_step_count=30 if count(10) == 10 else 15)
    )


def test_a_watcher_finishes_what_a_killed_command_began(tmp_path: Path) -> None:
    root = write(tmp_path / "vault", NOTES)
    to = "Completed Prep/One.md"
    plan = moving.plan(Vault.read(Disk(root)), {ONE: to}, {})
    intent.keep(root, Intent("0a1b2c", "archive", (*plan.edits, *plan.moves)), DISK)
    vault = Vault.read(Disk(root))
    writer = Writer(root, Clocks(AT_ONCE, 0), frozenset())
    said = [(each.kind, each.more["path"]) for each in writer.step(sync.due(vault), vault, 0)]
    assert said == [("finished", TWO), ("updated", TRACKER), ("finished", ONE)]
    assert (root / to).read_bytes() == NOTES[ONE]
    vault = Vault.read(Disk(root))
    assert [each.kind for each in writer.step(sync.due(vault), vault, 9)] == ["updated"]
