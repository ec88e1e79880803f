"""Whether git is in the middle of something: what it wrote then is not yet what anybody meant (reliability.md 5.4)."""

from __future__ import annotations

import os
import time
from pathlib import Path

# What lies in git's folder while something goes on, and what that is.
_SIGNS = {
    "rebase-merge": "a git rebase is going on",
    "rebase-apply": "a git rebase is going on",
    "MERGE_HEAD": "a git merge is going on",
    "CHERRY_PICK_HEAD": "a git cherry-pick is going on",
    "REVERT_HEAD": "a git revert is going on",
    # between the picks of a series there is no head of one pick
    "sequencer": "a git cherry-pick or revert is going on",
}

# Git writes its index in seconds; a lock that is so old was left behind by a git that was killed.
STALE_SECONDS = 600.0


def busy(root: Path) -> str:
    """What git is in the middle of, in the repository that a vault lies in; "" for nothing, and where there is none.

    Looks at a few names and runs nothing, so that it may be asked every second.
    """
    folder = _folder(root)
    if not folder:
        return ""
    for name, words in _SIGNS.items():
        if os.path.exists(os.path.join(folder, name)):
            return words
    return "git is writing its index" if _is_fresh(os.path.join(folder, "index.lock")) else ""


def _is_fresh(lock: str) -> bool:
    try:
        # a clock that was set back makes a time of the future
        return abs(time.time() - os.path.getmtime(lock)) < STALE_SECONDS
    except OSError:
        return False


def _folder(root: Path) -> str:
    """Git's own folder for the working tree that a vault is, or lies in; "" where there is none."""
    place = Path(os.path.realpath(root))
    for above in (place, *place.parents):
        folder = _named(os.path.join(above, ".git"))
        # git itself passes by a folder called .git that is no repository
        if folder and os.path.isfile(os.path.join(folder, "HEAD")):
            return folder
    return ""


def _named(path: str) -> str:
    """The folder that `.git` is or, in a worktree or submodule, names; "" where it does neither."""
    if os.path.isdir(path):
        return path
    if not os.path.isfile(path):
        return ""
    try:
        with open(path, "rb") as file:
            text = file.read(5000)
    except OSError:
        return ""
    mark, _, folder = text.partition(b"gitdir: ")
    return os.path.join(os.path.dirname(path), os.fsdecode(folder.rstrip(b"\r\n"))) if folder and not mark else ""
