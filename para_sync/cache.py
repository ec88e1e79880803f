"""What was read and found in a vault, kept from one run to the next: a note whose file is as it was is not read again,
and an answer of which all that it rests on stayed the same is not worked out again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from para_sync import store
from para_sync.files import DISK, Files
from para_sync.moment import Moment, look
from para_sync.vault.answers import Answers, Kept
from para_sync.vault.notes import Notes, Packed
from para_sync.vault.source import Disk, Listing
from para_sync.vault.vault import Vault
from para_sync.vault.walk import settled

# As long as so little, or this part of it, has to be read and worked out again, the cache is not worth writing.
FEW, FEW_PART = 16, 0.02

_NAME = "facts"


class _Known(NamedTuple):
    """A vault as it was: its files, with None for the stamp of one that has to be read again in any case, its notes
    field by field, and its answers.
    """

    listing: Listing
    stamps: Mapping[str, tuple[int, ...] | None]
    fields: Sequence[Sequence[Any]]
    answers: Kept | None

    def notes(self) -> Iterator[tuple[str, Packed]]:
        """The notes by path."""
        return zip(self.listing.notes, map(Packed._make, zip(*self.fields, strict=True)), strict=True)


def read(root: Path, files: Files = DISK, moment: Moment | None = None) -> Vault:
    """The vault in a folder, equal to one that is read afresh, with the answers of the last time that hold.

    Given a moment, it is read as from then on, and who asks for it keeps it.
    """
    now = moment or look(os.fspath(root), files.entries, files.now)
    disk = Disk(root, files)
    listing = disk.listed(now.folders)
    found = store.load(root, _NAME, files)
    known = found if isinstance(found, _Known) else _Known(Listing(), {}, (), None)
    stamps = listing.stamps
    changed = {path for path in stamps.keys() | known.stamps.keys() if known.stamps.get(path) != stamps.get(path)}
    answers = known.answers and Answers.of(known.answers, store.unpack)
    before = Vault.known(disk, Notes(dict(known.notes())), known.listing, answers)
    vault = before.renewed(disk, listing, changed)
    if moment is None:
        keep(root, vault, now, files)
    return vault


def keep(root: Path, vault: Vault, now: Moment, files: Files = DISK) -> None:
    """Keep a vault that was read at a moment, and what was found in it, unless it is nearly the one that is kept."""
    if vault.fresh <= max(FEW, FEW_PART * len(tuple(vault.paths))):
        return
    listing = Disk(root, files).listed(now.folders)
    stamps = {
        path: (*stamp,) if settled(stamp.mtime_ns, stamp.ctime_ns, now.began) and vault.digest(path) != "" else None
        for path, stamp in listing.stamps.items()
    }
    bare = Listing(listing.notes, listing.others, listing.oddities)
    packed = (each._replace(content=memoryview(each.content)) for each in vault.packed().values())
    answers = vault.keep(lambda value: memoryview(store.pack(value)))
    store.save(root, _NAME, _Known(bare, stamps, [*zip(*packed, strict=True)], answers), files)
