"""What was read and found in a vault, kept from one run to the next: a note whose file is as it was is not read again,
and an answer of which all that it rests on stayed the same is not worked out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, cast

from para_sync import store
from para_sync.files import DISK, Files
from para_sync.moment import Moment, look
from para_sync.vault.answers import Kept
from para_sync.vault.notes import Notes, Packed
from para_sync.vault.source import Listing, Stamp
from para_sync.vault.vault import Vault

# As long as so little, or this part of it, has to be read and worked out again, the cache is not worth writing.
FEW, FEW_PART = 16, 0.02

_NAME = "facts"


class _Known(NamedTuple):
    """A vault as it was: its files, with None for the stamp of one that has to be read again in any case."""

    listing: Listing
    stamps: Mapping[str, Stamp | None]
    notes: Mapping[str, Packed]
    answers: bytes


def read(root: Path, files: Files = DISK, moment: Moment | None = None, answers: bool = False) -> Vault:
    """The vault in a folder, equal to one that is read afresh; with `answers`, those of the last time that hold.

    Given a moment, it is read as from then on, and who asks for it keeps it.
    """
    now = moment or look(root, files)
    found = store.load(root, _NAME, files)
    known = found if isinstance(found, _Known) else _Known(Listing(), {}, {}, b"")
    kept = cast(Kept | None, store.unpacked(known.answers)) if answers and known.answers else None
    stamps = now.listing.stamps
    changed = {path for path in stamps.keys() | known.stamps.keys() if known.stamps.get(path) != stamps.get(path)}
    before = Vault.known(now.disk, Notes(known.notes), known.listing, kept)
    vault = before.renewed(now.disk, now.listing, changed)
    if moment is None:
        keep(root, vault, now, files)
    return vault


def keep(root: Path, vault: Vault, now: Moment, files: Files = DISK) -> None:
    """Keep a vault that was read at a moment, and what was found in it, unless it is nearly the one that is kept."""
    listing = now.listing
    if vault.fresh <= max(FEW, FEW_PART * len(listing.notes)):
        return
    notes = vault.packed()
    stamps = {
        path: stamp if store.settled(stamp, now.began) and vault.digest(path) != "" else None
        for path, stamp in listing.stamps.items()
    }
    bare = Listing(listing.notes, listing.others, listing.oddities)
    store.save(root, _NAME, _Known(bare, stamps, notes, store.pack(vault.keep())), files)
