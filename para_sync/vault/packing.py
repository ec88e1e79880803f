"""A note in few bytes, and back: plain values one behind the other, without the names of types and fields.

Only this program and this Python make a note of them again.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from para_sync.vault.facts import Block, Heading, Item, Link, Tag
from para_sync.vault.markers import Region, Silence
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties, Property
from para_sync.vault.span import Fault, Span

Plain = tuple[Any, ...]

# Half of what a call of the type takes, and a note has a hundred of these.
new: Any = tuple.__new__


def pack(note: Note) -> bytes:
    """A note as bytes for `unpack`."""
    front = note.properties
    values: Plain = (
        note.path,
        note.digest,
        note.type,
        note.aliases,
        (
            front.block and (*front.block,),
            front.body,
            [(each.name, each.value, *each.key, *each.span, *_places(each.entries)) for each in front.entries],
            front.fault and _plain(front.fault),
        ),
        [(level, text, *span) for level, text, span in note.headings],
        [(kind, target, subpath, shown, *span, name) for kind, target, subpath, shown, span, name in note.links],
        [(name, *span) for name, span in note.tags],
        [(name, *span) for name, span in note.blocks],
        [(task, parent, *span, *marker) for task, parent, span, marker in note.items],
        _places(note.tables),
        _places(note.quotes),
        _places(note.code),
        [(name, seal, *_places(spans)) for name, *spans, seal in note.regions],
        [(rules, line, *span) for rules, line, span in note.silences],
        [_plain(each) for each in note.faults],
    )
    return marshal.dumps(values)


def unpack(content: bytes) -> Note:
    """The note again."""
    path, digest, type_, aliases, front, headings, links, tags, blocks, items, *more = marshal.loads(content)
    tables, quotes, code, regions, silences, faults = more
    return Note(
        path,
        digest,
        type_,
        aliases,
        _properties(*front),
        tuple([new(Heading, (level, text, new(Span, span))) for level, text, *span in headings]),
        tuple([new(Link, (kind, to, sub, shown, new(Span, (a, b)), name)) for kind, to, sub, shown, a, b, name in links]),
        tuple([new(Tag, (name, new(Span, span))) for name, *span in tags]),
        tuple([new(Block, (name, new(Span, span))) for name, *span in blocks]),
        tuple([new(Item, (task, above, new(Span, (a, b)), new(Span, (c, d)))) for task, above, a, b, c, d in items]),
        _spans(tables),
        _spans(quotes),
        _spans(code),
        tuple([new(Region, (name, *_spans(places), seal)) for name, seal, *places in regions]),
        tuple([Silence(rules, line, Span(*span)) for rules, line, *span in silences]),
        tuple([_fault(*each) for each in faults]),
    )


def _properties(block: Plain | None, body: int, entries: list[Plain], fault: Plain | None) -> Properties:
    read = [
        new(Property, (name, value, new(Span, (a, b)), new(Span, (c, d)), _spans(more)))
        for name, value, a, b, c, d, *more in entries
    ]
    spanned, said = Span(*block) if block else None, _fault(*fault) if fault else None
    return Properties(spanned, body, tuple(read), said)


def _places(spans: Iterable[Span]) -> list[int]:
    return [place for span in spans for place in span]


def _spans(places: Sequence[int]) -> tuple[Span, ...]:
    return tuple([new(Span, pair) for pair in zip(places[::2], places[1::2])]) if places else ()


def _plain(fault: Fault) -> Plain:
    return fault.rule, fault.message, *fault.span


def _fault(rule: str, message: str, start: int, end: int) -> Fault:
    return Fault(rule, message, Span(start, end))
