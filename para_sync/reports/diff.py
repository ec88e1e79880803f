"""What a change would do, as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import click

from para_sync.reports.plain import plain

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def lines(path: str, before: bytes | None, after: bytes) -> Iterator[str]:
    """The diff of one note as `patch` takes it, coloured for a terminal; a new note has no lines before."""
    source = f"a/{path}" if before is not None else "/dev/null"
    names = (_named(source), _named(f"b/{path}"))
    for line in difflib.unified_diff(_lines(before or b""), _lines(after), *names, lineterm="\n"):
        shown = "\t".join(plain(part) for part in line.rstrip("\n").split("\t"))
        yield click.style(shown, fg=_COLOURS.get(line[:1]))
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _named(path: str) -> str:
    """A name with blanks ends in a tab, or `patch` takes its first word."""
    return f"{path}\t" if " " in path else path


def _lines(content: bytes) -> list[str]:
    return [f"{line}\n" for line in content.decode("utf-8", "replace").split("\n")[:-1]] + _last(content)


def _last(content: bytes) -> list[str]:
    rest = content.rpartition(b"\n")[2]
    return [rest.decode("utf-8", "replace")] if rest else []
