"""The note of a run while the loop goes on: read anew at each question, whoever else writes to it or moves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from para_sync import entry, unfinished, workspace
from para_sync.change import Edit
from para_sync.edit import Locked, Outcome
from para_sync.manual import manual as manuals
from para_sync.manual.manual import Manual
from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.reports import outcomes
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.scalars import Value
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

LABEL = "practice"

# So often a vault is read again that somebody writes while it is read, or that cannot be read.
TRIES = 3


@dataclass(slots=True)
class Page:
    """The note at `path`, and the vault as it was read last. `asks` says whether anybody is there to be asked;
    `sitting` is the id of all that is written in one go.
    """

    root: Path
    path: str
    vault: Vault
    asks: bool
    sitting: str

    @property
    def manual(self) -> Manual:
        """The manual of the vault."""
        return manuals.of(self.vault)

    def refresh(self) -> None:
        """Read the vault again; raises `Stop` where a part of it cannot be read: no question is left out for that."""
        vault = Vault.read(Disk(self.root))
        for _ in range(TRIES):
            if vault.unread or workspace.written_since(vault):
                vault = Vault.read(Disk(self.root))
        self.vault = workspace.whole(vault)

    def note(self) -> Note:
        """The run's note as it is now; followed where it was renamed. Raises `Stop` where it cannot be read."""
        if not (self.root / self.path).exists():
            self._follow()
        note = entry.read(self.root, self.path)[0]
        if note.properties.fault:
            raise Stop(f"{self.path}: {note.properties.fault.message}; mend that, then para-sync practice --resume")
        return note

    def _follow(self) -> None:
        """Find the note under its new name: the one run that is new, with the same date and start."""
        before, now = self.vault.note(self.path), Vault.read(Disk(self.root))
        new = [run.note for run in all_runs.of(now).all if run.note.path not in self.vault.notes]
        same = [note for note in new if before and all(_same(note, before, name) for name in ("type", "date", "start"))]
        if len(same) == 1:
            self.vault, self.path = now, same[0].path
            unfinished.move(self.root, self.path)

    def run(self) -> Run | None:
        """The run as the vault was read last; None where it cannot be read as one."""
        known = self.manual.rubric and self.vault.note(self.path)
        return self.vault.of_each(all_runs.run, self.path) if known else None

    @property
    def categories(self) -> tuple[Category, ...]:
        """The categories in force on the day of the run."""
        rubric = self.manual.rubric
        return rubric.on(days.day(self.note().properties.value("date"))) if rubric else ()

    def value(self, name: str) -> Value:
        """What a property holds now."""
        return self.note().properties.value(name)

    def has(self, name: str) -> bool:
        """Whether runs of this type have a property by the manual."""
        kind = manuals.note_type(self.note(), self.vault)
        return kind is not None and kind.find(name) is not None

    def meaning(self, name: str) -> str:
        """What the manual says a property means, as a heading of its question."""
        kind = manuals.note_type(self.note(), self.vault)
        found = kind.find(name) if kind else None
        text = found.meaning if found and found.meaning else name
        return text[:1].upper() + text[1:]

    def write(self, values: Mapping[str, str], new: tuple[Edit, ...] = ()) -> None:
        """Give properties their values, written as YAML, and make the `new` notes first."""
        done = self._patiently(values, new, ())
        outcomes.written([each for each in done if each.path != self.path], "made")
        outcomes.undone(done)

    def add(self, name: str, lines: Iterable[str]) -> None:
        """Add lines to a list property, below those that stand there."""
        outcomes.undone(self._patiently({}, (), tuple((name, each) for each in lines)))

    def _patiently(
        self, values: Mapping[str, str], new: tuple[Edit, ...], lines: tuple[tuple[str, str], ...]
    ) -> list[Outcome]:
        """Write, and wait for whoever else is writing as long as somebody is there to see it."""
        while True:
            try:
                return entry.write(self.root, self.note().path, LABEL, values, new, lines, self.sitting)
            except Locked as locked:
                if not self.asks:
                    raise
                click.secho(f"{plain(str(locked))}; trying again, Ctrl-C stops", fg="yellow", err=True)

    def answered(self, name: str, seen: Value, yaml: str) -> None:
        """Write what a person answered, unless the note was given another value while they were asked."""
        now = self.value(name)
        if now == seen:
            self.write({name: yaml})
        else:
            click.secho(plain(f'"{name}" was set in the note meanwhile; what stands there is kept'), fg="yellow")


def _same(one: Note, other: Note, name: str) -> bool:
    return bool(one.properties.value(name) == other.properties.value(name))
