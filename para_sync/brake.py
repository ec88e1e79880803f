"""The brake: a folder that lost many notes at once, or a pass that would change many, is looked at by a person first
(reliability.md P14).

A vault that is half copied, unmounted or emptied by a sync service looks like one whose notes were all deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from para_sync import journal
from para_sync.files import DISK, Files

# A pass may change so many notes, or this part of them if that is more.
MOST_CHANGED = 20
CHANGED_PART = 0.1
GONE_PART = 0.2

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Brake:
    """What keeps a pass from writing: the fact, and the notes that it is about."""

    fact: str
    paths: tuple[str, ...]

    def __str__(self) -> str:
        more = f" and {len(self.paths) - SHOWN} more" if len(self.paths) > SHOWN else ""
        return f"{self.fact}: {', '.join(self.paths[:SHOWN])}{more}"


def check(known: Collection[str], present: Collection[str], changing: Collection[str]) -> Brake | None:
    """Whether to stop: `known` are the notes at the last pass, `present` those of now, `changing` those to be written.

    >>> str(check(["a.md", "b.md", "c.md"], ["a.md"], []))
    '2 of 3 known notes are gone: b.md, c.md'
    >>> check([], ["a.md"], ["a.md"]) is None
    True
    """
    gone = sorted(frozenset(known).difference(present))
    if len(gone) > GONE_PART * len(known):
        return Brake(f"{len(gone)} of {len(known)} known notes are gone", tuple(gone))
    if len(changing) > max(MOST_CHANGED, CHANGED_PART * len(present)):
        return Brake(f"{len(changing)} of {len(present)} notes would change", tuple(sorted(changing)))
    return None


def known(root: Path, files: Files = DISK) -> frozenset[str]:
    """The notes of a vault at the last pass that this machine made; none before the first."""
    try:
        text = files.read(_file(root)).decode("utf-8", "surrogateescape")
    except OSError:
        return frozenset()
    return frozenset(text.split("\0")) - {""}


def remember(root: Path, present: Collection[str], files: Files = DISK) -> None:
    """Keep the notes for the next pass; where that cannot be kept, the next one has nothing to compare with."""
    if known(root, files) == frozenset(present):
        return
    with suppress(OSError):
        journal.keep(_file(root), "\0".join(sorted(present)).encode("utf-8", "surrogateescape"), files)


def follow(root: Path, moves: Mapping[str, str], files: Files = DISK) -> None:
    """Know notes that moved under their new paths, so that they are not missed where they were."""
    present = known(root, files)
    if not present.isdisjoint(moves):
        remember(root, {moves.get(path, path) for path in present}, files)


def _file(root: Path) -> Path:
    return journal.state(root) / "known"
