"""Editing time: what a watcher keeps, and what the manual's rule makes of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import count, vault_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import journal
from para_sync.files import Files
from para_sync.practice import activity
from para_sync.practice.activity import DAY, Record, minute
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault
from para_sync.watch import saves
from para_sync.watch.saves import Saves

TODAY = date(2026, 1, 31)
NOON = minute(datetime(2026, 1, 31, 12, 0))
EMPTY = Vault.read(Disk(Path(__file__).parent / "cli"))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return vault_of(tmp_path / "v", {"Projects/a.md": "a\n"})


def saved(times: Mapping[str, range]) -> Record:
    return Record({name: tuple(NOON + each for each in minutes) for name, minutes in times.items()})


@pytest.mark.parametrize(
    ("projects", "resources", "verdict"),
    [
        (range(0, 30), range(100, 129), None),  # 59 minutes
        (range(0, 30), range(100, 130), False),  # equal is not more
        (range(0, 30), range(100, 131), True),
        (range(0, 31), range(100, 130), False),
        (range(0), range(0, 60, 5), None),  # one stretch of 56 minutes
        (range(0), range(0, 65, 5), True),
        (range(0), range(0, 360, 6), True),  # sixty stretches of a minute each
        (range(0), range(0, 354, 6), None),
    ],
)
def test_the_rule_is_taken_to_the_letter(vault: Vault, projects: range, resources: range, verdict: bool | None) -> None:
    found = activity.over(vault, saved({"Projects": projects, "Resources": resources}), TODAY)
    assert found
    assert found.procrastination is verdict


def test_only_the_days_of_the_window_count(vault: Vault) -> None:
    first = minute(datetime(2026, 1, 25, 0, 0))
    record = Record({"Projects": (first - 1, first, NOON + 720, NOON + 719)}, ((first - 60, first + 59), (NOON, NOON)))
    found = activity.over(vault, record, TODAY)
    assert found
    assert (found.minutes, found.watched) == ({"Projects": 2, "Areas": 0, "Resources": 0, "Completed Prep": 0}, 61)
    assert found.coverage == 61 / (7 * 24 * 60)
    assert found.sentence() == (
        "not enough to tell: 2 min of 1 h (Projects 2 min, Resources 0 min; "
        "editing time in 7 days, watched 1 h 01 of 168 h)"
    )


def test_the_numbers_are_the_manuals(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "vault/Manual/PARA Layers.md").read_text("utf-8")
    for old, new in (("days | 7", "days | 1"), ("gap | 5", "gap | 9"), ("minutes | 60", "minutes | 10")):
        text = text.replace(f"| activity {old} |", f"| activity {new} |")
    others = (Path(__file__).parent.parent / "vault/Manual").glob("*.md")
    notes = {f"Manual/{each.name}": each.read_bytes() for each in others}
    vault = vault_of(tmp_path / "v", {**notes, "Manual/PARA Layers.md": text})
    found = activity.over(vault, Record({"Resources": (NOON - DAY, NOON, NOON + 9)}), TODAY)
    assert found
    assert (found.minutes["Resources"], found.procrastination) == (10, True)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Projects/coding-prep/a.md", "Projects"),
        ("Completed Prep/a.md", "Completed Prep"),
        ("content/ml-system-designs/meta/a.md", "Resources"),
        ("content/a.md", "Resources"),
        ("Manual/a.md", ""),
        ("Projects.md", ""),
        ("Projects2/a.md", ""),
    ],
)
def test_a_note_counts_for_the_layer_it_lies_in(vault: Vault, path: str, name: str) -> None:
    assert activity.layer(path, vault) == name


minutes_of = st.lists(st.integers(0, 300), max_size=40)


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(projects=minutes_of, resources=minutes_of)
def test_time_is_what_a_slow_count_says(projects: list[int], resources: list[int]) -> None:
    def slow(times: list[int]) -> set[int]:
        spent = set(times)
        for one in times:
            later = [each for each in times if one < each <= one + 5]
            spent |= set(range(one, min(later))) if later else set()
        return spent

    record = {"Projects": projects, "Resources": resources}
    found = activity.over(
        EMPTY, Record({name: tuple(NOON + each for each in times) for name, times in record.items()}), TODAY
    )
    assert found
    assert (found.minutes["Projects"], found.minutes["Resources"]) == (len(slow(projects)), len(slow(resources)))
    assert found.total == len(slow(projects) | slow(resources))


class Clock(Files):
    """The disk, at a time of its own."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 31, 12, 0)

    def now(self) -> float:
        return self.time.timestamp()

    def passes(self, minutes: int) -> None:
        self.time += timedelta(minutes=minutes)


def test_what_is_recorded_is_read_back_and_gone_on_with(tmp_path: Path) -> None:
    clock = Clock()
    first = Saves(tmp_path, clock)
    for _ in range(3):
        first.awake()
        first.saved("Projects")
        clock.passes(1)
    first.keep()
    second = Saves(tmp_path, clock)
    second.awake()
    second.saved("Projects")
    second.saved("Resources")
    second.keep()
    minutes = (NOON, NOON + 1, NOON + 2, NOON + 3)
    assert saves.read(tmp_path) == Record(
        {"Projects": minutes, "Resources": (NOON + 3,)}, ((NOON, NOON + 2), (NOON + 3, NOON + 3))
    )


def test_sleep_is_not_watched(tmp_path: Path) -> None:
    clock = Clock()
    kept = Saves(tmp_path, clock)
    for pause in (1, 1, 30, 1):
        kept.awake()
        clock.passes(pause)
    kept.keep(always=True)
    assert saves.read(tmp_path).watched == ((NOON, NOON + 2), (NOON + 32, NOON + 32))


def test_without_anything_new_nothing_is_written(tmp_path: Path) -> None:
    kept = Saves(tmp_path, Clock())
    kept.awake()
    kept.keep()
    assert not (journal.state(tmp_path) / "saves.json").exists()


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    clock = Clock()
    kept = Saves(tmp_path, clock)
    kept.awake()
    kept.saved("Projects")
    kept.keep()
    clock.passes(saves.KEPT_DAYS * DAY + 1)
    kept.keep(always=True)
    assert saves.read(tmp_path) == Record()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"saves":[],"watched":[]}',
        b'{"saves":{"a":["b"]},"watched":[]}',
        b'{"saves":{"a":[-1]},"watched":[]}',
        b'{"saves":{"a":[true]},"watched":[]}',
        b'{"saves":{},"watched":[[1]]}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_starts_anew_with_a_word(tmp_path: Path, content: bytes) -> None:
    state = journal.state(tmp_path)
    write(state, {"saves.json": content})
    assert saves.read(tmp_path) == Record()
    kept = Saves(tmp_path, Clock())
    assert kept.trouble == f"the record of editing time starts anew: {state / 'saves.json'} is damaged"
    kept.saved("Areas")
    kept.keep()
    assert saves.read(tmp_path).saves == {"Areas": (NOON,)}


def test_a_kill_leaves_the_old_record_or_the_new(tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    class Deadly(Clock):
        def replace(self, source: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
            raise Killed

    before = Saves(tmp_path, Clock())
    before.saved("Areas")
    before.keep()
    dying = Saves(tmp_path, Deadly())
    dying.saved("Projects")
    with pytest.raises(Killed):
        dying.keep()
    assert saves.read(tmp_path).saves == {"Areas": (NOON,)}
