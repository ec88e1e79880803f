"""What is too large to be read, told before it is."""

LARGEST_NOTE = 2 * 1024 * 1024
UNREADABLE = "note-unreadable"


def too_large(size: int) -> str:
    """The fact that a note of that many bytes is too large."""
    return f"too large ({size / 1024 / 1024:.1f} MB, limit {LARGEST_NOTE // 1024 // 1024} MB), not read"
