"""A document put together: properties, title, and the sections as the specification has them around given text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from para_sync import yaml_text
from para_sync.designs import skeleton
from para_sync.designs.design import Design, Part
from para_sync.designs.records import Record
from para_sync.manual.design_spec import LEVEL, Label, Section

GENERATED, MODEL = "generated", "model"


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


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, tuple) else ()
