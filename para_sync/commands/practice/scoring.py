"""The scores of a run, and what shows those that rose: what is known is skipped, what is given is written, the rest is
asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from para_sync.commands.practice import asking
from para_sync.commands.practice.given import Given
from para_sync.commands.practice.page import Page
from para_sync.manual.rubric import Category
from para_sync.practice import answers, evidence
from para_sync.practice.runs import Run
from para_sync.stop import Stop
from para_sync.vault.properties import items


@dataclass(frozen=True, slots=True)
class Scoring:
    """The step of the loop on a page that gives the scores."""

    page: Page
    given: Given

    def run(self) -> list[str]:
        """Write the scores and the evidence that are given, and ask for the rest; the options for what nobody could be
        asked.
        """
        categories = self.page.categories
        line = self.given.all_scores
        scores = (answers.scores(line, categories) if line is not None else {}) | dict(self.given.scores)
        if scores:
            self.page.write({name: str(score) for name, score in scores.items()})
        self._given_evidence(categories)
        open_ones = [each for each in categories if not self._scored(each)]
        if self.page.asks:
            self._ask_scores(categories)
        elif open_ones:
            short = len(open_ones) < len(categories)
            return [" ".join(f"--set {each.score}=…" for each in open_ones) if short else "--scores"]
        return []

    def _scored(self, category: Category) -> bool:
        value = self.page.value(category.score)
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(category.anchors)

    def _ask_scores(self, categories: tuple[Category, ...]) -> None:
        index, again = 0, False
        while index < len(categories):
            category = categories[index]
            if again or not self._scored(category):
                seen = self.page.value(category.score)
                answer = asking.score(category, f"{index + 1} of {len(categories)}", self._earlier(category))
                again = answer == asking.BACK
                if again:
                    index = max(index - 1, 0)
                    continue
                if answer is not None:
                    self.page.answered(category.score, seen, str(answer))
            self._ask_evidence(category)
            index += 1

    def _earlier(self, category: Category) -> tuple[Run, ...]:
        """The runs before this one that have a score for a category, the latest first."""
        run = self.page.run()
        return tuple(evidence.before(run, category, self.page.vault)) if run else ()

    def _given_evidence(self, categories: tuple[Category, ...]) -> None:
        if self.given.evidence and not self.page.has(evidence.PROPERTY):
            raise Stop(f'the manual gives this type no "{evidence.PROPERTY}" to keep evidence in')
        given = [(each, self.given.evidence[each.key]) for each in categories if each.key in self.given.evidence]
        there = items(self.page.value(evidence.PROPERTY))
        lines = [evidence.line(category, text) for category, text in given]
        new = [each for each in lines if each not in there]
        if new:
            self.page.add(evidence.PROPERTY, new)

    def _ask_evidence(self, category: Category) -> None:
        """Ask what shows a score that rose, unless the note says it."""
        note, last = self.page.note(), next(iter(self._earlier(category)), None)
        score = note.properties.value(category.score)
        if last is None or not self._scored(category) or score <= last.scores[category.score]:
            return
        if self.page.has(evidence.PROPERTY) and not evidence.of(note, category):
            text = asking.evidence(category, last, score)
            if text:
                self.page.add(evidence.PROPERTY, [evidence.line(category, text)])
