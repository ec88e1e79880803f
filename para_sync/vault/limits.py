"""Why a note is not read: it is too large, which is told before it is, or the system does not let us."""

from para_sync.files import reason

LARGEST_NOTE = 2 * 1024 * 1024
UNREADABLE = "note-unreadable"
REFUSED = "cannot be read: "


def too_large(size: int) -> str:
    """The fact that a note of that many bytes is too large."""
    return f"too large ({size / 1024 / 1024:.1f} MB, limit {LARGEST_NOTE // 1024 // 1024} MB), not read"


def refused(error: OSError) -> str:
    """The fact that the system does not let us read something."""
    return f"{REFUSED}{reason(error)}"
