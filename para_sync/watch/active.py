"""The note that is open in front of a person in Obsidian (obsidian.md §6)."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from para_sync.files import DISK, Files

# Some tabs make some kilobytes; what is far larger is not Obsidian's.
LARGEST = 4_000_000


def active_note(root: Path, files: Files = DISK) -> str:
    """The vault path of the note in the tab that Obsidian had in front when it last saved its workspace; "" where it
    is another kind of tab, or nothing can be read.

    A hint only: Obsidian saves a second later, and leaves the file behind when it quits.
    """
    path = os.path.join(root, ".obsidian", "workspace.json")
    try:
        if files.lstat(path).st_size > LARGEST:
            return ""
        workspace = json.loads(files.read(path))
    except (OSError, ValueError, RecursionError):
        return ""
    active = _of(workspace, "active")
    for leaf in _leaves(workspace):
        if isinstance(active, str) and leaf.get("id") == active:
            return _note(leaf)
    return ""


def _leaves(workspace: Any) -> Iterator[dict[str, Any]]:
    # not by recursion: a file may nest deeper than that goes
    left = [_of(workspace, area) for area in ("main", "floating", "left", "right")]
    while left:
        node = left.pop()
        if not isinstance(node, dict):
            continue
        if node.get("type") == "leaf":
            yield node
        children = node.get("children")
        left += children if isinstance(children, list) else []


def _note(leaf: dict[str, Any]) -> str:
    view = leaf.get("state")
    file = _of(_of(view, "state"), "file")
    return unicodedata.normalize("NFC", file) if _of(view, "type") == "markdown" and isinstance(file, str) else ""


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None
