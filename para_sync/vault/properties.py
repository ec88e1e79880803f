"""The properties of a note, read as Obsidian reads them (obsidian.md §1): YAML 1.2 core values, with places.

Obsidian takes dates, `12:30`, `yes` and `0123` as YAML 1.2 does, refuses a block with a repeated key, and merges
nothing. PyYAML's own constructors disagree on all of these, so only its parser is used: one pass over its events builds
values and places together, and stops at the limits before anything deep or huge exists.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import JSONHandler, YAMLHandler

from para_sync.vault.span import BOM, Fault, Span

LARGEST_BLOCK = 64 * 1024
DEEPEST = 32
MOST_NODES = 10_000
LONGEST_NUMBER = 300

Value = Any
"""None, bool, int, float, str, a tuple of values, or a dict of names to values."""

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = re.compile(rb"---[ \t]*\r?\n")
_CLOSING = re.compile(rb"^---[ \t]*\r?(?=\n|\Z)", re.MULTILINE)
_KEY_LINE = re.compile(rb"\s*[^\s#:-][^:\n]*:(\s|\Z)")
_PLACEHOLDER = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|<%(?:(?!<%).)*?%>")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
# YAML 1.1 ends a line at these too, Obsidian's reader only at "\n" and "\r\n" (obsidian.md §1): they are read as
# characters that no text holds, and put back into the values.
_BREAKS = str.maketrans("\x85\u2028\u2029", "\ufdd0\ufdd1\ufdd2")
_UNBREAKS = str.maketrans("\ufdd0\ufdd1\ufdd2", "\x85\u2028\u2029")
_NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
_BOOL = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NUMBER = re.compile(r"[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|[0-9.]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)\Z")


class Property(NamedTuple):
    """One property: its name as written, its value, and where name, value and the list's entries stand."""

    name: str
    value: Value
    key: Span
    span: Span
    entries: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one note, in the order written.

    `block` spans both fences and is None where the note has no frontmatter; `body` is the offset at which the text
    after it starts; a block that cannot be read has a `fault` and no entries.
    """

    block: Span | None = None
    body: int = 0
    entries: tuple[Property, ...] = ()
    fault: Fault | None = None

    def get(self, name: str) -> Property | None:
        """The property of that name, whatever its letter case (obsidian.md §1); None where there is none."""
        folded = name.casefold()
        return next((each for each in self.entries if each.name.casefold() == folded), None)

    def value(self, name: str) -> Value:
        """The value of a property; None where it is missing or empty."""
        found = self.get(name)
        return found.value if found else None

    def text(self, name: str) -> str:
        """The value of a property as text, without outer blanks; "" unless it is text or a number."""
        value = self.value(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def where(self, name: str) -> Span:
        """Where a finding about a property stands: its value; its key where it is empty; where it is missing, the key
        `type`, else the block's first line.
        """
        found = self.get(name)
        if found and found.value is not None:
            return found.span
        found = found or self.get("type")
        if found:
            return found.key
        return Span(self.block.start, self.block.start + 3) if self.block else Span(0, 0)

    def values(self) -> dict[str, Value]:
        """Name to value, in the order written."""
        return {each.name: each.value for each in self.entries}


def items(value: Value) -> tuple[Value, ...]:
    """A list property's items: none for an empty value, one for a lone value (obsidian.md §1)."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def parse(content: bytes) -> Properties:
    """Read the frontmatter of a note's content, which must be valid UTF-8. Raises nothing: what is wrong is the
    `fault`.
    """
    first = len(BOM) if content.startswith(BOM) else 0
    opening = _OPENING.match(content, first)
    if not opening:
        return Properties(body=first)
    closing = _CLOSING.search(content, opening.end())
    if not closing:
        return _unclosed(content, first, opening)
    body = closing.end() + 1 if closing.end() < len(content) else closing.end()
    block = Span(first, closing.end())
    inner = Span(opening.end(), closing.start())
    try:
        return Properties(block, body, tuple(_entries(content, inner, first)))
    except _Unreadable as error:
        return Properties(block, body, fault=Fault("frontmatter-broken", error.fact, error.span))


def scalar(text: str) -> Value:
    """The YAML 1.2 core value of a plain scalar; whole floats are numbers without a fraction, as in Obsidian.

    >>> [scalar(text) for text in ("0123", "0o17", "12:30", "yes", "2026-11-21", "8.0", "~", "True")]
    [123, 15, '12:30', 'yes', '2026-11-21', 8, None, True]
    """
    if _NULL.match(text):
        return None
    if _BOOL.match(text):
        return text[0] in "tT"
    if _INT.match(text):
        return int(text)
    if _OCTAL.match(text):
        return int(text[2:], 8)
    if _HEX.match(text):
        return int(text[2:], 16)
    if _FLOAT.match(text):
        number = float(text)
        return int(number) if math.isfinite(number) and number.is_integer() and abs(number) < 2**53 else number
    if _INFINITE.match(text):
        return -math.inf if text.startswith("-") else math.inf
    return math.nan if _NAN.match(text) else text


class _Unreadable(Exception):
    def __init__(self, fact: str, span: Span) -> None:
        super().__init__(fact)
        self.fact = fact
        self.span = span


class _Node(NamedTuple):
    value: Value
    start: int
    end: int
    children: tuple[tuple[_Node, _Node], ...] = ()
    entries: tuple[tuple[int, int], ...] = ()


def _unclosed(content: bytes, first: int, opening: re.Match[bytes]) -> Properties:
    """A first line `---` with no second one is a rule above text, unless keys follow it."""
    if not _KEY_LINE.match(content, opening.end()):
        return Properties(body=first)
    fault = Fault("frontmatter-broken", 'frontmatter never ends: no second "---"', Span(first, first + 3))
    return Properties(body=first, fault=fault)


def _entries(content: bytes, inner: Span, first: int) -> Iterator[Property]:
    raw = content[inner.start : inner.end]
    if len(raw) > LARGEST_BLOCK:
        size = f"frontmatter is {len(raw) // 1024} KB, limit {LARGEST_BLOCK // 1024} KB"
        raise _Unreadable(size, Span(first, first + 3))
    text = raw.decode()
    offset = _Offsets(text, inner.start)
    root = _root(text, offset)
    if root is None or root.value is None:
        return
    if not isinstance(root.value, dict):
        raise _Unreadable('expected "key: value"', offset.span(root.start, root.end))
    for key, value in root.children:
        name = key.value if isinstance(key.value, str) else text[key.start : key.end]
        spans = tuple(offset.span(*each) for each in value.entries)
        yield Property(name, value.value, offset.span(key.start, key.end), offset.span(value.start, value.end), spans)


def _root(text: str, offset: _Offsets) -> _Node | None:
    try:
        root: _Node | None = _load(YAMLHandler(), text, Loader=lambda stream: _Tree(stream, offset))
        return root
    except _Unreadable:
        raise
    except yaml.MarkedYAMLError as error:
        if text.lstrip().startswith("{") and not _PLACEHOLDER.search(text):
            return _json(text, offset, _explained(error, text, offset))
        raise _explained(error, text, offset) from None
    except yaml.reader.ReaderError:
        found = _CONTROL.search(text.translate(_BREAKS))
        where = found.span() if found else (0, 0)
        fact = f"control character U+{ord(found.group()):04X} in frontmatter" if found else "not readable as YAML"
        raise _Unreadable(fact, offset.span(*where)) from None
    except Exception as error:  # the loaders raise ValueError, KeyError and more on hostile text (reliability.md §0.4)
        raise _Unreadable(f"value cannot be read ({type(error).__name__})", offset.span(0, 0)) from None


def _load(handler: Any, text: str, **options: Any) -> Any:
    return handler.load(text, **options)


def _json(text: str, offset: _Offsets, failure: _Unreadable) -> _Node:
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
    pairs = tuple((_Node(name, *whole), _Node(value, *whole)) for name, value in values.items())
    return _Node(values, *whole, pairs)


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


def _explained(error: yaml.MarkedYAMLError, text: str, offset: _Offsets) -> _Unreadable:
    mark = error.problem_mark or error.context_mark
    index = min(mark.index, len(text)) if mark is not None else 0
    line = text[text.rfind("\n", 0, index) + 1 :].split("\n", 1)[0]
    problem = error.problem or "not YAML"
    placeholder = _PLACEHOLDER.search(text)
    if placeholder:
        return _placeholder(placeholder, offset)
    if "\t" in line[: len(line) - len(line.lstrip())] or ("cannot start any token" in problem and "\t" in line):
        problem = "tab in frontmatter"
    elif "mapping values are not allowed" in problem:
        problem = 'a second ": " in one value; put the value in quotes'
    elif "cannot start any token" in problem and index < len(text):
        problem = f'a value cannot start with "{text[index]}"; put it in quotes'
    return _Unreadable(f"not readable as YAML: {problem}", offset.span(index, index))


def _placeholder(found: re.Match[str], offset: _Offsets) -> _Unreadable:
    return _Unreadable(f'template placeholder "{found.group()}" was never filled in', offset.span(*found.span()))


class _Offsets:
    """Character positions in the block, as byte offsets in the note."""

    def __init__(self, text: str, base: int) -> None:
        self._base = base
        self._text = text
        self._plain = text.isascii()

    def span(self, start: int, end: int) -> Span:
        return Span(self._byte(start), self._byte(end))

    def _byte(self, index: int) -> int:
        return self._base + (index if self._plain else len(self._text[:index].encode()))


class _Tree:
    """A loader as `yaml.load` wants one: reads the one document into nodes, within the limits."""

    def __init__(self, text: str, offset: _Offsets) -> None:
        self._text = text
        self._offset = offset
        self._events: Iterator[Any] = iter(yaml.parse(text.translate(_BREAKS), Loader=_Parser))
        self._nodes = 0

    def get_single_data(self) -> _Node | None:
        root: _Node | None = None
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

    def _node(self, event: Any, depth: int) -> _Node:
        self._guard(event, depth)
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.ScalarEvent):
            return _Node(self._scalar(event), start, self._trimmed(start, end))
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
        if not event.implicit[0] or not event.value.isascii():
            return event.value.translate(_UNBREAKS)
        if len(event.value) > LONGEST_NUMBER and _NUMBER.match(event.value):
            raise self._refuse(event, f"number too long ({len(event.value)} digits)")
        return scalar(event.value)

    def _sequence(self, event: Any, depth: int) -> _Node:
        nodes = []
        inner = next(self._events)
        while not isinstance(inner, yaml.SequenceEndEvent):
            nodes.append(self._node(inner, depth + 1))
            inner = next(self._events)
        end = self._end(event, inner, nodes)
        return _Node(
            tuple(node.value for node in nodes), event.start_mark.index, end, (), tuple((n.start, n.end) for n in nodes)
        )

    def _mapping(self, event: Any, depth: int) -> _Node:
        pairs: list[tuple[_Node, _Node]] = []
        values: dict[Any, Value] = {}
        inner = next(self._events)
        while not isinstance(inner, yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            name = key.value if isinstance(key.value, str) else self._text[key.start : key.end]
            if not isinstance(key.value, str | int | float | bool | None):
                raise self._odd_key(key)
            if name in values:
                raise self._repeated(name, key, pairs[list(values).index(name)][0])
            pairs.append((key, self._node(next(self._events), depth + 1)))
            values[name] = pairs[-1][1].value
            inner = next(self._events)
        end = self._end(event, inner, [node for pair in pairs for node in pair])
        return _Node(values, event.start_mark.index, end, tuple(pairs))

    def _end(self, event: Any, closing: Any, nodes: list[_Node]) -> int:
        if event.flow_style or not nodes:
            return int(closing.end_mark.index)
        return nodes[-1].end

    def _trimmed(self, start: int, end: int) -> int:
        return start + len(self._text[start:end].rstrip())

    def _odd_key(self, key: _Node) -> _Unreadable:
        found = _PLACEHOLDER.search(self._text, max(key.start - 1, 0))
        if found:
            return _placeholder(found, self._offset)
        return _Unreadable("a property's name must be text", self._offset.span(key.start, key.end))

    def _repeated(self, name: str, key: _Node, first: _Node) -> _Unreadable:
        line = self._text.count("\n", 0, first.start) + 2
        return _Unreadable(f'key "{name}" repeats line {line}', self._offset.span(key.start, key.end))

    def _refuse(self, event: Any, fact: str) -> _Unreadable:
        start = event.start_mark.index
        return _Unreadable(fact, self._offset.span(start, max(start, event.end_mark.index)))
