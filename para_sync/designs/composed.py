"""A document put together: properties, title, and the sections as the specification has them around given text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from para_sync import property_text, yaml_text
from para_sync.change import Edit
from para_sync.designs import skeleton
from para_sync.designs.design import Design, Part
from para_sync.designs.records import Record
from para_sync.edit import splice
from para_sync.manual.design_spec import LEVEL, Label, Section

GENERATED, MODEL = "generated", "model"

_MARK = re.compile(r"\d{1,3}-[0-9a-f]{8}\Z")


def section(part: Section, record: Record, text: str) -> str:
    """A section around its text: heading and labels are the specification's, whatever the text says."""
    spec, level = record.spec, record.parameters[LEVEL]
    first = min(map(part.lines.index, part.topics))
    above = [skeleton.label(each, spec, level) for each in part.lines[:first] if isinstance(each, Label)]
    below = [skeleton.label(each, spec, level) for each in part.lines[first:] if isinstance(each, Label)]
    pieces = [skeleton.heading(part, spec, level), *above, text.strip("\n"), *below]
    return "\n\n".join(each for each in pieces if each) + "\n"


def document(record: Record, sections: Iterable[str], marks: Mapping[int, str], model: str) -> str:
    """A whole note; `marks` tell the sections as generated from those that somebody edited."""
    listed = [f"  - {number}-{mark}" for number, mark in sorted(marks.items())]
    more = [f"{GENERATED}:", *listed] if listed else [f"{GENERATED}: []"]
    more.append(f"{MODEL}: {yaml_text.scalar(model)}" if model else f"{MODEL}:")
    return "\n".join([skeleton.properties(record, more), f"# {record.heading}\n", *sections])


def mark(text: str) -> str:
    """What tells a section's text from any other: blanks at line ends and around it aside."""
    plain = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return blake2b(plain.encode(), digest_size=4).hexdigest()


def as_generated(design: Design, content: bytes) -> frozenset[int]:
    """The sections of a note that are still as they were generated."""
    known = set(_texts(design.note.properties.value(GENERATED)))
    return frozenset(
        part.section.number for part in design.parts if f"{part.section.number}-{mark(written(part, content))}" in known
    )


def written(part: Part, content: bytes) -> str:
    """A section as it stands in a note, heading and all."""
    return content[part.heading.span.start : part.body.end].decode()


def within(part: Part, content: bytes) -> str:
    """The text of a section in a note: heading and labels aside."""
    inside = content[part.body.start : part.body.end]
    for each in sorted((label.block.span for label in part.labels.values()), reverse=True):
        inside = inside[: each.start - part.body.start] + inside[each.end - part.body.start :]
    return inside.decode().replace("\r\n", "\n").strip("\n")


def changed(design: Design, content: bytes, record: Record, texts: Mapping[int, str]) -> bytes:
    """The note with other texts in some sections, and their marks; every other byte stays."""
    note, eol = design.note, property_text.eol(content)
    edits, marks = [], {}
    for part in design.parts:
        number = part.section.number
        if number in texts:
            text = section(part.section, record, texts[number])
            marks[number] = mark(text)
            end = part.body.end
            behind = "\n" if content[end:].strip() else ""
            put = f"{text}{behind}".replace("\n", eol).encode()
            edits.append(Edit(note.path, note.digest, part.heading.span.start, end, put))
    known = [each for each in _texts(note.properties.value(GENERATED)) if _number(each) not in marks]
    listed = sorted([*known, *(f"{number}-{each}" for number, each in marks.items())], key=_number)
    put_marks = property_text.put(note, content, GENERATED, "".join(f"\n  - {each}" for each in listed))
    return splice(content, [*edits, *([put_marks] if put_marks else [])])


def _number(text: str) -> int:
    return int(text.partition("-")[0])


def _texts(value: object) -> tuple[str, ...]:
    """The marks of a list; whatever else somebody wrote there is no mark."""
    return (
        tuple(each for each in value if isinstance(each, str) and _MARK.match(each)) if isinstance(value, tuple) else ()
    )
