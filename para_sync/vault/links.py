"""Where a link leads, as Obsidian resolves it (obsidian.md §2), from indexes built once."""

from __future__ import annotations

import posixpath
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from para_sync.vault.note import Note

# The characters that Obsidian takes for blanks when it compares a heading with a link (obsidian.md §2, heading
# matching).
_HEADING_SIGNS = '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\'
_HEADING_BLANKS = str.maketrans(dict.fromkeys(_HEADING_SIGNS, " "))
# The same for ASCII letter by letter, with what else `str.split` takes for a blank, and small letters for large ones.
_ASCII_KEY = bytes(
    ord(" ") if chr(byte) in _HEADING_SIGNS + "\x1c\x1d\x1e\x1f" else ord(chr(byte).lower()) if byte < 128 else byte
    for byte in range(256)
)

MOST_KEPT = 500
MOST_SHARED = 400
NEAREST = 16
# A name that shares less than such a part of what the nearest shares is not near.
NEARLY = 0.6
# So many characters are searched faster than an index of them is made.
SHORT = 500


class Asked(NamedTuple):
    """A link's target: its `stem`, the normal form of it, the files that fit it (None where that depends on the note),
    and again those where they are the `same`, and in the same order, for every note.
    """

    stem: str
    wanted: str
    ranked: tuple[str, ...] | None
    same: tuple[str, ...] | None


class _Order(NamedTuple):
    """The files of one name: those that are exactly what was asked for, then the others, shorter paths first; and the
    others by the alphabet.
    """

    ranked: tuple[str, ...]
    exact: int
    by_path: list[str]

    def nearest(self, folder: str) -> tuple[str, ...]:
        """The same files, those below a folder first. Takes no more steps for more files elsewhere."""
        exact = tuple(sorted(self.ranked[: self.exact], key=lambda path: not path.startswith(folder + "/")))
        inside = (bisect_left(self.by_path, folder + end) for end in "/0") if folder else (0, 0)  # "0" follows "/"
        near = sorted(self.by_path[slice(*inside)], key=lambda path: (len(path), path))
        places = [self.ranked.index(path, self.exact) for path in near]
        parts, kept = [exact, tuple(near)], self.exact
        for place in places:
            parts.append(self.ranked[kept:place])
            kept = place + 1
        return tuple(chain(*parts, self.ranked[kept:]))


class Names:
    """All files of a vault by name, to find what a link means; `known` are the targets that were asked for so far.

    >>> names = Names(["a/Note.md", "b/Note.md", "b/c/pic.png", "v1.2 notes.md"])
    >>> names.find("note", "b/x.md"), names.find("v1.2 notes", ""), names.find("c/pic.png", "")
    (('b/Note.md', 'a/Note.md'), ('v1.2 notes.md',), ('b/c/pic.png',))
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = {}
        self.known: dict[str, Asked] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        self._orders: dict[str, _Order] = {}
        for path in paths:
            self._by_name.setdefault(path.rpartition("/")[2].lower(), []).append(path)

    def find(self, target: str, source: str) -> tuple[str, ...]:
        """All files that a link's target may mean from the note at `source`, best first; empty where it is unresolved.

        A bare name matches in any folder; a path must be the end of the file's path. Files below the source's own
        folder come first, then shorter paths, then the alphabet; an exact path from the root beats them all.
        """
        return self.fitting(self.asked(target), source)

    def fitting(self, asked: Asked, source: str) -> tuple[str, ...]:
        """The same for a target that was asked for."""
        if asked.ranked is None:
            return self._exact(asked.wanted, source)
        if asked.same is not None:
            return asked.same
        return self._nearest(asked.ranked, asked.wanted, source.rpartition("/")[0])

    def asked(self, target: str) -> Asked:
        """What a target asks for, worked out once for all links that have it."""
        found = self.known.get(target)
        if found is None:
            wanted = normal(target).lower()
            ranked = None if wanted.startswith(("/", "./", "../")) else self._rank(wanted)
            same = ranked if ranked is not None and len(ranked) < 2 else None
            found = self.known[target] = Asked(sys.intern(_stem(wanted)), wanted, ranked, same)
        return found

    def _exact(self, wanted: str, source: str) -> tuple[str, ...]:
        candidates = self._candidates(wanted)
        if not candidates:
            return ()
        folder, slash, _ = source.lower().rpartition("/")
        exact = wanted[1:] if wanted.startswith("/") else posixpath.normpath(folder + slash + wanted)
        return tuple([path for path in candidates if _same(path, exact)])

    def _rank(self, wanted: str) -> tuple[str, ...]:
        fitting = self._candidates(wanted)
        if "/" in wanted:
            fitting = [path for path in fitting if _same(path, wanted) or _ends(path, wanted)]
        return tuple(sorted(fitting, key=lambda path: (len(path), path)) if len(fitting) > 1 else fitting)

    def _nearest(self, ranked: tuple[str, ...], wanted: str, folder: str) -> tuple[str, ...]:
        """The same files with those first that the place of the link prefers; sorted once a folder, not once a link."""
        if (wanted, folder) not in self._found:
            self._found[wanted, folder] = self._order(ranked, wanted).nearest(folder)
        return self._found[wanted, folder]

    def _order(self, ranked: tuple[str, ...], wanted: str) -> _Order:
        if wanted not in self._orders:
            exact = [path for path in ranked if _same(path, wanted)] if "/" in wanted else []
            first = (*exact, *(path for path in ranked if path not in exact)) if exact else ranked
            self._orders[wanted] = _Order(first, len(exact), sorted(first[len(exact) :]))
        return self._orders[wanted]

    def _candidates(self, wanted: str) -> list[str]:
        name = wanted.rpartition("/")[2]
        return self._by_name.get(name) or self._by_name.get(name + ".md") or []


class Near:
    """Names that look like another one, found by the letters that they share: what a slip of the keyboard meant.

    >>> Near(["Scoring", "Scoring System", *(f"Chart {number}" for number in range(30))]).find("Scoring Sistem")
    ['Scoring System']
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._by_part: dict[str, list[int]] = {}
        self._found: dict[str, list[str]] = {}
        if len(self._names) > NEAREST:
            for index, name in enumerate(self._names):
                for part in _parts(name):
                    self._by_part.setdefault(part, []).append(index)

    def find(self, wanted: str) -> list[str]:
        """The few names nearest to `wanted`, best first; where there are but few, all of them."""
        if len(self._names) <= NEAREST:
            return self._names
        if wanted not in self._found:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[wanted] = self._nearest(wanted)
        return self._found[wanted]

    def _nearest(self, wanted: str) -> list[str]:
        sharing: list[int] = []
        last: list[int] = []
        # the rarest parts tell most, and the common ones would make every name a candidate
        known = [(len(each), part, each) for part in _parts(wanted) if (each := self._by_part.get(part))]
        for count, _, each in sorted(known):
            if len(sharing) + count >= MOST_SHARED:
                last = each[:MOST_SHARED]
                break
            sharing += each
        shared = Counter(sharing)
        # a name that shares the last part alone comes behind all others
        shared.update(last if len(shared) < NEAREST else shared.keys() & last)
        return [self._names[index] for index in _most(shared)]


def _most(shared: Counter[int]) -> list[int]:
    """What is counted most, most first: not much less often than the first, for that is never what was meant."""
    least = max(shared.values(), default=0) * NEARLY
    among = [each for each, count in shared.items() if count >= least]
    return sorted(among, key=shared.__getitem__, reverse=True)[:NEAREST]


def _parts(name: str) -> set[str]:
    letters = f"^{name.lower()}$"
    return {letters[index : index + 3] for index in range(len(letters) - 2)}


def stem(target: str) -> str:
    """What a link and the files that it may mean have in common: the last part, without any `.md`, in lower case.

    >>> stem("a/Note.md"), stem("note"), stem("../Pic.PNG"), stem("a.md.md")
    ('note', 'note', 'pic.png', 'a')
    """
    return _stem(normal(target).lower())


def _stem(wanted: str) -> str:
    name = wanted.rpartition("/")[2]
    while name.endswith(".md"):
        name = name[:-3]
    return name


def normal(path: str) -> str:
    """A path as Obsidian normalises it: `/` between folders, no doubled or outer ones but a leading one kept, plain
    blanks, NFC.
    """
    if path.isascii() and "\\" not in path and "//" not in path:
        return path.rstrip("/")
    text = re.sub(r"/+", "/", path.replace("\\", "/").replace("\xa0", " ").replace("\u202f", " "))
    return unicodedata.normalize("NFC", text.rstrip("/"))


# many notes have the same headings, as their template gave them, and links name these
@lru_cache(maxsize=1000)
def heading_key(text: str) -> str:
    """What two headings have in common if a link to one reaches the other.

    >>> heading_key("A: B (c)") == heading_key("a b c")
    True
    """
    if text.isascii():
        return b" ".join(text.encode().translate(_ASCII_KEY).split()).decode()
    return " ".join(unicodedata.normalize("NFC", text).translate(_HEADING_BLANKS).split()).casefold()


def outline(note: Note) -> str:
    """What in a note a link can reach, for `Outline`: a line for each heading, its key and its level, then one for each
    block id; "" for a note that cannot be read.
    """
    if not note.readable:
        return ""
    rows = note.rows
    headings = [f"{heading_key(text)}\t{level}" for level, text, _, _ in rows.headings]
    return "\n".join(["", *headings, *[f"^{name.lower()}" for name, _, _ in rows.blocks], ""])


def parts(written: str) -> list[str]:
    """The lines of such an outline without levels, each once."""
    return [*dict.fromkeys(line.partition("\t")[0] for line in written.split("\n")[1:-1])]


class Outline:
    """What in a note a link can reach: its headings and block ids, in little memory. What cannot be read may hold
    whatever is asked for.
    """

    __slots__ = ("_index", "_lines")

    def __init__(self, written: str) -> None:
        self._lines = written
        self._index: _Index | None = None

    def heading(self, subpath: str) -> bool:
        """Whether `A#B` reaches a heading, each part one deeper than the part before it."""
        if not self._lines:
            return True
        if "#" not in subpath and len(self._lines) <= SHORT:
            key = heading_key(subpath)
            return bool(key) and f"\n{key}\t" in self._lines
        keys = [*filter(None, map(heading_key, subpath.split("#")))]
        places, levels = self._indexed()
        level, after = 0, -1
        for key in keys:
            found = places.get(key, [])
            later = (found[at] for at in range(bisect_right(found, after), len(found)))
            after = next((place for place in later if levels[place] > level), -1)
            if after < 0:
                return False
            level = levels[after]
        return after >= 0

    def block(self, name: str) -> bool:
        """Whether the note has a block id, whatever its letter case."""
        line = f"^{name.lower()}"
        if len(self._lines) <= SHORT:
            return not self._lines or ("\n" not in name and f"\n{line}\n" in self._lines)
        return line in self._indexed().places

    def _indexed(self) -> _Index:
        """An index of all lines, made once."""
        if self._index is None:
            self._index = _Index({}, [])
            for place, line in enumerate(self._lines.split("\n")[1:-1]):
                key, _, level = line.partition("\t")
                self._index.places.setdefault(key, []).append(place)
                self._index.levels.append(int(level or 0))
        return self._index


class _Index(NamedTuple):
    """The places, from 0, of each line without its level, and the level of each place."""

    places: dict[str, list[int]]
    levels: list[int]


def _same(path: str, wanted: str) -> bool:
    folded = path.lower()
    return folded in (wanted, wanted + ".md")


def _ends(path: str, wanted: str) -> bool:
    folded = "/" + path.lower()
    return folded.endswith(("/" + wanted, "/" + wanted + ".md"))
