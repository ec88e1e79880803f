"""The note types: where each lives, and which properties it has (the Note Types chapter, DESIGN §2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from para_sync.manual.chapter import Chapter, Row, Unreadable, filled, suggestion, unique
from para_sync.vault.facts import Heading
from para_sync.vault.properties import Properties, Property
from para_sync.vault.scalars import Value
from para_sync.vault.tables import Cell, Table

if TYPE_CHECKING:  # a run that finds the types as they were reads no rubric
    from para_sync.manual.rubric import Rubric

KINDS = ("text", "number", "integer", "checkbox", "date", "datetime", "choice", "link")
LIST_KINDS = tuple(f"list of {kind}" for kind in ("text", "number", "choice", "link"))
EVERY_TYPE = "every type"
EVERY_CATEGORY = "every rubric category"
CATEGORIES = "categories"
MARKERS = "markers"

# How a checkbox is said in words.
YES, NO = ("yes", "true"), ("no", "false")


def shown(value: Value) -> str:
    """The value of a property in words: yes or no, the items of a list with commas between them.

    >>> shown(("idiomatic ML", 2.0, True)), shown(None)
    ('idiomatic ML, 2.0, yes', '')
    """
    if isinstance(value, bool):
        return YES[0] if value else NO[0]
    return ", ".join(map(shown, value)) if isinstance(value, tuple) else "" if value is None else str(value)


_FOLDER = re.compile(r"^Folder:[ \t]*`([^`\n]+)`([^\n]*)", re.MULTILINE)
_SAME = re.compile(r"^Properties: those of `([^`\n]+)`", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|", re.MULTILINE)
_RANGE = re.compile(r"(\d+(?:\.\d+)?) (?:to (\d+(?:\.\d+)?)|or more)\Z")
_COLUMNS = ("Property", "Kind", "Required", "Values")


class PropertyType(NamedTuple):
    """What a property may hold.

    `kind` is the kind of the value, or of a list's items where `is_list`; `choices` are the accepted values of a
    choice, or what a text may start with, before a colon; `low` and `high` bound numbers (None is no bound); `targets`
    are the note types a link may lead to (none: any file), and `literals` what may stand instead of a link. `meaning`
    is what the manual says of it, "" if nothing.
    """

    name: str
    kind: str
    is_list: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    targets: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    meaning: str = ""


class NoteType(NamedTuple):
    """A type: its folder from the vault's root, whether notes without a type are welcome there, its properties, and
    their names in small letters.
    """

    name: str
    folder: str
    shared: bool
    properties: tuple[PropertyType, ...]
    folded: tuple[str, ...]

    def find(self, name: str) -> PropertyType | None:
        """The property of that name, whatever its letter case."""
        folded = name.casefold()
        return self.properties[self.folded.index(folded)] if folded in self.folded else None

    def met(self, properties: Properties) -> Iterator[tuple[PropertyType, Property]]:
        """What this type says of properties that a note has, each with what it has; in the order of the type."""
        for folded, wanted in zip(self.folded, self.properties, strict=True):
            if folded in properties.folded:
                yield wanted, properties.entries[properties.folded.index(folded)]

    def is_last(self, name: str, value: str) -> bool:
        """Whether a value is the last choice of a property, the one that means finished; False without choices."""
        found = self.find(name)
        return found is not None and value.casefold() in [each.casefold() for each in found.choices[-1:]]


class NoteTypes(NamedTuple):
    """All note types by name, and the properties that every type has."""

    types: Mapping[str, NoteType]
    common: tuple[PropertyType, ...] = ()

    def home(self, folder: str) -> NoteType | None:
        """The type whose folder is nearest at or above a folder; None where no type lives there."""
        fitting = [each for each in self.types.values() if within(folder, each.folder)]
        return max(fitting, key=lambda each: (len(each.folder), not each.shared), default=None)

    def property_types(self) -> dict[str, PropertyType]:
        """Every property of the vault by name: one kind each."""
        return {each.name: each for note_type in self.types.values() for each in note_type.properties}


def within(folder: str, parent: str) -> bool:
    """Whether a folder is another or lies below it."""
    return folder == parent or folder.startswith(parent + "/")


def read(chapter: Chapter, rubric: Rubric, markers: Iterable[str]) -> NoteTypes:
    """All types; raises `Unreadable` at what is no type, no property, or a second kind for one name."""
    reader = _Reader(chapter, rubric, tuple(markers))
    sections = [each for each in chapter.note.headings if each.level == 2]
    shared = reader.properties(EVERY_TYPE, {})
    types: dict[str, NoteType] = {}
    for heading, end in zip(sections, [*sections[1:], None], strict=False):
        text = chapter.content[heading.span.end : end.span.start if end else None].decode("utf-8", "replace")
        folder = _FOLDER.search(text)
        if folder is None:
            if heading.text == EVERY_TYPE:
                continue
            raise Unreadable(f'type "{heading.text}" has no line Folder: `…`', heading.span)
        same = _SAME.search(text)
        own = reader.properties(heading.text, types, same, heading)
        if not own and not same and _ROW.search(text):
            raise Unreadable(f'type "{heading.text}" has no table {" | ".join(_COLUMNS)}', heading.span)
        merged = (*own, *(each for each in shared if each.name not in {one.name for one in own}))
        home, welcome = folder.groups()
        names = tuple([each.name.casefold() for each in merged])
        types[heading.text] = NoteType(heading.text, home.strip("/"), "shared" in welcome, merged, names)
    if not types:
        raise Unreadable("no section of this chapter is a note type", chapter.title)
    reader.check_targets(types)
    return NoteTypes(types, shared)


class _Reader(NamedTuple):
    chapter: Chapter
    rubric: Rubric
    markers: tuple[str, ...]

    def properties(
        self,
        section: str,
        types: Mapping[str, NoteType],
        same: re.Match[str] | None = None,
        heading: Heading | None = None,
    ) -> tuple[PropertyType, ...]:
        inherited: tuple[PropertyType, ...] = ()
        if same and heading:
            if same.group(1) not in types:
                close = suggestion(same.group(1), types)
                raise Unreadable(
                    f'type "{heading.text}" refers to "{same.group(1)}", no type above{close}', heading.span
                )
            inherited = types[same.group(1)].properties
        rows = [row for table in self._tables(section) for row in _rows(table)]
        unique(((row["Property"].shown, row["Property"]) for row in rows), f"type {section}: property")
        return (*inherited, *(each for row in rows for each in self._property(row)))

    def check_targets(self, types: Mapping[str, NoteType]) -> None:
        kinds: dict[str, tuple[str, bool]] = {}
        for table in self.chapter.tables:
            for row in _rows(table):
                self._check_row(row, types, kinds)

    def _tables(self, section: str) -> Iterator[Table]:
        for table in self.chapter.tables:
            if table.heading == section and set(_COLUMNS) <= set(table.columns()):
                yield table

    def _property(self, row: Row) -> Iterator[PropertyType]:
        name = filled(row["Property"], "a property's name")
        meaning = row["Meaning"].shown if "Meaning" in row else ""
        plain = PropertyType(name, *_kind(row["Kind"]), _required(row["Required"]), meaning=meaning)
        read = self._values(plain, row["Values"])
        if row["Property"].codes:
            yield read
        elif name == EVERY_CATEGORY:
            yield from (read._replace(name=each.score, high=self.rubric.highest) for each in self.rubric.categories)
        else:
            raise Unreadable(f'"{name}" must be inline code, or {EVERY_CATEGORY}', row["Property"].span)

    def _values(self, read: PropertyType, cell: Cell) -> PropertyType:
        if read.kind in ("number", "integer"):
            low, high = _range(cell)
            return read._replace(low=low, high=high)
        if read.kind == "choice" or (read.kind == "text" and cell.shown == CATEGORIES):
            return read._replace(choices=self._choices(cell))
        if read.kind == "link":
            words = [word for word in re.sub(r"`[^`]*`", "", cell.text).replace(",", " ").split() if word != "or"]
            return read._replace(targets=tuple(words), literals=cell.codes)
        return read

    def _choices(self, cell: Cell) -> tuple[str, ...]:
        if cell.shown == CATEGORIES:
            return tuple(each.key for each in self.rubric.categories)
        if cell.shown == MARKERS:
            return self.markers
        if not cell.codes:
            raise Unreadable(f"a choice needs its values as inline code, or {CATEGORIES}, or {MARKERS}", cell.span)
        return cell.codes

    def _check_row(self, row: Row, types: Mapping[str, NoteType], kinds: dict[str, tuple[str, bool]]) -> None:
        for read in self._property(row):
            unknown = next((each for each in read.targets if each not in types), None)
            if unknown:
                raise Unreadable(f'"{unknown}" is no note type{suggestion(unknown, types)}', row["Values"].span)
            first = kinds.setdefault(read.name, (read.kind, read.is_list))
            if first != (read.kind, read.is_list):
                before = f"list of {first[0]}" if first[1] else first[0]
                raise Unreadable(f'property "{read.name}" is {before} elsewhere on this page', row["Kind"].span)


def _rows(table: Table) -> Iterator[Row]:
    if set(_COLUMNS) <= set(table.columns()):
        for row in table.rows:
            yield dict(zip(table.columns(), row, strict=True))


def _kind(cell: Cell) -> tuple[str, bool]:
    kind = cell.shown
    if kind not in KINDS and kind not in LIST_KINDS:
        known = ", ".join((*KINDS, *LIST_KINDS))
        raise Unreadable(f'"{kind}" is no kind, expected one of {known}', cell.span)
    return kind.removeprefix("list of "), kind in LIST_KINDS


def _required(cell: Cell) -> bool:
    if cell.shown not in ("yes", "no"):
        raise Unreadable(f'"Required" is yes or no, not "{cell.text}"', cell.span)
    return cell.shown == "yes"


def _range(cell: Cell) -> tuple[float | None, float | None]:
    if not cell.shown:
        return None, None
    match = _RANGE.match(cell.shown)
    if not match:
        raise Unreadable(f'a range is written "0 to 3" or "0 or more", not "{cell.text}"', cell.span)
    return float(match.group(1)), float(match.group(2)) if match.group(2) else None
