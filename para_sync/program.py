"""What the program is made of: a value that was kept is of use to this very program alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

# The libraries that read notes.
_READERS = ("yaml", "pyromark", "frontmatter", "markdown_it")

_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def mark() -> bytes:
    """What is another one after any change of this program, of the libraries that read notes, or of Python."""
    stamps = [_stamps(folder) for folder in (*_folders(_PACKAGE), *filter(None, map(_library, _READERS)))]
    return repr((sys.version, stamps)).encode("utf-8", "surrogatepass")


def _folders(package: str) -> Iterator[str]:
    yield package
    yield from sorted(entry.path for entry in os.scandir(package) if entry.is_dir() and entry.name != "__pycache__")


def _library(name: str) -> str:
    """The folder that a library is imported from; "" where there is none."""
    return next((folder for each in sys.path if os.path.isdir(folder := os.path.join(each, name))), "")


def _stamps(folder: str) -> list[tuple[str, int, int]]:
    return sorted(
        (entry.name, found.st_size, found.st_mtime_ns)
        for entry in os.scandir(folder)
        if entry.is_file() and (found := entry.stat())
    )
