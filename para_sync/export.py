"""A vault as tables for other programs: its runs, gaps and findings, and the Practice Log (idea 20 of domain.md).

The columns are the same for every vault, but for one a category that its rubric has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from para_sync import archive, lint
from para_sync.check import Choice
from para_sync.dataset import Column, Dataset, Row
from para_sync.manual import manual as manuals
from para_sync.practice import evidence, gaps, passing, timing, unread
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.readings import Readings
from para_sync.regions import practice_log
from para_sync.reports.table import shown
from para_sync.settings import Settings
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

_PATH = Column("path", "text", "the note, from the vault's root")
_RUNS = (
    _PATH,
    Column("date", "date", "the day of the run"),
    Column("start", "text", "the time of day, HH:MM"),
    Column("type", "text", "session or mock"),
    Column("evaluator", "text", "who gave the scores: self, external, llm"),
    Column("workbook", "text", "the id of the workbook practised"),
    Column("question", "text", "the id of the question answered, where the run names one"),
    Column("problem", "text", "what was practised, in words"),
    Column("archived", "boolean", "whether the note lies with the finished work"),
    Column("scored", "boolean", "whether every category in force has a score; a run without counts nowhere"),
    Column("total", "integer", "the sum of the scores; none unless scored"),
    Column("maximum", "integer", "the highest total that was possible on that day"),
    Column("level", "text", "the highest level reached; none below the lowest, and unless scored"),
    Column("weakest", "text", "the key of the lowest category; none at the ceiling, and unless scored"),
    Column("minutes", "text", "the minutes of each section, with commas"),
    Column("minutes_total", "number", "their sum"),
    Column("architecture_at_min", "number", "the minute at which the architecture stood"),
    Column("communication", "integer", "how clearly one spoke, outside the total"),
    Column("taste", "text", "the ids of the taste markers that showed, with commas"),
    Column("score_evidence", "text", "what shows the scores that rose, a line each, with semicolons", words=True),
    Column("problem_statement", "text", "the sentence that the problem was scoped to", words=True),
    Column("reflection", "text", "what E7 would have done differently", words=True),
)
_GAPS = (
    _PATH,
    Column("title", "text", "the gap's name", words=True),
    Column("priority", "text", "P0, P1 or P2"),
    Column("status", "text", "open, partial or closed"),
    Column("category", "text", "the key of the rubric category; none for a gap that has none"),
    Column("found", "date", "the day on which it was found"),
    Column("target", "text", "by when it should be closed: Week n or a day, as written"),
    Column("due", "date", "the day that the target means"),
    Column("closed", "date", "the day on which it was closed"),
    Column("days_open", "integer", "from found to closed; none where either is missing"),
    Column("action", "text", "what is done about it", words=True),
    Column("fixed_by", "text", "what closed it", words=True),
)
_FINDINGS = (
    _PATH,
    Column("line", "integer", "from 1"),
    Column("column", "integer", "from 1, in code points"),
    Column("rule", "text", "the rule's name"),
    Column("severity", "text", "error, warning or advice"),
    Column("message", "text", "the fact", words=True),
)
FINDINGS = "findings"

# Columns of the log that hold what a person wrote.
_WORDS = ("reflection", "problem")


def runs(vault: Vault) -> Dataset:
    """A row a run, in order, and a column `score_…` for each category of the rubric."""
    found, rubric = all_runs.of(vault), manuals.of(vault).rubric
    scores = (
        tuple(Column(each.score, "integer", f"0 to {rubric.highest}: {each.name}") for each in rubric.categories)
        if rubric
        else ()
    )
    lost: list[str] = []
    rows = tuple(
        {**_run(run, vault, lost), **{each.name: run.scores.get(each.name) for each in scores}} for run in found.all
    )
    return Dataset((*_RUNS, *scores), rows, _left_out(found.uncounted, manuals.RUN_TYPES, vault), tuple(lost))


def _run(run: Run, vault: Vault, lost: list[str]) -> Row:
    manual, properties = manuals.of(vault), run.note.properties
    readings = Readings(run.note, vault, lost)
    minutes = readings.numbers(timing.MINUTES)
    level = passing.level(run, manual) if run.scored else None
    weakest = all_runs.weakest(run, manual.rubric)[0] if run.scored and manual.rubric else None
    workbook, question = readings.leads("workbook"), readings.leads("question")
    return {
        "path": run.note.path,
        "date": date.fromisoformat(run.date),
        "start": run.start or None,
        "type": run.note.type,
        "evaluator": run.evaluator or None,
        "workbook": _text(workbook, "id") if workbook else None,
        "question": _text(question, "id") if question else None,
        "problem": run.label(),
        "archived": archive.is_archived(vault, run.note.path),
        "scored": run.scored,
        "total": run.total if run.scored else None,
        "maximum": len(run.categories) * (manual.rubric.highest if manual.rubric else 0),
        "level": level.name if level else None,
        "weakest": weakest.key if weakest else None,
        "minutes": ",".join(f"{each:g}" for each in minutes) or None,
        "minutes_total": sum(minutes) if minutes else None,
        "architecture_at_min": readings.number(timing.ARCHITECTURE),
        "communication": readings.integer("communication"),
        "taste": ",".join(map(str, items(properties.value("taste")))) or None,
        "score_evidence": "; ".join(map(str, items(properties.value(evidence.PROPERTY)))) or None,
        "problem_statement": _text(run.note, "problem_statement"),
        "reflection": _text(run.note, "reflection"),
    }


def gap_rows(vault: Vault) -> Dataset:
    """A row a gap, in the tracker's order, the closed ones too."""
    found, start = gaps.of(vault), all_runs.plan_start(vault)
    rows, lost = [], list[str]()
    for gap in found.all:
        properties, readings = gap.note.properties, Readings(gap.note, vault, lost)
        opened, closed = readings.date("found"), readings.date("closed")
        rows.append(
            {
                "path": gap.note.path,
                "title": gap.note.title,
                "priority": properties.text("priority").upper() or None,
                "status": properties.text("status").casefold() or None,
                "category": gap.category or None,
                "found": opened,
                "target": gap.target or None,
                "due": date.fromisoformat(due) if (due := gaps.due(gap, start)) else None,
                "closed": closed,
                "days_open": (closed - opened).days if opened and closed else None,
                "action": _text(gap.note, "action"),
                "fixed_by": _text(gap.note, "fixed_by"),
            }
        )
    return Dataset(_GAPS, tuple(rows), _left_out(found.uncounted, (gaps.TYPE,), vault), tuple(lost))


def findings(vault: Vault, settings: Settings, today: date | None = None) -> Dataset:
    """A row a finding; those that depend on `today` where it is given."""
    found = lint.check(vault, settings, Choice(today=today))
    rows = (
        (each.path, each.place.line, each.place.column, each.rule, str(each.severity), each.message) for each in found
    )
    names = [each.name for each in _FINDINGS]
    return Dataset(_FINDINGS, tuple(dict(zip(names, row, strict=True)) for row in rows))


def log(vault: Vault) -> Dataset:
    """The Practice Log as the manual lays it out, every cell a text; a second column of one name is called `Name 2`."""
    content = practice_log.render(vault)
    shows = [each.shows for each in manuals.of(vault).log_columns or ()]
    names = _apart([shown(each) for each in content.header] if content else [])
    columns = tuple(
        Column(name, "text", f"the log's column {name}", words=each in _WORDS)
        for name, each in zip(names, shows, strict=False)
    )
    found = all_runs.of(vault)
    rows = content.rows[: len(found.all)] if content else ()
    return Dataset(
        columns,
        tuple({name: shown(cell) or None for name, cell in zip(names, row, strict=True)} for row in rows),
        _left_out(found.uncounted, manuals.RUN_TYPES, vault),
    )


def _left_out(notes: Iterable[Note], types: Iterable[str], vault: Vault) -> tuple[str, ...]:
    """Why these notes, and files in the folders of their types that are not even looked into, are not in a table, as
    `path:line:column: fact`.
    """
    passed = {path: [f"{path}:1:1: {why}"] for each in types for path, why in unread.passed(each, vault).items()}
    found = passed | {note.path: [*_faults(note, vault)] for note in notes}
    return tuple(line for path in sorted(found) for line in found[path])


def _faults(note: Note, vault: Vault) -> Iterator[str]:
    rubric = manuals.of(vault).rubric
    fault = note.properties.fault if note.readable else note.faults[0]
    wrong = all_runs.obstacles(note, rubric) if rubric and not fault else {}
    told = [(note.properties.where(name), f'"{name}": {why}') for name, why in wrong.items()]
    for span, fact in [(fault.span, fault.message)] if fault else told:
        yield f"{vault.place(note.path, span)}: {fact}"


_OF_NOTES: Mapping[str, Callable[[Vault], Dataset]] = {"runs": runs, "gaps": gap_rows, "log": log}
KINDS = ("runs", "gaps", FINDINGS, "log")


def table(kind: str, vault: Vault, settings: Settings, today: date | None = None) -> Dataset:
    """The table of a kind; `settings` and `today` are for findings."""
    return findings(vault, settings, today) if kind == FINDINGS else _OF_NOTES[kind](vault)


def _apart(names: list[str]) -> list[str]:
    """Names told apart by a number, whatever their letter case, as databases want them.

    >>> _apart(["Notes", "Date", "notes", "Notes 2", "Notes"])
    ['Notes', 'Date', 'notes 2', 'Notes 2 2', 'Notes 3']
    """
    found: dict[str, str] = {}
    for name in names:
        tries = (f"{name} {number}" if number > 1 else name for number in range(1, len(names) + 1))
        free = next(each for each in tries if each.casefold() not in found)
        found[free.casefold()] = free
    return list(found.values())


def _text(note: Note, name: str) -> str | None:
    return note.properties.text(name) or None
