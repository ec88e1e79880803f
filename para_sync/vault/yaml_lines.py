"""The YAML that most notes hold, read line by line: `key: value` with one plain or quoted value, or a list of these.

A text is read here only where every line is of these few kinds; all others are for the exact reader, which finds in
them the same and more.
"""

from __future__ import annotations

import re

from para_sync.vault.node import Node
from para_sync.vault.scalars import LONGEST_NUMBER, Value, scalar
from para_sync.vault.span import new

# So much text holds fewer values, and shallower ones, than the exact reader refuses.
LARGEST = 16 * 1024

# No sign that could begin something else stands first, no "#" anywhere, no ":" before a blank; none that ends a line or
# is no character. What is once taken is kept: a line that fits no kind is left at once.
_PLAIN = r"\w(?:[\w !\"$%&'()*+,\-./;<=>?@\[\]^`{|}~‐-’“-„…]|:(?=[\w/]))*+"
_FLOW_PLAIN = r"\w(?:[\w !$%&()*+\-./;<=>@^~])*+"
_QUOTED = r"""\"[\w !#-\[\]^`{|}~‐-’“-„…]*\"|'[\w !-&(-\[\]^`{|}~‐-’“-„…]*'"""
_KEY = re.compile(rf"([A-Za-z][\w-]{{0,99}}):(?: +({_QUOTED}|{_PLAIN}|\[[^\r\n]*\]))? *\r?\n")
_ITEM = re.compile(rf"( *)- +({_QUOTED}|{_PLAIN}) *\r?\n")
_ENTRY = re.compile(rf" *({_QUOTED}|{_FLOW_PLAIN}) *([,\]])")


def read(text: str) -> Node | None:
    """The root of a block; None where only the exact reader can tell."""
    if len(text) > LARGEST:
        return None
    values: dict[str, Value] = {}
    pairs: list[tuple[Node, Node]] = []
    position = 0
    while position < len(text):
        line = _KEY.match(text, position)
        if line is None:
            return None
        position = line.end()
        name, value = line.groups()
        start, end = line.span(1)
        if value:
            node = _value(text, value, line.start(2))
        else:
            node, position = _items(text, position) or (_node(None, end + 1, end + 1), position)
        if node is None or name in values or not name.isascii() or not isinstance(scalar(name), str):
            return None
        values[name] = node.value
        pairs.append((_node(name, start, end), node))
    return Node(values, pairs[0][0].start, pairs[-1][1].end, tuple(pairs)) if pairs else None


def _node(value: Value, start: int, end: int, entries: tuple[tuple[int, int], ...] = ()) -> Node:
    made: Node = new(Node, (value, start, end, (), entries))
    return made


def _value(text: str, written: str, start: int) -> Node | None:
    """What stands behind a key, a dash or a comma."""
    plain = written.rstrip(" ")
    end = start + len(plain)
    first = plain[0]
    if first == "[":
        return _list(text, start, end)
    if first == '"' or first == "'":
        return _node(plain[1:-1], start, end)
    if not plain.isascii():
        return _node(plain, start, end)
    return _node(scalar(plain), start, end) if end - start <= LONGEST_NUMBER else None


def _items(text: str, position: int) -> tuple[Node, int] | None:
    """The list below a key, and where the next line starts; None where there is no list."""
    nodes: list[Node] = []
    start, indent = position, ""
    while line := _ITEM.match(text, position):
        found, written = line.groups()
        node = _value(text, written, line.start(2))
        if node is None or (nodes and found != indent):
            return None
        start, indent = (start, indent) if nodes else (line.end(1), found)
        nodes.append(node)
        position = line.end()
    return (_of(nodes, start, nodes[-1].end), position) if nodes else None


def _list(text: str, start: int, end: int) -> Node | None:
    """A list in brackets."""
    nodes: list[Node] = []
    position = start + 1
    more = text[position] != "]"
    while more:
        entry = _ENTRY.match(text, position, end)
        node = _value(text, entry[1], entry.start(1)) if entry else None
        if entry is None or node is None:
            return None
        nodes.append(node)
        position, more = entry.end(), entry[2] == ","
    return _of(nodes, start, end) if position + (not nodes) == end else None


def _of(nodes: list[Node], start: int, end: int) -> Node:
    return _node(tuple([node[0] for node in nodes]), start, end, tuple([node[1:3] for node in nodes]))
