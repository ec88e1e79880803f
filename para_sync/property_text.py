"""Text written into the properties of a note: a value where its property stands, new lines at the block's end.

Line ends are the block's own, and every other byte stays. Our reader, and a second one, ruamel.yaml, must agree that no
other property changed its value; what either cannot read is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from para_sync import yaml_text
from para_sync.change import Edit
from para_sync.edit import splice
from para_sync.vault import note as notes
from para_sync.vault import properties
from para_sync.vault.note import Note
from para_sync.vault.properties import Property, items

_ABSENT = object()
_DASH = re.compile(rb"[ \t]*-[ \t]+")
_COLON = re.compile(rb"[ \t]*:")


def put(note: Note, content: bytes, name: str, yaml: str) -> Edit | None:
    """The edit that gives a property a value, written as YAML; a list's lines each start with a line end.

    A property that the note lacks is added. None where there is no place for it: no block, or one written as JSON.
    """
    value = yaml if yaml.startswith("\n") or not yaml else f" {yaml}"
    entry = note.properties.get(name)
    if entry is None:
        return add(note, content, [f"{yaml_text.scalar(name)}:{value}"])
    colon = _COLON.match(content, entry.key.end)
    if colon is None:
        return None
    text = value.replace("\n", eol(content)).encode()
    edit = Edit(note.path, note.digest, colon.end(), max(entry.span.end, colon.end()), text)
    return edit if _changes_only({entry.name}, note, content, edit) else None


def append(note: Note, content: bytes, name: str, item: str) -> Edit | None:
    """The edit that adds a text to the end of a list property, in the style of the list; one that is empty, a lone text
    or missing becomes a list.

    None where the list would not hold all that it held, and the text.
    """
    entry = note.properties.get(name)
    held = items(entry.value) if entry else ()
    quoted = yaml_text.quoted(item)
    if entry and entry.entries:
        edit = _after_last(note, content, entry, quoted)
    elif any(isinstance(each, tuple | dict) for each in held):
        return None
    else:
        lone = [content[entry.span.start : entry.span.end].decode()] if entry and held else []
        edit = put(note, content, name, "".join(f"\n  - {each}" for each in (*lone, quoted)))
    after = notes.parse(note.path, splice(content, [edit])) if edit else note
    return edit if items(after.properties.value(name)) == (*held, item) else None


def _after_last(note: Note, content: bytes, entry: Property, quoted: str) -> Edit | None:
    """The edit that puts an item below the last one of a list, or behind it where the list stands in brackets."""
    last = entry.entries[-1]
    first = content.rfind(b"\n", 0, last.start) + 1
    below = _DASH.fullmatch(content[first : last.start])
    if content[entry.span.start : entry.span.start + 1] == b"[":
        at, text = last.end, f", {quoted}"
    elif below:
        end = content.find(b"\n", last.end)
        at, text = end + 1, f"{below.group().decode()}{quoted}{eol(content)}"
    else:
        return None
    edit = Edit(note.path, note.digest, at, at, text.encode())
    return edit if _changes_only({entry.name}, note, content, edit) else None


def add(note: Note, content: bytes, lines: Iterable[str]) -> Edit | None:
    """The edit that adds lines below the last one of the block; None where it has no block of lines that can be read.

    The lines may not name a property that the note has.
    """
    block = note.properties.block
    if (
        block is None
        or note.properties.fault
        or content[block.start : block.end].partition(b"\n")[2].lstrip().startswith(b"{")
    ):
        return None
    fence = content.rfind(b"\n", 0, block.end) + 1
    text = "".join(f"{line}\n" for line in lines).replace("\n", eol(content))
    edit = Edit(note.path, note.digest, fence, fence, text.encode())
    return edit if _changes_only(set(), note, content, edit) else None


def _changes_only(names: set[str], note: Note, content: bytes, edit: Edit) -> bool:
    """Whether all properties but these keep their values, by our reader and by one that shares no code with it."""
    block = note.properties.block
    if block is None:
        return False
    after = splice(content, [edit])
    grown = len(after) - len(content)
    ours = properties.parse(after)
    kept = {name: value for name, value in note.properties.values().items() if name not in names}
    now = {name: value for name, value in ours.values().items() if name in kept}
    # as text, since a number that is none equals nothing
    if ours.fault or ours.block is None or ours.block.end != block.end + grown or repr(now) != repr(kept):
        return False
    old, new = _read(content[block.start : block.end]), _read(after[block.start : block.end + grown])
    if old is None or new is None:
        return False
    return all(new.get(name, _ABSENT) == value for name, value in old.items() if str(name) not in names)


def _read(block: bytes) -> dict[Any, Any] | None:
    """The properties between the fences as ruamel.yaml reads them; None where it cannot, or finds no map."""
    from ruamel.yaml import YAML

    text = block.partition(b"\n")[2].rpartition(b"\n")[0].decode()
    try:
        values = YAML(typ="safe", pure=True).load(text)
    except Exception:  # it raises ValueError, AttributeError and more beside its own errors (reliability.md §0.4)
        return None
    return values if isinstance(values, dict) else {} if values is None else None


def eol(content: bytes) -> str:
    """The line end of a note's first line."""
    return "\r\n" if content.partition(b"\n")[0].endswith(b"\r") else "\n"
