"""The whole manual, read from the vault's own notes; what cannot be read is a fault, and missing from the values."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from para_sync.diagnostic import Severity
from para_sync.vault.limits import UNREADABLE
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

if TYPE_CHECKING:  # who asks for one part needs not import how all are read
    from para_sync.manual.chapter import Chapter
    from para_sync.manual.columns import Shown
    from para_sync.manual.criterion import Criterion, Vocabulary
    from para_sync.manual.design_spec import Spec
    from para_sync.manual.layers import Counted, Folder, Layer, Project
    from para_sync.manual.levels import Level
    from para_sync.manual.lists import CheckItem, Marker, Wording
    from para_sync.manual.note_types import NoteType, NoteTypes
    from para_sync.manual.picking import Picking
    from para_sync.manual.plan import Plan, Section
    from para_sync.manual.rubric import Numbers, Rubric

TYPE = "manual"
SCORING, LOOP, LAYERS, TASTE = "scoring-system", "daily-loop", "para-layers", "taste-markers"
MILESTONES, TYPES, CHECKLIST, WORDING = "milestones", "note-types", "pre-interview-checklist", "e6-bar"
DESIGNS = "system-design-spec"

# The types whose notes are runs, as the criteria language defines the word (criteria.md).
RUN_TYPES = ("session", "mock")
GAP = "gap"
PROJECT, WORKBOOK = "project", "workbook"
DESIGN = "system-design"

Part = TypeVar("Part")


class ManualFault(NamedTuple):
    """What keeps a part of the manual from being read: the note, where in it, and why."""

    path: str
    span: Span
    message: str


class Manual(NamedTuple):
    """Every part of the manual; a part is None where its chapter, or one that it rests on, cannot be read."""

    chapters: Mapping[str, Chapter]
    faults: tuple[ManualFault, ...] = ()
    rubric: Rubric | None = None
    priorities: Mapping[str, str] | None = None
    numbers: Numbers | None = None
    levels: tuple[Level, ...] | None = None
    sections: tuple[Section, ...] | None = None
    markers: tuple[Marker, ...] | None = None
    note_types: NoteTypes | None = None
    plan: Plan | None = None
    layers: tuple[Layer, ...] | None = None
    folders: tuple[Folder, ...] | None = None
    projects: tuple[Project, ...] | None = None
    counted: tuple[Counted, ...] | None = None
    picking: Picking | None = None
    checklist: tuple[CheckItem, ...] | None = None
    wording: tuple[Wording, ...] | None = None
    log_columns: tuple[Shown, ...] | None = None
    gap_columns: tuple[Shown, ...] | None = None
    design_spec: Spec | None = None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What the checklist, the milestones and the projects ask, in that order."""
        milestones = self.plan.milestones if self.plan else ()
        asked = (each.criterion for part in (self.checklist or (), milestones, self.projects or ()) for each in part)
        return tuple(each for each in asked if each)

    @property
    def archive(self) -> str:
        """The folder of finished work: the last layer; "" where the layers cannot be read."""
        return self.layers[-1].folder if self.layers else ""

    @property
    def reference(self) -> str:
        """The folder of what is looked up, Resources: the layer before the archive; "" where there is none."""
        return self.layers[-2].folder if self.layers and len(self.layers) > 2 else ""


def manual(vault: Vault) -> Manual:
    """The manual of a vault; the shipped one for a vault that has no note of type manual at all (DESIGN §1)."""
    if not vault.of_type(TYPE):
        return _shipped()
    return _Reader(vault).read()


def of(vault: Vault) -> Manual:
    """The manual of a vault, read once."""
    return vault.once(manual)


def told(vault: Vault) -> tuple[str, ...]:
    """What keeps parts of the manual from being read, as `path:line:column: fact`."""
    return tuple(f"{vault.place(each.path, each.span)}: {each.message}" for each in of(vault).faults)


def note_types(vault: Vault) -> NoteTypes | None:
    """The note types of the manual, a small part of it; None where they cannot be read."""
    return vault.once(_note_types)


def _note_types(vault: Vault) -> NoteTypes | None:
    return of(vault).note_types


def archive(vault: Vault) -> str:
    """The folder of finished work, as the manual says; "" where the layers cannot be read."""
    return vault.once(_archive)


def _archive(vault: Vault) -> str:
    return of(vault).archive


def note_type(note: Note, vault: Vault) -> NoteType | None:
    """The manual's entry for a note's type; None where the note has none or an unknown one."""
    types = note_types(vault)
    return types.types.get(note.type) if types else None


def severity(note: Note, vault: Vault) -> Severity | None:
    """How much a dead link weighs: ADVICE in a note of no known type; None, the rule's own severity, in any other.

    While the types cannot be read, a note of any type passes for known.
    """
    types = note_types(vault)
    typed = note.type in types.types if types else bool(note.type)
    return None if typed else Severity.ADVICE


@cache
def _shipped() -> Manual:
    from para_sync.shipped import SHIPPED
    from para_sync.vault.source import Disk

    return _Reader(Vault.read(Disk(SHIPPED / "Manual"))).read()


class _Reader:
    """Reads the chapters in the order in which they rest on each other, and gathers what is wrong. What reads them is
    imported here: most runs find the manual as it was.
    """

    def __init__(self, vault: Vault) -> None:
        from para_sync.manual import chapter as chapters

        self.faults: list[ManualFault] = []
        self.chapters: dict[str, Chapter] = {}
        self.doubled: set[str] = set()
        for note in vault.of_type(TYPE):
            read = chapters.read(note, vault.content(note.path))
            first = self.chapters.setdefault(read.id, read)
            if first is not read and read.id:
                self.doubled.add(read.id)
                entry = note.properties.get("chapter")
                fact = f'chapter "{read.id}" stands in {first.note.path} too'
                self.faults.append(ManualFault(note.path, entry.span if entry else Span(0, 0), fact))
        self._vault = vault

    def read(self) -> Manual:
        from para_sync.manual import columns, design_spec, layers, levels, lists, note_types, picking, plan, rubric
        from para_sync.manual.criterion import RUN

        scores = self._part(SCORING, rubric.read_rubric)
        numbers = self._part(SCORING, lambda each: rubric.read_numbers(self.chapters.values(), each))
        markers = self._part(TASTE, lists.read_markers)
        ids = tuple(each.id for each in markers or ())
        types = self._part(TYPES, lambda each: note_types.read(each, scores, ids)) if scores else None
        words = _vocabulary(scores, types)
        reached = self._part(SCORING, lambda each: levels.read(each, words)) if types else None
        words = _vocabulary(scores, types, reached)
        ready = types is not None and reached is not None
        return Manual(
            chapters=MappingProxyType(self.chapters),
            rubric=scores,
            priorities=self._part(SCORING, lambda each: rubric.read_priorities(each, scores)) if scores else None,
            numbers=numbers,
            levels=reached,
            sections=self._part(LOOP, lambda each: plan.read_sections(each, numbers)) if numbers else None,
            markers=markers,
            note_types=types,
            plan=self._part(MILESTONES, lambda each: plan.read(each, words)) if ready else None,
            layers=self._part(LAYERS, layers.read_layers),
            folders=self._part(LAYERS, layers.read_folders),
            projects=self._part(LAYERS, lambda each: layers.read_projects(each, words)) if ready else None,
            counted=self._part(LAYERS, lambda each: layers.read_counted(each, types)) if types else None,
            picking=self._part(LOOP, picking.read),
            checklist=self._part(CHECKLIST, lambda each: lists.read_checklist(each, words)) if ready else None,
            wording=self._part(WORDING, lists.read_wording),
            log_columns=self._columns("Practice Log", words, RUN, columns.OF_LOG) if ready else None,
            gap_columns=self._columns("Gap Tracker", words, GAP, columns.OF_GAPS) if ready else None,
            design_spec=self._part(DESIGNS, design_spec.read),
            faults=tuple(dict.fromkeys(self.faults)),
        )

    def _columns(self, heading: str, words: Vocabulary, kind: str, own: tuple[str, ...]) -> tuple[Shown, ...] | None:
        from para_sync.manual import columns

        return self._part(SCORING, lambda each: columns.read(each, heading, words, kind, own))

    def _part(self, name: str, read: Callable[[Chapter], Part]) -> Part | None:
        from para_sync.manual.chapter import Unreadable

        chapter = self.chapters.get(name)
        if chapter is None:
            self._miss(name)
            return None
        if name in self.doubled:  # reported already, and no one can tell which of the two holds
            return None
        try:
            return read(chapter)
        except Unreadable as error:
            self.faults.append(ManualFault(chapter.note.path, error.span, error.message))
            return None

    def _miss(self, name: str) -> None:
        """Say that a chapter is missing, where it seems to be: in what of the manual's folders cannot be read."""
        from para_sync.manual.chapter import closest, suggestion

        fact = f'no note has the chapter "{name}"'
        unread = _unread(self._vault)
        if not unread:
            home = self._vault.of_type(TYPE)[0].path
            self.faults.append(ManualFault(home, Span(0, 0), fact + suggestion(name, self.chapters)))
            return
        likely = unread[closest(name, unread, 0.0)]
        # before the others, which may follow from it
        self.faults.insert(0, likely._replace(message=f"{fact}, perhaps this one: {likely.message}"))


def _unread(vault: Vault) -> dict[str, ManualFault]:
    """What cannot be read in the folders of the manual, by the id that a chapter of this name would have."""
    folders = {note.folder for note in vault.of_type(TYPE)}
    odd = [ManualFault(each.path, Span(0, 0), each.message) for each in vault.oddities if each.rule == UNREADABLE]
    for note in filter(None, (vault.note(path) for path, brief in vault.briefs.items() if brief.faulty)):
        fault = note.properties.fault if note.readable else note.faults[0]
        odd += [ManualFault(note.path, fault.span, fault.message)] if fault else []
    here = (each for each in odd if posixpath.dirname(each.path) in folders)
    return {posixpath.basename(each.path).removesuffix(".md").casefold().replace(" ", "-"): each for each in here}


def _vocabulary(scores: Rubric | None, types: NoteTypes | None, levels: tuple[Level, ...] | None = None) -> Vocabulary:
    from para_sync.manual.criterion import Vocabulary

    categories = scores.categories if scores else ()
    return Vocabulary(
        {each.name: frozenset(one.name for one in each.properties) for each in (types.types.values() if types else ())},
        frozenset(each.key for each in categories),
        frozenset(each.type.casefold() for each in categories),
        tuple(each.name for each in levels or ()),
        frozenset(RUN_TYPES),
    )
