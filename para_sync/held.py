"""What writes replaced, looked at once more when nobody can be writing to it any longer (reliability.md 5.1).

An editor that opened a note before it was written goes on writing to the bytes that were swapped out. Such text becomes
a conflict copy beside the note; it is never deleted unseen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from para_sync import journal
from para_sync.files import Files, digest
from para_sync.staging import Left, Staging

# The name of a note that can no longer be told.
_UNKNOWN = "Recovered.md"

# How many bytes of a note's name go into that of a conflict copy.
_LONGEST = 200


class Conflict(NamedTuple):
    """Text that came while a note was written: the note's path, and the path of the copy that holds it."""

    path: str
    copy: str


def settle(staging: Staging) -> Iterator[Conflict]:
    """Remove what is known to be a note's old or new bytes, and keep all else beside its note."""
    for left in staging.left():
        with suppress(OSError):
            data = staging.files.read(left.file)
            if digest(data) in left.digests:
                staging.files.unlink(left.file)
                continue
            conflict = keep(left, digest(data), staging)
            if conflict:
                yield conflict
            else:
                staging.files.unlink(left.file)


def keep(left: Left, found: str, staging: Staging) -> Conflict | None:
    """Give a replaced file, whose digest is `found`, a name of its own beside its note; None, and it stays where it is,
    where the note has the same bytes: whoever opened it may write to it yet. Raises OSError.
    """
    files, root = staging.files, staging.root
    entry = journal.find(root, left.mark, files)
    path = entry.path if entry else _UNKNOWN
    with suppress(OSError):
        if digest(files.read(root / path)) == found:  # the same text was saved again since
            return None
    copy = _beside(path, root, files)
    number = 1
    while True:
        name = copy if number == 1 else f"{copy.removesuffix('.md')} {number}.md"
        try:
            # the file itself moves: whoever still writes to it writes to the copy
            files.move(left.file, root / name)
        except FileExistsError:
            number += 1
            continue
        files.sync_folder((root / name).parent)
        return Conflict(path, name)


def _beside(path: str, root: Path, files: Files) -> str:
    """The path of a conflict copy beside a note, or at the vault's root where the note's folder is gone."""
    folder, _, name = path.rpartition("/")
    if not (root / folder).is_dir() or any((root / each).is_symlink() for each in Path(path).parents[:-1]):
        folder = ""
    when = datetime.fromtimestamp(files.now())
    # no file name may have more than 255 bytes
    stem = os.fsencode(name.removesuffix(".md"))[:_LONGEST].decode(errors="ignore")
    return f"{folder}/{stem} (Conflicted copy para-sync {when:%Y%m%d%H%M%S}).md".removeprefix("/")
