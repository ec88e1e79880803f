"""Where a vault's bytes come from: the disk, or any source (nothing, too) with unsaved text laid over it."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Protocol

from para_sync.files import DISK, Files
from para_sync.vault import walk
from para_sync.vault.limits import LARGEST_NOTE, UNREADABLE, refused, too_large
from para_sync.vault.span import new
from para_sync.vault.walk import LINK, LOST, OBSIDIAN, ODD, PLAIN, SETTINGS, Folder, is_vault

# Names that sync services give to the second version of a note (obsidian.md §6); names that may be honest are left out.
_CONFLICT = re.compile(
    r"\.sync-conflict-\d{8}-\d{6}-\w+|\([^()]*conflicted copy[^()]*\)|_Conflict(?=\.)|\.Conflict(?=\.)", re.IGNORECASE
)


_NESTED = ("vault-nested", "another vault lies in this one; its notes are not read")


class Oddity(NamedTuple):
    """A file or folder that is passed over: its path, the rule that reports it, and why."""

    path: str
    rule: str
    message: str


class Stamp(NamedTuple):
    """What the disk tells of a file without reading it; a file with another stamp may have other bytes."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


def stamp(found: os.stat_result) -> Stamp:
    """The stamp of a file that was looked at."""
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


class Listing(NamedTuple):
    """What a vault holds, as sorted paths from its root with `/` and in NFC; dot-folders are not part of a vault."""

    notes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    def after(self, path: str, size: int | None) -> Listing:
        """The listing after one seen file, plain and in a folder that is listed, got that many bytes, or (None) went
        away.
        """
        odd = None if size is None else oddity(path, size)
        there = size is not None and odd is None
        oddities = [each for each in self.oddities if each.path != path]
        return Listing(
            _with(self.notes, path, there and is_note(path)),
            _with(self.others, path, there and not is_note(path)),
            tuple(sorted([*oddities, odd] if odd else oddities)),
        )


def _with(paths: tuple[str, ...], path: str, there: bool) -> tuple[str, ...]:
    """Sorted paths, one of them there or not."""
    place = bisect_left(paths, path)
    found = paths[place : place + 1] == (path,)
    if found == there:
        return paths
    return (*paths[:place], path, *paths[place:]) if there else (*paths[:place], *paths[place + 1 :])


class Source(Protocol):
    """A place that a vault can be read from."""

    def listing(self) -> Listing:
        """What is there."""

    def content(self, path: str) -> bytes:
        """The bytes of one file; OSError where it cannot be read."""


def find(start: Path) -> Path | None:
    """The vault that a file or folder lies in: the nearest root at or above it."""
    last = walk.upward(start)[-1]
    return Path(last) if is_vault(last) else None


def is_note(path: str) -> bool:
    """Whether a path is a note's."""
    return path.lower().endswith(".md")


def is_seen(path: str) -> bool:
    """Whether a path belongs to a vault: no part of it starts with a dot."""
    return not any(part.startswith(".") for part in path.split("/"))


def nests(path: str) -> str:
    """The folder below the vault's root that a file makes a vault of its own; "" where it makes none."""
    folder, _, name = path.rpartition("/")
    root = folder if name == SETTINGS else folder.rpartition("/")[0] if folder.endswith("/" + OBSIDIAN) else ""
    return root if root and is_seen(root) else ""


def oddity(path: str, size: int) -> Oddity | None:
    """Why a plain file is passed over; None where it is read."""
    if not is_note(path):
        return None
    if "conflict" in path.lower() and _CONFLICT.search(path.rpartition("/")[2]):
        return Oddity(path, "conflict-copy", "a sync service kept two versions of a note; this copy is not read")
    return Oddity(path, UNREADABLE, too_large(size)) if size > LARGEST_NOTE else None


class Disk:
    """A vault's folder. Symlinks, other vaults within, and what is no plain file are passed over, and said.

    As last listed, `stamps` are those of the notes and the other files, and `folders` counts the folders, the root too.
    """

    def __init__(self, root: Path, files: Files = DISK, written: Mapping[str, str] | None = None) -> None:
        self.root = root
        self._before = os.path.join(root, "")
        self._files = files
        self._written = {**written} if written else {}
        self.stamps: dict[str, Stamp] = {}
        self.folders = 0

    @property
    def written(self) -> dict[str, str]:
        """How the files are written, as last listed, that are written in another way than their paths."""
        return {path: written for path, written in self._written.items() if path != written}

    def listing(self) -> Listing:
        return self.listed(self.walk())

    def content(self, path: str) -> bytes:
        return self._files.read(self._before + self._written.get(path, path))

    def walk(self) -> list[Folder]:
        """What lies in the folder now."""
        return walk.walk(os.fspath(self.root), self._files.entries)

    def listed(self, folders: Iterable[Folder]) -> Listing:
        """The listing of what a walk saw."""
        self._written.clear()
        self.stamps = stamps = {}
        found: dict[bool, list[str]] = {True: [], False: []}
        oddities: list[Oddity] = []
        self.folders = 0
        for folder, refusal, files in sorted(folders, key=itemgetter(0)):
            self.folders += not refusal or bool(refusal[0])
            if refusal:
                oddities.append(_refused(folder, *refusal))
            before = folder + "/" if folder else ""
            for name, kind, size, mtime_ns, ctime_ns, inode in sorted(files):
                written = before + name
                path = written if written.isascii() else unicodedata.normalize("NFC", written)
                odd = self._strange(path, written, kind)
                if not odd:
                    stamps[path] = new(Stamp, (size, mtime_ns, ctime_ns, inode))
                    odd = oddity(path, size)
                if odd:
                    oddities.append(odd)
                else:
                    found[is_note(path)].append(path)
        return Listing(tuple(sorted(found[True])), tuple(sorted(found[False])), tuple(sorted(oddities)))

    def _strange(self, path: str, written: str, kind: str) -> Oddity | None:
        """Why a file is passed over whatever its size."""
        first = self._written.setdefault(path, written)
        if kind == PLAIN and written.isascii() and first is written:  # as nearly all are
            return None
        if not written.isascii() and any("\udc80" <= letter <= "\udcff" for letter in written):
            return Oddity(path, UNREADABLE, "the file's name is not UTF-8")
        if first != written:
            return Oddity(path, "name-collision", "another file has the same name in another Unicode form")
        if kind == LOST or (kind == LINK and is_note(path)):
            return Oddity(path, UNREADABLE, "a symlink, not read")
        if kind == ODD and is_note(path):
            return Oddity(path, UNREADABLE, "not a plain file")
        return None


def _refused(folder: str, number: int, words: str) -> Oddity:
    """Why a folder is not read."""
    return Oddity(folder or ".", UNREADABLE, refused(OSError(number, words))) if number else Oddity(folder, *_NESTED)


class Nothing:
    """A source without files, for files in memory to be laid over."""

    def listing(self) -> Listing:
        return Listing()

    def content(self, path: str) -> bytes:
        raise _no_file(path)


class Overlay:
    """A source with some files' bytes replaced, added, or (None) taken away."""

    def __init__(self, below: Source, changed: Mapping[str, bytes | None]) -> None:
        # a vault is changed note by note: layers upon layers would take ever longer to list
        self._below: Source = below._below if isinstance(below, Overlay) else below
        under: Mapping[str, bytes | None] = below._changed if isinstance(below, Overlay) else {}
        self._changed: dict[str, bytes | None] = {**under, **changed}

    def listing(self) -> Listing:
        below = self._below.listing()
        nested = {root for path, content in self._changed.items() if content is not None and (root := nests(path))}
        there = {path: content for path, content in self._changed.items() if content is not None and is_seen(path)}
        odd = {path: found for path, content in there.items() if (found := oddity(path, len(content)))}
        paths = sorted({*below.notes, *below.others, *there} - (self._changed.keys() - there.keys()) - odd.keys())
        oddities = [each for each in below.oddities if each.path not in self._changed]
        if nested:
            paths = [path for path in paths if not _below(path, nested)]
            odd = {path: each for path, each in odd.items() if not _below(path, nested)}
            oddities = [each for each in oddities if not _below(each.path + "/", nested)]
            odd |= {root: Oddity(root, *_NESTED) for root in nested if not _below(root, nested)}
        return Listing(
            tuple(filter(is_note, paths)),
            tuple(path for path in paths if not is_note(path)),
            tuple(sorted((*oddities, *odd.values()))),
        )

    def content(self, path: str) -> bytes:
        if path not in self._changed:
            return self._below.content(path)
        content = self._changed[path]
        if content is None:
            raise _no_file(path)
        return content


def _no_file(path: str) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, "no such file", path)


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(folder + "/") for folder in folders)
