"""The words to avoid, and how often they stand in one's own prose (domain.md M29, idea 15)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from para_sync.manual import manual as manuals
from para_sync.manual.lists import Wording
from para_sync.practice.runs import Run
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_APOSTROPHE = "['’]"
# A quotation ends in its own paragraph; an apostrophe within a word does not end one.
_QUOTED = r'"(?:[^"\n]|\n(?!\s*\n))*"|“(?:[^“”\n]|\n(?!\s*\n))*”|‘(?:[^‘’\n]|’(?=\w)|\n(?!\s*\n))*’'


class Meter(NamedTuple):
    """How many phrases to avoid stand in so many words of so many runs."""

    found: int
    words: int
    runs: int

    @property
    def per_thousand(self) -> float | None:
        """Phrases per 1,000 words; None where there is no word."""
        return 1000 * self.found / self.words if self.words else None


def meter(runs: Iterable[Run], vault: Vault) -> Meter:
    """The meter over the notes of some runs."""
    notes = [run.note for run in runs]
    texts = [prose(note, vault.content(note.path)) for note in notes]
    pattern_ = vault.once(pattern)
    hits = sum(bool(match.lastindex) for text in texts for match in pattern_.finditer(text)) if pattern_ else 0
    return Meter(hits, sum(len(_WORD.findall(text)) for text in texts), len(notes))


def phrases(vault: Vault) -> tuple[Wording, ...]:
    """The pairs of the manual, long phrases first: the order of the pattern's groups."""
    pairs = (each for each in manuals.of(vault).wording or () if each.avoid.strip())
    return tuple(sorted(pairs, key=lambda each: -len(each.avoid)))


def pattern(vault: Vault) -> re.Pattern[str] | None:
    """What finds the phrases, each a group; quotations are matched by no group."""
    wording = vault.once(phrases)
    if not wording:
        return None
    spaced = (r"\s+".join(map(re.escape, each.avoid.split())) for each in wording)
    words = "|".join(f"({re.sub(_APOSTROPHE, _APOSTROPHE, each)})" for each in spaced)
    return re.compile(rf"{_QUOTED}|(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def prose(note: Note, content: bytes) -> str:
    """The text below the properties, all that is not the writer's own words blanked."""
    masked = bytearray(content)
    links = [each.span for each in note.links if each.kind in ("wikilink", "embed")]
    for start, end in (*note.code, *note.quotes, *links, *(each.body for each in note.regions)):
        masked[start:end] = re.sub(rb"[^\r\n]", b" ", masked[start:end])
    return masked[note.properties.body :].decode("utf-8", "replace")
