"""Values as JSON, for machines: ASCII, so that no terminal and no encoding can spoil it."""

from __future__ import annotations

import json
from typing import Any


def one(value: Any) -> str:
    """One JSON value, indented, with a final newline."""
    return json.dumps(value, indent=2) + "\n"
