"""The focus card and the next practice, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import click

from para_sync.focus import GOAL, Focus, Latest, Next
from para_sync.practice.pace import Pace
from para_sync.practice.picker import Candidate, Pick
from para_sync.practice.readiness import Readiness
from para_sync.practice.regression import Regression
from para_sync.practice.strengths import Strength
from para_sync.reports import table
from para_sync.reports.plain import plain

_LABEL = 11
_RAISES = 3
_STORIES = 3
_NOT_ENOUGH = "not enough runs"


def card(focus: Focus) -> Iterator[str]:
    """The focus card, at most fifteen lines, in colour for a terminal."""
    yield click.style(f"Focus for {focus.day}", bold=True)
    yield from _gaps(focus)
    yield from _latest(focus.latest)
    yield _pace(focus.pace)
    yield from (_line("Regression", _regression(each), "red") for each in focus.regressions[:1])
    yield from _strengths(focus.strengths)
    yield _readiness(focus.readiness)
    if focus.activity:
        yield _line("Time", focus.activity.sentence(), "yellow" if focus.activity.procrastination else None)
    if focus.next:
        yield from _short(focus.next)
    yield click.style(GOAL, dim=True)


def pick(found: Next) -> Iterator[str]:
    """What to do now, with the terms of the choice, in colour for a terminal."""
    chosen = found.pick.chosen
    if found.pick.rule:
        yield click.style(f"{_days(found.pick.left)} to the interview: {found.pick.rule.why}", fg="yellow")
    if chosen:
        yield click.style(what(found.pick), bold=True)
        width = max(len(each.reason) for each in chosen.terms)
        for term in chosen.terms:
            yield plain(f"  {_number(term.points):>5}  {term.reason:<{width}}  {term.evidence}")
        yield f"  {_number(chosen.points):>5}  {'in all':<{width}}  {_runners(found.pick)}"
        yield f"Start: para-sync practice {plain(_id(chosen))}{' --mock' if found.pick.mocks_missing else ''}"
    elif not found.pick.boxes:
        yield "Nothing to pick: no workbook, and no question without one."
    if found.pick.aim and chosen:
        yield _line("Aim", f"{found.pick.aim.name}, your weakest critical category")
    if found.card:
        where = f"{found.card.note.name}:{found.card.line}, {found.card.number} of {found.card.of}"
        yield _line("Drill card", f"{found.card.question} ({where})", "cyan")
    for note in found.pick.stories[:_STORIES]:
        rehearsed = note.properties.text("rehearsed")
        yield _line("Story", f"{note.title}, {f'last told {rehearsed}' if rehearsed else 'never told'}")
    for box in found.pick.boxes:
        yield _line("Open box", box.text)
    for each in found.missed:
        yield _line("Missed", f"{each.project}: {len(each.week)} of {each.wanted} this week ({each.cadence})", "yellow")


def what(found: Pick) -> str:
    """What was picked, in a line."""
    return plain(f"{'Mock' if found.mocks_missing else 'Run'}: {found.chosen.label}") if found.chosen else ""


def _line(label: str, text: str, colour: str | None = None) -> str:
    room = table.width() - _LABEL - 1
    return f"{click.style(f'{label:<{_LABEL}}', fg=colour)} {table.fitted(plain(text), room)}"


def _gaps(focus: Focus) -> Iterator[str]:
    if not focus.gaps:
        yield _line("Gaps", f"no {focus.priority} gap is open" if focus.priority else "the manual names no priority")
    for number, (gap, due) in enumerate(focus.gaps):
        late = bool(due) and due < focus.day.isoformat()
        text = f"{focus.priority} {gap.note.title}: {gap.note.properties.text('action')}"
        more = f" (was due {due})" if late else f" (by {due})" if due else ""
        yield _line("" if number else "Gaps", text + more, "red" if late else "yellow")


def _latest(latest: Latest | None) -> Iterator[str]:
    if latest is None:
        yield _line("Latest", f"{_NOT_ENOUGH}: no run is scored yet")
        return
    level = latest.level.name if latest.level else f"below {latest.lowest}"
    text = f"{latest.run.total} on {latest.run.date}, {latest.run.label()}: {level}"
    yield _line("Latest", text, "green" if latest.level else "yellow")
    below = ", ".join(f"{each.name} {latest.run.scores[each.score]}" for each in latest.below)
    yield _line("Critical", f"below the bar: {below}" if below else "all at the bar", "yellow" if below else "green")
    if latest.buys:
        shown = ", ".join(f"{each.category.name} {each.before}→{each.after}" for each in latest.buys[:_RAISES])
        more = f" or {len(latest.buys) - _RAISES} more" if len(latest.buys) > _RAISES else ""
        yield _line("One more", f"{shown}{more} makes it {latest.buys[0].level.name}")


def _pace(pace: Pace | None) -> str:
    if pace is None:
        return _line("Goal", "every milestone is met", "green")
    goal = f"{pace.milestone.by}: {pace.milestone.name}"
    if pace.needs is None:
        return _line("Goal", f"{goal}: {pace.verdict.evidence}")
    need = f"{pace.needs} more good run{'' if pace.needs == 1 else 's'}"
    if pace.left is not None and pace.left <= 0:
        return _line("Goal", f"{goal}, {_days(1 - pace.left)} late; needs {need}, {_done(pace)}", "red")
    if pace.needed_a_day is None:
        return _line("Goal", f"{goal}; needs {need}, {_done(pace)}")
    rate = f"{pace.needed_a_day:.1f} a day, you do {pace.done / 7:.1f} ({_done(pace)})"
    colour = "green" if pace.done / 7 >= pace.needed_a_day else "yellow"
    return _line("Goal", f"{goal}; needs {need} in {_days(pace.left)}: {rate}", colour)


def _done(pace: Pace) -> str:
    return f"{pace.done} run{'' if pace.done == 1 else 's'} in 7 days"


def _regression(found: Regression) -> str:
    scores = "".join(str(run.scores[found.category.score]) for run in (*found.before, *found.fell))
    gap = f"; reopen {found.gap.note.title}?" if found.gap else ""
    return f"{found.category.name} fell: {', '.join(scores)} up to {found.fell[-1].date}{gap}"


def _strengths(found: Sequence[Strength]) -> Iterator[str]:
    """The proposals in one line: the first with its scores and the command that accepts it, the rest by name."""
    named = [(each.category, ", ".join(map(str, each.scores))) for each in found if each.category]
    if named:
        category, scores = named[0]
        more = f"; also {', '.join(each.name for each, _ in named[1:])}" if named[1:] else ""
        text = f"{category.name} ({scores}): accept with para-sync new strength {category.key}{more}"
        yield _line("Strength", text, "green")


def _readiness(ready: Readiness | None) -> str:
    if ready is None:
        return _line("Readiness", "the manual cannot be read for it")
    text = f"{ready.ticked} of {ready.boxes} ticked, the notes prove {ready.proved} of {ready.provable}; "
    if ready.range is None:
        return _line("Readiness", f"{text}{_NOT_ENOUGH} for a range: {ready.count} of {ready.needs}")
    spread = f"{ready.range.low:.1f}–{ready.range.high:.1f}"
    steady = f"{100 * ready.range.steady / ready.range.samples:.0f}% of draws of {ready.range.drawn}"
    return _line(
        "Readiness", f"{text}{spread}, {ready.range.level.name} in {steady} (last {len(ready.range.runs)} runs)"
    )


def _short(found: Next) -> Iterator[str]:
    chosen = found.pick.chosen
    if chosen:
        why = ", ".join(f"{each.reason} {_number(each.points)}" for each in chosen.terms)
        yield _line("Next", f"{what(found.pick)} ({why})", "cyan")
    elif found.pick.rule:
        yield _line("Next", found.pick.rule.why, "cyan")
    if found.missed:
        yield _line("Missed", "; ".join(f"{each.project} {len(each.week)} of {each.wanted}" for each in found.missed))


def _runners(found: Pick) -> str:
    others = [f"{each.label} {_number(each.points)}" for each in found.ranked[1:3]]
    return plain(f"before {', '.join(others)}" if others else "nothing else to pick")


def _id(chosen: Candidate) -> str:
    return chosen.note.properties.text("id") or f'"{chosen.note.name}"'


def _number(points: Fraction) -> str:
    """Points for readers.

    >>> _number(Fraction(3)), _number(Fraction(13, 7))
    ('3', '1.86')
    """
    return f"{float(points):.2f}".rstrip("0").rstrip(".")


def _days(count: int | None) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
