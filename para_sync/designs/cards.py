"""Drill cards: one question a day from the last section of a topic's written design (domain.md, idea 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from para_sync.designs import design
from para_sync.designs.blocks import Kind
from para_sync.manual.manual import DESIGN
from para_sync.practice import runs as all_runs
from para_sync.vault.note import Note
from para_sync.vault.span import Lines
from para_sync.vault.vault import Vault

_FOLLOW_UP = re.compile(r"\W*follow(?:ing)?[- ]?ups?\b\W*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Card:
    """A question to answer aloud: where it stands, and which of how many it is."""

    question: str
    note: Note
    line: int
    number: int
    of: int


def card(note: Note, runs: int, vault: Vault) -> Card | None:
    """The card for a workbook or question after so many runs of it: the next follow-up of its written design each time,
    round and round. None where no design is written, or its last section asks nothing.
    """
    for written in vault.of_type(DESIGN):
        found = _questions(written, vault) if _is_on(written, note, vault) else []
        if found:
            question, line = found[runs % len(found)]
            return Card(question, written, line, runs % len(found) + 1, len(found))
    return None


def _is_on(written: Note, note: Note, vault: Vault) -> bool:
    """Whether a design is about a workbook or question: a link joins them, or its topic has all words of a title."""
    asked = [each for each in vault.of_type("question") if all_runs.property_note(each, "workbook", vault) == note]
    topic = _words(written.properties.text("ml_topic") or written.title)
    for each in (note, *asked):
        joined = written.path in _targets(each, vault) or each.path in _targets(written, vault)
        words = _words(each.properties.text("title"))
        if joined or (words and words <= topic):
            return True
    return False


def _targets(note: Note, vault: Vault) -> set[str | None]:
    return {vault.resolve(each, note).path for each in note.links}


def _words(text: str) -> set[str]:
    return {each.casefold() for each in _WORD.findall(text)}


def _questions(written: Note, vault: Vault) -> list[tuple[str, int]]:
    """The follow-ups of the last section, each once, with their lines; its questions where it has no follow-up."""
    read = design.of(written, vault)
    part = read.part(read.spec.sections[-1]) if read and read.spec.sections else None
    if part is None:
        return []
    lines = Lines(vault.content(written.path))
    asked = [each for each in part.text if each.kind is not Kind.CODE and "?" in each.text]
    follow_ups = [each for each in asked if _FOLLOW_UP.match(each.text)]
    found: dict[str, int] = {}
    for each in follow_ups or asked:
        found.setdefault(_FOLLOW_UP.sub("", each.text, count=1).strip(), lines.line(each.span.start))
    return list(found.items())
