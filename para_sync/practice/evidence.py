"""The evidence ledger: what shows that a score is above the one before, a line a category (domain.md, idea 16)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

PROPERTY = "score_evidence"


class Raised(NamedTuple):
    """A score of a run above the category's score in the run `before`, and its evidence, "" where there is none."""

    category: Category
    run: Run
    before: Run
    evidence: str

    @property
    def step(self) -> str:
        """Both scores: `1 → 2`."""
        return f"{self.before.scores[self.category.score]} → {self.run.scores[self.category.score]}"


def line(category: Category, text: str) -> str:
    """The line of a category as the property holds it.

    >>> line(Category("Loss", "Important", "score_loss", ("no", "yes")), "derived it  twice")
    'loss: derived it twice'
    """
    return f"{category.key}: {' '.join(text.split())}"


def of(note: Note, category: Category) -> str:
    """What a run's note says for the score of a category; "" where it says nothing."""
    return "; ".join(text for key, text, _ in _lines(note) if key == category.key and text)


def where(note: Note, category: Category) -> Span:
    """Where the first line of a category stands, else the category's score."""
    found = (span for key, _, span in _lines(note) if key == category.key)
    return next(found, note.properties.where(category.score))


def before(run: Run, category: Category, vault: Vault) -> Iterator[Run]:
    """The runs that count, come before a run and have a score for the category; the latest first."""
    counted = all_runs.of(vault).scored
    for index in range(bisect_left(counted, run.order, key=lambda each: each.order) - 1, -1, -1):
        if category.score in counted[index].scores:
            yield counted[index]


def raised(run: Run, vault: Vault) -> Iterator[Raised]:
    """The scores of a run that are above the category's last one, in the rubric's order."""
    for category in run.categories:
        last = next(before(run, category, vault), None)
        if last and last.scores[category.score] < run.scores.get(category.score, 0):
            yield Raised(category, run, last, of(run.note, category))


def _lines(note: Note) -> Iterator[tuple[str, str, Span]]:
    """The key and the text of each line, and where it stands; what is no text is property-invalid's business."""
    found = note.properties.get(PROPERTY)
    if found is None:
        return
    listed = items(found.value)
    spans = found.entries if len(found.entries) == len(listed) else (found.span,) * len(listed)
    for each, span in zip(listed, spans, strict=True):
        if isinstance(each, str):
            key, _, text = each.partition(":")
            yield key.strip().casefold(), text.strip(), span
