"""A note read against the specification: which sections, labels and topics it has, and where (domain.md G6-G9)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from para_sync.designs import blocks as split_blocks
from para_sync.designs.blocks import Block, Kind
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import closest
from para_sync.manual.design_spec import CRITERIA, DURATION, FOCUS, LEVEL, Section, Spec
from para_sync.manual.manual import DESIGN
from para_sync.phrases import key
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

# The line that stands below a topic until somebody writes there.
PROMPT = "*To write: {}.*"

_PROMPT = re.compile(re.escape(PROMPT).replace(r"\{\}", "[^*]+") + r"\Z")
_NUMBER = re.compile(r"\s*[*_]*(?:section\s+)?(\d{1,3})\s*(?:[.):–-]\s*|\s+)", re.IGNORECASE)
_LEVELS = (2, 3)
_ALIKE = 0.75


class Topic(NamedTuple):
    """A topic found: the block that names it, and what stands below, up to the next topic or label."""

    lead: Block
    body: tuple[Block, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said of it."""
        return not self.lead.lead[1] and not any(each.words or each.kind is Kind.CODE for each in self.body)


class Label(NamedTuple):
    """A label line found: its block, and what it says."""

    block: Block
    value: str


class Part(NamedTuple):
    """A section found: its heading with the number and title there, and what was recognised in its body.

    `sure` is False where only number or place tell which section it is. `text` are the blocks of its own words: no
    headings, no labels, no prompts, of which there are `unwritten`.
    """

    section: Section
    heading: Block
    number: int | None
    title: str
    sure: bool
    body: Span
    labels: Mapping[str, Label]
    topics: Mapping[str, Topic]
    text: tuple[Block, ...]
    unwritten: int = 0

    @property
    def words(self) -> int:
        """How many words of its own it has."""
        return sum(each.words for each in self.text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands below the heading but headings and labels."""
        return self.is_untold and not self.unwritten

    @property
    def is_untold(self) -> bool:
        """Whether it says nothing of its own yet."""
        return not any(each.words or each.kind is Kind.CODE for each in self.text)

    def texts(self) -> list[str]:
        """Its own words, paragraph by paragraph."""
        return [each.text for each in self.text if each.kind is not Kind.CODE]


class Design(NamedTuple):
    """A note as the specification sees it: each section's first occurrence in the order of the note, the later ones,
    and headings of sections that it does not have.
    """

    note: Note
    spec: Spec
    depth: int
    parts: tuple[Part, ...]
    repeated: tuple[Part, ...]
    unexpected: tuple[Block, ...]
    blocks: tuple[Block, ...]

    def part(self, section: Section) -> Part | None:
        """Where a section stands."""
        return next((each for each in self.parts if each.section.number == section.number), None)

    @property
    def filled(self) -> tuple[Part, ...]:
        """The sections that have something below their heading."""
        return tuple(each for each in self.parts if not each.is_empty)

    @property
    def told(self) -> tuple[Part, ...]:
        """The sections that say something of their own."""
        return tuple(each for each in self.parts if not each.is_untold)

    @property
    def missing(self) -> tuple[Section, ...]:
        """The sections that it lacks, in order."""
        there = {each.section.number for each in self.parts}
        return tuple(each for each in self.spec.sections if each.number not in there)

    @property
    def level(self) -> str:
        """The level that it aims at."""
        choice = self.spec.parameter(LEVEL)
        return self.note.properties.text(LEVEL) or choice.default

    @property
    def minutes(self) -> int:
        """The length of the interview; 0 where it is not known."""
        text = self.note.properties.text(DURATION) or self.spec.parameter(DURATION).default
        match = re.match(r"\d{1,4}", text)
        return int(match[0]) if match else 0

    @property
    def is_numbered(self) -> bool:
        """Whether its headings carry numbers."""
        return any(each.number is not None for each in self.parts)

    def place(self, section: Section) -> int:
        """Where a section that is missing belongs: behind the last one that comes before it."""
        before = [each for each in self.parts if each.section.number < section.number]
        if before:
            return max(before, key=lambda each: each.section.number).body.end
        after = [each.heading.span.start for each in self.parts]
        return min(after, default=self.blocks[-1].span.end if self.blocks else self.note.properties.body)

    def before(self, section: Section) -> Span:
        """The heading below which a finding about a missing section stands: that of the section before it, else the
        first.
        """
        before = [each for each in self.parts if each.section.number < section.number]
        nearest = max(before, key=lambda each: each.section.number) if before else self.parts[0]
        return nearest.heading.span


def of(note: Note, vault: Vault) -> Design | None:
    """What the specification sees in a note of its type; None in any other, or where the chapter cannot be read."""
    return vault.once(read, note.path) if note.type == DESIGN else None


def read(vault: Vault, path: str) -> Design | None:
    """The same of any note, whatever its type."""
    spec, note = manuals.of(vault).design_spec, vault.note(path)
    if spec is None or note is None or not note.readable:
        return None
    content = vault.content(path)
    blocks = split_blocks.split(note, content)
    return _Reader(note, spec, blocks, len(content)).read()


class _Reader:
    """Finds the sections among the headings, then labels and topics in each."""

    def __init__(self, note: Note, spec: Spec, blocks: tuple[Block, ...], size: int) -> None:
        self.note, self.spec, self.blocks, self.size = note, spec, blocks, size
        self.headings = [each for each in blocks if each.kind is Kind.HEADING]
        self.by_key = {key(each.title): each for each in spec.sections}
        self.topics = {key(each) for section in spec.sections for each in section.topics}

    def read(self) -> Design:
        exact = {each: self.by_key[name] for each in self.headings if (name := key(_bare(each)[1])) in self.by_key}
        depth = self._depth(exact)
        others = [each for each in self.headings if each not in exact and each.depth <= depth and self._may_be(each)]
        guessed = self._guessed(exact, others)
        known = {**exact, **guessed}
        unexpected = [each for each in others if each not in guessed and self._is_section(each, depth, known)]
        bounds = sorted([*(each.span.start for each in (*known, *unexpected)), self.size])
        parts: dict[int, Part] = {}
        repeated = []
        for heading in sorted(known, key=lambda each: each.span):
            end = next(each for each in bounds if each > heading.span.start)
            part = self._part(known[heading], heading, heading in exact, Span(heading.span.end, end))
            if parts.setdefault(part.section.number, part) is not part:
                repeated.append(part)
        return Design(
            self.note, self.spec, depth, tuple(parts.values()), tuple(repeated), tuple(unexpected), self.blocks
        )

    def _depth(self, exact: Mapping[Block, Section]) -> int:
        """The level at which sections stand: where most do, of the two that are allowed."""
        counts = Counter(each.depth for each in exact if each.depth in _LEVELS)
        counts = counts or Counter(
            each.depth for each in self.headings if each.depth in _LEVELS and _bare(each)[0] is not None
        )
        return max(_LEVELS, key=lambda each: (counts[each], -each))

    def _may_be(self, heading: Block) -> bool:
        """Whether a heading may be that of a section: it is neither the title, nor a topic or label."""
        name = key(_bare(heading)[1])
        title = heading.depth == 1 and heading is self.headings[0]
        return not title and name not in self.topics and not self._label(heading)

    def _is_section(self, heading: Block, depth: int, known: Mapping[Block, Section]) -> bool:
        return bool(known) and heading.depth == depth

    def _guessed(self, exact: Mapping[Block, Section], others: Sequence[Block]) -> dict[Block, Section]:
        """The headings that number, spelling or place give away as sections not found otherwise."""
        found: dict[Block, Section] = {}
        missing = {each.number: each for each in self.spec.sections if each not in exact.values()}
        for heading in others:
            number, title = _bare(heading)
            close = closest(key(title), [key(each.title) for each in missing.values()], _ALIKE)
            section = self.by_key.get(close) if close else missing.get(number or 0)
            if section:
                found[heading] = missing.pop(section.number)
        for section in list(missing.values()):
            between = self._between(section, {**exact, **found}, others)
            if len(between) == 1:
                found[between[0]] = missing.pop(section.number)
        return found

    def _between(self, section: Section, known: Mapping[Block, Section], others: Sequence[Block]) -> list[Block]:
        """The unnumbered headings that stand right where a missing section belongs."""
        places = {each.number: heading.span.start for heading, each in known.items()}
        last = section.number == len(self.spec.sections)
        start, end = places.get(section.number - 1), self.size if last else places.get(section.number + 1)
        if (start is None and section.number > 1) or end is None:
            return []
        inside = [each for each in others if each not in known and (start or 0) < each.span.start < end]
        return [each for each in inside if _bare(each)[0] is None and each.depth > 1]

    def _part(self, section: Section, heading: Block, sure: bool, body: Span) -> Part:
        inside = [each for each in self.blocks if body.start <= each.span.start < body.end]
        labels: dict[str, Label] = {}
        topics: dict[str, tuple[Block, list[Block]]] = {}
        names = {key(each): each for each in section.topics}
        text: list[Block] = []
        open_topic: list[Block] = []
        waiting: tuple[str, Block] | None = None
        for each in inside:
            kind = self._label(each)
            lead, rest = each.lead
            topic = names.get(key(_NUMBER.sub("", lead, count=1))) or names.get(key(lead))
            if kind:
                waiting = (kind, each) if each.kind is Kind.HEADING else None
                labels.setdefault(kind, Label(each, rest))
                open_topic = []
            elif waiting and each.kind is not Kind.HEADING and not topic:
                labels[waiting[0]] = Label(waiting[1], each.text)
                waiting = None
            elif topic and (rest or each.kind is not Kind.ROW):
                _, open_topic = topics.setdefault(topic, (each, []))
                if rest:
                    text.append(each._replace(text=rest))
            else:
                open_topic.append(each)
                if each.kind is not Kind.HEADING:
                    text.append(each)
        own = tuple(each for each in text if not _PROMPT.match(each.text))
        found = {name: Topic(lead, tuple(_words_of(body))) for name, (lead, body) in topics.items()}
        number, title = _bare(heading)
        return Part(section, heading, number, title, sure, body, labels, found, own, len(text) - len(own))

    def _label(self, block: Block) -> str:
        """Which label a block is; "" for none."""
        lead, rest = block.lead
        bare = key(self.spec.levels.sub("", lead))
        marked = block.kind is Kind.HEADING or rest or block.text.strip() != lead
        return next((each for each in (FOCUS, CRITERIA) if marked and bare == each.casefold()), "")


def _words_of(body: Iterable[Block]) -> Iterator[Block]:
    return (each for each in body if each.kind is not Kind.HEADING)


def _bare(heading: Block) -> tuple[int | None, str]:
    """A heading's number and its title without it."""
    match = _NUMBER.match(heading.text)
    if not match or not heading.text[match.end() :].strip(" *_"):
        return None, heading.text.strip(" *_")
    return int(match[1]), heading.text[match.end() :].strip(" *_")
