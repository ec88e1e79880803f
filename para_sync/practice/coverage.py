"""Coverage: how many lines of the fundamentals are ticked (domain.md M68)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

TYPE = "fundamental"

_LAST = 10**9


class Topic(NamedTuple):
    """A note on a fundamental topic: each task line in it is one thing to be able to derive, and the tick is yours."""

    note: Note
    ticked: int
    total: int


def of(vault: Vault) -> tuple[Topic, ...]:
    """The topics by their `order`, then title."""
    return vault.once(_topics)


def _topics(vault: Vault) -> tuple[Topic, ...]:
    return tuple(_topic(note) for note in sorted(vault.of_type(TYPE), key=_order))


def _topic(note: Note) -> Topic:
    boxes = [item.task for item in note.items if item.task is not None]
    return Topic(note, sum(box != " " for box in boxes), len(boxes))


def _order(note: Note) -> tuple[int, str, str]:
    place = note.properties.value("order")
    return place if isinstance(place, int) else _LAST, note.title, note.path
