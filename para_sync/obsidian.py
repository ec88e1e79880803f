"""Notes opened in Obsidian, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote


def uri(note: Path) -> str:
    """The address by which Obsidian opens a note, in whichever vault it knows that holds it.

    >>> uri(Path("/notes/P7 a & b.md"))
    'obsidian://open?path=%2Fnotes%2FP7%20a%20%26%20b.md'
    """
    return "obsidian://open?path=" + quote(os.path.abspath(note), safe="")


def show(note: Path) -> bool:
    """Ask the system to open a note in Obsidian; whether there was anything to ask. Never waits, never raises."""
    if sys.platform == "win32":
        with suppress(OSError):
            os.startfile(uri(note))
            return True
        return False
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    graphical = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not graphical or not shutil.which(opener):
        return False
    nothing = subprocess.DEVNULL
    with suppress(OSError):
        subprocess.Popen([opener, uri(note)], stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
        return True
    return False
