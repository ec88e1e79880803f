"""How a vault stands on the disk, told without reading a file."""

from __future__ import annotations

import marshal
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

from para_sync.vault.walk import CONFIGURATION, Folder, repository, settled, walk


class Moment:
    """A vault's folder, and what lay in it when it was looked at, from `began` on (seconds since 1970). `marks` stand
    for the folders, by their paths.
    """

    def __init__(
        self,
        root: str,
        began: float,
        marks: dict[str, bytes],
        rest: bytes,
        latest: int | None = None,
        folders: Sequence[Folder] = (),
    ) -> None:
        self.root = root
        self.began = began
        self.marks = marks
        self._rest = rest
        self._latest = latest
        self._folders = folders

    @property
    def folders(self) -> Iterable[Folder]:
        """The folders, as they were walked."""
        return self._folders or map(marshal.loads, self.marks.values())

    def mark(self) -> bytes:
        """What stands for all that an answer can rest on: names and stamps of the files, those of the configuration,
        the last commit.
        """
        return marshal.dumps((self.marks, self._rest), 2)

    def changed(self, marks: Mapping[str, bytes]) -> dict[str, int] | None:
        """The sizes of the files, by paths as they are written, that have other stamps than they had when these were
        the marks; None where more than stamps changed.
        """
        if marks.keys() != self.marks.keys():
            return None
        changed = {}
        for path, mark in self.marks.items():
            if marks[path] == mark:
                continue
            (_, refusal, files), (_, refused, before) = marshal.loads(mark), marshal.loads(marks[path])
            if refusal != refused or [file[:2] for file in files] != [file[:2] for file in before]:
                return None
            for now, then in zip(files, before, strict=True):
                if now != then:
                    changed[f"{path}/{now[0]}" if path else now[0]] = now[2]
        return changed

    @property
    def settled(self) -> bool:
        """Whether whatever changes from now on changes the mark."""
        latest = self.latest()
        return settled(latest, latest, self.began)

    def latest(self) -> int:
        """When anything changed last, in nanoseconds; worked out when it is asked for, as who tells again asks not."""
        if self._latest is None:
            stamps = [stamp[1:3] for stamp in filter(None, marshal.loads(self._rest)[0])]
            stamps += [file[3:5] for _, _, files in self.folders for file in files]
            self._latest = max(map(max, stamps), default=0)
        return self._latest

    def packed(self) -> bytes:
        """The moment for `unpacked`."""
        return marshal.dumps((self.root, self.began, self.marks, self._rest, self.latest()))


Look = Callable[[], Moment]
"""A look at a vault that was begun, perhaps on another core: gives the same moment however often it is asked."""


def unpacked(content: bytes) -> Moment:
    """The moment again; raises ValueError, EOFError or TypeError for what is none."""
    return Moment(*marshal.loads(content))


def look(
    root: str,
    entries: Callable[[str], Iterable[os.DirEntry[str]]] = os.scandir,
    clock: Callable[[], float] = time.time,
) -> Moment:
    """How a vault stands now. Raises OSError where the system tells a file's name and nothing more."""
    began, folders = clock(), walk(root, entries)
    configuration = [_stamp(os.path.join(root, path)) for path in CONFIGURATION]
    # in version 2 of its format equal values give equal bytes
    marks = {folder[0]: marshal.dumps(folder, 2) for folder in folders}
    return Moment(root, began, marks, marshal.dumps((configuration, _commit(root)), 2), folders=folders)


def _stamp(path: str) -> tuple[int, int, int, int] | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _commit(root: str) -> str:
    """What tells the last commit of the repository that a vault lies in from others; "" where it lies in none."""
    top = repository(root)
    if not top:
        return ""
    if "GIT_DIR" not in os.environ:
        try:
            return _branch(os.path.join(top, ".git"))
        except (OSError, ValueError):  # whatever else a repository may be, git knows
            pass
    from para_sync import git  # here, since it starts processes, and a vault need not lie in a repository

    return git.head(root)


def _branch(folder: str) -> str:
    """The branch of a repository and its last commit, as its files have them; raises OSError or ValueError where they
    are written in another way.
    """
    head = _line(os.path.join(folder, "HEAD"))
    name = head.removeprefix("ref: ")
    if name == head:
        return head
    try:
        commit = _line(os.path.join(folder, name))
    except FileNotFoundError:
        with open(os.path.join(folder, "packed-refs"), encoding="ascii") as file:
            commit = next((line for line in file if line.rstrip("\n").endswith(f" {name}")), "")
    if commit.startswith("ref: "):
        raise ValueError(commit)
    return f"{head} {commit}"


def _line(path: str) -> str:
    with open(path, encoding="ascii") as file:
        return file.read().strip()
