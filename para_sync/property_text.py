"""Text written into the properties of a note: a value where its property stands, new lines at the block's end.

Line ends are the block's own, and every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from para_sync import yaml_text
from para_sync.edit import Edit
from para_sync.vault.note import Note

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
    return Edit(note.path, note.digest, colon.end(), max(entry.span.end, colon.end()), text)


def add(note: Note, content: bytes, lines: Iterable[str]) -> Edit | None:
    """The edit that adds lines below the last one of the block; None where there is none, or it is written as JSON."""
    block = note.properties.block
    if block is None or content[block.start : block.end].partition(b"\n")[2].lstrip().startswith(b"{"):
        return None
    fence = content.rfind(b"\n", 0, block.end) + 1
    text = "".join(f"{line}\n" for line in lines).replace("\n", eol(content))
    return Edit(note.path, note.digest, fence, fence, text.encode())


def eol(content: bytes) -> str:
    """The line end of a note's first line."""
    return "\r\n" if content.partition(b"\n")[0].endswith(b"\r") else "\n"
