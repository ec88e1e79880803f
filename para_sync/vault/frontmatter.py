"""The text between a note's fences, YAML or JSON, as nodes; what cannot be read is explained in the user's terms."""

from __future__ import annotations

import re
from typing import Any

import yaml
from frontmatter.default_handlers import JSONHandler, YAMLHandler

from para_sync.vault.node import Node, Refused, Row
from para_sync.vault.scalars import LONGEST_NUMBER, Value, scalar
from para_sync.vault.yaml_tree import DEEPEST, PLACEHOLDER, Tree, unbroken, unfilled

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def rows(text: str) -> list[Row]:
    """The properties of a block. Raises `Refused` for whatever is wrong."""
    root = exact(text)
    if root is None or root.value is None:
        return []
    if not isinstance(root.value, dict):
        raise Refused('expected "key: value"', root.start, root.end)
    return [
        (
            key.value if isinstance(key.value, str) else text[key.start : key.end],
            (key.start, key.end),
            (value.value, (value.start, value.end), value.entries),
        )
        for key, value in root.children
    ]


def exact(text: str) -> Node | None:
    """The root of a block; None for an empty one. Raises `Refused` for whatever is wrong."""
    try:
        root: Node | None = _load(YAMLHandler(), text, Loader=Tree)
        return root
    except Refused:
        raise
    except yaml.MarkedYAMLError as error:
        if text.lstrip().startswith("{") and not PLACEHOLDER.search(text):
            return _json(text, _explained(error, text))
        raise _explained(error, text) from None
    except yaml.reader.ReaderError:
        found = _CONTROL.search(unbroken(text))
        where = found.span() if found else (0, 0)
        fact = f"control character U+{ord(found.group()):04X} in frontmatter" if found else "not readable as YAML"
        raise Refused(fact, *where) from None
    except Exception as error:  # the loaders raise ValueError, KeyError and more on hostile text (reliability.md §0.4)
        raise Refused(f"value cannot be read ({type(error).__name__})", 0, 0) from None


def _load(handler: Any, text: str, **options: Any) -> Any:
    return handler.load(text, **options)


def _json(text: str, failure: Refused) -> Node:
    """JSON between the fences is legal (obsidian.md §1); all its properties stand where the block stands."""

    def unique(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        read = _load(JSONHandler(), text, object_pairs_hook=unique, parse_int=_json_number, parse_float=_json_number)
        values = _json_value(read, 0)
    except (ValueError, RecursionError):
        raise failure from None
    whole = (0, len(text.rstrip()))
    pairs = tuple((Node(name, *whole), Node(value, *whole)) for name, value in values.items())
    return Node(values, *whole, pairs)


def _json_number(text: str) -> Value:
    if len(text) > LONGEST_NUMBER:
        raise ValueError
    return scalar(text)


def _json_value(value: Value, depth: int) -> Value:
    """The value with tuples for lists; ValueError where YAML would refuse it: too deep, or half a surrogate pair."""
    if depth > DEEPEST:
        raise ValueError
    if isinstance(value, dict):
        return {_json_value(name, depth): _json_value(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return tuple(_json_value(each, depth + 1) for each in value)
    if isinstance(value, str):
        value.encode()
    return value


def _explained(error: yaml.MarkedYAMLError, text: str) -> Refused:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark is not None else 0
    line = text[text.rfind("\n", 0, index) + 1 :].split("\n", 1)[0]
    problem = error.problem or "not YAML"
    placeholder = PLACEHOLDER.search(text)
    if placeholder:
        return unfilled(placeholder)
    if "\t" in line[: len(line) - len(line.lstrip())] or ("cannot start any token" in problem and "\t" in line):
        problem = "tab in frontmatter"
    elif "mapping values are not allowed" in problem:
        problem = 'a second ": " in one value; put the value in quotes'
    elif "cannot start any token" in problem and index < len(text):
        problem = f'a value cannot start with "{text[index]}"; put it in quotes'
    return Refused(f"not readable as YAML: {problem}", index, index)
