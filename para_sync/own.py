"""Where the program's own files lie, outside every vault."""

from __future__ import annotations

import os
import sys

_NAME = "para-sync"


def caches() -> str:
    """This user's folder for what is kept for speed alone, and can be deleted at any time."""
    return _xdg("XDG_CACHE_HOME", ".cache") or _platform("user_cache_dir")


def cache(root: str | os.PathLike[str]) -> str:
    """The folder for what is kept of one vault for speed alone."""
    return os.path.join(caches(), name(root))


def name(root: str | os.PathLike[str]) -> str:
    """What the folders for one vault are called, by whatever path it is reached."""
    from hashlib import blake2b  # here, since a run in which nothing changed needs none

    return blake2b(os.fsencode(os.path.normcase(os.path.realpath(root))), digest_size=8).hexdigest()


def states() -> str:
    """This user's folder for what is kept about writes: locks, names, and the bytes that were replaced."""
    return _xdg("XDG_STATE_HOME", ".local/state") or _platform("user_state_dir")


def _xdg(variable: str, usual: str) -> str:
    """The folder on Linux, as platformdirs names it: to import that takes as long as all else that a run needs in which
    nothing changed. "" where only platformdirs knows.
    """
    if sys.platform != "linux" or "ANDROID_DATA" in os.environ:
        return ""
    named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
    if named.startswith("/"):
        return os.path.join(named, _NAME)
    return os.path.join(home, usual, _NAME) if home.startswith("/") else ""


def _platform(what: str) -> str:
    import platformdirs

    return str(getattr(platformdirs, what)(_NAME, appauthor=False))
