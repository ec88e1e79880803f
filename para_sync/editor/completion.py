"""What could stand at a place of a note that somebody is writing: link targets, headings, block ids, properties."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from para_sync import names, yaml_text
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NO, YES, NoteType, PropertyType
from para_sync.vault.facts import wikilink
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

# An open wikilink up to the place, without an end; and the start of a property or of an item of a list.
_LINK = re.compile(r"\[\[([^\[\]|\n]*)\Z")
_PROPERTY = re.compile(r"([^\s:#\-\[{\"'][^:\n]*):[ \t]+(\S*)\Z")
_ITEM = re.compile(r"[ \t]*-[ \t]+(\S*)\Z")
_NAME = re.compile(r"(\w*)\Z")
_WRITTEN = re.compile(r"^(\w+):[ \t]*([^\n]*?)[ \t\r]*$", re.MULTILINE)


class Proposal(NamedTuple):
    """A text that could be put in place of the last `replaces` characters before the place, its kind (note, file,
    heading, block, value or property), and a word about it.
    """

    text: str
    kind: str
    replaces: int
    detail: str = ""


def proposals(vault: Vault, path: str, offset: int) -> tuple[Proposal, ...]:
    """What could stand at a byte offset of a note; nothing where nothing fits."""
    note = vault.note(path)
    if note is None or not note.readable:
        return ()
    content = vault.content(path)
    line = content[content.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")
    link = _LINK.search(line)
    if link:
        return tuple(_links(vault, note, link[1]))
    above = content[:offset].decode("utf-8", "replace")
    return tuple(_properties(vault, note, above, line)) if _is_in_properties(above) else ()


def _is_in_properties(above: str) -> bool:
    """Whether the text up to a place ends between the fences of the properties."""
    first, *lines = map(str.rstrip, above.removeprefix("\ufeff").split("\n"))
    return first == "---" and bool(lines) and "---" not in lines


def _links(vault: Vault, note: Note, inner: str) -> Iterator[Proposal]:
    target, sign, subpath = inner.partition("#")
    if not sign:
        yield from _targets(vault, len(inner))
        return
    found = vault.note(vault.resolve(wikilink(inner, False, Span(0, 0)), note).path) if target else note
    if found is None:
        return
    if subpath.startswith("^"):
        yield from (Proposal(f"^{each.id}", "block", len(subpath), found.name) for each in found.blocks)
    else:
        last = subpath.rpartition("#")[2]
        yield from (
            Proposal(_heading(each.text), "heading", len(last), f"level {each.level}") for each in found.headings
        )
        yield from (Proposal(f"^{each.id}", "block", len(last), found.name) for each in found.blocks if not last)


def _heading(text: str) -> str:
    """A heading as a link can name it (obsidian.md §2)."""
    return re.sub(r"\s+", " ", re.sub(r"[\[\]|#^\\]|%%", " ", text)).strip()


def _targets(vault: Vault, replaces: int) -> Iterator[Proposal]:
    for path in (*vault.paths, *vault.others):
        text = vault.link_text(path)
        note = vault.note(path)
        if names.is_linkable(text) and not (note and vault.is_template(note)):
            title = note.title if note and note.title != note.name else path
            yield Proposal(text, "note" if note else "file", replaces, title)


def _properties(vault: Vault, note: Note, above: str, line: str) -> Iterator[Proposal]:
    there = dict(_WRITTEN.findall(vault.content(note.path).decode("utf-8", "replace")))
    types = manuals.of(vault).note_types
    # while somebody writes in them, the properties can seldom be read as YAML
    note_type = types.types.get(there.get("type", "").strip("\"' ")) if types else None
    value, item, name = _PROPERTY.match(line), _ITEM.match(line), _NAME.match(line)
    if value:
        yield from _values(vault, note_type, value[1].strip(), len(value[2]), is_item=False)
    elif item:
        yield from _values(vault, note_type, _list_of(above), len(item[1]), is_item=True)
    elif name and note_type:
        yield from _names(note_type, there, len(name[1]))


def _list_of(above: str) -> str:
    """The property whose list a line belongs to: the nearest one above that is not indented or an item."""
    lines = above.splitlines()[:-1]
    named = (line for line in reversed(lines) if line[:1] not in (" ", "\t", "-", "#", ""))
    return next(named, "").partition(":")[0].strip()


def _names(note_type: NoteType, there: Collection[str], replaces: int) -> Iterator[Proposal]:
    for each in note_type.properties:
        if each.name not in there:
            kind = f"list of {each.kind}" if each.is_list else each.kind
            yield Proposal(f"{each.name}: ", "property", replaces, kind + (", required" if each.required else ""))


def _values(vault: Vault, note_type: NoteType | None, name: str, replaces: int, is_item: bool) -> Iterator[Proposal]:
    types = manuals.of(vault).note_types
    if name == "type" and types:
        yield from (Proposal(each, "value", replaces, types.types[each].folder) for each in types.types)
        return
    wanted = note_type.find(name) if note_type else None
    if wanted is None or wanted.is_list != is_item:
        return
    yield from (Proposal(text, "value", replaces, detail) for text, detail in _accepted(vault, wanted))


def _accepted(vault: Vault, wanted: PropertyType) -> Iterable[tuple[str, str]]:
    if wanted.kind == "checkbox":
        return [("true", YES[0]), ("false", NO[0])]
    if wanted.kind == "integer" and wanted.low is not None and wanted.high is not None:
        return [(str(number), wanted.name) for number in range(int(wanted.low), int(wanted.high) + 1)]
    if wanted.kind == "link":
        notes = [note for each in wanted.targets for note in vault.of_type(each)]
        links = [(yaml_text.quoted(f"[[{vault.link_text(note.path)}]]"), note.title) for note in notes]
        return [*links, *((each, "instead of a link") for each in wanted.literals)]
    if wanted.kind == "text":
        return [(yaml_text.quoted(f"{each}: "), wanted.name) for each in wanted.choices]
    return [(yaml_text.scalar(each), wanted.name) for each in wanted.choices]
