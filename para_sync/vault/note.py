"""One note from its bytes: what the program knows of it, without its text.

A note's facts depend on its bytes alone, and are small and picklable. What cannot be read for certain is a fault, and
the note then has no facts.
"""

from __future__ import annotations

import marshal
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from sys import intern
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from para_sync.files import digest
from para_sync.vault import later, markdown, markers, properties
from para_sync.vault.facts import Block, Heading, Item, Link, LinkRow, Tag, split_target, wikilink_row
from para_sync.vault.later import Later
from para_sync.vault.limits import LARGEST_NOTE, UNREADABLE, refused, too_large
from para_sync.vault.markers import Region, Silence
from para_sync.vault.properties import Properties, Property, items
from para_sync.vault.span import BOM, Fault, Span

NO_PROPERTIES = Properties()

_WHOLE_WIKILINK = re.compile(r"\s*\[\[([^\[\]\r\n]+)\]\]\s*\Z")
_WHOLE_MARKDOWN = re.compile(r"\s*\[([^\[\]]*)\]\(<?([^()<>]+)>?\)\s*\Z")


# The fields that a note has at once; the links, and those of `Later`, it has when they are asked for.
_NOW = ("path", "digest", "type", "aliases", "properties", "tables", "faults", "link_rows")
_NOTHING = Later([], [], [], [], [], [], [], [])


class Note:
    """One note: its path from the vault's root, the digest of its bytes, and its facts in document order.

    `type` is the property of that name, "" where the note has none; `aliases` are other names that links may use.
    `code` spans what is no prose (code, math, HTML), `quotes` block quotes, `tables` whole tables. `faults` say what
    could not be read; a fault of rule note-unreadable means that there are no other facts. `link_rows` are the links
    as rows: most who look at them make but few of them links.
    """

    __slots__ = (*_NOW, *Later._fields, "later", "links")

    headings: tuple[Heading, ...]
    tags: tuple[Tag, ...]
    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    quotes: tuple[Span, ...]
    code: tuple[Span, ...]
    regions: tuple[Region, ...]
    silences: tuple[Silence, ...]
    links: tuple[Link, ...]

    def __init__(
        self,
        path: str,
        digest: str,
        type: str = "",
        aliases: tuple[str, ...] = (),
        properties: Properties = NO_PROPERTIES,
        tables: tuple[Span, ...] = (),
        faults: tuple[Fault, ...] = (),
        later: Later | bytes = _NOTHING,
        link_rows: Sequence[LinkRow] = (),
    ) -> None:
        """`later` is what the fields of `Later` are made of, plain or marshalled."""
        self.path: Final = path
        self.digest: Final = digest
        self.type: Final = type
        self.aliases: Final = aliases
        self.properties: Final = properties
        self.tables: Final = tables
        self.faults: Final = faults
        self.later: Later | bytes | None = later
        self.link_rows: Final = link_rows

    if not TYPE_CHECKING:  # for which any name would be a field

        def __getattr__(self, name: str) -> Any:
            """A field that is made when it is asked for: the links of their rows, those of `Later` of `later`."""
            if name == "links":
                self.links = later.linked(self.link_rows)
            elif name in Later._fields and self.later is not None:
                for each, value in later.made(self.rows).items():
                    setattr(self, each, value)
                self.later = None
            return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Note) and self._facts() == other._facts()

    def __hash__(self) -> int:
        return hash((self.path, self.digest))

    def __repr__(self) -> str:
        return f"Note{self._facts()}"

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        *now, link_rows = [getattr(self, name) for name in _NOW]
        return Note, (*now, self.rows, link_rows)

    def _facts(self) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in (*_NOW, *Later._fields)])

    def of_type(self, name: str) -> Note:
        """The note as if it had that type."""
        _, (path, digest, _, *others) = self.__reduce__()
        return Note(path, digest, name, *others)

    @property
    def rows(self) -> Later:
        """The facts of `Later` as rows, at the least cost."""
        if isinstance(self.later, bytes):
            return Later(*marshal.loads(self.later))
        return self.later or _rows(self)

    @property
    def name(self) -> str:
        """The file's name without `.md`: what a link calls the note."""
        return name_of(self.path)

    @property
    def folder(self) -> str:
        """The folder's path from the vault's root; "" is the root."""
        return self.path.rpartition("/")[0]

    @property
    def title(self) -> str:
        """The name to show: the property `title` where it is set, else the file's name."""
        return self.properties.text("title") or self.name

    @property
    def readable(self) -> bool:
        """Whether the note's text could be read."""
        return not self.faults or all(fault.rule != UNREADABLE for fault in self.faults)

    def property_links(self, name: str) -> list[Link]:
        """The links that a property holds, in order, whatever the letter case of its name."""
        entry = self.properties.get(name)
        return self.links_of(entry) if entry else []

    def links_of(self, entry: Property) -> list[Link]:
        """The links that one of the note's properties holds, in order."""
        # `up.0` may be the first of the list `up` or a property of that name, so the place decides.
        places = entry.entries or (entry.span,)
        found = []
        for row in self.link_rows:
            if row[0] != "property":  # they come first
                break
            if row[4:6] in places:
                found.append(later.link(row))
        return found


def name_of(path: str) -> str:
    """What a link calls the note at a path."""
    return posixpath.splitext(posixpath.basename(path))[0]


def parse(path: str, content: bytes) -> Note:
    """Read a note from its path and bytes. Raises nothing: what is wrong is in the note's faults."""
    unreadable = _unreadable(content)
    if unreadable:
        return Note(path, digest(content), faults=(unreadable,))
    front = properties.parse(content)
    found = markdown.parse(content, front.body)
    marked = markers.read(found.directives, content)
    empty = [Fault("note-empty", "the note is empty", Span(0, 0))] if not content.removeprefix(BOM).strip() else []
    faults = [*([front.fault] if front.fault else []), *found.faults, *marked.faults, *empty]
    return Note(
        path,
        digest(content),
        intern(front.text("type")),
        tuple(_aliases(front)),
        front,
        tuple(found.tables),
        tuple(faults),
        Later(
            found.headings,
            [*_property_tags(front), *found.tags],
            found.blocks,
            found.items,
            later.places(found.quotes),
            later.places(found.code),
            later.regions(marked.regions),
            later.silences(marked.silences),
        ),
        [*_property_links(front), *found.links],
    )


def _rows(note: Note) -> Later:
    """The facts as rows again."""
    return Later(
        [(level, text, *span) for level, text, span in note.headings],
        [(name, *span) for name, span in note.tags],
        [(name, *span) for name, span in note.blocks],
        [(task, parent, *span, *marker) for task, parent, span, marker in note.items],
        later.places(note.quotes),
        later.places(note.code),
        later.regions(note.regions),
        later.silences(note.silences),
    )


def unread(path: str, error: OSError) -> Note:
    """A note that is there, and the system does not let us read; it has no digest."""
    return Note(path, "", faults=(Fault(UNREADABLE, refused(error), Span(0, 0)),))


def _unreadable(content: bytes) -> Fault | None:
    if len(content) > LARGEST_NOTE:
        return Fault(UNREADABLE, too_large(len(content)), Span(0, 0))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault(UNREADABLE, "not UTF-8 (looks like UTF-16)", Span(0, 0))
    nul = content.find(b"\0")
    if nul >= 0:
        return Fault(UNREADABLE, "NUL byte", Span(nul, nul + 1))
    try:
        content.decode()
    except UnicodeDecodeError as error:
        fact = f"not UTF-8 (byte 0x{content[error.start]:02X})"
        return Fault(UNREADABLE, fact, Span(error.start, error.start + 1))
    if b"\r" in content and b"\n" not in content:
        return Fault(UNREADABLE, "line ends not recognised (carriage returns alone)", Span(0, 0))
    return None


def _strings(entries: Iterable[Property], sign: str = "") -> Iterator[tuple[str, str, Span]]:
    """The strings of properties that hold a sign: the key that Obsidian gives each (`up`, `up.0`), the string, and its
    span.
    """
    for name, value, _, span, places in entries:
        if isinstance(value, str):
            if sign in value:
                yield name, value, span
        elif isinstance(value, tuple):
            for index, each in enumerate(value):
                if isinstance(each, str) and sign in each:
                    yield f"{name}.{index}", each, places[index] if places else span


def _property_links(front: Properties) -> Iterator[LinkRow]:
    """Links count where they are a property's whole value (obsidian.md §1); Markdown links too, since Obsidian 1.11."""
    for key, value, span in _strings(front.entries, "["):
        whole = _WHOLE_WIKILINK.match(value)
        if whole:
            yield wikilink_row(whole.group(1), False, *span, key)
            continue
        link = _WHOLE_MARKDOWN.match(value)
        if link and not markdown.SCHEME.match(link.group(2)):
            target, subpath = split_target(unquote(link.group(2)))
            yield "property", target, subpath, link.group(1), *span, key


def _aliases(front: Properties) -> Iterator[str]:
    return (each.strip() for each in items(front.value("aliases")) if isinstance(each, str) and each.strip())


def _property_tags(front: Properties) -> Iterator[tuple[str, int, int]]:
    entry = front.get("tags")
    for _, value, span in _strings((entry,) if entry else ()):
        name = value.strip().removeprefix("#")
        if name and " " not in name and "," not in name:
            yield name, *span
