"""Twice as much to read is twice the work: steps are counted, not seconds, so that a busy machine fails nobody.

A step is a line of para-sync's own code that runs; what a slice or a search does in C is not seen. What a vault of
nothing costs is taken off by comparing what is added: from n to 2n about twice as many steps may be added as from n/2
to n; with a loop in a loop it would be four times. The counts under `-m nightly` are the full ones, else a tenth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

import pytest
from conftest import count

import para_sync
from para_sync import cores, lint
from para_sync.vault import vault as vaults
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

PACKAGE = str(Path(para_sync.__file__).parent)
# Twice, and a little for a sort and for sets that grow.
MOST = 2.2

Files = Mapping[str, bytes]


def links_to_one_name(n: int) -> Files:
    """A note with n links to another."""
    return {"Hub.md": b"# Hub\n", "All.md": b"See [[Hub]] and [[hub#Hub|that]].\n" * n}


def notes_that_link_to_one(n: int) -> Files:
    return {"Hub.md": b"# Hub\n"} | {f"In/{number}.md": b"See [[Hub]].\n" for number in range(n)}


def notes_in_one_folder(n: int) -> Files:
    return {f"In/Note {number}.md": f"# One\n\n[[Note {(number + 1) % n}]]\n".encode() for number in range(n)}


def headings_of_one_note(n: int) -> Files:
    """Each linked from the note itself and from another."""
    parts = "".join(f"## Part {number}\n\nSee [[#Part {n - number - 1}]].\n\n" for number in range(n))
    links = "".join(f"[[Long#Part {number}]]\n" for number in range(n))
    return {"Long.md": parts.encode(), "Other.md": links.encode()}


def headings_of_one_name(n: int) -> Files:
    return {"Long.md": b"## Part\n\nSee [[#Part]].\n\n" * n}


def block_ids_of_one_note(n: int) -> Files:
    parts = "".join(f"Part {number}. ^id-{number}\n\n[[#^id-{n - number - 1}]]\n\n" for number in range(n))
    return {"Long.md": parts.encode()}


def files_of_one_name(n: int) -> Files:
    """An ambiguous name: n files have it, and each links to it."""
    return {f"{number}/Same.md": b"See [[Same]].\n" for number in range(n)}


def ambiguous_names(n: int) -> Files:
    """n names of two files each, linked from one note."""
    links = "".join(f"[[Name {number}]]\n" for number in range(n))
    twice = {f"{folder}/Name {number}.md": b"# One\n" for number in range(n) for folder in "ab"}
    return twice | {"All.md": links.encode()}


def dead_links(n: int) -> Files:
    """n links to as many names that no note has."""
    return {"All.md": "".join(f"[[Lost {number:05}]]\n" for number in range(n)).encode()}


def names_nearly_right(n: int) -> Files:
    """n notes, each with two links that miss the name of a note by a letter."""
    return {f"In/Note {number:05}.md": f"[[Noti {number:05}]] [[Note {number:05}x]]\n".encode() for number in range(n)}


def properties_of_one_note(n: int) -> Files:
    rows = "".join(f'own {number}: "[[Hub]]"\n' for number in range(n))
    return {"Hub.md": b"# Hub\n", "All.md": f"---\n{rows}---\n".encode()}


def linted(files: Files) -> None:
    lint.check(Vault.read(Overlay(Nothing(), files)))


def steps(work: Callable[[], object]) -> int:
    """How many lines of para-sync's code run."""
    seen = 0

    def line(frame: FrameType, event: str, _: object) -> object:
        nonlocal seen
        seen += event == "line"
        return line

    def call(frame: FrameType, event: str, _: object) -> object:
        return line if frame.f_code.co_filename.startswith(PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return seen


def growth(work: Callable[[int], object], full: int) -> float:
    """How many times as many steps the second half adds as the second quarter does."""
    work(1)
    quarter, half, whole = (steps(lambda size=size: work(size)) for size in (full // 4, full // 2, full))
    return (whole - half) / (half - quarter)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("files", "full"),
    [
        (links_to_one_name, 500),
        (notes_that_link_to_one, 500),
        (notes_in_one_folder, 5_000),
        (headings_of_one_note, 2_000),
        (headings_of_one_name, 2_000),
        (block_ids_of_one_note, 2_000),
        (files_of_one_name, 300),
        (ambiguous_names, 300),
        (dead_links, 500),
        (names_nearly_right, 500),
        (properties_of_one_note, 500),
    ],
)
def test_twice_as_much_is_twice_the_work(
    files: Callable[[int], Files], full: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "MOST", 1)  # what a copy of the process does is not counted
    monkeypatch.setattr(vaults, "MANY", 0)  # or notes are packed from some number on
    assert growth(lambda n: linted(files(n)), 4 * (count(full) // 4)) <= MOST


def test_a_loop_in_a_loop_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def squared(n: int) -> None:
        for _ in range(n):
            for _ in range(n):
                pass

    monkeypatch.setattr("test_growth.PACKAGE", str(Path(__file__)))
    assert growth(squared, 40) > 3
