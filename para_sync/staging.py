"""Where new bytes lie safe on the disk before a note gets them: the folder `.para-sync`, ignored by git.

What a note had before comes to lie there too, under the same name: an editor that opened the note earlier may still
write to it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from para_sync.files import Files

STAGING = ".para-sync"
LEFTOVER_SECONDS = 60

# Bytes that may not be complete yet, and are nobody's words.
_PART = ".part"
_NAME = re.compile(r"(?P<machine>[0-9a-z]+)-(?P<mark>[0-9a-f]+)-(?P<before>[0-9a-f]{32}|new)-(?P<after>[0-9a-f]{32})\Z")


class Left(NamedTuple):
    """A file in the staging folder: the mark of its write, and the digests of the note before and after."""

    file: Path
    mark: str
    digests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Staging:
    """The staging folder of a vault, for one machine."""

    root: Path
    machine: str
    files: Files

    @property
    def folder(self) -> Path:
        """The folder; it may not exist yet."""
        return self.root / STAGING

    def left(self) -> list[Left]:
        """What earlier writes of this machine left, long enough ago for nobody to write to it any more; another
        machine's files may be in use there.
        """
        found: list[Left] = []
        with suppress(OSError):
            if not stat.S_ISDIR(self.files.lstat(self.folder).st_mode):
                return []
            for entry in self.files.entries(self.folder):
                if entry.name.startswith(f"{self.machine}-"):
                    found += self._left(Path(entry.path), entry.stat(follow_symlinks=False))
        return found

    def _left(self, file: Path, found: os.stat_result) -> list[Left]:
        # Two links: killed between link and unlink; the note would count as hard-linked until this name is gone, and
        # its bytes lie safe under the other name.
        if found.st_nlink > 1 or (self._is_old(found) and file.name.endswith(_PART)):
            self.files.unlink(file)
            return []
        match = _NAME.match(file.name)
        if not match or not self._is_old(found) or not stat.S_ISREG(found.st_mode):
            return []
        return [Left(file, match["mark"], frozenset({match["before"], match["after"]}))]

    def _is_old(self, found: os.stat_result) -> bool:
        # By the time of the rename: the file itself may be years old. A clock that was set back must not keep a
        # leftover for ever, hence abs.
        return abs(self.files.now() - found.st_ctime) > LEFTOVER_SECONDS

    def prepare(self) -> None:
        """Make the folder, ignored by git. Raises OSError; NotADirectoryError where it is a symlink."""
        self.files.mkdirs(self.folder)
        if stat.S_ISLNK(self.files.lstat(self.folder).st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "it is a symlink", os.fspath(self.folder))
        with suppress(FileExistsError):
            self.files.write_new(self.folder / ".gitignore", b"*\n")

    def stage(
        self, after: bytes, mark: str, digests: tuple[str | None, str], like: Path | None, mode: int | None
    ) -> Path:
        """The new bytes, safe on the disk, under a name that tells whose they are; with the attributes of the note
        `like`.

        Raises OSError; NotADirectoryError where the staging folder is a symlink.
        """
        self.prepare()
        staged = self.folder / f"{self.machine}-{mark}-{digests[0] or 'new'}-{digests[1]}"
        part = staged.with_name(staged.name + _PART)
        self.files.write_new(part, after, mode)
        try:
            if like:
                self.files.copy_attributes(like, part)
            self.files.replace(part, staged)
        except OSError:
            with suppress(OSError):
                self.files.unlink(part)
            raise
        return staged

    def make(self, staged: Path, target: Path) -> None:
        """Give the staged bytes to a new note; FileExistsError where there is one."""
        try:
            self.files.link(staged, target)
        except FileExistsError:
            raise
        except OSError:
            # FAT and some network disks have no links: there a kill can leave half of a new note, but clobber none
            self.files.write_new(target, self.files.read(staged))
        # after this the note is written, whatever becomes of the second name of it
        with suppress(OSError):
            self.files.unlink(staged)

    def place(self, staged: Path, target: Path) -> bool:
        """Give the staged bytes the note's name; the one place where a note changes. Whether what the note had lies
        under the staged name now.
        """
        try:
            # in this order the last that a watcher hears is that something moved to the note, and not away from it
            self.files.swap(target, staged)
        except OSError as error:
            if error.errno != errno.ENOTSUP:
                raise
            return self._replace(staged, target)
        return True

    def _replace(self, staged: Path, target: Path) -> bool:
        """The same where names cannot be swapped: a second name keeps what the note had."""
        part = staged.with_name(staged.name + _PART)
        self.files.replace(staged, part)
        try:
            self.files.link(target, staged)
        except OSError:
            self.files.replace(part, target)
            return False
        self.files.replace(part, target)
        return True
