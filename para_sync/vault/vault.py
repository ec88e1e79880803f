"""All notes of a vault, and the questions that need all of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count
from typing import Any, Final, NamedTuple, TypeVar, TypeVarTuple, Unpack, cast

from para_sync import cores
from para_sync.files import digest
from para_sync.vault import links
from para_sync.vault import note as notes
from para_sync.vault.answers import BRIEFS, EVERYTHING, LISTING, Answers, Kept
from para_sync.vault.facts import Link, last_part
from para_sync.vault.later import linked
from para_sync.vault.limits import REFUSED, UNREADABLE
from para_sync.vault.links import NEAREST, SHORT, Names, Near, Outline, heading_key, stem
from para_sync.vault.note import Note
from para_sync.vault.notes import Brief, Notes, Packed, Shelf, together
from para_sync.vault.questions import Name, named, question
from para_sync.vault.single import Single
from para_sync.vault.source import Listing, Oddity, Overlay, Source, is_seen, nests
from para_sync.vault.span import Lines, Place, Span
from para_sync.vault.walk import TEMPLATES_SETTINGS

# More notes than so many are packed as they are read.
MANY = 500

# So many notes are packed together.
PART = 500

Answer = TypeVar("Answer")
Args = TypeVarTuple("Args")


class Target(NamedTuple):
    """Where a link leads: the best path (None is unresolved), all paths that fit, and whether heading or block is
    there.
    """

    path: str | None
    candidates: tuple[str, ...]
    subpath_found: bool


class Leads(NamedTuple):
    """The links of a note that leave something to be said: those that fit no file, those that fit several, and those
    whose file has no such heading or block.
    """

    dead: tuple[Link, ...]
    several: tuple[Link, ...]
    lost: tuple[Link, ...]


class Vault:
    """The notes of one vault at one moment. Equal sources give equal vaults, however they came about.

    What a question about the vault looks at is noted down, so that its answer can be kept for the next version: every
    way to the notes goes through the methods below.
    """

    def __init__(self, source: Source, notes: Notes, listing: Listing, answers: Answers) -> None:
        self.source: Final = source
        self._notes: Final = notes
        self._listing: Final = listing
        self._answers: Final = answers
        self._rewritten: Final[set[str]] = set()

    @classmethod
    def read(cls, source: Source) -> Vault:
        """Read every note of a source. A file that cannot be read is a note with a fault, or an oddity."""
        return cls.listed(source, source.listing())

    @classmethod
    def listed(
        cls,
        source: Source,
        listing: Listing,
        lasting: bool = True,
        meanwhile: Callable[[Vault], object] = lambda _: None,
    ) -> Vault:
        """The same for a source of which is known what it holds. A vault that is not to be `lasting` is cheaper to ask,
        and dearer to ask again after a change. `meanwhile` may be done while other cores read, with the vault of which
        no more is known yet than the paths.
        """
        answers, nothing = Answers() if lasting else Single(), Notes({})
        unread = cls(source, nothing, listing, answers)
        notes = Notes(_read_all(source, listing.notes, nothing, lambda: meanwhile(unread)))
        return cls(source, notes, listing, answers)

    @classmethod
    def known(cls, source: Source, notes: Notes, listing: Listing, answers: Answers | None = None) -> Vault:
        """The vault as it was known, with the answers that were kept."""
        return cls(source, notes, listing, answers or Answers())

    @classmethod
    def shelved(cls, source: Source, shelf: Shelf, listing: Listing, answers: Answers | None) -> Vault:
        """The vault as another process knew it, with the answers that it kept."""

        def read(path: str) -> Note:
            note = _read(source, path, Notes({}))
            assert note
            return note

        return cls.known(source, Notes(dict(zip(listing.notes, count())), shelf, read), listing, answers)

    def shelf(self) -> Shelf:
        """All notes, packed for another process."""
        return self._notes.shelf()

    def keep(self, pack: Callable[[Any], memoryview]) -> Kept:
        """The answers that are worth keeping for another process."""
        return self._answers.keep(pack)

    @property
    def fresh(self) -> int:
        """How many notes were read, and answers about many worked out, that the version before did not have."""
        return self._answers.fresh

    def replace(self, path: str, content: bytes | None) -> Vault:
        """The vault after one note or file got other bytes, or (None) went away; equal to a fresh read."""
        over = Overlay(self.source, {path: content})
        if nests(path):
            return Vault.read(over)
        if not is_seen(path):
            return Vault(over, self._notes, self._listing, self._answers.after(frozenset({path, EVERYTHING})))
        return self.renewed(over, self._listing.after(path, None if content is None else len(content)), {path})

    def renewed(self, source: Source, listing: Listing, changed: Collection[str]) -> Vault:
        """The vault of a source that is now listed so, in which at most these files have other bytes than here."""
        known = self._notes
        if listing.notes == self._listing.notes:
            anew = [path for path in sorted(changed) if path in known]
        else:
            anew = [path for path in listing.notes if path in changed or path not in known]
        read = _read_all(source, anew, known)
        after = known.after(listing.notes, read)
        gone = known.keys() - after.keys() if listing.notes != self._listing.notes else ()
        touched = {*changed, *gone}.difference(anew) | read.keys()
        leaves = {EVERYTHING, *touched}
        for path in touched:
            briefs = known.brief(path), after.brief(path)
            leaves.update(alias.casefold() for brief in briefs if brief for alias in brief.aliases)
            if briefs[0] != briefs[1]:
                leaves.add(BRIEFS)
        if listing != self._listing:
            leaves.add(LISTING)
            leaves.update(stem(path) for path in {*_passed(listing)} ^ {*_passed(self._listing)})
        return Vault(source, after, listing, self._answers.after(frozenset(leaves), len(touched)))

    @property
    def notes(self) -> Mapping[str, Note]:
        """All notes by path, in order of their paths."""
        self._answers.look(EVERYTHING)
        return self._notes

    @property
    def others(self) -> tuple[str, ...]:
        """The paths of all files that are no notes."""
        self._answers.look(LISTING)
        return self._listing.others

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """What is passed over, and why."""
        self._answers.look(LISTING)
        return self._listing.oddities

    @property
    def unread(self) -> tuple[str, ...]:
        """The notes and folders that the system does not let us read: what they hold is not known, and not gone."""
        return self.once(_unread)

    @property
    def linkable(self) -> tuple[str, ...]:
        """The paths of all files that a link may lead to, in order."""
        self._answers.look(LISTING)
        # sorted parts are sorted together in a quarter of the time
        return tuple(dict.fromkeys(sorted(_passed(self._listing))))

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all notes, in order."""
        self._answers.look(LISTING)
        return self._listing.notes

    @property
    def silencing(self) -> tuple[str, ...]:
        """The paths of the notes that silence rules, in order."""
        return self.once(_silencing)

    @property
    def briefs(self) -> Mapping[str, Brief]:
        """All notes by path, in order, and of each no more than a list tells: what is drawn from it outlives a change
        of words.
        """
        return self.once(Vault._briefs)

    def _briefs(self) -> dict[str, Brief]:
        self._answers.look(BRIEFS)
        # one for all notes that are alike
        same: dict[Brief, Brief] = {}
        return {path: same.setdefault(brief, brief) for path, brief in self._notes.briefs()}

    def note(self, path: str | None) -> Note | None:
        """The note at a path; None where there is none, or no path."""
        if path is None:
            return None
        self._answers.look(path)
        return self._notes.get(path)

    def brief(self, path: str | None) -> Brief | None:
        """What a list tells of the note at a path; None where there is none, or no path."""
        if path is None:
            return None
        self._answers.look(path)
        return self._notes.brief(path)

    def digest(self, path: str) -> str | None:
        """The digest of a note's file, "" where it could not be read; None where there is no note."""
        self._answers.look(path)
        return self._notes.digest(path)

    def __iter__(self) -> Iterator[Note]:
        """The notes that could be read, by path."""
        return (note for note in self.notes.values() if note.readable)

    def content(self, path: str) -> bytes:
        """The bytes of a note or file; b"" where they cannot be read (any more)."""
        self._answers.look(path)
        try:
            content = self.source.content(path)
            found = digest(content)
        except OSError:
            content, found = b"", ""
        if path in self._notes:
            if self._notes.digest(path) != found:
                # written since it was read, and perhaps written back before it is read again
                self._answers.look(EVERYTHING)
                self._rewritten.add(path)
        elif not is_seen(path):
            # of what is not listed nobody says that it changed, so an answer drawn from it does not outlive this
            # version unasked
            self._answers.look(EVERYTHING)
        return content

    def place(self, path: str, span: Span) -> str:
        """Where bytes of a note or file begin, as `path:line:column`."""
        # a file that is too large, or is none to read, has its fault at its start
        at = Lines(self.content(path)).place(span.start) if span.start else Place(1, 1)
        return f"{path}:{at.line}:{at.column}"

    @property
    def rewritten(self) -> frozenset[str]:
        """The notes whose bytes were asked for so far and are not those that were read: what rests on them is void."""
        if self._rewritten:
            self._answers.look(EVERYTHING)
        return frozenset(self._rewritten)

    def once(self, question: Callable[[Vault, Unpack[Args]], Answer], *args: *Args) -> Answer:
        """The answer to a question about the vault, worked out at most once; `args` must be hashable."""
        return cast(Answer, self._answers.ask(question, self, *args))

    def each(
        self,
        question: Callable[[Vault, str, Unpack[Args]], Answer],
        listing: Callable[[Vault], tuple[str, ...]],
        *args: *Args,
    ) -> tuple[Answer, ...]:
        """The answers to a question about each of the paths (each of them once) that another question lists, in that
        order: what a change left alone is not worked out anew. Cheaper than `once` for each path where they are many.
        """
        return self.once(_each, named(question), named(listing), args)

    def announce(self, question: Callable[[Vault, Unpack[Args]], object], *args: *Args) -> None:
        """Say that `once` is going to be asked this: it may be worked out while other cores are busy with the next
        `each` of many.
        """
        self._answers.announce(question, *args)

    def of_each(self, question: Callable[[Vault, str, Unpack[Args]], Answer], path: str, *args: *Args) -> Answer:
        """One of the answers that `each` gives, at hand where they were asked for; else worked out here."""
        return cast(Answer, self._answers.of_each(question, path, self, *args))

    def paths_of_type(self, name: str) -> tuple[str, ...]:
        """The paths of all notes of a type, in order, templates left out."""
        return self.once(_by_type).get(name, ())

    def of_type(self, name: str) -> tuple[Note, ...]:
        """All notes of a type, by path, templates left out."""
        return self.once(_of_type, name)

    @property
    def templates(self) -> tuple[Note, ...]:
        """The notes that are templates, by path."""
        folder = self.once(_templates)
        return tuple(filter(None, map(self.note, (path for path in self.paths if path.startswith(folder)))))

    def is_template(self, note: Note) -> bool:
        """Whether a note lies in the folder of Obsidian's Templates plugin: text to fill in, and no note yet."""
        return note.path.startswith(self.once(_templates))

    def resolve(self, link: Link, source: Note) -> Target:
        """Where a link in the note `source` leads."""
        found = self.files(link, source)
        return Target(found[0], found, self._has(found[0], link.subpath)) if found else Target(None, (), False)

    def files(self, link: Link, source: Note) -> tuple[str, ...]:
        """The paths of all files that a link in the note `source` fits, best first; none where it is unresolved. Unlike
        `resolve`, this does not depend on what stands in them.
        """
        return self._find(link.target, source.path) if link.target else (source.path,)

    def leads(self, note: Note) -> Leads:
        """Where the links of a note do not simply lead to one place."""
        names, source, rows = self._names, note.path, note.link_rows
        known, asked = names.known, names.asked
        dead, several, lost = [], [], []
        for row in rows:
            target, subpath = row[1:3]
            each = known.get(target) or asked(target)
            found = each.same or (names.fitting(each, source) if target else (source,))
            if not found:
                dead.append(row)
                continue
            if len(found) > 1:
                several.append(row)
            if subpath and not self._has(found[0], subpath):
                lost.append(row)
        self._answers.look_at(known[row[1]].stem for row in rows if row[1])
        return Leads(linked(dead), linked(several), linked(lost))

    def _find(self, target: str, source: str) -> tuple[str, ...]:
        """What a link means depends on the files of that name alone, not on all names."""
        names = self._names
        asked = names.asked(target)
        self._answers.look(asked.stem)
        return names.fitting(asked, source)

    @cached_property
    def _names(self) -> Names:
        names: Names = self._answers.ask(_names, self, noted=False, kept=False)
        return names

    def link_text(self, path: str) -> str:
        """What Obsidian writes into a link to a note: its bare name if that is unique, else its path from the root."""
        text = path.removesuffix(".md")
        name = text.rpartition("/")[2]
        return name if self._find(name, "") == (path,) else text

    def called(self, link: Link) -> tuple[Note, ...]:
        """The notes that have a wikilink's target as an alias, whatever its letter case; templates left out."""
        if link.kind not in ("wikilink", "property"):
            return ()
        alias = link.target.casefold()
        self._answers.look(alias)
        known: Mapping[str, str] = self._answers.ask(_by_alias, self, noted=False)
        paths = known[alias].split("\0") if alias in known else ()
        found = filter(None, map(self.note, paths))
        return tuple(note for note in found if not self.is_template(note))

    def near(self, name: str, path: str = "") -> list[str]:
        """What was perhaps meant by a name that is not there: names of notes, or (with a path) the keys of a note's
        headings and its block ids (with their `^`), in small letters.
        """
        if not path:
            return self.once(_near_notes).find(name)
        self._answers.look(path)
        keys = links.parts(self._notes.outline(path))
        return keys if len(keys) <= NEAREST else self._near_keys(path).find(name)

    def _near_keys(self, path: str) -> Near:
        found: Near = self._answers.ask(_near_parts, self, path, noted=False, kept=False)
        return found

    def as_written(self, path: str, key: str) -> str:
        """The heading or block id (with its `^`) of a note that has a key, as it is written there."""
        note = self.note(path)
        headings = (heading.text for heading in note.headings if heading_key(heading.text) == key) if note else ()
        blocks = (f"^{block.id}" for block in note.blocks if f"^{block.id.lower()}" == key) if note else ()
        return next(chain(headings, blocks), key)

    def _has(self, path: str, subpath: str) -> bool:
        if not subpath:
            return True
        self._answers.look(path)
        written = self._notes.outline(path)
        if not written:
            return True
        outline = Outline(written) if len(written) <= SHORT else self._outline(path)
        last = last_part(subpath) if "^" in subpath else ""
        return outline.block(last[1:]) if last.startswith("^") else outline.heading(subpath)

    def _outline(self, path: str) -> Outline:
        outline: Outline = self._answers.ask(_outline, self, path, noted=False, kept=False)
        return outline


def _passed(listing: Listing) -> list[str]:
    """All files that a link may lead to."""
    odd = (each.path for each in listing.oddities if each.rule in (UNREADABLE, "conflict-copy"))
    return [*listing.notes, *listing.others, *odd]


def _silencing(vault: Vault) -> tuple[str, ...]:
    return tuple(path for path, brief in vault.briefs.items() if brief.silences)


def _unread(vault: Vault) -> tuple[str, ...]:
    faulty = (path for path, brief in vault.briefs.items() if brief.faulty)
    folders = (odd.path for odd in vault.oddities if odd.message.startswith(REFUSED))
    return (*folders, *(path for path in faulty if not vault.digest(path)))


def _names(vault: Vault) -> Names:
    return Names(vault.linkable)


def _near_notes(vault: Vault) -> Near:
    return Near(sorted(set(map(notes.name_of, vault.paths))))


def _near_parts(vault: Vault, path: str) -> Near:
    return Near(links.parts(vault._notes.outline(path)))


def _outline(vault: Vault, path: str) -> Outline:
    return Outline(vault._notes.outline(path))


def _by_alias(vault: Vault) -> dict[str, str]:
    """The paths of the notes that have each alias, in small letters; one text, which is unpacked in half the time."""
    found: dict[str, dict[str, None]] = {}
    for path, brief in vault.briefs.items():
        for alias in brief.aliases:
            found.setdefault(alias.casefold(), {})[path] = None
    return {alias: "\0".join(each) for alias, each in found.items()}


def _each(vault: Vault, name: Name, listing: Name, args: tuple[object, ...]) -> tuple[Answer, ...]:
    return vault._answers.each(question(name), vault.once(question(listing)), vault, *args)


def _of_type(vault: Vault, name: str) -> tuple[Note, ...]:
    return tuple(filter(None, map(vault.note, vault.paths_of_type(name))))


def _by_type(vault: Vault) -> dict[str, tuple[str, ...]]:
    """The paths of the notes of each type, templates left out."""
    templates = vault.once(_templates)
    found: dict[str, list[str]] = {}
    for path, brief in vault.briefs.items():
        if brief.type and not path.startswith(templates):
            found.setdefault(brief.type, []).append(path)
    return {name: tuple(each) for name, each in found.items()}


def _templates(vault: Vault) -> str:
    """What the paths of templates begin with."""
    try:
        folder = json.loads(vault.content(TEMPLATES_SETTINGS)).get("folder")
    except (ValueError, AttributeError, RecursionError):
        folder = None
    return (folder.strip("/") if isinstance(folder, str) and folder.strip("/") else "Templates") + "/"


def _read_all(
    source: Source, paths: Sequence[str], known: Notes, meanwhile: Callable[[], object] = lambda: None
) -> dict[str, Note | Packed]:
    """Of many notes those that are not as they were known, by path, as they are now."""

    def read(some: Sequence[str]) -> Iterator[Note | None]:
        return (_read(source, path, known) for path in some)

    if len(paths) <= MANY:
        few = cores.spread(lambda some: [*read(some)], paths)
        return {path: note for path, note in zip(paths, few, strict=True) if note}

    # each note is packed while the processor still has it at hand
    def packed(some: Sequence[str]) -> list[Packed | None]:
        return [note for first in range(0, len(some), PART) for note in together(read(some[first : first + PART]))]

    found = cores.spread(packed, paths, [meanwhile])
    return {path: note for path, note in zip(paths, found, strict=True) if note}


def _read(source: Source, path: str, known: Notes) -> Note | None:
    """A note as it is now; None where it is as it was known."""
    try:
        content = source.content(path)
    except OSError as error:
        unread = notes.unread(path, error)
        return None if known.get(path) == unread else unread
    return None if path in known and known.digest(path) == digest(content) else notes.parse(path, content)
