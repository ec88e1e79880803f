"""Reads the examples out of a docstring: files, and what is said of them. Each stands on the shipped manual."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from para_sync import sync
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk, Nothing, Overlay
from para_sync.vault.vault import Vault

_BLOCK = re.compile(r"^(`{3,})(\w+)(?: ([^\n]+))?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)

_BYTE = re.compile(r"\\x([0-9a-f]{2})")
_AS_IS = "surrogateescape"


@dataclass
class Example:
    """One example: its files, the expected output, the notes after fixing, and the date it is judged on."""

    title: str
    files: dict[str, str] = field(default_factory=dict)
    output: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    gone: dict[str, bytes] = field(default_factory=dict)
    today: str = ""

    def vault(self) -> Vault:
        return Vault.read(Overlay(_manual(), {path: text.encode(errors=_AS_IS) for path, text in self.files.items()}))


@cache
def _manual() -> Overlay:
    """The shipped manual, without the rest of the vault."""
    disk = Disk(SHIPPED)
    chapters = [path for path in disk.listing().notes if path.startswith("Manual/")]
    alone = Vault.read(Overlay(Nothing(), {path: disk.content(path) for path in chapters}))
    # synced, since a table in the manual may tell of notes that are not here
    synced = sync.synced(alone)
    return Overlay(Nothing(), {path: synced.content(path) for path in chapters})


def read(docstring: str) -> list[Example]:
    """The examples, in order. A paragraph that starts with Bad, Good, Example begins a new one.

    Blocks: `md PATH` (or any other word: a file; `bytes PATH`: with `\\xff` for a byte), `output` (with a path: a
    region), `fixed PATH`, `today` (a date), `gone PATH` (a note of the last commit that is not there any more).
    """
    examples: list[Example] = []
    position = 0
    for match in _BLOCK.finditer(docstring):
        title = re.findall(r"^(?:Bad|Good|Example)[^\n]*", docstring[position : match.start()], re.MULTILINE)
        if title or not examples:
            examples.append(Example(title[-1] if title else ""))
        position = match.end()
        _, kind, path, text = match.groups()
        example = examples[-1]
        if kind == "output":
            example.output[path or ""] = text
        elif kind == "gone":
            example.gone[path] = text.encode()
        elif kind == "fixed":
            example.fixed[path] = text
        elif kind == "bytes":
            example.files[path] = (
                _BYTE.sub(lambda match: chr(int(match[1], 16)), text).encode("latin-1").decode(errors=_AS_IS)
            )
        elif kind == "today":
            example.today = text.strip()
        else:
            example.files[path] = text
    return examples
