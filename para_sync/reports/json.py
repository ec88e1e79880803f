"""Values as JSON, for machines: ASCII, so that no terminal and no encoding can spoil it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from para_sync import rules
from para_sync.diagnostic import Diagnostic


def one(value: Any) -> str:
    """One JSON value, indented, with a final newline."""
    return json.dumps(value, indent=2) + "\n"


def findings(found: Iterable[Diagnostic]) -> str:
    """All findings as one list; lines and columns from 1, in code points; `source` is the requirement that the rule
    comes from, or null; `fix` is null, "safe" or "unsafe".
    """
    return one(listed(found))


def listed(found: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The same as values."""
    return [_finding(each) for each in found]


def _finding(found: Diagnostic) -> dict[str, Any]:
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "message": found.message,
        "path": found.path,
        "line": found.place.line,
        "column": found.place.column,
        "end_line": found.end.line,
        "end_column": found.end.column,
        "source": rules.load(found.rule).source or None,
        "fix": None if found.fix is None else "safe" if found.fix.safe else "unsafe",
    }
