"""What was read and found in a vault, kept from one run to the next: a note whose file is as it was is not read again,
and an answer of which all that it rests on stayed the same is not worked out again.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from para_sync import store
from para_sync.files import DISK, Files
from para_sync.moment import Look, Moment, look
from para_sync.vault.answers import Answers, Kept
from para_sync.vault.notes import EMPTY, Shelf
from para_sync.vault.source import Disk, Listing, oddity
from para_sync.vault.vault import Vault
from para_sync.vault.walk import settled

# As long as so little, or this part of it, has to be read and worked out again, the cache is not worth writing.
FEW, FEW_PART = 16, 0.02

_NAME = "facts"


class _Known(NamedTuple):
    """A vault as it was: its files, what stands for its folders, the files that have to be read again in any case, the
    names of those that are written in another way than their paths, its notes, and its answers.
    """

    listing: Listing
    marks: Mapping[str, bytes]
    doubted: frozenset[str]
    written: Mapping[str, str]
    notes: Shelf
    answers: Kept | None


def read(root: Path, files: Files = DISK, seen: Look | None = None) -> Vault:
    """The vault in a folder, equal to one that is read afresh, with the answers of the last time that hold.

    Given a look, it is read as from that moment on, and who asks for it keeps it.
    """
    found = store.load(root, _NAME, files)
    now = seen() if seen else look(os.fspath(root), files.entries, files.now)
    known = found if isinstance(found, _Known) else _Known(Listing(), {}, frozenset(), {}, EMPTY, None)
    answers = known.answers and Answers.of(known.answers, store.unpack)
    listing, changed, disk = _since(known, now, root, files)
    vault = Vault.shelved(disk, known.notes, known.listing, answers).renewed(disk, listing, changed | known.doubted)
    if seen is None:
        keep(root, vault, now, files)
    return vault


def _since(known: _Known, now: Moment, root: Path, files: Files) -> tuple[Listing, set[str], Disk]:
    """What a vault holds now, which files of it have other stamps than they had, and where they lie."""
    changed = now.changed(known.marks)
    odd = {each.path for each in known.listing.oddities}
    if changed is not None and not any(
        path in odd or not path.isascii() or oddity(path, size) for path, size in changed.items()
    ):
        return known.listing, {*changed}, Disk(root, files, known.written)
    disk = Disk(root, files)
    disk.listed(map(marshal.loads, known.marks.values()))
    before = disk.stamps
    listing = disk.listed(now.folders)
    after = disk.stamps
    return listing, {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}, disk


def keep(root: Path, vault: Vault, now: Moment, files: Files = DISK) -> None:
    """Keep a vault that was read at a moment, and what was found in it, unless it is nearly the one that is kept."""
    if vault.fresh <= max(FEW, FEW_PART * len(vault.paths)):
        return
    disk = Disk(root, files)
    listing = disk.listed(now.folders)
    doubted = frozenset(
        path
        for path, stamp in disk.stamps.items()
        if not settled(stamp.mtime_ns, stamp.ctime_ns, now.began) or vault.digest(path) == ""
    )
    answers = vault.keep(lambda value: memoryview(store.pack(value)))
    known = _Known(listing, now.marks, doubted, disk.written, vault.shelf(), answers)
    store.save(root, _NAME, known, files)
