"""When a note may be written, and when a burst of changes is over; the time is a number that is passed in."""

from __future__ import annotations

import math

import pytest
from conftest import count
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from para_sync.settings import Settings
from para_sync.watch.burst import LONGEST_SECONDS, SETTLE_SECONDS, Burst
from para_sync.watch.clocks import ACTIVE_SECONDS, MOST_WRITES, NOW, Clocks, Wait
from para_sync.watch.events import Hints

QUIET = Wait(5, "changed a moment ago")
AT_ONCE = Settings(quiet_seconds=0, write_seconds=0)


def clocks(quiet: float = 5, write: float = 30) -> Clocks:
    """Clocks that start at 0."""
    return Clocks(Settings(quiet_seconds=quiet, write_seconds=write), 0)


def test_the_start_counts_as_a_change_of_every_note() -> None:
    fresh = clocks()
    assert [fresh.wait("a.md", now, "").seconds for now in (0, 4, 5, 6)] == [5, 1, 0, 0]
    assert fresh.wait("a.md", 0, "") == QUIET
    assert fresh.wait("a.md", 5, "") == NOW


def test_a_change_starts_the_quiet_time_anew_and_for_its_note_alone() -> None:
    found = clocks()
    found.changed("a.md", 100)
    found.changed("a.md", 103)
    assert found.wait("a.md", 103, "") == QUIET
    assert found.wait("a.md", 108, "") == found.wait("b.md", 103, "") == NOW


def test_a_note_is_written_at_most_once_in_an_interval() -> None:
    found = clocks()
    found.written("a.md", 100)
    assert found.wait("a.md", 110, "") == Wait(20, "written a moment ago")
    assert found.wait("a.md", 130, "") == found.wait("b.md", 110, "") == NOW


def test_the_longest_wait_counts() -> None:
    found = clocks()
    found.written("a.md", 100)
    found.changed("a.md", 128)
    assert found.wait("a.md", 128, "") == QUIET
    assert found.wait("a.md", 128, "a.md").seconds == ACTIVE_SECONDS


def test_the_note_in_front_of_a_person_is_theirs_for_a_minute_after_a_change() -> None:
    found = clocks()
    assert found.wait("a.md", 59, "a.md") == Wait(1, "open in Obsidian and changed a moment ago")
    assert found.wait("a.md", 60, "a.md") == found.wait("a.md", 59, "b.md") == NOW
    found.changed("a.md", 100)
    assert found.wait("a.md", 110, "a.md").seconds == 50


def test_who_wants_no_waiting_waits_for_the_note_in_front_alone() -> None:
    found = Clocks(AT_ONCE, 0)
    found.changed("a.md", 0)
    found.written("a.md", 0)
    assert found.wait("a.md", 0, "") == NOW
    assert found.wait("a.md", 0, "a.md").seconds == ACTIVE_SECONDS


def test_other_settings_hold_at_once() -> None:
    found = clocks()
    found.changed("a.md", 100)
    found.settings = AT_ONCE
    assert found.wait("a.md", 100, "") == NOW


@pytest.mark.parametrize(("settings", "interval"), [(AT_ONCE, 1), (AT_ONCE, 15), (Settings(), 30), (Settings(), 45)])
def test_a_note_that_is_written_in_a_circle_is_left_alone(settings: Settings, interval: float) -> None:
    """However slowly the settings let the circle turn."""
    found = Clocks(settings, -100)
    for number in range(MOST_WRITES):
        assert found.wait("a.md", number * interval, "") == NOW
        found.written("a.md", number * interval)
    assert found.wait("a.md", 10_000, "") == Wait(
        math.inf, "written 5 times in a row though nobody changed a note; left alone until somebody does"
    )
    assert found.wait("b.md", 10_000, "") == NOW


def test_a_note_that_is_written_every_night_is_not_in_a_circle() -> None:
    found = clocks()
    for day in range(100):
        assert found.wait("a.md", 100_000 * (day + 1), "") == NOW
        found.written("a.md", 100_000 * (day + 1))


def test_a_change_of_any_note_opens_the_circle() -> None:
    found = Clocks(AT_ONCE, 0)
    for now in range(MOST_WRITES):
        found.written("a.md", now)
    found.changed("b.md", 10)
    for now in range(10, 10 + MOST_WRITES):
        assert found.wait("a.md", now, "") == NOW
        found.written("a.md", now)
    assert found.wait("a.md", 20, "").seconds == math.inf


def test_writes_with_changes_in_between_are_no_circle() -> None:
    found = Clocks(AT_ONCE, 0)
    for now in range(50):
        found.changed("plan.md", now)
        assert found.wait("a.md", now, "") == NOW
        found.written("a.md", now)


NOTE = st.sampled_from(["a.md", "b.md"])
SECONDS = st.sampled_from([0, 1, 2, 3, 5, 8, 20, 31, 60, 100])
THINGS = st.lists(st.tuples(SECONDS, st.sampled_from(["changed", "due", "due", "active"]), NOTE), max_size=40)


@pytest.mark.nightly
@tries(max_examples=count(10_000))
@given(THINGS, st.integers(0, 10), st.integers(0, 40))
def test_no_note_is_written_soon_after_a_change_nor_often(
    things: list[tuple[int, str, str]], quiet: int, write: int
) -> None:
    """Whatever comes in whatever order; and who waits as long as was said may write then."""
    found, now, active = clocks(quiet, write), 0, ""
    changes, writes = dict.fromkeys(["a.md", "b.md"], 0), dict[str, int]()
    for seconds, kind, path in things:
        now += seconds
        if kind == "changed":
            found.changed(path, now)
            changes[path] = now
        elif kind == "active":
            active = path
        else:
            wait = found.wait(path, now, active)
            assert wait.seconds == 0 or wait.reason
            if wait.seconds > 0:
                assert wait.seconds == math.inf or found.wait(path, now + wait.seconds, active) == NOW
                continue
            assert now - changes[path] >= max(quiet, ACTIVE_SECONDS if path == active else 0)
            assert now - writes.get(path, -1000) >= write
            found.written(path, now)
            writes[path] = now


# A burst: what came since the last look.


def path(name: str) -> Hints:
    return Hints(frozenset({name}))


def test_nothing_is_no_burst() -> None:
    burst = Burst()
    burst.add(Hints(), 1)
    assert not burst


def test_a_burst_is_over_when_nothing_came_for_a_moment() -> None:
    burst = Burst()
    burst.add(path("a.md"), 10)
    assert burst.left(10, SETTLE_SECONDS) == pytest.approx(0.3)
    burst.add(path("b.md"), 10.25)
    assert burst.left(10.3, SETTLE_SECONDS) == pytest.approx(0.25)
    assert burst.left(10.6, SETTLE_SECONDS) <= 0
    assert (burst.paths, burst.everything) == ({"a.md", "b.md"}, "")


def test_a_burst_that_never_ends_is_looked_at_all_the_same() -> None:
    burst = Burst()
    for tenth in range(100):
        burst.add(path("a.md"), 10 + tenth / 10)
    assert burst.left(10 + LONGEST_SECONDS - 0.5, SETTLE_SECONDS) == pytest.approx(0.5)
    assert burst.left(10 + LONGEST_SECONDS, SETTLE_SECONDS) <= 0


def test_nothing_that_comes_does_not_make_a_burst_longer() -> None:
    burst = Burst()
    burst.add(path("a.md"), 10)
    burst.add(Hints(), 10.25)
    assert burst.left(10.3, SETTLE_SECONDS) <= 0


@pytest.mark.parametrize(("settle", "left"), [(0, 0), (0.3, 0.3), (5, 5)])
def test_a_settings_patience_is_kept(settle: float, left: float) -> None:
    """Also where it is longer than the longest burst is usually."""
    burst = Burst()
    burst.add(path("a.md"), 10)
    assert burst.left(10, settle) == pytest.approx(left)


def test_the_first_reason_to_look_at_everything_is_told() -> None:
    burst = Burst()
    burst.add(path("a.md"), 10)
    for reason in ("the system lost events", "a folder came or went"):
        burst.add(Hints(everything=reason), 10)
    assert burst
    assert burst.everything == "the system lost events"
