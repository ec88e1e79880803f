"""Many records into notes: some at a time, each note written whole when it is finished."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from para_sync import edit, standing
from para_sync.change import Edit
from para_sync.designs import composed, skeleton
from para_sync.designs import design as designs
from para_sync.designs.records import Record
from para_sync.manual.design_spec import LEVEL
from para_sync.settings import Settings
from para_sync.standing import Standing
from para_sync.vault.vault import Vault
from para_sync.writing import sections
from para_sync.writing.backend import Backend, Failed, Hopeless
from para_sync.writing.kept import Kept
from para_sync.writing.sections import Spent, Text, Writer

LABEL = "design generate"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one record: its note's standing where there is one now, what was done, what was left undone
    and why, and whether this run wrote the note.
    """

    record: Record
    standing: Standing | None = None
    done: str = ""
    undone: tuple[str, ...] = ()
    wrote: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """How records are written: by whom, at once or section by section, and whether existing notes are mended."""

    root: Path
    vault: Vault
    settings: Settings
    backend: Backend
    one_shot: bool = False
    apply: bool = False
    spent: Spent = field(default_factory=Spent)
    tell: Callable[[Record, int], None] = lambda record, sections: None

    async def run(self, records: Sequence[Record], jobs: int) -> list[Written]:
        """What became of each record, in their order. `Hopeless` ends what is not finished, and is raised."""
        limit = asyncio.Semaphore(jobs)

        async def one(record: Record) -> Written:
            async with limit:
                try:
                    return await self._one(record)
                except Failed as failed:
                    return Written(record, undone=(f"not written: {failed}",))

        tasks = [asyncio.create_task(one(each)) for each in records]
        try:
            return list(await asyncio.gather(*tasks))
        except Hopeless:
            for each in tasks:
                each.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise

    async def _one(self, record: Record) -> Written:
        spent = Spent()
        writer = Writer(record, self.vault, self.backend, Kept(self.root, self.backend.name), spent)
        try:
            there = self.vault.note(record.path) is not None
            return await (self._mended if there else self._new)(record, writer)
        finally:
            self.spent.requests += spent.requests
            self.spent.sent += spent.sent
            self.spent.received += spent.received

    async def _new(self, record: Record, writer: Writer) -> Written:
        texts = await (writer.whole() if self.one_shot else self._each(record, writer))
        level, spec = record.parameters[LEVEL], record.spec
        written = {each.number: composed.section(each, record, texts[each.number].text) for each in spec.sections}
        missing = [each for each in spec.sections if not texts[each.number].text]
        for each in missing:
            written[each.number] = skeleton.section(each, spec, level)
        marks = {number: composed.mark(text) for number, text in written.items()}
        content = composed.document(record, written.values(), marks, self.backend.name).encode()
        undone = tuple(f"section {each.number}: {'; '.join(texts[each.number].faults)}" for each in missing)
        return self._put(record, edit.replacement(record.path, None, content), content, "made", undone, writer)

    async def _each(self, record: Record, writer: Writer) -> dict[int, Text]:
        texts: dict[int, Text] = {}
        earlier: list[str] = []
        for number, each in enumerate(record.spec.sections, 1):
            texts[each.number] = await writer.write(each, earlier)
            earlier.append(sections.summary(each, texts[each.number].text))
            self.tell(record, number)
        return texts

    async def _mended(self, record: Record, writer: Writer) -> Written:
        """The sections of an existing note that are as they were generated and still have findings, once more."""
        design, content = self.vault.once(designs.read, record.path), self.vault.content(record.path)
        if design is None or not self.apply:
            return Written(record, self._standing(self.vault, record), "kept, it exists")
        ours = composed.as_generated(design, content)
        texts = {}
        for part in design.parts:
            if part.section.number in ours:
                text = composed.within(part, content)
                before = writer.judged(part.section, text)
                after = await writer.mended(part.section, before)
                if after is not before:
                    texts[part.section.number] = after.text
        if not texts:
            return Written(record, self._standing(self.vault, record), "kept, nothing to mend")
        changed = composed.changed(design, content, record, texts)
        return self._put(record, edit.replacement(record.path, content, changed), changed, "mended", (), writer)

    def _put(
        self, record: Record, change: Edit, content: bytes, done: str, undone: tuple[str, ...], writer: Writer
    ) -> Written:
        outcomes = edit.apply(self.root, LABEL, [change])
        left = tuple(f"{each.reason}" for each in outcomes if each.reason)
        if left:
            return Written(record, undone=left)
        for file in writer.spent.files:
            with suppress(OSError):
                file.unlink()
        after = self.vault.replace(record.path, content)
        return Written(record, self._standing(after, record), done, undone, wrote=True)

    def _standing(self, vault: Vault, record: Record) -> Standing:
        return standing.judge(vault, self.settings, [record.path])[0]
