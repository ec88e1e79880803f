"""A planned change of a note, as a value."""

from __future__ import annotations

import builtins
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `bytes` in place of those from `start` to `end` of the note whose digest is `expects`; None: a new note."""

    path: str
    expects: str | None
    start: int
    end: int
    bytes: builtins.bytes
