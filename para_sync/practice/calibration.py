"""Calibration: how other people's scores differ from one's own, category by category (domain.md, idea 6)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.rubric import Category
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import EXTERNAL, SELF, Run
from para_sync.practice.trend import last, mean
from para_sync.vault.vault import Vault


class Compared(NamedTuple):
    """A run scored by somebody else, and the last self-scored runs before it in which the category had a score."""

    external: Run
    own: tuple[Run, ...]


class Bias(NamedTuple):
    """A category's external scores against one's own; `pairs` is the evidence, and `needs` how many it takes."""

    category: Category
    pairs: tuple[Compared, ...]
    needs: int

    @property
    def external(self) -> float | None:
        """The mean of the external scores; None while there are not enough."""
        scores = [pair.external.scores[self.category.score] for pair in self.pairs]
        return sum(scores) / len(scores) if self._known else None

    @property
    def own(self) -> float | None:
        """The mean over the pairs of one's own mean; None while there are not enough."""
        means = [mean(self.category, pair.own) or 0 for pair in self.pairs]
        return sum(means) / len(means) if self._known else None

    @property
    def bias(self) -> float | None:
        """External less own: below 0 where one is kinder to oneself than others are. None: not enough runs."""
        return self.external - self.own if self.external is not None and self.own is not None else None

    @property
    def _known(self) -> bool:
        return len(self.pairs) >= max(self.needs, 1)


def of(vault: Vault) -> tuple[Bias, ...]:
    """The bias of every category, in the rubric's order; none while the manual cannot be read for it.

    An external run before which there is no self-scored one is compared with nothing and is no pair.
    """
    return vault.once(_biases)


def _biases(vault: Vault) -> tuple[Bias, ...]:
    manual = manuals.of(vault)
    if manual.rubric is None or manual.numbers is None:
        return ()
    numbers = manual.numbers
    return tuple(
        Bias(each, _pairs(each, vault, numbers.calibration_runs), numbers.calibration_mocks)
        for each in manual.rubric.categories
    )


def _pairs(category: Category, vault: Vault, window: int) -> tuple[Compared, ...]:
    found: list[Compared] = []
    own: list[Run] = []
    for run in all_runs.with_score(category, vault):
        if run.evaluator == SELF:
            own.append(run)
        elif run.evaluator == EXTERNAL and own:
            found.append(Compared(run, last(own, window)))
    return tuple(found)
