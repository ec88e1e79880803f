"""Questions to a person at a terminal, each with what helps to answer it."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import TypeVar

import click

from para_sync.manual.lists import Marker
from para_sync.manual.rubric import Category
from para_sync.practice import answers
from para_sync.practice import evidence as ledger
from para_sync.practice.answers import Refused
from para_sync.practice.gaps import Gap, Wanted
from para_sync.practice.picker import Candidate
from para_sync.practice.runs import Run
from para_sync.practice.taste import Quote, Suggestion
from para_sync.practice.timer import Timer, clock
from para_sync.reports import table
from para_sync.reports.plain import plain
from para_sync.vault.vault import Vault

BACK = "b"

Answer = TypeVar("Answer")


def line(question: str, read: Callable[[str], Answer]) -> Answer:
    """What `read` makes of a line; asked again, with the reason, where it refuses. Raises click.Abort on Ctrl-C."""
    with suppress(ImportError):
        import readline  # noqa: F401  arrow keys in what is typed
    while True:
        try:
            return read(click.prompt(question, default="", show_default=False, prompt_suffix=" ").strip())
        except Refused as refused:
            click.secho(plain(str(refused)), fg="yellow")


def heading(text: str, detail: str = "") -> None:
    """A line that says what comes next."""
    more = f"  {click.style(plain(detail), dim=True)}" if detail else ""
    click.echo(f"\n{click.style(plain(text), bold=True)}{more}")


def took(timer: Timer) -> None:
    """Tell what each section took."""
    rows = [
        (str(each.number), each.name, clock(spent), clock(each.minutes * 60), _over(spent - each.minutes * 60))
        for each, spent in zip(timer.sections, timer.spent, strict=True)
    ]
    total = ("", "Run", clock(timer.total), clock(timer.whole), _over(timer.total - timer.whole))
    click.echo()
    table.show(("#", "Section", "Took", "Planned", "Over"), [*rows, total])


def _over(seconds: float) -> str:
    return f"+{clock(seconds)}" if seconds >= 1 else ""


def workbook(vault: Vault, first: Candidate | None) -> str:
    """The name of what to practise: the `first` choice, with its reasons, or another workbook or question."""
    numbered = [(note.properties.text("id"), note) for note in vault.of_type("workbook")]
    for number, note in sorted(numbered, key=lambda each: (len(each[0]), each[0])):
        click.echo(plain(f"{number:>4}  {note.title}"))
    numbered += [(note.properties.text("id"), note) for note in vault.of_type("question")]
    known = {word.casefold(): note.name for number, note in numbered for word in (number, note.name, note.title)}
    usual = first.note.name if first else ""
    if first:
        heading(
            f"Suggested: {usual}", "; ".join(f"{each.reason}: {each.evidence}" for each in first.terms if each.points)
        )
    question = "Which one? Enter for the suggestion:" if first else "Which one?"
    return line(question, lambda text: answers.chosen(text or usual, known, "workbook or question")[0])


def score(category: Category, place: str, earlier: Sequence[Run]) -> int | str | None:
    """The score of a category, by its anchors, with what `earlier` runs say of it, the latest first; None leaves it
    open, `BACK` asks for the one before again.
    """
    heading(category.name, f"{category.type}, {place}")
    for number, anchor in enumerate(category.anchors):
        click.echo(f"  {click.style(str(number), bold=True)}  {plain(anchor)}")
    for last in earlier[:1]:
        given = last.scores[category.score]
        _remind(f"Last score, {last.date}: {given} ({category.anchors[given]})")
    shown = ((run, text) for run in earlier if (text := ledger.of(run.note, category)))
    for run, text in islice(shown, 1):
        _remind(f"Last evidence, {run.date}: {text}")

    def read(text: str) -> int | str | None:
        if text.casefold() == BACK:
            return BACK
        return answers.score(text, category) if text else None

    highest = len(category.anchors) - 1
    return line(f"Score 0-{highest} (Enter leaves it open, {BACK} goes back):", read)


def _remind(text: str) -> None:
    wide = shutil.get_terminal_size((80, 24)).columns - 1
    click.secho(textwrap.fill(plain(text), wide, initial_indent="  ", subsequent_indent="    "), fg="cyan")


def evidence(category: Category, last: Run, score: int) -> str:
    """What shows a score above the `last` one; "" where it is left out."""
    rise = f"{category.name} rose from {last.scores[category.score]} to {score}"
    return line(f"{rise}. What shows it? Enter leaves it out:", str)


def markers(
    all_markers: Sequence[Marker],
    found: Sequence[Suggestion],
    runs: Callable[[str], int],
    earlier: Callable[[Marker], Sequence[Quote]],
) -> tuple[str, ...]:
    """The ids of the markers that a person says showed. The `found` ones are marked, with the words that suggest them
    and sentences of `earlier` runs; `runs` says in how many runs a marker was named.
    """
    why = {each.marker.id: ", ".join(each.words) for each in found}
    wide = shutil.get_terminal_size((80, 24)).columns - 1
    for number, each in enumerate(all_markers, 1):
        named = runs(each.id)
        row = f" {number:>2}  {plain(each.id):<21} {plain(each.tick.text.replace('**', ''))}"
        click.secho(row if len(row) <= wide else f"{row[: wide - 1]}…", bold=each.id in why)
        if each.id in why:
            times = f"; named in {named} run{'' if named == 1 else 's'} so far" if named else ""
            click.secho(f"     your words: {plain(why[each.id])}{times}", fg="cyan")
            for quote in earlier(each):
                click.secho(table.fitted(plain(f"     {quote.run.date}: {quote.sentence}"), wide), dim=True)
    known = {each.id.casefold(): each.id for each in all_markers}
    numbered = [each.id for each in all_markers]
    return line(
        "Which showed? Numbers or names with commas, Enter for none:",
        lambda text: answers.chosen(text or answers.NONE, known, "marker", numbered),
    )


def gaps(proposed: Sequence[tuple[Wanted, Gap | None]], known: dict[str, str]) -> tuple[str, ...]:
    """The keys of categories, and the names of gap notes, that a person wants in the run's gaps; `known` are both."""
    for number, (wanted, gap) in enumerate(proposed, 1):
        score = f"{wanted.category.name} is at {wanted.run.scores[wanted.category.score]}"
        does = f"link the open gap {gap.note.title}" if gap else f"open a gap, {wanted.priority}"
        click.echo(f" {number:>2}  {plain(score)}: {click.style(plain(does), bold=True)}")
    numbered = [wanted.category.key for wanted, _ in proposed]
    if not proposed:
        question = "No category is below the bar. Names of gaps that showed, Enter for none:"
    else:
        question = "Which? Numbers or names with commas, none, or Enter for all:"
    usual = answers.ALL if proposed else answers.NONE
    return line(question, lambda text: answers.chosen(text or usual, known, "gap", numbered))
