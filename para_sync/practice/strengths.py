"""Strengths: the accepted ones, and the categories that deserve to be one (domain.md M14)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.rubric import Category, Numbers
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.practice.trend import last
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

TYPE = "strength"


class Strength(NamedTuple):
    """A strength: a note of yours, a category that the numbers bear out, or both.

    `note` is None for a candidate; `category` is None for a note that names none, which is yours alone. `recent` are
    the category's last runs, the evidence; `holds` is whether they bear it out, None where there are too few of them.
    """

    note: Note | None
    category: Category | None
    recent: tuple[Run, ...]
    holds: bool | None

    @property
    def scores(self) -> tuple[int, ...]:
        """The category's scores in the last runs."""
        return tuple(run.scores[self.category.score] for run in self.recent) if self.category else ()

    @property
    def candidate(self) -> bool:
        """Whether it is borne out and waits for you to accept it."""
        return self.note is None


def of(vault: Vault) -> tuple[Strength, ...]:
    """The accepted strengths and the candidates, both in the rubric's order; notes without a category last."""
    return vault.once(_strengths)


def proposed(category: Category, vault: Vault) -> Strength | None:
    """The candidate of a category; None where it is none."""
    return next((each for each in of(vault) if each.candidate and each.category == category), None)


def _strengths(vault: Vault) -> tuple[Strength, ...]:
    manual = manuals.of(vault)
    if manual.rubric is None or manual.numbers is None:
        return ()
    notes = sorted(vault.of_type(TYPE), key=lambda note: (note.title, note.path))
    named = {note.path: manual.rubric.find(note.properties.text("category")) for note in notes}
    accepted, candidates = [], []
    for category in manual.rubric.categories:
        recent = last(all_runs.with_score(category, vault), manual.numbers.consistency_runs)
        holds = _holds(category, recent, manual.numbers)
        mine = [note for note in notes if named[note.path] == category]
        accepted += [Strength(note, category, recent, holds) for note in mine]
        candidates += [Strength(None, category, recent, holds)] if holds and not mine else []
    return (*accepted, *candidates, *(Strength(note, None, (), None) for note in notes if named[note.path] is None))


def _holds(category: Category, recent: tuple[Run, ...], numbers: Numbers) -> bool | None:
    if len(recent) < max(numbers.consistency_runs, 1):
        return None
    scores = [run.scores[category.score] for run in recent]
    return min(scores) >= numbers.gap_bar and numbers.strength_mean.reached_by(sum(scores), len(scores))
