"""The weekly review: what the notes say of the time since the last one, written into a new note above its questions
(domain.md M17, idea 18).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from para_sync import draft, edit
from para_sync.change import Edit
from para_sync.designs import napkin
from para_sync.draft import Draft
from para_sync.manual import manual as manuals
from para_sync.manual.manual import DESIGN
from para_sync.practice import activity, cadence, evidence, gap_days, timing, trend, wording
from para_sync.practice import runs as all_runs
from para_sync.practice.activity import Record
from para_sync.practice.gaps import Gap
from para_sync.practice.runs import Run
from para_sync.region import cell, link
from para_sync.stop import Stop
from para_sync.vault import days
from para_sync.vault import note as notes
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

TYPE = "review"


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the time after `since` (an ISO date; "" is from the start) up to a day: its parts, each a heading and
    lines of Markdown.
    """

    day: date
    since: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The parts as Markdown, each below its heading."""
        return "\n".join(f"## {title}\n\n" + "".join(f"- {line}\n" for line in lines) for title, lines in self.parts)


def of(vault: Vault, day: date, record: Record) -> Review:
    """What there is to say on a day, with what a watcher recorded; later runs are expected to be left out of the vault
    already.
    """
    reviewed = [days.day(note.properties.value("date")) for note in vault.of_type(TYPE)]
    since = max((each for each in reviewed if each and each < day.isoformat()), default="")
    parts = [(title, part(vault, day, since)) for title, part in _PARTS.items()]
    spent = activity.over(vault, record, day)
    return Review(day, since, (*parts, *([("Time", (cell(spent.sentence()),))] if spent else [])))


def note(review: Review, vault: Vault) -> Draft:
    """The new note: the template, with the review below its title. Raises `Stop` where that day has a review."""
    there = [each for each in vault.of_type(TYPE) if days.day(each.properties.value("date")) == review.day.isoformat()]
    if there:
        raise Stop(f"{there[0].path} is the review of {review.day} already; nothing was written")
    dated = {"date": review.day.isoformat()}  # there may be no template that does it
    made = draft.draft(TYPE, TYPE.capitalize(), dated, datetime.combine(review.day, time()), vault)
    read = notes.parse(made.path, made.content)
    end = read.headings[0].span.end if read.headings else read.properties.body
    at = made.content.find(b"\n", end) + 1 or len(made.content)
    added = Edit(made.path, read.digest, at, at, f"\n{review.text}".encode())
    return Draft(made.path, edit.splice(made.content, [added]))


def _trend(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    found = trend.critical(vault)
    windows = [f"last {len(each.recent)} runs against the {len(each.before)} before" for each in found if each.recent]
    count = f"{len(all_runs.of(vault).scored)} runs in all"
    return (f"{cell(trend.answer(found))} ({', '.join([*windows[:1], count])})",)


def _evidence(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    """The scores that rose since the last review, and for each category what its latest rise rests on."""
    rubric = manuals.of(vault).rubric
    found = [each for run in all_runs.of(vault).scored if run.date > since for each in evidence.raised(run, vault)]
    latest = {each.category: each for each in found}
    shown = sum(bool(each.evidence) for each in found)
    return (
        f"{len(found)} {'score' if len(found) == 1 else 'scores'} rose, {shown} with evidence",
        *(
            f"{cell(each.name)} {rise.step} in {_named(rise.run.note, vault)}: {cell(rise.evidence) or 'no evidence'}"
            for each in (rubric.categories if rubric else ())
            if (rise := latest.get(each))
        ),
    )


def _gaps(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    opened, closed = gap_days.opened_between(vault, since, day), gap_days.closed_between(vault, since, day)
    lines = [f"Opened: {_gap(each, vault)}, found {gap_days.found(each)}" for each in opened] or ["Opened: none"]
    lines += [
        f"Closed: {_gap(each, vault)} on {gap_days.closed(each)}: {cell(each.note.properties.text('fixed_by')) or '?'}"
        for each in closed
    ] or ["Closed: none"]
    for each in gap_days.lasted(vault, day):
        mean = f"{each.mean:.0f} days on average" if each.mean is not None else "not enough gaps for a mean"
        lines.append(
            f"Days open, {cell(each.priority)}: {', '.join(map(str, each.days))} (n = {len(each.days)}; {mean})"
        )
    fixed = [f"{cell(word)} {len(those)}" for word, those in gap_days.fixes(vault, day) if len(those) > 1]
    return (*lines, *([f"What fixed more than one, by its first word: {', '.join(fixed)}"] if fixed else []))


def _cadence(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    found = cadence.of(vault, day)
    lines = [
        f"{cell(each.project)}: {len(each.week)} of {each.wanted} in 7 days, {each.missed} missed"
        + (f"; last {each.last}" if each.last else "")
        for each in found
        if each.missed
    ]
    uncounted = [each.project for each in found if not each.counted]
    return (
        *(lines or ["Nothing missed in the last 7 days"]),
        *([f"Not recorded in notes: {cell(', '.join(uncounted))}"] if uncounted else []),
    )


def _timing(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    found = timing.of(vault)
    if found is None or not found.sections:
        return (f"Not enough timed runs: {len(found.timed) if found else 0} of {found.needs if found else '?'}",)
    return tuple(
        f"{cell(each.section.name)}: {each.median:g} of {each.section.minutes:g} minutes ({each.delta:+g}), "
        f"median of {len(found.recent)} runs"
        for each in found.sections
    )


def _wording(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    scored = all_runs.of(vault).scored
    now = tuple(run for run in scored if run.date > since)
    return _meter("Since then", now, vault), _meter("Before", scored[: len(scored) - len(now)], vault)


def _meter(when: str, runs: tuple[Run, ...], vault: Vault) -> str:
    found = wording.meter(runs, vault)
    if found.per_thousand is None:
        return f"{when}: not enough runs"
    noun = "phrase" if found.found == 1 else "phrases"
    rate = f"{found.per_thousand:.1f} per 1,000"
    return f"{when}: {found.found} {noun} to avoid in {found.words:,} words of {found.runs} runs ({rate})"


def _napkin(vault: Vault, day: date, since: str) -> tuple[str, ...]:
    designs = vault.of_type(DESIGN)
    found = [each for design in designs if (each := napkin.check(design, vault))]
    lines = tuple(
        f"{_named(each.note, vault)}: {cell(each.rate)} (line {each.rate_line}) is below {cell(each.daily)} (line "
        f"{each.daily_line}), which is {each.least:,.0f} a second on average"
        for each in found
    )
    return lines or (f"Nothing amiss in {len(designs)} written design{'' if len(designs) == 1 else 's'}",)


_PARTS: dict[str, Callable[[Vault, date, str], tuple[str, ...]]] = {
    "Are my critical categories trending up?": _trend,
    "Gaps": _gaps,
    "Evidence": _evidence,
    "Cadence": _cadence,
    "Timing": _timing,
    "Vocabulary": _wording,
    "Napkin checks": _napkin,
}


def _gap(gap: Gap, vault: Vault) -> str:
    return f"{_named(gap.note, vault)} ({cell(gap.note.properties.text('priority'))})"


def _named(found: Note, vault: Vault) -> str:
    """A link as it stands in running text."""
    return link(found, vault).replace("\\|", "|")
