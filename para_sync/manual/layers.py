"""The layers, projects and folders of the PARA Layers chapter (domain.md M3-M11, M20)."""

from __future__ import annotations

import re
from typing import NamedTuple

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, code, filled, suggestion
from para_sync.manual.criterion import Criterion, Vocabulary
from para_sync.manual.note_types import NoteTypes

LAYER_COLUMNS = ("PARA Layer", "Interview Function", "When You Use It")
PROJECT_COLUMNS = ("Project", "What", "Cadence", "Done When", "Criterion")
FOLDER_COLUMNS = ("Folder", "Holds", "Expected for")

# A cadence as a person writes it: "Daily, 1-2 problems", "2x/week", "1-2x/week".
_WEEKLY = re.compile(r"(\d{1,3})(?:[-–]\d{1,3})?\s*[x×]\s*/\s*week", re.IGNORECASE)
_DAILY = re.compile(r"daily\b", re.IGNORECASE)
_RANGE = re.compile(r"([A-Za-z]+)([0-9]{1,3})-[A-Za-z]*([0-9]{1,3})\Z")


class Layer(NamedTuple):
    """A PARA layer: its folder at the vault's root."""

    folder: str


class Project(NamedTuple):
    """A project as the manual describes it; `name` is its folder's and its index note's name."""

    name: str
    cadence: str
    done_when: str
    criterion: Criterion


class Counted(NamedTuple):
    """What counts as work on a project: notes of these types, each on the day that its property `day` holds."""

    project: str
    types: tuple[str, ...]
    day: str


class Folder(NamedTuple):
    """A folder with a purpose, and the ids of the workbooks that should have something in it."""

    path: str
    expected_for: tuple[str, ...]


def read_layers(chapter: Chapter) -> tuple[Layer, ...]:
    """The layers in order; the last is the archive."""
    layers = tuple(Layer(filled(row["PARA Layer"], "a layer").strip("/")) for row in chapter.rows(*LAYER_COLUMNS))
    if not layers:
        raise Unreadable("the table of layers has no row", chapter.table(*LAYER_COLUMNS).span)
    return layers


def read_projects(chapter: Chapter, words: Vocabulary) -> tuple[Project, ...]:
    """The projects, in order; raises `Unreadable`."""
    return tuple(
        Project(
            row["Project"].link or filled(row["Project"], "a project"),
            row["Cadence"].shown,
            row["Done When"].shown,
            criteria.in_cell(row["Criterion"], words),
        )
        for row in chapter.rows(*PROJECT_COLUMNS)
    )


def read_counted(chapter: Chapter, types: NoteTypes) -> tuple[Counted, ...]:
    """What counts as work on each project: the table `Cadence of | Counts | Day`, and nothing where there is none.

    Raises `Unreadable` where a type or property does not exist.
    """
    found = []
    for row in chapter.all_rows("Cadence of", "Counts", "Day"):
        day = code(row["Day"], "the property that holds the day")
        for name in row["Counts"].codes:
            kind = types.types.get(name)
            if kind is None:
                raise Unreadable(f'"{name}" is no note type{suggestion(name, types.types)}', row["Counts"].span)
            if kind.find(day) is None:
                raise Unreadable(f'a {name} has no property "{day}"', row["Day"].span)
        project = row["Cadence of"].link or filled(row["Cadence of"], "a project")
        found.append(Counted(project, row["Counts"].codes, day))
    return tuple(found)


def per_week(cadence: str) -> int:
    """How many times a week a cadence asks for at least; 0 where it names no such number.

    >>> per_week("Daily, 1-2 problems"), per_week("1-2x/week"), per_week("Once, then reference")
    (7, 1, 0)
    """
    weekly = _WEEKLY.match(cadence)
    return int(weekly[1]) if weekly else 7 if _DAILY.match(cadence) else 0


def read_folders(chapter: Chapter) -> tuple[Folder, ...]:
    """The folders that the chapter lists."""
    return tuple(
        Folder(filled(row["Folder"], "a folder").strip("/"), ids(row["Expected for"].shown))
        for row in chapter.rows(*FOLDER_COLUMNS)
    )


def ids(text: str) -> tuple[str, ...]:
    """Ids written as a list or a range.

    >>> ids("P6-P8, Q1")
    ('P6', 'P7', 'P8', 'Q1')
    """
    found: list[str] = []
    for part in filter(None, (each.strip() for each in text.replace("–", "-").split(","))):
        match = _RANGE.match(part)
        if match:
            found.extend(f"{match.group(1)}{each}" for each in range(int(match.group(2)), int(match.group(3)) + 1))
        else:
            found.append(part)
    return tuple(found)
