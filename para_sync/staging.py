"""Where new bytes lie safe on the disk before a note gets them: the folder `.para-sync`, ignored by git."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from para_sync.files import Files

STAGING = ".para-sync"
LEFTOVER_SECONDS = 60


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

    def sweep(self) -> None:
        """Remove what a killed run of this machine left; another machine's files may be in use there."""
        with suppress(OSError):
            if not stat.S_ISDIR(self.files.lstat(self.folder).st_mode):
                return
            for entry in self.files.entries(self.folder):
                if entry.name.startswith(f"{self.machine}-") and self._is_left(entry.stat(follow_symlinks=False)):
                    self.files.unlink(entry.path)

    def _is_left(self, found: os.stat_result) -> bool:
        # Two links: killed between link and unlink; the note would count as hard-linked until this name is gone.
        # A clock that was set back must not keep a leftover for ever, hence abs.
        return found.st_nlink > 1 or abs(self.files.now() - found.st_mtime) > LEFTOVER_SECONDS

    def stage(self, after: bytes, name: str, mode: int | None) -> Path:
        """The new bytes, safe on the disk, under a name that tells whose they are.

        Raises OSError; NotADirectoryError where the staging folder is a symlink.
        """
        self.files.mkdirs(self.folder)
        if stat.S_ISLNK(self.files.lstat(self.folder).st_mode):
            raise NotADirectoryError(self.folder)
        with suppress(FileExistsError):
            self.files.write_new(self.folder / ".gitignore", b"*\n")
        staged = self.folder / f"{self.machine}-{os.urandom(4).hex()}-{name}"
        self.files.write_new(staged, after, mode)
        return staged

    def place(self, staged: Path, target: Path, new: bool) -> None:
        """Give the staged bytes the note's name; the one place where a note changes."""
        if not new:
            self.files.replace(staged, target)
            return
        try:
            self.files.link(staged, target)
        except FileExistsError:
            raise
        except OSError:
            # FAT and some network disks have no links: there a kill can leave half of a new note, but clobber none
            self.files.write_new(target, self.files.read(staged))
