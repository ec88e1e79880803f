"""The layers, projects and folders of the PARA Layers chapter (domain.md M3-M11, M20)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from para_sync.manual import criteria
from para_sync.manual.chapter import Chapter, Unreadable, filled
from para_sync.manual.criterion import Criterion, Vocabulary

LAYER_COLUMNS = ("PARA Layer", "Interview Function", "When You Use It")
PROJECT_COLUMNS = ("Project", "What", "Cadence", "Done When", "Criterion")
FOLDER_COLUMNS = ("Folder", "Holds", "Expected for")

_RANGE = re.compile(r"([A-Za-z]+)([0-9]{1,3})-[A-Za-z]*([0-9]{1,3})\Z")


@dataclass(frozen=True, slots=True)
class Layer:
    """A PARA layer: its folder at the vault's root."""

    folder: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project as the manual describes it; `name` is its folder's and its index note's name."""

    name: str
    cadence: str
    done_when: str
    criterion: Criterion


@dataclass(frozen=True, slots=True)
class Folder:
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
