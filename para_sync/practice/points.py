"""What one more point would buy: the smallest raise of a single category that lifts a run to a higher level
(domain.md C3).
"""

from __future__ import annotations

from dataclasses import dataclass

from para_sync.manual.levels import Level
from para_sync.manual.manual import Manual
from para_sync.manual.rubric import Category
from para_sync.practice import passing
from para_sync.practice.runs import Run


@dataclass(frozen=True, slots=True)
class Raise:
    """A category, its score as it is and as it would be, and the level that the run would then have."""

    category: Category
    before: int
    after: int
    level: Level


def buys(run: Run, manual: Manual) -> tuple[Raise, ...]:
    """The raises of one category that change the level of a scored run, in the rubric's order.

    They are as small as any that does, mostly one point. None where no single category is enough, where the run has the
    highest level already, or while the levels cannot be read.
    """
    if manual.rubric is None:
        return ()
    for step in range(1, manual.rubric.highest + 1):
        found = tuple(filter(None, (_raised(run, each, step, manual) for each in run.categories)))
        if found:
            return found
    return ()


def _raised(run: Run, category: Category, step: int, manual: Manual) -> Raise | None:
    before = run.scores[category.score]
    if manual.rubric is None or before + step > manual.rubric.highest:
        return None
    raised = run._replace(scores={**run.scores, category.score: before + step})
    level = passing.level(raised, manual)
    if level is None or level == passing.level(run, manual):
        return None
    return Raise(category, before, before + step, level)
