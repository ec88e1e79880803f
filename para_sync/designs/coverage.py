"""What a design discusses: the challenges of its record, and what a strong answer shows (domain.md G5, G21, idea 9)."""

from __future__ import annotations

from para_sync import phrases
from para_sync.designs import records
from para_sync.designs.design import Design
from para_sync.manual.design_spec import Strength


def challenges(design: Design) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The challenges that the note's own record fields name, and those of them that no paragraph discusses."""
    fields = (design.note.properties.text(each.name) for each in design.spec.fields)
    terms = records.challenges(fields, design.spec)
    texts = [text for part in (*design.parts, *design.repeated) for text in part.texts()]
    return terms, tuple(each for each in terms if not phrases.found(each, texts))


def lacking(design: Design) -> tuple[Strength, ...]:
    """What a strong answer shows and this one does not."""
    texts = [text for part in design.parts for text in part.texts()]
    return tuple(
        each
        for each in design.spec.strengths
        if not any(all(phrases.found(phrase, texts) for phrase in way) for way in each.ways)
    )
