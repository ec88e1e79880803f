"""Runs: sessions and mocks, in order, with their scores (domain.md C0-C6, C12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.manual.rubric import Category, Rubric
from para_sync.vault import days
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

SELF, EXTERNAL = "self", "external"


class Run(NamedTuple):
    """One run: `scores` by property for the categories in force on its date; a missing score is missing here.

    `problem` is the note that names the problem (its workbook, else its question), and `questions` are the paths of all
    questions that the run answers: its own, else those of its workbook.
    """

    note: Note
    date: str
    start: str
    evaluator: str
    categories: tuple[Category, ...]
    scores: Mapping[str, int]
    problem: Note | None
    workbook: str
    questions: tuple[str, ...]

    @property
    def scored(self) -> bool:
        """Whether every category in force has a score, and there is one."""
        return bool(self.categories) and len(self.scores) == len(self.categories)

    @property
    def total(self) -> int:
        """The sum of the scores; it means something only where the run is scored."""
        return sum(self.scores.values())

    @property
    def order(self) -> tuple[str, str, str]:
        """What runs are put in order by: date, start, path."""
        return self.date, self.start, self.note.path

    def label(self) -> str:
        """What was practised: `P7 · title`, else the property `problem`, else the note's title."""
        if self.problem is None:
            return self.note.properties.text("problem") or self.note.title
        return problem_label(self.problem)

    def shown_total(self, rubric: Rubric) -> str:
        """The total; with its own maximum where categories came or went since."""
        maximum = len(self.categories) * rubric.highest
        return str(self.total) if maximum == rubric.maximum else f"{self.total}/{maximum}"

    def below(self, bar: int) -> tuple[Category, ...]:
        """The categories scored below a bar, in the rubric's order."""
        return tuple(each for each in self.categories if self.scores.get(each.score, bar) < bar)


class Runs(NamedTuple):
    """All runs in order, of these the scored ones, which count, and the notes that should be runs and cannot be read
    as such.
    """

    all: tuple[Run, ...] = ()
    scored: tuple[Run, ...] = ()
    uncounted: tuple[Note, ...] = ()


def problem_label(note: Note) -> str:
    """A workbook or question in words: `P7 · title`, without an id the title."""
    number = note.properties.text("id")
    return f"{number} · {note.title}" if number else note.title


def runs(vault: Vault) -> Runs:
    """The runs of a vault; none while the rubric cannot be read. Use `of`."""
    manual = manuals.of(vault)
    if manual.rubric is None:
        return Runs()
    found = vault.each(run, _candidates)
    unread = (vault.note(path) for path, run in zip(vault.once(_candidates), found, strict=True) if run is None)
    uncounted = [*filter(None, unread), *vault.once(_broken)]
    ordered = tuple(sorted((run for run in found if run), key=lambda run: run.order))
    return Runs(
        ordered,
        tuple(run for run in ordered if run.scored),
        tuple(sorted(uncounted, key=lambda note: note.path)),
    )


def of(vault: Vault) -> Runs:
    """The runs of a vault, read once."""
    return vault.once(runs)


def paths(vault: Vault) -> tuple[str, ...]:
    """Where the runs are recorded, in order: a listing for `Vault.each`."""
    return tuple(run.note.path for run in of(vault).all)


def scored_paths(vault: Vault) -> tuple[str, ...]:
    """Where the runs are recorded that count, in order: a listing for `Vault.each`."""
    return tuple(run.note.path for run in of(vault).scored)


def _candidates(vault: Vault) -> tuple[str, ...]:
    return tuple(path for name in RUN_TYPES for path in vault.paths_of_type(name))


def plan_start(vault: Vault) -> str:
    """The first day of Week 1: the plan's, else the Monday of the first run's week (domain.md C7); "" where there is
    neither.
    """
    plan = manuals.of(vault).plan
    found = of(vault).all
    return (plan.start if plan else "") or (days.monday(date.fromisoformat(found[0].date)).isoformat() if found else "")


def number(run: Run, vault: Vault) -> int:
    """The number of a run in the Practice Log, from 1."""
    return paths(vault).index(run.note.path) + 1


def with_score(category: Category, vault: Vault) -> tuple[Run, ...]:
    """The scored runs in which a category has a score, in order."""
    return vault.once(_by_score).get(category.score, ())


def _by_score(vault: Vault) -> dict[str, tuple[Run, ...]]:
    found: dict[str, list[Run]] = {}
    for each in of(vault).scored:
        for name in each.scores:
            found.setdefault(name, []).append(each)
    return {name: tuple(runs) for name, runs in found.items()}


def showing(marker: str, vault: Vault) -> tuple[Run, ...]:
    """The runs whose property `taste` names a marker, in order."""
    return vault.once(_by_marker).get(marker, ())


def on(note: Note, vault: Vault) -> tuple[Run, ...]:
    """The scored runs on a workbook or question, in order; the last one is its latest."""
    return vault.once(_on, note.path)


def _on(vault: Vault, path: str) -> tuple[Run, ...]:
    return vault.once(_by_problem).get(path, ())


def _by_problem(vault: Vault) -> dict[str, tuple[Run, ...]]:
    found: dict[str, list[Run]] = {}
    for each in of(vault).scored:
        for path in dict.fromkeys((each.workbook, *each.questions)):
            found.setdefault(path, []).append(each)
    return {path: tuple(runs) for path, runs in found.items()}


def _by_marker(vault: Vault) -> dict[str, tuple[Run, ...]]:
    found: dict[str, list[Run]] = {}
    for each, markers in zip(of(vault).all, vault.each(_markers, paths), strict=True):
        for marker in markers:
            found.setdefault(marker, []).append(each)
    return {marker: tuple(runs) for marker, runs in found.items()}


def _markers(vault: Vault, path: str) -> tuple[str, ...]:
    """The markers that a run names, each once."""
    found = vault.of_each(run, path)
    return tuple(dict.fromkeys(map(str, items(found.note.properties.value("taste"))))) if found else ()


def weakest(run: Run, rubric: Rubric) -> tuple[Category | None, int]:
    """The lowest category and how many more share its score; None where every score is the highest.

    Between equals the more important type comes first, then the rubric's order (domain.md C4).
    """
    lowest = min(run.scores.values())
    if lowest == rubric.highest:
        return None, 0
    ties = [each for each in run.categories if run.scores[each.score] == lowest]
    first = min(ties, key=lambda each: (rubric.types.index(each.type), rubric.categories.index(each)))
    return first, len(ties) - 1


def property_note(note: Note, name: str, vault: Vault) -> Note | None:
    """The note that a link property leads to; of a list, its first link."""
    links = note.property_links(name)
    return linked(links[0], note, vault) if links else None


def linked(link: Link, note: Note, vault: Vault) -> Note | None:
    """The note that a link leads to; None where it is unresolved or no note."""
    path = vault.resolve(link, note).path
    return vault.note(path)


def run(vault: Vault, path: str) -> Run | None:
    """The run that a note records; None where it has no date, or a score that is none."""
    note, rubric = vault.note(path), manuals.of(vault).rubric
    assert note
    assert rubric
    if obstacles(note, rubric):
        return None
    when = days.day(note.properties.value("date"))
    categories = rubric.on(when)
    values = {each.score: note.properties.value(each.score) for each in categories}
    workbook = property_note(note, "workbook", vault)
    question = property_note(note, "question", vault)
    answered = (question.path,) if question else vault.once(_questions).get(workbook.path, ()) if workbook else ()
    return Run(
        note=note,
        date=when,
        start=_time(note.properties.text("start")),
        evaluator=note.properties.text("evaluator").casefold(),
        categories=categories,
        scores={name: value for name, value in values.items() if isinstance(value, int)},
        problem=workbook or question,
        workbook=workbook.path if workbook else "",
        questions=answered,
    )


def obstacles(note: Note, rubric: Rubric) -> dict[str, str]:
    """Why a note is no run, by the name of the property that keeps it from being one; empty for a run."""
    if note.type not in RUN_TYPES:
        return {"type": f"none of {', '.join(RUN_TYPES)}"}
    when = days.day(note.properties.value("date"))
    values = {each.score: note.properties.value(each.score) for each in rubric.on(when)}
    wrong = [name for name, value in values.items() if value is not None and not _is_score(value, rubric.highest)]
    return {**({} if when else {"date": "no date"}), **dict.fromkeys(wrong, f"no score from 0 to {rubric.highest}")}


def _is_score(value: object, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest


def numbers(value: object) -> Iterator[float]:
    """The numbers of a list, up to the first that is none; Obsidian's list editor may have written them as text."""
    for each in items(value):
        try:
            yield float(each)
        except (TypeError, ValueError):
            return


def _questions(vault: Vault) -> dict[str, tuple[str, ...]]:
    """The questions of each workbook, by the workbook's path."""
    found: dict[str, tuple[str, ...]] = {}
    for note in vault.of_type("question"):
        workbook = property_note(note, "workbook", vault)
        if workbook:
            found[workbook.path] = (*found.get(workbook.path, ()), note.path)
    return found


def _time(text: str) -> str:
    """A time of day with two digits for the hour, so that 9:30 comes before 10:15."""
    return f"0{text}" if re.fullmatch(r"[0-9]:[0-9]{2}", text) else text


def _broken(vault: Vault) -> tuple[Note, ...]:
    """Notes in the folder of a run's type whose properties cannot be read, or whose type is none."""
    types = manuals.of(vault).note_types
    if types is None:
        return ()
    folders = [each.folder for name in RUN_TYPES if (each := types.types.get(name)) and not each.shared]
    below = tuple(f"{folder}/" for folder in folders)
    odd = (
        vault.note(path)
        for path, brief in vault.briefs.items()
        if path.startswith(below) and (brief.faulty or brief.type not in types.types)
    )
    broken = [
        note for note in odd if note and (not note.readable or note.properties.fault or note.type not in types.types)
    ]
    homes = {folder: types.home(folder) for folder in {note.folder for note in broken}}
    return tuple(note for note in broken if (home := homes[note.folder]) and home.name in RUN_TYPES)
