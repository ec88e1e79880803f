"""Lay a vault down: the shipped files, with the plan's first week set and, for the example, its dates moved there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from para_sync import edit, property_text, sync
from para_sync.change import Edit
from para_sync.files import DISK
from para_sync.manual.manual import MILESTONES
from para_sync.shipped import EXAMPLE, SHIPPED
from para_sync.vault import note as notes
from para_sync.vault.days import monday
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

# The Monday from which the notes of the example are dated, and the weeks that they span.
EXAMPLE_START = date(2026, 1, 5)
EXAMPLE_WEEKS = 4

_START = "plan_start"

_DATE = re.compile(rb"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_PERSONAL = re.compile(r"\.para-sync/|\.git/|\.trash/|\.obsidian/workspace|\.DS_Store\Z|__pycache__/")

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Missing:
    """What a folder lacks of a vault: the files to add, those left out because a note of that name or chapter lies
    elsewhere (path to path), and the names of regions that stand in no note.
    """

    add: Files
    elsewhere: Mapping[str, str]
    regions: tuple[str, ...]


def files(start: date, example: bool = False) -> dict[str, bytes]:
    """All files of a new vault by path, the plan starting in the week of `start`; with the example's notes if asked
    for.
    """
    laid = dict(_read(SHIPPED))
    if example:
        by = monday(start) - EXAMPLE_START
        laid.update((_moved(path.encode(), by).decode(), _moved(content, by)) for path, content in _read(EXAMPLE))
    return {path: _started(path, content, monday(start)) for path, content in laid.items()}


def synced(laid: Files) -> dict[str, bytes]:
    """The files with every region up to date."""
    vault = sync.synced(Vault.read(Overlay(Nothing(), laid)))
    return {path: vault.content(path) for path in laid}


def present(root: Path) -> dict[str, Path]:
    """The files that lie in a folder, by path from it, without what belongs to other programs."""
    if not root.is_dir():
        return {}
    found = {file.relative_to(root).as_posix(): file for file in sorted(root.rglob("*")) if not file.is_dir()}
    return {path: file for path, file in found.items() if not _PERSONAL.match(path) and file.name != ".DS_Store"}


def untouched(laid: Files, found: Mapping[str, Path]) -> bool:
    """Whether a folder holds nothing but files that would be laid down just so."""
    return all(path in laid and _same(file, laid[path]) for path, file in found.items())


def _same(file: Path, content: bytes) -> bool:
    try:
        return DISK.read(file) == content
    except OSError:
        return False


def missing(laid: Files, vault: Vault, found: Mapping[str, Path]) -> Missing:
    """What a vault lacks. A note that moved or was archived is not missing, nor is a chapter under another name."""
    names = {path.rpartition("/")[2].casefold(): path for path in found}
    chapters = {note.properties.text("chapter"): note.path for note in vault.of_type("manual")}
    add, elsewhere = {}, {}
    for path, content in laid.items():
        chapter = notes.parse(path, content).properties.text("chapter") if path.startswith("Manual/") else ""
        other = chapters.get(chapter) if chapter else names.get(path.rpartition("/")[2].casefold())
        if path in found:
            continue
        if other is not None and path.endswith(".md"):
            elsewhere[path] = other
        else:
            add[path] = content
    placed = {region.name for note in vault for region in note.regions}
    shipped = {region.name for path in set(laid) - set(add) for region in notes.parse(path, laid[path]).regions}
    return Missing(add, elsewhere, tuple(sorted(shipped - placed)))


def creations(add: Files) -> Iterator[Edit]:
    """The edits that make the files."""
    return (edit.replacement(path, None, content) for path, content in add.items())


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    return ((path, file.read_bytes()) for path, file in present(folder).items())


def _moved(text: bytes, by: timedelta) -> bytes:
    """A text with the dates of the example's weeks moved."""

    def moved(match: re.Match[bytes]) -> bytes:
        try:
            day = date.fromisoformat(match.group().decode())
        except ValueError:
            return match.group()
        inside = timedelta() <= day - EXAMPLE_START < timedelta(weeks=EXAMPLE_WEEKS)
        return (day + by).isoformat().encode() if inside else match.group()

    return _DATE.sub(moved, text)


def _started(path: str, content: bytes, start: date) -> bytes:
    """The Milestones chapter with its `plan_start` set; every other file as it is."""
    if not path.startswith("Manual/"):
        return content
    note = notes.parse(path, content)
    if note.properties.text("chapter") != MILESTONES:
        return content
    put = property_text.put(note, content, _START, start.isoformat())
    return edit.splice(content, [put] if put else [])
