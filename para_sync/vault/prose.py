"""What Obsidian adds to CommonMark (obsidian.md §1-§3): wikilinks, tags and block ids, sought outside code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from para_sync.vault.facts import LinkRow, wikilink_row
from para_sync.vault.span import Fault, Span

# The rule for a note that holds two versions of its text.
TWO_VERSIONS = "conflict-copy"

_WIKILINK = re.compile(rb"\[\[([^\[\]\r\n]+)\]\]")
# These begin with the sign that is sought, and look back from there: a pattern that begins with what stands before it
# is tried at every byte. Most of these signs begin a heading, and are left at the look ahead.
_TAG = re.compile(rb"#(?![\s#])(?:(?<![^\s\]]#)|(?<=\\\[#))([^\s!-,.:-@\[-^`{-~]+)")
_TAG_END = re.compile(r"[\s\u2000-\u206f\u2e00-\u2e7f]")
_BLOCK_ID = re.compile(rb"\^(?:(?<=^\^)|(?<=[ \t]\^))([A-Za-z0-9-]+)[ \t]*\r?$", re.MULTILINE)
_CONFLICT = re.compile(rb"(?:<<<<<<<|>>>>>>>)(?<=^.{7}) ", re.MULTILINE)
_BACKSLASH, _EMBED, _BRACKET = b"\\!]"
_BLANKS = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))


def masked(content: bytes, base: int, code: list[tuple[int, int]]) -> bytes:
    """The content with all code blanked, line ends kept: the same offsets, nothing to find in it."""
    left = bytearray(content)
    for start, end in code:
        left[start:end] = content[start:end].translate(_BLANKS)
    left[:base] = b"\n" * base
    return bytes(left)


def wikilinks(masked: bytes, content: bytes, base: int, cells: Iterator[tuple[int, int]]) -> Iterator[LinkRow]:
    """Wikilinks and embeds; `masked` is the content with its code blanked, `cells` are the places of the tables' cells
    in order.
    """
    cell: tuple[int, int] | None = (0, 0)
    for match in _WIKILINK.finditer(masked, base):
        start, end = match.span()
        inner = content[start + 2 : end - 2].decode()
        if "|" in inner:
            while cell is not None and cell[1] <= start:
                cell = next(cells, None)
            # In a table an unescaped "|" ends the cell, and with it the link.
            if cell is not None and cell[0] <= start and cell[1] < end:
                continue
        before = content[start - 1] if start else 0
        if before == _BACKSLASH and _escaped(content, start):
            continue
        embed = before == _EMBED and not _escaped(content, start - 1)
        yield wikilink_row(inner, embed, start - embed, end)


def _escaped(content: bytes, position: int) -> bool:
    before = position
    while before > 0 and content[before - 1 : before] == b"\\":
        before -= 1
    return (position - before) % 2 == 1


def tags(masked: bytes, base: int, links: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Tags; `links` are the places of the wikilinks in order: `#` in them is no tag, and right behind one of them it
    is.
    """
    for match in _TAG.finditer(masked, base):
        before = bisect_right(links, (match.start(), 0)) - 1
        end = links[before][1] if before >= 0 else 0
        if match.start() < end or (match.start() > end and masked[match.start() - 1] == _BRACKET):
            continue
        text = match.group(1).decode("utf-8", "ignore")
        cut = _TAG_END.search(text)
        name = text[: cut.start()] if cut else text
        if name and not name.isdigit():
            yield name, match.start(), match.start() + 1 + len(name.encode())


def blocks(masked: bytes, base: int) -> Iterator[tuple[str, int, int]]:
    """Block ids at the ends of lines."""
    # the sign is rare, and sought faster than by the pattern
    at = masked.find(b"^", base)
    while at >= 0:
        match = _BLOCK_ID.match(masked, at)
        if match:
            yield match[1].decode(), at, match.end(1)
        at = masked.find(b"^", at + 1)


def conflict(masked: bytes, base: int) -> Iterator[Fault]:
    """The first of git's conflict markers, if there is one."""
    # few notes have such a mark, and the bytes are found in less time than the pattern takes
    marked = b"<<<<<<< " in masked or b">>>>>>> " in masked
    found = _CONFLICT.search(masked, base) if marked else None
    if found:
        yield Fault(TWO_VERSIONS, "git conflict markers: two versions of the text stand here", Span(*found.span()))
