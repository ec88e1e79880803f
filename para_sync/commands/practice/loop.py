"""The steps of the loop on one note: what is known is skipped, what is given is written, the rest is asked for.

Each answer is in the note before the next question, so that whatever ends the program, `--resume` goes on there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import click

from para_sync import draft, gap_note, unfinished, yaml_text
from para_sync.change import Edit
from para_sync.commands.practice import asking, timing
from para_sync.commands.practice.given import Given
from para_sync.commands.practice.page import Page
from para_sync.commands.practice.scoring import Scoring
from para_sync.edit import replacement
from para_sync.manual.lists import Marker
from para_sync.practice import answers, sentences, taste
from para_sync.practice import gaps as all_gaps
from para_sync.practice import runs as all_runs
from para_sync.practice.taste import Quote
from para_sync.practice.timer import Timer
from para_sync.stop import Stop

MINUTES, REFLECTION, TASTE, GAPS = "minutes", "reflection", taste.PROPERTY, "gaps"


@dataclass(slots=True)
class Loop:
    """The loop on the run of a page. What nobody could be asked is named in `missing`, by its option."""

    page: Page
    given: Given
    missing: list[str] = field(default_factory=list)

    def run(self, timed: bool) -> None:
        """All steps up to the last answer."""
        self.page.refresh()
        self._values()
        self._minutes(timed)
        self.page.refresh()
        self.missing += Scoring(self.page, self.given).run()
        self._reflection()
        self._taste()
        self.page.refresh()
        self._gaps()

    def _values(self) -> None:
        kind, vault = self.page.note().type, self.page.vault
        self.page.write(dict(draft.value(kind, name, text, vault) for name, text in self.given.values.items()))

    def _minutes(self, timed: bool) -> None:
        sections = self.page.manual.sections
        if not sections or not self.page.has(MINUTES):
            return
        if self.given.minutes is not None:
            self.page.write({MINUTES: _list(answers.minutes(self.given.minutes, sections))})
        elif self.page.value(MINUTES) is not None or self._begun():
            return
        elif not self.page.asks:
            if timed:
                self.missing.append("--minutes")
        elif timed:
            kept = unfinished.load(self.page.root)
            timer = kept.timer(sections) if kept and kept.note == self.page.path else None
            timer = timing.run(timer or Timer.started(sections), self.page.note().title, self._keep)
            self.page.answered(MINUTES, None, _list(f"{each:g}" for each in timer.minutes))
            asking.took(timer)
        else:
            asking.heading(self.page.meaning(MINUTES), ", ".join(each.name for each in sections))
            question = "Minutes with commas, Enter leaves them open:"
            found = asking.line(question, lambda text: answers.minutes(text, sections) if text else ())
            if found:
                self.page.answered(MINUTES, None, _list(found))

    def _begun(self) -> bool:
        """Whether any score is there: then the time is over, with or without its minutes."""
        given = bool(self.given.scores) or self.given.all_scores is not None
        return given or any(self.page.value(each.score) is not None for each in self.page.categories)

    def _keep(self, timer: Timer) -> None:
        unfinished.keep(self.page.root, self.page.path, timer)

    def _reflection(self) -> None:
        seen = self.page.value(REFLECTION)
        if not self.page.has(REFLECTION):
            return
        text = self.given.reflection
        if text is not None:
            self.page.write({REFLECTION: yaml_text.scalar(" ".join(text.split())) if text.strip() else ""})
        elif seen is None and self.page.asks:
            asking.heading(self.page.meaning(REFLECTION))
            text = asking.line("Enter leaves it open:", str)
            if text:
                self.page.answered(REFLECTION, None, yaml_text.scalar(text))
        elif seen is None:
            self.missing.append("--reflection")
        wanted = self.page.manual.numbers.reflection_sentences if self.page.manual.numbers else None
        count = len(sentences.split(text or ""))
        if wanted and count > wanted:
            click.secho(f"Kept, though it has {count} sentences and {wanted} is wanted.", fg="yellow", err=True)

    def _taste(self) -> None:
        markers = self.page.manual.markers
        if not markers or not self.page.has(TASTE):
            return
        known = {each.id.casefold(): each.id for each in markers}
        if self.given.taste is not None:
            self.page.write({TASTE: _list(answers.chosen(self.given.taste, known, "marker"), "[]")})
        elif self.page.value(TASTE) is not None:
            return
        elif self.page.asks:
            asking.heading(self.page.meaning(TASTE))
            found = asking.markers(
                markers,
                taste.suggested(taste.text(self.page.note()), markers),
                lambda name: len(all_runs.showing(name, self.page.vault)),
                lambda marker: self._quotes(marker, markers),
            )
            self.page.answered(TASTE, None, _list(found, "[]"))
        else:
            self.missing.append("--taste")

    def _quotes(self, marker: Marker, markers: tuple[Marker, ...]) -> tuple[Quote, ...]:
        """As many sentences of runs before this one as make a marker recur."""
        run, numbers = self.page.run(), self.page.manual.numbers
        earlier = [each for each in all_runs.of(self.page.vault).all if run and each.order < run.order]
        return taste.quotes(marker, markers, earlier, numbers.recurrence) if numbers else ()

    def _gaps(self) -> None:
        run = self.page.run()
        if not self.page.has(GAPS):
            return
        if run is None or not run.scored:
            self.missing += [] if self.page.asks else ["--gaps"]
            return
        proposed = all_gaps.proposed(run, self.page.vault)
        named = {each.note.name.casefold(): each.note.path for each in all_gaps.of(self.page.vault).all}
        known = named | {wanted.category.key.casefold(): wanted.category.key for wanted, _ in proposed}
        if self.given.gaps is not None:
            keys = [wanted.category.key for wanted, _ in proposed]
            self._link(answers.chosen(self.given.gaps, known, "gap or category below the bar", keys), proposed)
        elif self.page.value(GAPS) is not None:
            return
        elif self.page.asks:
            asking.heading(self.page.meaning(GAPS))
            chosen = asking.gaps(proposed, known)
            if self.page.value(GAPS) is None:
                self._link(chosen, proposed)
        else:
            self.missing.append("--gaps")

    def _link(self, chosen: tuple[str, ...], proposed: tuple[tuple[all_gaps.Wanted, all_gaps.Gap | None], ...]) -> None:
        """Write the run's gaps, and make those that are not there yet."""
        by_key = {wanted.category.key: (wanted, gap) for wanted, gap in proposed}
        new: list[Edit] = []
        links: list[str] = []
        after = self.page.vault
        for each in chosen:
            wanted, gap = by_key.get(each, (None, None))
            path = gap.note.path if gap else each
            if wanted and not gap:
                made = gap_note.made(wanted, after)
                if made is None:
                    raise Stop(f'the manual wants more of a gap than is known of "{each}": para-sync new gap')
                path, after = made.path, after.replace(made.path, made.content)
                new.append(replacement(made.path, None, made.content))
            links.append(yaml_text.quoted(f"[[{after.link_text(path)}]]"))
        self.page.write({GAPS: _list(dict.fromkeys(links), answers.NONE)}, tuple(new))


def _list(items: Iterable[str], empty: str = "") -> str:
    """A list as YAML, `empty` where nothing is in it."""
    return "".join(f"\n  - {each}" for each in items) or empty
