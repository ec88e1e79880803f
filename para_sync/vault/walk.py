"""Folders as the disk tells of them, without a look into any file: what every run begins with, so it imports little."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from operator import attrgetter

SETTINGS = "para-sync.toml"
OBSIDIAN = ".obsidian"
TEMPLATES_SETTINGS = f"{OBSIDIAN}/templates.json"

# The files that rules and regions read beside the notes and what lies between them.
CONFIGURATION = (SETTINGS, TEMPLATES_SETTINGS, f"{OBSIDIAN}/types.json", f"{OBSIDIAN}/app.json")

# What a file is: a plain one, a symlink to one, a symlink to anything else, or no file that can be read.
PLAIN, LINK, LOST, ODD = "plain", "link", "lost", "odd"

File = tuple[str, str, int, int, int, int]
"""A file's name, what it is, and its stamp, that of a symlink's target: size, the times of change of its bytes and of
anything (nanoseconds), inode; zeros where a symlink leads to none.
"""

Folder = tuple[str, tuple[int, str] | None, list[File]]
"""A folder's path from the root ("" is the root) as it is written, why it is not read (a system error, 0 for another
vault), and what it holds beside folders. What begins with a dot is left out.
"""

# A file written so shortly before it was read may be written once more and keep its stamp.
RACY_SECONDS = 2.0

_STAMP = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")


def is_vault(folder: str | os.PathLike[str]) -> bool:
    """Whether a folder is the root of a vault."""
    return os.path.isdir(os.path.join(folder, OBSIDIAN)) or os.path.isfile(os.path.join(folder, SETTINGS))


def settled(mtime_ns: int, ctime_ns: int, began: float) -> bool:
    """Whether a file that is looked at from `began` on (seconds since 1970) gets another stamp whenever it changes: the
    rule that git has for its index (https://git-scm.com/docs/racy-git).
    """
    return max(mtime_ns, ctime_ns) < (began - RACY_SECONDS) * 1e9


def upward(start: str | os.PathLike[str]) -> list[str]:
    """A file or folder and those above it, up to the root of the vault that it lies in; to the very top where it lies
    in none.
    """
    found = [os.path.abspath(start)]
    while not is_vault(found[-1]) and (above := os.path.dirname(found[-1])) != found[-1]:
        found.append(above)
    return found


def repository(folder: str | os.PathLike[str]) -> str:
    """The top of the repository that a folder lies in, told without asking git; "" where there is none."""
    found = os.path.realpath(folder)
    while not os.path.exists(os.path.join(found, ".git")):
        above = os.path.dirname(found)
        if above == found:
            return ""
        found = above
    return found


def walk(root: str, entries: Callable[[str], Iterable[os.DirEntry[str]]] = os.scandir) -> list[Folder]:
    """Every folder of a vault, in no order. Raises OSError where the system tells a file's name and nothing more."""
    found: list[Folder] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        before = folder + "/" if folder else ""
        files: list[File] = []
        below: list[str] = []
        try:
            listed = list(entries(os.path.join(root, folder)))
        except OSError as error:
            found.append((folder, (error.errno or -1, error.strerror or str(error)), files))
            continue
        if folder and any(map(_marks_vault, listed)):
            found.append((folder, (0, ""), files))
            continue
        for entry in listed:
            name = entry.name
            if name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(before + name)
                continue
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # gone since its folder was read
                continue
            if told.st_mode & 0o170000 == 0o100000:
                files.append((name, PLAIN, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino))
            else:
                files.append(_special(entry, told))
        folders += below
        found.append((folder, None, files))
    return found


def _special(entry: os.DirEntry[str], told: os.stat_result) -> File:
    """What is no plain file."""
    if not stat.S_ISLNK(told.st_mode):
        return (entry.name, ODD, *_STAMP(told))
    return (entry.name, LINK, *_STAMP(entry.stat())) if os.path.isfile(entry.path) else (entry.name, LOST, 0, 0, 0, 0)


def _marks_vault(entry: os.DirEntry[str]) -> bool:
    """Whether an entry makes its folder a vault, as `is_vault` tells."""
    return (entry.name == OBSIDIAN and entry.is_dir()) or (entry.name == SETTINGS and entry.is_file())
