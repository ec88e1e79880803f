"""One section written: asked for, checked, and asked for again while that makes it better (domain.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from para_sync import check
from para_sync.designs import answer as answers
from para_sync.designs import composed, prompt, skeleton
from para_sync.designs import design as designs
from para_sync.designs.records import Record
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.design_spec import Section
from para_sync.practice import sentences
from para_sync.vault.vault import Vault
from para_sync.writing.backend import Answer, Backend
from para_sync.writing.kept import Kept

ROUNDS = 2

_LONGEST_SUMMARY = 300


@dataclass(slots=True)
class Spent:
    """What writing has cost so far: requests, and tokens where the model told."""

    requests: int = 0
    sent: int = 0
    received: int = 0
    files: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Text:
    """A section's text, and what is wrong with it; no text at all where no answer was one."""

    text: str
    faults: tuple[str, ...]

    @property
    def is_worse(self) -> tuple[bool, int]:
        """What comes earlier in this order is better: any text before none, then fewer faults."""
        return not self.text, len(self.faults)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes sections of one record's document; answers that are kept are not asked for again."""

    record: Record
    vault: Vault
    backend: Backend
    kept: Kept
    spent: Spent

    async def write(self, section: Section, earlier: Sequence[str]) -> Text:
        """A section, mended in at most `ROUNDS` rounds. Raises `Failed` or `Hopeless`."""
        first = await self._ask(prompt.one(section, self.record, earlier))
        return await self.mended(section, self._read(section, first))

    async def mended(self, section: Section, best: Text) -> Text:
        """The text after as many rounds as make it better; one that does not replaces nothing and ends it."""
        for _ in range(ROUNDS):
            if not best.faults:
                break
            again = prompt.again(section, self.record, best.text, best.faults)
            found = self._read(section, await self._ask(again))
            if found.is_worse >= best.is_worse:
                break
            best = found
        return best

    async def whole(self) -> dict[int, Text]:
        """All sections out of one answer, each mended by itself."""
        one = await self._ask(prompt.whole(self.record))
        written = answers.parts(answers.document(one.text, self.record.spec), self.record, self.vault)
        texts = {}
        for section in self.record.spec.sections:
            text = self.judged(section, written.get(section.number, ""))
            texts[section.number] = await self.mended(section, text)
        return texts

    def judged(self, section: Section, text: str, cut: bool = False) -> Text:
        """A text with what the rules find in it, and whether it is one at all."""
        if not text.strip():
            return Text("", ("the answer was empty",))
        written = composed.section(section, self.record, text)
        content = f"{skeleton.properties(self.record)}\n# {self.record.heading}\n\n{written}".encode()
        after = self.vault.replace(self.record.path, content)
        design = after.once(designs.read, self.record.path)
        part = design.part(section) if design else None
        if part is None or not part.topics:
            return Text("", ("the answer had none of the section's topics",))
        found = [each for each in check.as_design(after, self.record.path) if _is_about(each, part)]
        faults = (["the answer was cut off before its end"] if cut else []) + [each.message for each in found]
        return Text(text, tuple(faults))

    def _read(self, section: Section, found: Answer) -> Text:
        return self.judged(section, answers.section(found.text, section, self.record.spec), found.cut)

    async def _ask(self, asked: str) -> Answer:
        system = prompt.system(self.record)
        known = self.kept.find(system, asked)
        if known is not None:
            return known
        found = await self.backend.ask(system, asked)
        self.spent.requests += 1
        self.spent.sent += found.sent
        self.spent.received += found.received
        file = self.kept.keep(system, asked, found)
        if file:
            self.spent.files.append(file)
        return found


def summary(section: Section, text: str) -> str:
    """A line on a section for those that follow: its sentences with figures, as many as fit."""
    figures = [each for each in sentences.split(text) if any(letter.isdigit() for letter in each)]
    told = ""
    for each in figures:
        if len(told) + len(each) > _LONGEST_SUMMARY:
            break
        told = f"{told} {each}".strip()
    return f"{section.number}. {section.title}: {told}" if told else f"{section.number}. {section.title}"


def _is_about(found: Diagnostic, part: designs.Part) -> bool:
    inside = part.heading.span.start <= found.span.start < part.body.end
    return inside and found.severity is not Severity.ADVICE and found.rule != "section-missing"
