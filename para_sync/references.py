"""What canvases and bases refer to: files by path, links in cards and formulas (obsidian.md §3 and §5)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from para_sync.change import Edit
from para_sync.edit import digest
from para_sync.vault import note as notes
from para_sync.vault.note import Note

CANVAS, BASE = ".canvas", ".base"

# Given the text of a card as a note, the edits of its links; given a link's target or a path, what to write instead.
Relink = Callable[[Note, bytes], Iterable[Edit]]
Rewrite = Callable[[str], "str | None"]

_STRING = re.compile(rb'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
_FILES, _TEXT = frozenset({"file", "background"}), "text"

_WIKILINK = re.compile(rb"(?<=\[\[)[^\[\]|#\r\n\"'\\]+")
_CALL = re.compile(rb"""\b(?:link|hasLink|linksTo|file|image|embed)\(\s*(\\?["'])([^"'\\\r\n]+)\1""")
_QUOTED = re.compile(rb"""(\\?["'])([^"'\\\r\n]+)\1""")
# What would end a text in YAML, or a formula in it.
_UNSAFE = re.compile(r"""["'\\]|: | #|[\x00-\x1f\x7f]""")


class Unsafe(ValueError):
    """A path that cannot be written where it should stand."""


def is_one(path: str) -> bool:
    """Whether a path is that of a canvas or a base."""
    return path.lower().endswith((CANVAS, BASE))


def canvas(path: str, content: bytes, rewrite: Rewrite, relink: Relink) -> list[Edit]:
    """The edits of a canvas: `rewrite` is given the paths of its files, `relink` the text of its cards. Raises
    ValueError for what is no JSON.
    """
    json.loads(content.decode())
    edits, key, known = [], "", digest(content)
    for match in _STRING.finditer(content):
        if match[2]:
            key = _decoded(match[1].decode())
            continue
        if key in _FILES:
            anew = rewrite(_decoded(match[1].decode()))
            if anew is not None:
                edits.append(Edit(path, known, *match.span(1), _escaped(anew)))
        elif key == _TEXT:
            edits += _card(path, known, match[1].decode(), match.start(1), relink)
        key = ""
    return edits


def _card(path: str, known: str, raw: str, start: int, relink: Relink) -> Iterator[Edit]:
    """The edits of a card's text, as bytes of the canvas: all that is not edited stays escaped as it was."""
    units = _UNIT.findall(raw)
    decoded = [_decoded(unit) for unit in units]
    try:
        card = "".join(decoded).encode()
    except UnicodeEncodeError:
        return
    places = [0, *accumulate(len(each.encode()) for each in decoded)]
    written = [0, *accumulate(len(unit.encode()) for unit in units)]
    for each in relink(notes.parse(path, card), card):
        begin, end = (start + written[bisect_right(places, at) - 1] for at in (each.start, each.end))
        yield Edit(path, known, begin, end, _escaped(each.bytes.decode()))


def _decoded(raw: str) -> str:
    # a canvas may hold a line end in a text; `strict` forbids that
    return str(json.loads(f'"{raw}"', strict=False))


def _escaped(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False)[1:-1].encode()


def base(path: str, content: bytes, rewrite: Rewrite, relocate: Rewrite) -> list[Edit]:
    """The edits of a base: `rewrite` is given the targets of links, `relocate` whatever stands in quotes, which may be
    the path of a file or folder. Raises `Unsafe`, and ValueError for what is not UTF-8.
    """
    content.decode()
    found: dict[tuple[int, int], str | None] = {}
    for pattern, group, answer in ((_WIKILINK, 0, rewrite), (_CALL, 2, rewrite), (_QUOTED, 2, relocate)):
        for match in pattern.finditer(content):
            if match.span(group) not in found:
                found[match.span(group)] = answer(match[group].decode())
    edits = []
    for place, anew in sorted(found.items()):
        if anew is None:
            continue
        if _UNSAFE.search(anew):
            raise Unsafe(f'"{anew}" cannot be written into a base')
        edits.append(Edit(path, digest(content), *place, anew.encode()))
    return edits
