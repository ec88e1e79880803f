"""Work spread over cores ends like work on one, whatever happens to a copy of the process."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from conftest import NOTES

from para_sync import cores, layout, lint
from para_sync.check import Choice
from para_sync.settings import Settings
from para_sync.vault import vault as vaults
from para_sync.vault.answers import Answers
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]
HERE = os.getpid()


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cores, and no part too small."""
    monkeypatch.setattr(cores, "LEAST", 1)
    monkeypatch.setattr(cores, "_cores", lambda: 3)


def squares(some: Sequence[int]) -> list[tuple[int, bool]]:
    return [(each * each, os.getpid() == HERE) for each in some]


def childless() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


@pytest.mark.usefixtures("three")
def test_whoever_is_free_takes_the_next_part() -> None:
    def work(some: Sequence[int]) -> list[tuple[int, bool]]:
        time.sleep(0.02 if os.getpid() == HERE else 0)
        return squares(some)

    found = cores.spread(work, range(100))
    assert [square for square, _ in found] == [each * each for each in range(100)]
    assert False in {here for _, here in found}
    assert childless()


def at_once() -> None:
    os._exit(0)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def by_error() -> None:
    raise ValueError


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("end", [at_once, killed, by_error])
def test_what_a_copy_does_not_bring_is_done_here(end: Callable[[], None]) -> None:
    def work(some: Sequence[int]) -> list[tuple[int, bool]]:
        if os.getpid() != HERE:
            end()
        time.sleep(0.005)
        return squares(some)

    assert cores.spread(work, range(100)) == [(each * each, True) for each in range(100)]
    assert childless()


@pytest.mark.usefixtures("three")
def test_without_a_copy_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", fork)
    assert cores.spread(squares, range(7)) == [(each * each, True) for each in range(7)]


@pytest.mark.usefixtures("three")
def test_a_value_that_cannot_be_sent_is_made_here() -> None:
    made = cores.spread(lambda some: [lambda each=each: each for each in some], range(100))
    assert [each() for each in made] == list(range(100))


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("bad", [0, 1, 99])
def test_an_error_is_raised_here_and_leaves_no_process(bad: int) -> None:
    def work(some: Sequence[int]) -> list[float]:
        return [1 / (each - bad) for each in some]

    with pytest.raises(ZeroDivisionError):
        cores.spread(work, range(100))
    assert childless()


def test_few_items_and_many_threads_stay_in_this_process() -> None:
    assert all(here for _, here in cores.spread(squares, range(2 * cores.LEAST - 1)))
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert all(here for _, here in cores.spread(squares, range(10 * cores.LEAST)))
    finally:
        ended.set()
        thread.join()


def source() -> Overlay:
    """The shipped vault with its example, and the notes with which reading is tested."""
    notes = {f"Notes/{path.name}": path.read_bytes() for path in sorted(NOTES.glob("*.md"))}
    odd = {"Latin.md": b"\xe9", "NaN.md": b"---\nx: .nan\n---\n", "Dead.md": b"[[Nowhere]] [[Scoring Sistem#^x]]"}
    return Overlay(Nothing(), {**layout.files(date(2026, 1, 5), example=True), **notes, **odd})


@pytest.mark.parametrize("many", [vaults.MANY, 0])
def test_a_vault_is_read_and_judged_alike_on_one_core_and_on_three(
    request: pytest.FixtureRequest, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vaults, "MANY", many)  # more notes than so many are packed
    choice = Choice(today=date(2026, 2, 3))
    alone = Vault.read(source())
    found = lint.check(alone, Settings(), choice)
    request.getfixturevalue("three")
    together = Vault.read(source())
    assert repr(dict(together.notes)) == repr(dict(alone.notes))
    assert lint.check(together, Settings(), choice) == found
    after = together.replace("Dead.md", b"[[Scoring System]]")
    assert lint.check(after, Settings(), choice) == [each for each in found if each.path != "Dead.md"]


class World:
    """A world whose question about a number says in which process it was asked."""

    def __init__(self) -> None:
        self.answers = Answers()
        self.log: list[str] = []

    def each(self, paths: Sequence[str]) -> tuple[int, ...]:
        return self.answers.each(length, tuple(paths), self)


def length(world: World, path: str) -> int:
    world.answers.look(path)
    return len(path)


def noted(world: World) -> str:
    world.log.append("noted")
    world.answers.look("of its own")
    return "answer"


def refused(world: World) -> str:
    world.log.append("refused")
    raise ValueError("no answer")


def all_lengths(world: World) -> tuple[int, ...]:
    return world.each(PATHS)


PATHS = [f"note {number}" for number in range(100)]


@pytest.mark.usefixtures("three")
def test_what_is_announced_is_worked_out_here_while_copies_are_busy_and_rests_on_nothing_of_theirs() -> None:
    world = World()
    world.answers.announce(noted)
    world.answers.announce(refused)
    assert world.answers.ask(all_lengths, world) == tuple(map(len, PATHS))
    assert world.log == ["noted", "refused"]
    assert world.answers.ask(noted, world) == "answer"
    with pytest.raises(ValueError, match="no answer"):
        world.answers.ask(refused, world)
    assert world.log == ["noted", "refused", "refused"]
    after = Unasked()
    after.answers, after.log = world.answers.after(frozenset({"of its own"})), world.log
    assert after.answers.ask(all_lengths, after) == tuple(map(len, PATHS))
    assert after.answers.ask(noted, after) == "answer"
    assert world.log[3:] == ["noted"]


class Unasked(World):
    """The same after a change that nothing about the numbers rests on."""

    def each(self, paths: Sequence[str]) -> tuple[int, ...]:
        raise AssertionError("nothing that this rests on has changed")


def test_what_is_announced_waits_to_be_asked_where_no_other_core_is_busy() -> None:
    world = World()
    world.answers.announce(noted)
    assert world.each(PATHS) == tuple(map(len, PATHS))
    assert world.log == []
    assert world.answers.ask(noted, world) == "answer"
