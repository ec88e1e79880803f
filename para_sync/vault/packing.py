"""A note in few bytes, and back: plain values one behind the other, without the names of types and fields. What few ask
for stays packed until somebody does.

Only this program and this Python make a note of them again.
"""

from __future__ import annotations

import marshal
from typing import Any

from para_sync.vault import properties
from para_sync.vault.later import places, spans
from para_sync.vault.note import Note
from para_sync.vault.properties import Property
from para_sync.vault.span import Fault, Span, new

Plain = tuple[Any, ...]


def pack(note: Note) -> bytes:
    """A note as bytes for `unpack`."""
    front = note.properties
    kept = note.later
    later = kept if isinstance(kept, bytes) else marshal.dumps((*note.rows,))
    now: Plain = (
        note.path,
        note.digest,
        note.type,
        note.aliases,
        front.block and (*front.block,),
        front.body,
        [
            (name, value, key_start, key_end, start, end, places(entries) if entries else None)
            for name, value, (key_start, key_end), (start, end), entries in front.entries
        ],
        front.fault and _plain(front.fault),
        note.link_rows,
        places(note.tables),
        [_plain(each) for each in note.faults],
        later,
    )
    return marshal.dumps(now)


def unpack(content: bytes | memoryview) -> Note:
    """The note again."""
    path, digest, type_, aliases, block, body, entries, fault, links, tables, faults, later = marshal.loads(content)
    read = [
        new(Property, (name, value, new(Span, (a, b)), new(Span, (c, d)), spans(more) if more else ()))
        for name, value, a, b, c, d, more in entries
    ]
    return Note(
        path,
        digest,
        type_,
        aliases,
        properties.of(Span(*block) if block else None, body, tuple(read), _fault(*fault) if fault else None),
        spans(tables),
        tuple([_fault(*each) for each in faults]),
        later,
        links,
    )


def _plain(fault: Fault) -> Plain:
    return fault.rule, fault.message, *fault.span


def _fault(rule: str, message: str, start: int, end: int) -> Fault:
    return Fault(rule, message, Span(start, end))
