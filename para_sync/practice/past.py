"""The vault as of a day: without runs, drills and reviews that are dated later."""

from __future__ import annotations

from datetime import date

from para_sync.manual.manual import RUN_TYPES
from para_sync.vault import days
from para_sync.vault.source import Overlay
from para_sync.vault.vault import Vault

_DATED = (*RUN_TYPES, "drill", "review")


def upto(vault: Vault, day: date) -> Vault:
    """The vault without the notes of practice that are dated after a day; the same vault where there are none."""
    later = [note.path for kind in _DATED for note in vault.of_type(kind) if _after(note.properties.value("date"), day)]
    return Vault.read(Overlay(vault.source, dict.fromkeys(later))) if later else vault


def _after(value: object, day: date) -> bool:
    return days.day(value) > day.isoformat()
