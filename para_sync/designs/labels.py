"""Label lines that a section lacks, and where they go."""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.designs import skeleton
from para_sync.designs.design import Design, Part
from para_sync.diagnostic import Diagnostic, Fix
from para_sync.manual import design_spec


def missing(design: Design, kind: str, content: bytes) -> Iterator[Diagnostic]:
    """A finding for each section that lacks its label of a kind, or has an empty one; empty sections aside."""
    for part in design.filled:
        wanted, label = part.section.label(kind), part.labels.get(kind)
        if wanted is None or (label and label.value):
            continue
        name = design.spec.at(design.level, wanted.name)
        if label:
            edit = _filled(design, wanted, label.block.span.start, label.block.span.end, content)
            fact = f'the line "{name}" of section {part.section.number} is empty'
            yield Diagnostic(design.note.path, label.block.span, fact, Fix((edit,)))
        else:
            text = skeleton.label_like(design, wanted) + "\n"
            edit = skeleton.inserted(design.note, content, _place(part, wanted, content), text)
            fact = f'section {part.section.number} "{part.title}" lacks its line "{name}"'
            yield Diagnostic(design.note.path, part.heading.span, fact, Fix((edit,)))


def _filled(design: Design, wanted: design_spec.Label, start: int, end: int, content: bytes) -> Edit:
    """The edit that writes an empty label line anew."""
    line = content[start:end]
    marker = line[: len(line) - len(line.lstrip(b" \t-*+>"))] if line.lstrip()[:2] in (b"- ", b"* ", b"+ ") else b""
    text = marker + skeleton.label(wanted, design.spec, design.level).encode()
    return Edit(design.note.path, design.note.digest, start, start + len(line.rstrip()), text)


def _place(part: Part, wanted: design_spec.Label, content: bytes) -> int:
    """Below the heading where the specification has the label before all topics, else behind the last line."""
    if part.section.lines.index(wanted) < min(map(part.section.lines.index, part.section.topics)):
        after = content.find(b"\n", part.body.start)
        return after + 1 if 0 <= after < part.body.end else part.body.end
    last = part.body.start + len(content[part.body.start : part.body.end].rstrip())
    after = content.find(b"\n", last)
    return after + 1 if 0 <= after < part.body.end else part.body.end
