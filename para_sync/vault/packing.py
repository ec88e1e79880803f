"""A note in few bytes, and back: plain values one behind the other, without the names of types and fields. What few ask
for stays packed until somebody does.

Only this program and this Python make a note of them again.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from para_sync.vault.facts import Block, Heading, Item, Link, Tag
from para_sync.vault.markers import Region, Silence
from para_sync.vault.note import LATER, Note
from para_sync.vault.properties import Properties, Property
from para_sync.vault.span import Fault, Span, new

Plain = tuple[Any, ...]


def pack(note: Note) -> bytes:
    """A note as bytes for `unpack`."""
    front = note.properties
    later = (
        [(level, text, start, end) for level, text, (start, end) in note.headings],
        [(name, start, end) for name, (start, end) in note.tags],
        [(name, start, end) for name, (start, end) in note.blocks],
        [(task, parent, start, end, *marker) for task, parent, (start, end), marker in note.items],
        _places(note.quotes),
        _places(note.code),
        [(name, seal, *_places(spans)) for name, *spans, seal in note.regions],
        [(rules, line, *span) for rules, line, span in note.silences],
    )
    now: Plain = (
        note.path,
        note.digest,
        note.type,
        note.aliases,
        front.block and (*front.block,),
        front.body,
        [
            (name, value, key_start, key_end, start, end, _places(entries) if entries else None)
            for name, value, (key_start, key_end), (start, end), entries in front.entries
        ],
        front.fault and _plain(front.fault),
        [
            (kind, target, subpath, shown, start, end, name)
            for kind, target, subpath, shown, (start, end), name in note.links
        ],
        _places(note.tables),
        [_plain(each) for each in note.faults],
        marshal.dumps(later),
    )
    return marshal.dumps(now)


def unpack(content: bytes | memoryview) -> Note:
    """The note again."""
    path, digest, type_, aliases, block, body, entries, fault, links, tables, faults, later = marshal.loads(content)
    read = [
        new(Property, (name, value, new(Span, (a, b)), new(Span, (c, d)), _spans(more) if more else ()))
        for name, value, a, b, c, d, more in entries
    ]
    note = object.__new__(Note)
    values = (
        path,
        digest,
        type_,
        aliases,
        Properties(Span(*block) if block else None, body, tuple(read), _fault(*fault) if fault else None),
        tuple([new(Link, (kind, to, sub, shown, new(Span, (a, b)), name)) for kind, to, sub, shown, a, b, name in links]),
        _spans(tables),
        tuple([_fault(*each) for each in faults]),
        partial(_later, later),
    )
    for name, value in zip(_NOW, values, strict=True):
        object.__setattr__(note, name, value)
    return note


_NOW = ("path", "digest", "type", "aliases", "properties", "links", "tables", "faults", "later")


def _later(content: bytes) -> dict[str, Any]:
    headings, tags, blocks, items, quotes, code, regions, silences = marshal.loads(content)
    values = (
        tuple([new(Heading, (level, text, new(Span, (a, b)))) for level, text, a, b in headings]),
        tuple([new(Tag, (name, new(Span, (a, b)))) for name, a, b in tags]),
        tuple([new(Block, (name, new(Span, (a, b)))) for name, a, b in blocks]),
        tuple([new(Item, (task, parent, new(Span, (a, b)), new(Span, (c, d)))) for task, parent, a, b, c, d in items]),
        _spans(quotes),
        _spans(code),
        tuple([new(Region, (name, *_spans(places), seal)) for name, seal, *places in regions]),
        tuple([Silence(rules, line, Span(*span)) for rules, line, *span in silences]),
    )
    return dict(zip(LATER, values, strict=True))


def _places(spans: Iterable[Span]) -> list[int]:
    return [*chain.from_iterable(spans)]


def _spans(places: Sequence[int]) -> tuple[Span, ...]:
    return tuple([new(Span, pair) for pair in zip(places[::2], places[1::2], strict=True)]) if places else ()


def _plain(fault: Fault) -> Plain:
    return fault.rule, fault.message, *fault.span


def _fault(rule: str, message: str, start: int, end: int) -> Fault:
    return Fault(rule, message, Span(start, end))
