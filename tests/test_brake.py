"""The brake: when a person has to look first (reliability.md P14)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from para_sync import brake, journal
from para_sync.brake import Brake
from para_sync.files import AnyPath, Files


def notes(number: int) -> list[str]:
    """So many notes."""
    return [f"{each:04}.md" for each in range(number)]


@pytest.mark.parametrize(
    ("case", "known", "present", "changing", "fact"),
    [
        ("the first run of a vault", 0, 500, 20, None),
        ("an empty vault on the first run", 0, 0, 0, None),
        ("an unmounted or emptied vault", 100, 0, 0, "100 of 100 known notes are gone"),
        ("half a vault", 100, 50, 0, "50 of 100 known notes are gone"),
        ("1 of 3 notes deleted", 3, 2, 0, "1 of 3 known notes are gone"),
        ("1 of 5 notes deleted", 5, 4, 0, None),
        ("a fifth deleted", 1000, 800, 0, None),
        ("one more than a fifth deleted", 1000, 799, 0, "201 of 1000 known notes are gone"),
        ("20 of 100 notes would change", 100, 100, 20, None),
        ("21 of 100 notes would change", 100, 100, 21, "21 of 100 notes would change"),
        ("10 % of a large vault would change", 1000, 1000, 100, None),
        ("more than 10 % of a large vault would change", 1000, 1000, 101, "101 of 1000 notes would change"),
        ("all of a small vault would change", 20, 20, 20, None),
        ("the first run of a vault would change many", 0, 100, 21, "21 of 100 notes would change"),
        ("a vault that grew tenfold", 100, 1000, 0, None),
        ("many are gone and many would change", 100, 50, 30, "50 of 100 known notes are gone"),
    ],
)
def test_when_to_stop(case: str, known: int, present: int, changing: int, fact: str | None) -> None:
    braked = brake.check(notes(known), notes(present), notes(changing))
    assert (braked.fact if braked else None) == fact, case


def test_another_vault_in_the_place_of_the_known_one_is_stopped() -> None:
    """The wrong folder is mounted: as many notes, all others."""
    other = [f"other {each}" for each in notes(50)]
    braked = brake.check(notes(50), other, [])
    assert braked == Brake("50 of 50 known notes are gone", tuple(notes(50)))


def test_the_first_ten_notes_are_named_in_order_and_the_rest_counted() -> None:
    few, many = brake.check(notes(3), [], []), brake.check(reversed_(notes(12)), [], [])
    assert str(few) == "3 of 3 known notes are gone: 0000.md, 0001.md, 0002.md"
    assert str(many) == "12 of 12 known notes are gone: " + ", ".join(notes(10)) + " and 2 more"
    assert str(brake.check(notes(10), [], [])).endswith("0009.md")
    assert str(brake.check([], [], reversed_(notes(21)))).startswith("21 of 0 notes would change: 0000.md, 0001.md, ")


def reversed_(paths: list[str]) -> list[str]:
    return paths[::-1]


class Full(Files):
    """A disk without room."""

    def write(self, descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")


class Counted(Files):
    """The disk, counting the files that are made."""

    made = 0

    def create(self, path: AnyPath, mode: int = 0o666) -> int:
        self.made += 1
        return super().create(path, mode)


def test_a_vault_that_nobody_saw_has_no_known_notes(tmp_path: Path) -> None:
    assert brake.known(tmp_path) == frozenset()


def test_what_is_remembered_is_known_at_the_next_pass(tmp_path: Path) -> None:
    odd = {"a.md", "In/é b.md", "line\nbreak.md", "tab\t.md", " .md", "日本.md", os.fsdecode(b"\xff.md")}
    for present in (odd, {"a.md"}, set(notes(2000))):
        brake.remember(tmp_path, present)
        assert brake.known(tmp_path) == present
    assert brake.known(tmp_path / "other") == frozenset()


def test_after_a_person_let_an_empty_vault_pass_it_is_like_a_new_one(tmp_path: Path) -> None:
    brake.remember(tmp_path, notes(3))
    brake.remember(tmp_path, [])
    assert brake.check(brake.known(tmp_path), notes(50), []) is None


def test_the_same_notes_are_not_written_down_again(tmp_path: Path) -> None:
    files = Counted()
    for _ in range(3):
        brake.remember(tmp_path, notes(3), files)
    assert files.made == 1


def test_a_full_disk_leaves_what_was_known(tmp_path: Path) -> None:
    brake.remember(tmp_path, ["a.md"])
    brake.remember(tmp_path, ["b.md"], Full())
    assert brake.known(tmp_path) == {"a.md"}


@pytest.mark.parametrize("damage", [b"", b"\0\0", b"\0a.md\0"])
def test_a_damaged_memory_names_no_note_without_a_name(tmp_path: Path, damage: bytes) -> None:
    brake.remember(tmp_path, ["a.md"])
    (journal.state(tmp_path) / "known").write_bytes(damage)
    assert brake.known(tmp_path) <= {"a.md"}
