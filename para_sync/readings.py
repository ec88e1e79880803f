"""Values of a note's properties; one that is there and cannot be read is told of."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date

from para_sync.practice import runs as all_runs
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

# What a column of whole numbers can hold in Parquet.
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Readings:
    """Reads the properties of one note; what is wrong with them goes to `unread`."""

    note: Note
    vault: Vault
    unread: list[str] = field(default_factory=list)

    def date(self, name: str) -> date | None:
        """A day; None where there is none."""
        found = days.day(self.note.properties.value(name))
        if not found:
            self._lose(name, "no date")
        return date.fromisoformat(found) if found else None

    def integer(self, name: str) -> int | None:
        """A whole number that every format can hold."""
        value = self.note.properties.value(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value
        self._lose(name, "no whole number")
        return None

    def number(self, name: str) -> float | None:
        """A number that has an end."""
        found = self.numbers(name)
        if len(found) > 1:
            self._lose(name, "more than one number")
        return found[0] if len(found) == 1 else None

    def numbers(self, name: str) -> tuple[float, ...]:
        """All numbers of a list, or none of them where one is no number."""
        given = items(self.note.properties.value(name))
        read = tuple(all_runs.numbers(given))
        if read and len(read) == len(given) and all(map(math.isfinite, read)):
            return read
        self._lose(name, "not all of it are numbers" if len(given) > 1 else "no number")
        return ()

    def leads(self, name: str) -> Note | None:
        """The note that a link leads to; a link to nothing is told of."""
        link = next(iter(self.note.property_links(name)), None)
        found = all_runs.linked(link, self.note, self.vault) if link else None
        if found is None:
            self._lose(name, f'leads to no note: "{link.target}"' if link else "no link")
        return found

    def _lose(self, name: str, reason: str) -> None:
        if items(self.note.properties.value(name)):
            at = self.vault.place(self.note.path, self.note.properties.where(name))
            self.unread.append(f'{at}: "{name}": {reason}')
