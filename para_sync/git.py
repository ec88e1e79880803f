"""What git holds of a vault: the bytes that are staged, and what they were in the last commit (git-scm.com/docs)."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from para_sync.stop import Stop

# Git runs hooks with these set, relative to the folder that the hook runs in.
_PLACES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")
# What git says of a folder in which it keeps no files.
_NOWHERE = ("not a git repository", "must be run in a work tree")
_SUBMODULE, _SYMLINK = "160000", "120000"


class NoGit(Stop):
    """Git is wanted, and cannot be asked."""


class Staged(NamedTuple):
    """What is staged, as changes of the disk's files by vault path: `files` are the bytes that differ from those on the
    disk (None: not staged, or staged as deleted), `before` those of the last commit for each path that is staged.

    A file that git is told to ignore stays as it is on the disk: who ignores it keeps it in the vault all the same.
    """

    files: Mapping[str, bytes | None]
    before: Mapping[str, bytes | None]


class _Change(NamedTuple):
    """A line of git's raw diff."""

    old_mode: str
    mode: str
    old: str
    new: str
    status: str
    path: str


def run(folder: str | Path, *arguments: str, given: bytes | None = None) -> bytes:
    """What git says in a folder. Raises `NoGit` where there is no git or no working tree, and with git's own words
    where it fails.
    """
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, env=_environment(), input=given, capture_output=True)
    except FileNotFoundError:
        raise NoGit("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
        if any(each in said[0] for each in _NOWHERE):
            raise NoGit(f'{folder} lies in no working tree of git; git init "{folder}" makes one')
        raise NoGit(f"git {arguments[0]}: {said[0]}")
    return done.stdout


def top(folder: Path) -> Path:
    """The top of the working tree that a folder lies in. Raises `NoGit` where it lies in none."""
    return Path(os.fsdecode(run(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))


def prefix(root: Path) -> str:
    """What leads from the top of the repository to a vault: "" or a folder that ends in `/`; "" without git, too."""
    try:
        return os.fsdecode(run(root, "rev-parse", "--show-prefix").rstrip(b"\n"))
    except NoGit:
        return ""


def staged(root: Path) -> Staged:
    """What is staged in a vault. Raises `NoGit`."""
    untracked = run(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")[:-1]
    unstaged = [*_changes(run(root, "diff-files", "--relative", "--raw", "--no-abbrev", "-z"))]
    cached = [*_changes(run(root, "diff", "--cached", "--relative", "--raw", "--no-renames", "--no-abbrev", "-z"))]
    files: dict[str, bytes | None] = {_path(os.fsdecode(each)): None for each in untracked}
    # what "add --intent-to-add" only announced is not in the commit
    files |= {_path(each.path): None for each in unstaged if each.status == "A"}
    blobs = [(each.path, each.old) for each in unstaged if each.status in "MDT" and _is_plain(each.old_mode)]
    old = [(each.path, each.old) for each in cached if _is_plain(each.old_mode)]
    read = dict(zip([*blobs, *old], _contents(root, prefix(root), [*blobs, *old]), strict=True))
    files |= {_path(path): read[path, blob] for path, blob in blobs}
    before = {_path(each.path): read.get((each.path, each.old)) for each in cached}
    return Staged(files, before)


def committed(root: Path) -> dict[str, str]:
    """The blobs of the files of a vault in the last commit, by vault path. Raises `NoGit`, also before the first
    commit.
    """
    fields = [each.split("\t", 1) for each in os.fsdecode(run(root, "ls-tree", "-r", "-z", "HEAD")).split("\0")[:-1]]
    return {_path(path): head.split(" ")[2] for head, path in fields if _is_plain(head.split(" ")[0])}


def head(root: str | Path) -> str:
    """The name of the last commit; "" before the first one, and without git."""
    try:
        return run(root, "rev-parse", "HEAD").decode("ascii").strip()
    except NoGit:
        return ""


def blobs(root: Path, wanted: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes of blobs by vault path. Raises `NoGit`."""
    return dict(zip(wanted, _contents(root, prefix(root), wanted.items()), strict=True)) if wanted else {}


def _is_plain(mode: str) -> bool:
    return mode not in (_SUBMODULE, _SYMLINK, "000000")


def _path(path: str) -> str:
    """A path as a vault writes it."""
    return unicodedata.normalize("NFC", path)


def _changes(raw: bytes) -> Iterator[_Change]:
    fields = iter(os.fsdecode(raw).split("\0")[:-1])
    for head, path in zip(fields, fields, strict=True):
        old_mode, mode, old, new, status = head.lstrip(":").split(" ")
        yield _Change(old_mode, mode, old, new, status[:1], path)


def _contents(root: Path, folder: str, blobs: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The bytes of blobs as a checkout would write them to their paths. Raises `NoGit` where some are missing."""
    wanted = [os.fsencode(f"{blob} {folder}{path}".replace("\n", " ")) for path, blob in blobs]
    if not wanted:
        return
    rest = run(root, "cat-file", "--batch", "--filters", given=b"\n".join([*wanted, b""]))
    place = 0
    for each in wanted:
        end = rest.index(b"\n", place)
        if rest[place:end].endswith(b" missing"):
            raise NoGit(f"the repository lacks {os.fsdecode(each)}; git fsck tells more")
        size = int(rest[place:end].split(b" ")[2])
        yield rest[end + 1 : end + 1 + size]
        place = end + 1 + size + 1


def _environment() -> dict[str, str]:
    """The environment for a git that runs in another folder than this process."""
    there = {name: os.path.abspath(value) for name in _PLACES if (value := os.environ.get(name))}
    if "GIT_DIR" in there:
        there.setdefault("GIT_WORK_TREE", os.getcwd())
    return {**os.environ, **there, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
