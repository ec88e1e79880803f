"""The least that Python can do with a folder of notes: `python -I floors.py read|stat FOLDER`."""

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b


def notes(folder: str) -> Iterator[os.DirEntry[str]]:
    """All notes below a folder, hidden folders left out."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith("."):
                    yield from notes(entry.path)
            elif entry.name.endswith(".md"):
                yield entry


def read(path: str) -> bytes:
    """All bytes of a file, without Python's buffers."""
    file = os.open(path, os.O_RDONLY)
    content = os.read(file, os.fstat(file).st_size)
    os.close(file)
    return content


if __name__ == "__main__":
    what, root = sys.argv[1:]
    if what == "read":
        print(len([blake2b(read(note.path), digest_size=16).digest() for note in notes(root)]))
    else:
        print(len([note.stat().st_mtime_ns for note in notes(root)]))
