"""Facts of notes kept from one run to the next: a note whose file is as it was is not read again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from para_sync import store
from para_sync.files import DISK, Files
from para_sync.moment import Moment, look
from para_sync.vault.note import Note
from para_sync.vault.source import Listing, Stamp
from para_sync.vault.vault import Vault

# As long as so few notes, or this part of them, have to be read again, the cache is not worth writing.
FEW, FEW_PART = 16, 0.02

_NAME = "facts"


def read(root: Path, files: Files = DISK, moment: Moment | None = None) -> Vault:
    """The vault in a folder as it is from a moment on (None: now), equal to one that is read afresh."""
    now = moment or look(root, files)
    listing = now.listing
    known: Mapping[str, tuple[Stamp, Note]] = store.load(root, _NAME, files) or {}
    same = {path: note for path, (stamp, note) in known.items() if listing.stamps.get(path) == stamp}
    vault = Vault(now.disk, MappingProxyType(same), Listing(tuple(sorted(same)))).renewed(now.disk, listing, ())
    kept = {
        path: (stamp, note)
        for path, stamp in listing.stamps.items()
        if store.settled(stamp, now.began) and (note := vault.note(path)) and note.digest
    }
    if len(kept.keys() - same.keys()) + len(known.keys() - kept.keys()) > max(FEW, FEW_PART * len(kept)):
        store.save(root, _NAME, kept, files)
    return vault
