"""What was read in a note, as plain values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from para_sync.vault.note import Note
from para_sync.vault.span import Lines, Span
from para_sync.vault.vault import Vault

Facts = dict[str, Any]


def facts(note: Note, vault: Vault) -> Facts:
    """Everything read in a note: lines and columns from 1, in code points; `resolved` is the path a link leads to."""
    lines = Lines(vault.content(note.path))

    def at(span: Span) -> Facts:
        place = lines.place(span.start)
        return {"line": place.line, "column": place.column}

    return {
        "path": note.path,
        "properties": {each.name: _plain_value(each.value) for each in note.properties.entries},
        "property_places": {each.name: at(each.key) for each in note.properties.entries},
        "headings": [{"text": each.text, "level": each.level, **at(each.span)} for each in note.headings],
        "links": list(_links(note, vault, at)),
        "tags": [{"name": each.name, **at(each.span)} for each in note.tags],
        "blocks": [{"id": each.id, **at(each.span)} for each in note.blocks],
        "tasks": [{"status": each.task, **at(each.span)} for each in note.items if each.task is not None],
        "regions": [{"name": each.name, "seal": each.seal, **at(each.begin)} for each in note.regions],
    }


def _links(note: Note, vault: Vault, at: Callable[[Span], Facts]) -> Iterator[Facts]:
    for link in note.links:
        target = vault.resolve(link, note)
        words = {"kind": link.kind, "target": link.target, "subpath": link.subpath, "display": link.display}
        yield {**words, **at(link.span), "resolved": target.path}


def _plain_value(value: Any) -> Any:
    """JSON knows no infinity; it is shown as written."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain_value(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain_value(each) for name, each in value.items()}
    return value
