"""The YAML that most notes hold, read line by line: `key: value` with one plain or quoted value, or a list of these.

A text is read here only where every line is of these few kinds; all others are for the exact reader, which finds in
them the same and more.
"""

from __future__ import annotations

import re

from para_sync.vault.node import Place, Placed, Refused, Row, repeated
from para_sync.vault.scalars import LONGEST_NUMBER, WORDS, scalar

# So much text holds fewer values, and shallower ones, than the exact reader refuses.
LARGEST = 16 * 1024

# No sign that could begin something else stands first, no "#" anywhere, no ":" before a blank; none that ends a line or
# is no character. What is once taken is kept: a line that fits no kind is left at once.
_LETTERS = r"[A-Za-z0-9_\w !\"$%&'()*+,\-./;<=>?@\[\]^`{|}~‐-’“-„…]*+"
_PLAIN = rf"\w{_LETTERS}(?::(?=[\w/]){_LETTERS})*+"
_FLOW_PLAIN = r"\w[A-Za-z0-9_\w !$%&()*+\-./;<=>@^~]*+"
_QUOTED = r"""\"[\w !#-\[\]^`{|}~‐-’“-„…]*\"|'[\w !-&(-\[\]^`{|}~‐-’“-„…]*'"""
# The groups are a key or an indent, and then the one kind of value that is there: the last group that matched.
_KEY = re.compile(rf"([A-Za-z][A-Za-z0-9_-]{{0,99}}):(?: +(?:({_QUOTED})|({_PLAIN})|(\[[^\r\n]*\])))? *\r?\n")
_ITEM = re.compile(rf"( *)- +(?:({_QUOTED})|({_PLAIN})) *\r?\n")
_ENTRY = re.compile(rf"( *)(?:({_QUOTED})|({_FLOW_PLAIN})) *(?=[,\]])")
_ALONE, _IN_QUOTES, _IN_BRACKETS = 1, 2, 4


def read(text: str, start: int = 0) -> list[Row] | None:
    """The properties of the block that is all of a text from `start` on; None where only the exact reader can tell.
    Raises `Refused` for a key that repeats another.
    """
    if len(text) - start > LARGEST:
        return None
    rows: list[Row] = []
    names: dict[str, Place] = {}
    twice: Refused | None = None
    position = start
    while position < len(text):
        line = _KEY.match(text, position)
        if line is None:
            return None
        name, position = line[1], line.end()
        value: Placed | None
        if line.lastindex == _ALONE:
            below = line.end(1) + 1
            value, position = _items(text, position) or ((None, (below, below), ()), position)
        else:
            value = _value(text, line)
        if value is None or name in WORDS:
            return None
        key = line.span(1)
        first = names.setdefault(name, key)
        if first is not key:
            twice = twice or repeated(text, start, name, key, first[0])
        rows.append((name, key, value))
    if twice:
        raise twice
    return rows or None


def _value(text: str, found: re.Match[str]) -> Placed | None:
    """What stands behind a key, a dash or a comma."""
    kind = found.lastindex or 0
    place = start, end = found.span(kind)
    if kind == _IN_QUOTES:
        return text[start + 1 : end - 1], place, ()
    if kind == _IN_BRACKETS:
        return _list(text, start, end)
    plain = found[kind].rstrip(" ")
    end = start + len(plain)
    if not plain.isascii():
        return plain, (start, end), ()
    return (scalar(plain), (start, end), ()) if end - start <= LONGEST_NUMBER else None


def _items(text: str, position: int) -> tuple[Placed, int] | None:
    """The list below a key, and where the next line starts; None where there is no list."""
    items: list[Placed] = []
    start, indent = position, ""
    while line := _ITEM.match(text, position):
        item = _value(text, line)
        if item is None or (items and line[1] != indent):
            return None
        if not items:
            start, indent = line.end(1), line[1]
        items.append(item)
        position = line.end()
    return (_of(items, start, items[-1][1][1]), position) if items else None


def _list(text: str, start: int, end: int) -> Placed | None:
    """A list in brackets."""
    items: list[Placed] = []
    position = start + 1
    more = text[position] != "]"
    while more:
        entry = _ENTRY.match(text, position, end)
        item = _value(text, entry) if entry else None
        if entry is None or item is None:
            return None
        items.append(item)
        position, more = entry.end() + 1, text[entry.end()] == ","
    return _of(items, start, end) if position + (not items) == end else None


def _of(items: list[Placed], start: int, end: int) -> Placed:
    return tuple([value for value, _, _ in items]), (start, end), tuple([place for _, place, _ in items])
