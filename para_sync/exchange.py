"""Renames that `os` does not have: two files swap their names at one instant, or a file moves and clobbers none.

renameat2(2) on Linux, renamex_np(2) on macOS; elsewhere they are refused with ENOTSUP.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import Any

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of linux/fs.h, and RENAME_SWAP of sys/stdio.h
_NEW = 4 if sys.platform == "darwin" else 1  # RENAME_EXCL, RENAME_NOREPLACE

# What systems and file systems answer that can do neither.
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


AnyPath = str | os.PathLike[str]


def swap(one: AnyPath, other: AnyPath) -> None:
    """Swap two names; the event that a watcher sees last is that something moved to `one`. Raises OSError."""
    _rename(one, other, _EXCHANGE)


def move(source: AnyPath, target: AnyPath) -> None:
    """Move a file to a name that is free; FileExistsError where it is taken, OSError for all else."""
    _rename(source, target, _NEW)


def _rename(one: AnyPath, other: AnyPath, flag: int) -> None:
    library = _library()
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, flag)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, flag)
    else:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), os.fspath(one))
    if failed:
        import ctypes

        code = ctypes.get_errno()
        code = errno.ENOTSUP if code in _CANNOT else code
        raise OSError(code, os.strerror(code), os.fspath(one), None, os.fspath(other))


@cache
def _library() -> Any:
    import ctypes  # only a command that writes needs it

    return ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
