"""One pass over the events of a YAML document, into nodes with their places and within limits.

PyYAML's constructors disagree with Obsidian on dates, `12:30`, `yes`, `0123`, repeated keys and merges, so only its
parser is used; no input is read deeper or further than the limits, so none can exhaust the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from para_sync.vault.node import Node, Refused, repeated
from para_sync.vault.scalars import Value, is_long_number, scalar
from para_sync.vault.span import new

DEEPEST = 32
MOST_NODES = 10_000
_OPENER = re.compile(r"[\[{]")
# The parser's own limit is 1,000.
_FEWER = 900
PLACEHOLDER = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|<%(?:(?!<%).)*?%>")

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# YAML 1.1 ends a line at these too, Obsidian's reader only at "\n" and "\r\n" (obsidian.md §1): they are read as
# characters that no text holds, and put back into the values.
_BREAKS = str.maketrans("\x85\u2028\u2029", "\ufdd0\ufdd1\ufdd2")
_UNBREAKS = str.maketrans("\ufdd0\ufdd1\ufdd2", "\x85\u2028\u2029")


def unfilled(found: re.Match[str]) -> Refused:
    """What is said of a template placeholder."""
    return Refused(f'template placeholder "{found.group()}" was never filled in', *found.span())


def unbroken(text: str) -> str:
    """A text as the parser gets it."""
    return text if text.isascii() else text.translate(_BREAKS)  # to look up each letter takes longer than all else


class Tree:
    """A loader as `yaml.load` wants one: reads the one document into nodes, within the limits."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[Any] = iter(yaml.parse(unbroken(text), Loader=_Parser))
        self._nodes = 0

    def get_single_data(self) -> Node | None:
        try:
            return self._document()
        except yaml.MarkedYAMLError as error:
            if "nesting" in (error.problem or ""):
                raise self._too_deep(error.problem_mark.index if error.problem_mark else 0) from None
            raise

    def _document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refuse(event, "more than one YAML document")
                root = self._node(next(self._events), 0)
        return root

    def dispose(self) -> None:
        """Nothing is held; `yaml.load` asks for this method."""

    def _node(self, event: Any, depth: int) -> Node:
        self._guard(event, depth)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            node: Node = new(Node, (self._scalar(event), start, start + len(self._text[start:end].rstrip()), (), ()))
            return node
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _guard(self, event: Any, depth: int) -> None:
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise self._refuse(event, "YAML alias is not allowed in notes")
        if event.tag is not None and event.tag != "!":
            raise self._refuse(event, f'YAML tag "{event.tag}" is not allowed in notes')
        if depth > DEEPEST:
            raise self._refuse(event, f"nested deeper than {DEEPEST}")
        if self._nodes > MOST_NODES:
            raise self._refuse(event, f"more than {MOST_NODES} values")

    def _scalar(self, event: Any) -> Value:
        value = event.value
        if not value.isascii():
            return value.translate(_UNBREAKS)
        if not event.implicit[0]:
            return value
        if is_long_number(value):
            raise self._refuse(event, f"number too long ({len(value)} digits)")
        return scalar(value)

    def _sequence(self, event: Any, depth: int) -> Node:
        nodes = []
        inner = next(self._events)
        while not isinstance(inner, yaml.SequenceEndEvent):
            nodes.append(self._node(inner, depth + 1))
            inner = next(self._events)
        end = self._end(event, inner, nodes[-1] if nodes else None)
        values, places = tuple([node.value for node in nodes]), tuple([(node.start, node.end) for node in nodes])
        return Node(values, event.start_mark.index, end, (), places)

    def _mapping(self, event: Any, depth: int) -> Node:
        pairs: list[tuple[Node, Node]] = []
        values: dict[Any, Value] = {}
        inner = next(self._events)
        while not isinstance(inner, yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            name = key.value
            if not isinstance(name, str):
                if isinstance(name, tuple | dict):
                    raise self._odd_key(key)
                name = self._text[key.start : key.end]
            if name in values:
                first, _ = pairs[list(values).index(name)]
                raise repeated(self._text, 0, name, (key.start, key.end), first.start)
            value = self._node(next(self._events), depth + 1)
            pairs.append((key, value))
            values[name] = value.value
            inner = next(self._events)
        end = self._end(event, inner, pairs[-1][1] if pairs else None)
        return Node(values, event.start_mark.index, end, tuple(pairs))

    def _end(self, event: Any, closing: Any, last: Node | None) -> int:
        if event.flow_style or not last:
            return int(closing.end_mark.index)
        return last.end

    def _too_deep(self, index: int) -> Refused:
        """What is said where the parser gives up on its own, which it does ahead of the place that passes our limit:
        the text that nests some hundred levels less has that place.
        """
        openers = [each.start() for each in _OPENER.finditer(self._text, 0, index + 1)]
        if len(openers) > _FEWER:
            try:
                Tree(self._text[: openers[-_FEWER]]).get_single_data()
            except Refused as refused:
                return refused
            except yaml.YAMLError:
                pass
        return Refused(f"nested deeper than {DEEPEST}", index, index + 1)

    def _odd_key(self, key: Node) -> Refused:
        found = PLACEHOLDER.search(self._text, max(key.start - 1, 0))
        if found:
            return unfilled(found)
        return Refused("a property's name must be text", key.start, key.end)

    def _refuse(self, event: Any, fact: str) -> Refused:
        start = event.start_mark.index
        return Refused(fact, start, max(start, event.end_mark.index))
