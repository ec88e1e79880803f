"""Facts of notes kept from one run to the next, outside the vault: a note whose file is as it was is not read again.

Disposable: what cannot be read, or was made by another version of the program, is made anew in silence. A file is
trusted under the rule that git has for its index: nothing may have happened to it since shortly before it was read
(https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from para_sync import journal
from para_sync.files import DISK, Files
from para_sync.vault import source
from para_sync.vault.note import Note
from para_sync.vault.source import Disk, Listing, Stamp
from para_sync.vault.vault import Vault

# A file written so shortly before it was read may be written once more and keep its stamp.
RACY_SECONDS = 2.0
# As long as so few notes, or this part of them, have to be read again, the cache is not worth writing.
FEW, FEW_PART = 16, 0.02

# The libraries that read notes.
_READERS = ("yaml", "pyromark", "frontmatter")

Known = Mapping[str, tuple[Stamp, Note]]


def read(root: Path, files: Files = DISK) -> Vault:
    """The vault in a folder, equal to one that is read afresh."""
    began = files.now()
    disk = Disk(root, files)
    listing = disk.listing()
    known = _load(root, files)
    same = {path: note for path, (stamp, note) in known.items() if listing.stamps.get(path) == stamp}
    vault = Vault(disk, MappingProxyType(same), Listing(tuple(sorted(same)))).renewed(disk, listing, ())
    settled = (began - RACY_SECONDS) * 1e9
    kept = {
        path: (stamp, note)
        for path, stamp in listing.stamps.items()
        if max(stamp.mtime_ns, stamp.ctime_ns) < settled and (note := vault.note(path)) and note.digest
    }
    if len(kept.keys() - same.keys()) + len(known.keys() - kept.keys()) > max(FEW, FEW_PART * len(kept)):
        with suppress(OSError):
            _save(root, kept, files)
    return vault


def _load(root: Path, files: Files) -> Known:
    try:
        content = files.read(_file(root))
    except OSError:
        return {}
    head, payload = content[:_HEAD], content[_HEAD:]
    if head != _program() + _digest(payload):
        return {}
    # hundreds of thousands of small values, none of which can be garbage
    gc.disable()
    try:
        found: Known = _Reader(BytesIO(payload)).load()
        gc.freeze()
    except Exception:  # a pickle can raise whatever it likes, and the cache is disposable
        return {}
    finally:
        gc.enable()
    return found


def _save(root: Path, known: Known, files: Files) -> None:
    payload = pickle.dumps(known, pickle.HIGHEST_PROTOCOL)
    journal.keep(_file(root), _program() + _digest(payload) + payload, files)


class _Reader(pickle.Unpickler):
    """Reads values of this program alone: a pickle can name anything."""

    def find_class(self, module: str, name: str) -> Any:
        if not module.startswith("para_sync.vault.") or "." in name:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _program() -> bytes:
    """What facts depend on beside a note's bytes: the code that reads notes, its libraries, and Python."""
    places = [
        Path(source.__file__).parent,
        *(Path(spec.origin).parent for spec in map(find_spec, _READERS) if spec and spec.origin),
    ]
    stamps = [
        (file.name, found.st_size, found.st_mtime_ns)
        for place in places
        for file in sorted(os.scandir(place), key=lambda file: file.name)
        if file.is_file() and (found := file.stat())
    ]
    return _digest(repr((sys.version, stamps)).encode())


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


_HEAD = 2 * len(_digest(b""))


def _file(root: Path) -> Path:
    return journal.cache(root) / "facts"
