"""What a change would do, as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import click

from para_sync.reports.plain import plain

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def lines(path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    """The diff of one note, coloured for a terminal; a new note has no lines before."""
    old = _lines(before or b"")
    source = f"a/{path}" if before is not None else "/dev/null"
    for line in difflib.unified_diff(old, _lines(after), source, f"b/{path}", lineterm=""):
        yield click.style(plain(line), fg=_COLOURS.get(line[:1]))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").split("\n")
