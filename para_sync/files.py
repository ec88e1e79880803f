"""The seam through which notes are read and written: tests subclass it to crash, to fail, or to act as another program
at any call.
"""

import errno
import os
import stat
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b

from para_sync import exchange

if sys.platform == "darwin":
    import fcntl

AnyPath = str | os.PathLike[str]

# A pipe put where a note was would block an open for ever; Windows has neither flag, and needs the third.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 64 * 1024
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Files:
    """The disk, a method for each thing that is done to it; the three at the end are made of the others."""

    def entries(self, folder: AnyPath) -> Iterable[os.DirEntry[str]]:
        with os.scandir(folder) as found:
            return list(found)

    def read(self, path: AnyPath) -> bytes:
        """The bytes of a plain file; a symlink, a pipe or a device is an OSError."""
        # a file object takes as long to make as the bytes take to read
        descriptor = os.open(path, _READ)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) and not stat.S_ISDIR(found.st_mode):  # of a folder the system says so
                raise OSError(errno.EINVAL, "not a plain file", os.fspath(path))
            parts = [os.read(descriptor, found.st_size + 1)]
            while parts[-1]:  # it may have grown meanwhile, and not every system gives all at once
                parts.append(os.read(descriptor, _CHUNK))
            return b"".join(parts)
        finally:
            os.close(descriptor)

    def view(self, path: AnyPath) -> memoryview:
        """The bytes of a plain file that is never written in place, without a copy of them where the system can do
        that.
        """
        if os.name == "nt":  # where a file cannot be replaced as long as somebody looks at it
            return memoryview(self.read(path))
        import mmap  # here, as few want it

        descriptor = os.open(path, _READ)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or not found.st_size:
                raise OSError(errno.EINVAL, "no plain file with bytes", os.fspath(path))
            return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
        finally:
            os.close(descriptor)

    def lstat(self, path: AnyPath) -> os.stat_result:
        return os.lstat(path)

    def create(self, path: AnyPath, mode: int = 0o666) -> int:
        """A descriptor of a file that did not exist before."""
        return os.open(path, _CREATE, mode)

    def write(self, descriptor: int, data: bytes | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """What was written survives a power cut."""
        if sys.platform == "darwin":
            # fsync on macOS stops at the drive's own cache
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        os.close(descriptor)

    def sync_folder(self, folder: AnyPath) -> None:
        """The names in a folder survive a power cut, where the system can promise that."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # network and FUSE file systems that cannot sync a folder say so
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise
        finally:
            os.close(descriptor)

    def replace(self, source: AnyPath, target: AnyPath) -> None:
        os.replace(source, target)

    def swap(self, one: AnyPath, other: AnyPath) -> None:
        """Give each of two files the other's name at one instant; OSError with ENOTSUP where the system cannot."""
        exchange.swap(one, other)

    def move(self, source: AnyPath, target: AnyPath) -> None:
        """Give a file another name that is free; FileExistsError where it is taken."""
        try:
            exchange.move(source, target)
        except OSError as error:
            if error.errno != errno.ENOTSUP:
                raise
            self._move(source, target)

    def _move(self, source: AnyPath, target: AnyPath) -> None:
        """The same where no rename does it alone."""
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target)) from None
            os.rename(source, target)
        else:
            os.unlink(source)

    def link(self, source: AnyPath, target: AnyPath) -> None:
        os.link(source, target)

    def unlink(self, path: AnyPath) -> None:
        os.unlink(path)

    def mkdir(self, folder: AnyPath, mode: int = 0o777) -> None:
        os.mkdir(folder, mode)

    def rmdir(self, folder: AnyPath) -> None:
        """Take a folder away; OSError unless it is empty."""
        os.rmdir(folder)

    def chmod(self, path: AnyPath, mode: int) -> None:
        os.chmod(path, mode)

    def copy_attributes(self, source: AnyPath, target: AnyPath) -> None:
        """Owner and extended attributes, as far as the system lets us."""
        with suppress(OSError, AttributeError):
            found = os.lstat(source)
            os.chown(target, found.st_uid, found.st_gid)
        with suppress(OSError, AttributeError):
            for name in os.listxattr(source, follow_symlinks=False):
                with suppress(OSError):  # some only root may set
                    os.setxattr(target, name, os.getxattr(source, name, follow_symlinks=False))

    def now(self) -> float:
        """Seconds since 1970, by the wall clock."""
        return time.time()

    def write_new(self, path: AnyPath, data: bytes | memoryview, mode: int | None = None) -> None:
        """A new file with these bytes, safe on the disk; or, after an error, no file."""
        descriptor = self.create(path, 0o666 if mode is None else mode & 0o777)
        try:
            try:
                self.write(descriptor, data)
                if mode is not None:
                    self.chmod(path, mode)
                self.sync(descriptor)
            finally:
                self.close(descriptor)
        except OSError:
            with suppress(OSError):
                self.unlink(path)
            raise

    def put(self, path: AnyPath, parts: Iterable[bytes | memoryview]) -> None:
        """These bytes in place of what is there, for this user and for speed alone: whoever reads them has to tell
        damage himself, since a power cut may leave some.
        """
        self.mkdirs(os.path.dirname(path), 0o700)
        draft = f"{os.fspath(path)}-{os.urandom(4).hex()}"
        try:
            descriptor = self.create(draft, 0o600)
            try:
                for part in parts:
                    self.write(descriptor, part)
            finally:
                self.close(descriptor)
            self.replace(draft, path)
        except BaseException:  # an interrupt, too
            with suppress(OSError):
                self.unlink(draft)
            raise

    def mkdirs(self, folder: AnyPath, mode: int = 0o777) -> None:
        """A folder and those above it, made where they are missing."""
        if os.path.isdir(folder):
            return
        above = os.path.dirname(os.path.abspath(folder))
        self.mkdirs(above, mode)
        with suppress(FileExistsError):
            self.mkdir(folder, mode)
        self.sync_folder(above)


DISK = Files()


def reason(error: OSError) -> str:
    """What went wrong, in the system's words."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def digest(content: bytes) -> str:
    """The name of a content, BLAKE2b of 16 bytes in hex: equal bytes, equal digest."""
    return blake2b(content, digest_size=16).hexdigest()
