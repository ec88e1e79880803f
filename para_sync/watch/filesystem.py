"""What kind of file system a vault lies on, and whether it tells of changes."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

# Others write to these behind the system's back: other machines, the host of a virtual machine, a user's program.
# (fuseblk, which is NTFS by ntfs-3g, is a disk of this machine.)
_SILENT = re.compile(
    r"(nfs\d*|cifs|smb\w*|9p|drvfs|virtiofs|vboxsf|prl_fs|vmhgfs|fakeowner|afs|coda|ceph|lustre|gfs2|ocfs2|glusterfs"
    r"|davfs|fuse(\..*)?)\Z"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def kind(root: Path) -> str:
    """The type of the file system that a folder lies on, such as `ext4`; "" where it cannot be told."""
    with suppress(OSError):
        return read(Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape"), root)
    return ""


def read(mounts: str, root: Path) -> str:
    """The same, from the text of `/proc/self/mountinfo` (proc(5)).

    >>> read("1 0 8:1 / / rw - ext4 /dev/sda1 rw\\n2 1 0:5 / /a\\\\040b rw - fuse.sshfs x rw", Path("/a b/vault"))
    'fuse.sshfs'
    """
    place = os.path.realpath(root) + os.sep
    found, longest = "", -1
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) > 4 and right:
            point = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[4])
            if place.startswith(point.rstrip("/") + "/") and len(point) >= longest:
                found, longest = right.split(" ")[0], len(point)
    return found


def sends_events(kind: str) -> bool:
    """Whether changes on such a file system are all told; an unknown one is believed to.

    >>> [sends_events(each) for each in ("ext4", "nfs4", "fuse.sshfs", "fuseblk", "9p", "")]
    [True, False, False, True, False, True]
    """
    return not _SILENT.match(kind)


def watch_limit() -> int:
    """How many inotify watches a user may have; 0 where that cannot be told."""
    with suppress(OSError, ValueError):
        return int(Path("/proc/sys/fs/inotify/max_user_watches").read_text(encoding="ascii"))
    return 0
