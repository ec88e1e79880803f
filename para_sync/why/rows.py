"""What is behind a row of a generated table: the region, what the row names in the manual, and what it rests on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from para_sync import regions
from para_sync.manual import manual as manuals
from para_sync.manual.manual import CHECKLIST, LOOP, SCORING, TASTE
from para_sync.manual.rubric import Category
from para_sync.practice import calibration, checklist, strengths, timing, trend, verdict
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.reports import table
from para_sync.vault.facts import wikilink
from para_sync.vault.markers import Region
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault
from para_sync.why import notes
from para_sync.why.reason import Reason, held, named

# Where a docstring names its sources.
_SOURCE = re.compile(r"\s*\([^()]*\)\.?\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a generated table in a note, cells as they belong there now, whatever was written."""

    note: Note
    region: Region
    cells: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """The cells as a reader sees them."""
        return [table.shown(each) for each in self.cells]


def rows(note: Note, vault: Vault) -> Iterator[Row]:
    """The rows of the generated tables of a note; those with nothing but a number left out."""
    for region in note.regions:
        content = regions.load(region.name).render(vault) if region.name in regions.names() else None
        for cells in content.rows if content else ():
            if any(cells[1:]):
                yield Row(note, region, cells)


def asked(known: Iterable[Row], name: str) -> list[Row]:
    """The rows that a person means: those with such a cell, else those with such words in a cell; a number is that of
    the row. Letter case does not matter.
    """
    wanted = name.casefold().strip()
    read = [(each, [cell.casefold() for cell in each.shown]) for each in known]
    exact = [each for each, cells in read if (wanted == cells[0] if wanted.isdigit() else wanted in cells)]
    return exact or [each for each, cells in read if not wanted.isdigit() and any(wanted in cell for cell in cells)]


def of_row(row: Row, vault: Vault, day: date) -> Iterator[Reason]:
    """What is behind a row, on a day."""
    doc = (sys.modules[regions.load(row.region.name).render.__module__].__doc__ or "").split("\n")[0]
    about = f"region {row.region.name}: {_SOURCE.sub('', doc)}"
    yield Reason(about, vault.place(row.note.path, row.region.begin))
    behind = _BEHIND.get(row.region.name)
    yield from behind(row, vault) if behind else _linked(row, vault, day)


def _milestone(row: Row, vault: Vault) -> Iterator[Reason]:
    plan = manuals.of(vault).plan
    for milestone in plan.milestones if plan else ():
        if milestone.name in row.shown:
            met = verdict.first_met(milestone, verdict.ledger(vault), all_runs.plan_start(vault))
            if met:
                at = held(met.run.note, "date", vault).at
                yield Reason(f"met first after the run of {met.run.date}: {met.evidence}", at)
            yield from notes.of_criterion(milestone.criterion, milestone.name, vault)


def _item(row: Row, vault: Vault) -> Iterator[Reason]:
    for each in checklist.of(vault):
        if each.item.criterion and each.text in row.shown:
            at = vault.place(manuals.of(vault).chapters[CHECKLIST].note.path, each.item.tick.span)
            yield Reason("ticked" if each.ticked else "not ticked", at)
            yield from notes.of_criterion(each.item.criterion, each.text, vault, at)


def _trend(row: Row, vault: Vault) -> Iterator[Reason]:
    for each in trend.of(vault):
        if each.category.name in row.shown:
            runs = (*each.before, *each.recent) or trend.scored(each.category, all_runs.of(vault).scored)
            yield from _scores(each.category, runs, vault)


def _bias(row: Row, vault: Vault) -> Iterator[Reason]:
    for each in calibration.of(vault):
        if each.category.name in row.shown:
            runs = {run.note.path: run for pair in each.pairs for run in (*pair.own, pair.external)}
            yield from _scores(each.category, runs.values(), vault)


def _strength(row: Row, vault: Vault) -> Iterator[Reason]:
    for each in strengths.of(vault):
        if each.note and each.note.title in row.shown:
            yield from notes.of_properties(each.note, vault)
        if each.category and each.category.name in row.shown:
            yield from _scores(each.category, each.recent, vault)


def _section(row: Row, vault: Vault) -> Iterator[Reason]:
    found = timing.of(vault)
    for each in found.sections if found else ():
        if found and each.section.name in row.shown:
            yield Reason(f"planned: {each.section.minutes:g} minutes", named(each.section.name, LOOP, vault))
            yield from (held(timed.run.note, timing.MINUTES, vault) for timed in found.recent)


def _marker(row: Row, vault: Vault) -> Iterator[Reason]:
    manual = manuals.of(vault)
    for marker in manual.markers or ():
        if marker.tick.text.replace("**", "") in row.shown:
            yield Reason(f"marker {marker.id}", vault.place(manual.chapters[TASTE].note.path, marker.tick.span))
            yield from (held(run.note, "taste", vault) for run in all_runs.showing(marker.id, vault))


def _scores(category: Category, runs: Iterable[Run], vault: Vault) -> Iterator[Reason]:
    yield Reason(f"category {category.name}: {category.type}", named(category.name, SCORING, vault))
    yield from (held(run.note, category.score, vault) for run in runs)


def _linked(row: Row, vault: Vault, day: date) -> Iterator[Reason]:
    """The notes that a row links to, and what is behind each; its properties where that is all."""
    targets = [wikilink(target, False, Span(0, 0)) for each in row.cells for target in table.targets(each)]
    found = [all_runs.linked(link, row.note, vault) for link in targets]
    for linked in {each.path: each for each in found if each}.values():
        yield Reason(f"note {linked.name}", vault.place(linked.path, Span(0, 0)))
        yield from list(notes.of_note(linked, vault, day)) or notes.of_properties(linked, vault)


# What the regions rest on whose rows say more than the notes that they link to.
_BEHIND: Mapping[str, Callable[[Row, Vault], Iterator[Reason]]] = {
    "milestones": _milestone,
    "checklist-audit": _item,
    "critical-trend": _trend,
    "calibration": _bias,
    "strengths": _strength,
    "section-timing": _section,
    "taste-markers": _marker,
}
