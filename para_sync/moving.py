"""Files given other paths, and every link to them and in them written so that it leads where it led."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from para_sync import references, relink, sync
from para_sync.change import Edit
from para_sync.edit import Move, Outcome, splice
from para_sync.region import State
from para_sync.vault import note as notes
from para_sync.vault.facts import Link
from para_sync.vault.links import Names, normal, stem
from para_sync.vault.note import Note
from para_sync.vault.span import Lines, Span
from para_sync.vault.vault import Vault
from para_sync.vault.walk import OBSIDIAN

_SETTINGS, _BOOKMARKS = f"{OBSIDIAN}/app.json", f"{OBSIDIAN}/bookmarks.json"
_RELATIVE, _ABSOLUTE = "relative", "absolute"


@dataclass(frozen=True, slots=True)
class Moving:
    """How files move: the edits of links, which come first, and the moves.

    `stuck` are the links that cannot be written anew, so that nothing should move; `left` is what refers to a file that
    moves and stays as it is, since nobody but Obsidian may write it, or it cannot be read.
    """

    edits: tuple[Edit, ...]
    moves: tuple[Move, ...]
    stuck: tuple[Outcome, ...]
    left: tuple[Outcome, ...]

    @property
    def relinked(self) -> dict[str, int]:
        """How many links are written anew in each note or file, by path."""
        counted: dict[str, int] = {}
        for each in self.edits:
            counted[each.path] = counted.get(each.path, 0) + 1
        return counted

    @property
    def changed(self) -> frozenset[str]:
        """The paths of all files that move or get other bytes."""
        return frozenset((*self.relinked, *(each.path for each in self.moves)))


def plan(vault: Vault, moves: Mapping[str, str], folders: Mapping[str, str]) -> Moving:
    """How to give the files of `moves` their new paths; `folders` are those that move as a whole.

    Links in tables that `sync` will write anew are left to it.
    """
    mover = _Mover(vault, moves, folders)
    mover.stuck += [Outcome(path, False, "cannot be read, and may hold links to what moves") for path in vault.unread]
    edits = [*mover.in_notes(), *mover.in_others()]
    steps = tuple(Move(path, to) for path, to in moves.items())
    return Moving(tuple(edits), steps, tuple(mover.stuck), (*mover.left, *_bookmarks(vault, moves)))


def link_format(vault: Vault) -> str:
    """How Obsidian is set to write a link's path: "shortest", "relative" or "absolute"."""
    try:
        found = json.loads(vault.source.content(_SETTINGS)).get("newLinkFormat")
    except (OSError, ValueError, AttributeError, RecursionError):
        found = None
    return found if found in (_RELATIVE, _ABSOLUTE) else "shortest"


@dataclass(slots=True)
class _Mover:
    vault: Vault
    moves: Mapping[str, str]
    folders: Mapping[str, str]
    stuck: list[Outcome] = field(default_factory=list)
    left: list[Outcome] = field(default_factory=list)
    _names: Names = field(init=False)
    _stems: frozenset[str] = field(init=False)
    _form: str = field(init=False)

    def __post_init__(self) -> None:
        self._names = Names(sorted(self.moves.get(path, path) for path in self.vault.linkable))
        self._stems = frozenset(map(stem, self.moves))
        self._form = link_format(self.vault)

    def in_notes(self) -> Iterator[Edit]:
        """The edits of all notes, outside tables that are to be generated anew."""
        generated: dict[str, list[Span]] = {}
        for each in sync.plan(self.vault):
            if each.state in (State.CURRENT, State.STALE):
                generated.setdefault(each.note.path, []).append(each.region.body)
        for note in self.vault:
            spans = generated.get(note.path, ())
            if note.path in self.moves or any(stem(link.target) in self._stems for link in note.links):
                yield from self._relinked(note, self.vault.content(note.path), spans)

    def _relinked(self, note: Note, content: bytes, generated: tuple[Span, ...] | list[Span] = ()) -> list[Edit]:
        """The edits of a note, all of which leave every link a link; none where some cannot be written so."""
        edits: list[Edit] = []
        for link in note.links:
            if not link.target or any(span.start <= link.span.start < span.end for span in generated):
                continue
            raw = content[link.span.start : link.span.start + 3]
            anew = self._anew(link, note, link.kind != "property" and not raw.removeprefix(b"!").startswith(b"[["))
            if anew is None:
                continue
            edit = relink.edit(note, content, link, anew, moved=True) if anew else None
            if edit is None:
                self._stuck(note, content, link.span.start, f'the link to "{link.target}"')
            else:
                edits.append(edit)
        if edits and not _stay(note, content, edits):
            self._stuck(note, content, edits[0].start, "a link from here on")
            return []
        return edits

    def _stuck(self, note: Note, content: bytes, start: int, what: str) -> None:
        place = Lines(content).place(start)
        reason = f"{what} cannot be written so that it leads there after the move"
        self.stuck.append(Outcome(f"{note.path}:{place.line}:{place.column}", False, reason))

    def _anew(self, link: Link, note: Note, plain: bool = False) -> str | None:
        """What a link is to be led to; None where it leads there by itself, "" where no path does. One of `plain`
        Markdown is to lead there for other readers too, if it did.
        """
        if note.path not in self.moves and stem(link.target) not in self._stems:
            return None
        found = self.vault.resolve(link, note).path
        if found is None:
            return None
        wanted, source = self.moves.get(found, found), self.moves.get(note.path, note.path)
        written = normal(link.target)
        # readers other than Obsidian know a path from the note's folder alone
        from_here = plain and _joined(note.path, written) == found.lower()
        if self._leads(link.target, source, wanted) and (not from_here or _joined(source, written) == wanted.lower()):
            return None
        spelt = self._spellings(
            wanted, source, from_here or written.startswith(("./", "../")), written.startswith("./")
        )
        return next((each for each in spelt if self._leads(each.removesuffix(".md"), source, wanted)), "")

    def _spellings(self, path: str, source: str, relative: bool, dotted: bool) -> Iterator[str]:
        """A path as Obsidian would write it; what follows is for a name that would lead elsewhere."""
        if relative or self._form == _RELATIVE:
            near = posixpath.relpath(path, posixpath.dirname(source) or ".")
            if not dotted or near.startswith("../"):
                yield near
            yield f"./{near}"
        elif self._form != _ABSOLUTE:
            name = posixpath.basename(path)
            if len(self._names.find(name.removesuffix(".md"), "")) == 1:
                yield name
        yield path
        yield f"/{path}"

    def _leads(self, target: str, source: str, wanted: str) -> bool:
        return self._names.find(target, source)[:1] == (wanted,)

    def in_others(self) -> Iterator[Edit]:
        """The edits of all canvases and bases."""
        for path in filter(references.is_one, self.vault.others):
            content = self.vault.content(path)
            try:
                if path.lower().endswith(references.CANVAS):
                    yield from references.canvas(path, content, self._file, self._relinked)
                else:
                    yield from references.base(path, content, partial(self._target, Note(path, "")), self._place)
            except references.Unsafe as error:
                self.stuck.append(Outcome(path, False, str(error)))
            except (ValueError, RecursionError):
                if any(posixpath.basename(each).encode() in content for each in self.moves):
                    self.left.append(Outcome(path, False, "cannot be read; what it refers to stays as it is"))

    def _file(self, path: str) -> str | None:
        """The new path of a file that a canvas shows by its path from the root."""
        return self.moves.get(normal(path))

    def _target(self, note: Note, target: str) -> str | None:
        """What a formula is to name instead of a link's target; None where that leads there by itself."""
        anew = self._anew(Link("wikilink", target.strip(), "", target, Span(0, 0)), note)
        if anew == "":
            raise references.Unsafe(f'the link to "{target}" cannot be written so that it leads there after the move')
        return anew if anew is None or target.endswith(".md") else anew.removesuffix(".md")

    def _place(self, text: str) -> str | None:
        """The new path of a file or folder that is named by its whole path; None for all other texts."""
        if text in self.moves:
            return self.moves[text]
        inside = next((old for old in self.folders if text == old or text.startswith(f"{old}/")), None)
        return None if inside is None else self.folders[inside] + text.removeprefix(inside)


def _stay(note: Note, content: bytes, edits: list[Edit]) -> bool:
    """Whether a note has the same links afterwards: a longer one may make a line a table, or lie within another."""
    try:
        after = notes.parse(note.path, splice(content, edits))
    except ValueError:
        return False
    return [(each.kind, each.subpath) for each in after.links] == [(each.kind, each.subpath) for each in note.links]


def _joined(source: str, written: str) -> str:
    """The path that a link from a note's folder names, in lower case."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), written)).lower()


def _bookmarks(vault: Vault, moves: Mapping[str, str]) -> Iterator[Outcome]:
    """Obsidian keeps its bookmarks itself, and may have them open."""
    try:
        text = json.dumps(json.loads(vault.source.content(_BOOKMARKS)), ensure_ascii=False)
    except (OSError, ValueError, RecursionError):
        return
    for path in moves:
        if json.dumps(path, ensure_ascii=False) in text:
            yield Outcome(path, False, "Obsidian has a bookmark on it, which only Obsidian can change")
