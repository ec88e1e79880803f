"""The fixed text of a design: headings, label lines, and a line to write on for each topic, as the specification has
them.
"""

from __future__ import annotations

from collections.abc import Iterable

from para_sync import property_text, yaml_text
from para_sync.change import Edit
from para_sync.designs.blocks import Kind
from para_sync.designs.design import PROMPT, Design
from para_sync.designs.records import Record
from para_sync.manual.design_spec import LEVEL, Label, Section, Spec
from para_sync.manual.manual import DESIGN
from para_sync.vault.note import Note


def heading(section: Section, spec: Spec, level: str, depth: int = 2, numbered: bool = True) -> str:
    """The heading of a section in a document for a level."""
    number = f"{section.number}. " if numbered else ""
    return f"{'#' * depth} {number}{spec.at(level, section.title)}"


def label(line: Label, spec: Spec, level: str) -> str:
    """A label line in a document for a level."""
    return f"**{spec.at(level, line.name)}**: {', '.join(line.phrases)}"


def section(part: Section, spec: Spec, level: str, depth: int = 2, numbered: bool = True) -> str:
    """A whole section: its heading, labels, and a heading with a line to write on for each topic; ends with a line end.

    It has all that the specification asks for by name, and says nothing yet.
    """
    pieces = [heading(part, spec, level, depth, numbered)]
    for each in part.lines:
        if isinstance(each, Label):
            pieces.append(label(each, spec, level))
        else:
            pieces += [f"{'#' * (depth + 1)} {each}", prompt(each)]
    return "\n\n".join(pieces) + "\n"


def prompt(topic: str) -> str:
    """The line to write on below a topic."""
    small = topic if topic[1:2].isupper() or not topic[1:2].isalpha() else topic[:1].lower() + topic[1:]
    return PROMPT.format(small)


def properties(record: Record, more: Iterable[str] = ()) -> str:
    """The properties of a new document: the record, its parameters, `more` lines, and that it is a draft."""
    known = {**record.values, **record.parameters}
    lines = [f"{name}: {yaml_text.scalar(value)}".rstrip() if value else f"{name}:" for name, value in known.items()]
    return "\n".join(["---", f"type: {DESIGN}", *lines, "status: draft", *more, "---"]) + "\n"


def document(record: Record) -> str:
    """A new document with everything that the specification asks for by name, and nothing said yet."""
    level = record.parameters[LEVEL]
    parts = [section(each, record.spec, level) for each in record.spec.sections]
    return "\n".join([properties(record), f"# {record.heading}\n", *parts])


def like(design: Design, part: Section) -> str:
    """A missing section as the note writes its others."""
    return section(part, design.spec, design.level, design.depth, design.is_numbered or not design.parts)


def inserted(note: Note, content: bytes, place: int, text: str) -> Edit:
    """The edit that puts whole lines at a place where a line begins, or at the end, with a blank line around them."""
    before, after = content[:place], content[place:]
    ahead = "" if _is_apart(before) else "\n" if before.endswith(b"\n") else "\n\n"
    behind = "\n" if after.strip() and not after.startswith((b"\n", b"\r\n")) else ""
    written = f"{ahead}{text}{behind}".replace("\n", property_text.eol(content)).encode()
    return Edit(note.path, note.digest, place, place, written)


def _is_apart(before: bytes) -> bool:
    """Whether a text ends in a blank line, or is none."""
    lines = before.replace(b"\r\n", b"\n")
    return not lines or lines.endswith(b"\n\n")


def label_like(design: Design, line: Label) -> str:
    """A missing label line as the note writes its others: as list items where most are."""
    blocks = [each.block for part in design.parts for each in part.labels.values()]
    items = sum(each.kind is Kind.ITEM for each in blocks)
    return ("- " if items * 2 > len(blocks) else "") + label(line, design.spec, design.level)
