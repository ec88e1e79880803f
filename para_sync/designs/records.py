"""Records: what a design starts from, as JSON (domain.md G1-G5, G18-G20)."""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from para_sync import names
from para_sync.manual.chapter import suggestion
from para_sync.manual.design_spec import Choice, Spec
from para_sync.stop import Stop
from para_sync.vault.note import Note

LARGEST = 2 * 1024 * 1024
# Longer names do not fit on every disk, and one that was cut would no longer be the topic.
LONGEST_NAME = names.LONGEST

_STEPS = re.compile(r"(?:^|[/\\])\s*\.{1,2}\s*(?:[/\\]|$)")
_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
_DIGITS = re.compile(r"\s*(\d+)\s*")


class BadRecord(Stop):
    """Records cannot be used: the message names the source, the record's number and the key."""


class Record(NamedTuple):
    """One record: its fields, its parameters (defaults filled in), and where it stands: "file.json:3: record 1"."""

    values: Mapping[str, str]
    parameters: Mapping[str, str]
    where: str
    spec: Spec

    @property
    def heading(self) -> str:
        """The title of the document; no comment begins in it."""
        return " ".join(names.visible(self.spec.heading.format_map(self.values)).split()).replace("<!--", "<! --")

    @property
    def path(self) -> str:
        """Where its document lies in the vault: every field is one name, of signs that file names can hold."""
        return self.spec.output.format_map({name: names.file_name(self.values[name]) for name in _used(self.spec)})

    @property
    def home(self) -> str:
        """The end of the path, from the first folder or name that depends on the record."""
        parts, pattern = self.path.split("/"), self.spec.output.split("/")
        return "/".join(parts[next(index for index, each in enumerate(pattern) if "{" in each) :])

    @property
    def key(self) -> str:
        """What two records share that would lie at one place on some disk."""
        return self.path.casefold()

    def at(self, given: Mapping[str, str]) -> Record:
        """The record with these parameters in place of its own."""
        return self._replace(parameters={**self.parameters, **given})

    def warnings(self) -> Iterator[str]:
        """What is unusual and no error: a value that the specification does not name."""
        for each in self.spec.fields:
            if each.values and self.values[each.name] not in each.values:
                named = ", ".join(f'"{value}"' for value in each.values)
                yield f'{self.where}: key "{each.name}": "{self.values[each.name]}" is none of {named}'

    def challenges(self) -> tuple[str, ...]:
        """The challenges that the description lists after the specification's words for them."""
        return challenges(self.values.values(), self.spec)


def challenges(texts: Iterable[str], spec: Spec) -> tuple[str, ...]:
    """The entries of the list with commas that follows the specification's words, in the first text that has them.

    An "and" before the last entry and the full stop are no part of it.
    """
    if not spec.challenges:
        return ()
    for text in texts:
        _, lead, rest = text.casefold().partition(spec.challenges.casefold())
        if lead:
            listed = re.split(r"[,;]", re.split(r"\.(?:\s|\Z)", text[len(text) - len(rest) :], maxsplit=1)[0])
            return tuple(filter(None, (re.sub(r"\A\s*and\s+", "", each).strip(" .") for each in listed)))
    return ()


def read(content: bytes, source: str, spec: Spec, given: Mapping[str, str]) -> tuple[Record, ...]:
    """The records of a JSON object or array; `given` are parameters that hold for all of them, before the records' own
    and the defaults. Raises `BadRecord` at the first fault, also where two would lie at one path.
    """
    text = _text(content, source)
    found = _json(text, source)
    places = _places(text) if isinstance(found, list) else [text.count("\n", 0, len(text) - len(text.lstrip())) + 1]
    entries = found if isinstance(found, list) else [found]
    if not entries:
        raise BadRecord(f"{source}: no record: the list is empty")
    records = tuple(
        _record(each, f"{source}:{line}: record {number}", spec, given)
        for number, (each, line) in enumerate(zip(entries, places, strict=True), 1)
    )
    apart(records)
    return records


def filled(note: Note, spec: Spec) -> Record | None:
    """The record that a note's properties make; None while a field that names the note is empty or cannot name one."""
    values = {each.name: " ".join(note.properties.text(each.name).split()) for each in spec.fields}
    if any(_fault(values[name]) or _misplaced(values[name]) for name in _used(spec)):
        return None
    return Record(values, {}, note.path, spec)


def apart(records: Iterable[Record]) -> None:
    """Raises `BadRecord` where two records would lie at one path on some disk: letter case and accents' form aside."""
    seen: dict[str, Record] = {}
    for each in records:
        first = seen.setdefault(each.key, each)
        if first is not each:
            raise BadRecord(f'{each.where}: would lie at "{each.path}", where that of {first.where} lies')


def schema(spec: Spec) -> dict[str, Any]:
    """The JSON Schema of a file of records: one, or a list of them (https://json-schema.org/draft/2020-12)."""
    text = {"type": "string", "pattern": r"\S"}
    properties: dict[str, Any] = {}
    for each in spec.fields:
        more = {"examples": list(each.values)} if each.values else {}
        properties[each.name] = {"description": each.meaning, **text, **more}
    for each in spec.parameters:
        more = {"enum": list(each.values)} if each.values else {}
        default = {"default": each.default} if each.default else {}
        properties[each.name] = {"description": each.meaning, "type": "string", **more, **default}
    record = {
        "type": "object",
        "properties": properties,
        "required": [each.name for each in spec.fields],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Records of system designs",
        "oneOf": [{"$ref": "#/$defs/record"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/record"}}],
        "$defs": {"record": record},
    }


def parameter(choice: Choice, value: str) -> str:
    """A parameter's value as the specification spells it: "60 min" is 60min, "E8+" is E8; "" for one it does not name.

    >>> parameter(Choice("seniority_level", ("E7", "E8"), "E7", ""), "e8+")
    'E8'
    """
    if not choice.values:
        return value.strip()
    bare = re.sub(r"[\s+]", "", value).casefold()
    close = (each for each in choice.values if bare in (each.casefold(), *_DIGITS.findall(each)[: each[:1].isdigit()]))
    return next(close, "")


def _text(content: bytes, source: str) -> str:
    if len(content) > LARGEST:
        raise BadRecord(f"{source}: too large ({len(content)} bytes, limit {LARGEST})")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRecord(f"{source}:{line}: not UTF-8 (byte 0x{content[error.start]:02X})") from None


def _json(text: str, source: str) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for name, value in found:
            if name in entries:
                raise BadRecord(f'{source}: key "{name}" stands twice in one record')
            entries[name] = value
        return entries

    def constant(name: str) -> Any:
        raise BadRecord(f"{source}: {name} is no JSON")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise BadRecord(f"{source}:{error.lineno}:{error.colno}: no JSON: {error.msg}") from None
    except RecursionError:
        raise BadRecord(f"{source}: nested too deeply") from None
    except ValueError:  # the longest whole number that Python reads has some thousand digits
        raise BadRecord(f"{source}: a number is too long") from None


def _places(text: str) -> list[int]:
    """The line on which each entry of a list begins."""
    decoder = json.JSONDecoder()
    lines: list[int] = []
    position = text.index("[") + 1
    while True:
        position += len(text[position:]) - len(text[position:].lstrip(" \t\r\n,"))
        if text[position] == "]":
            return lines
        lines.append(text.count("\n", 0, position) + 1)
        _, position = decoder.raw_decode(text, position)


def _record(entry: Any, where: str, spec: Spec, given: Mapping[str, str]) -> Record:
    from jsonschema import Draft202012Validator  # here, since only records need it: 60 ms

    known = [each.name for each in (*spec.fields, *spec.parameters)]
    parameters = {each.name: each for each in spec.parameters}
    if isinstance(entry, dict):
        entry = {
            name: parameter(parameters[name], value) or value
            if name in parameters and isinstance(value, str)
            else value
            for name, value in entry.items()
        }
    errors = Draft202012Validator(schema(spec)["$defs"]["record"]).iter_errors(entry)
    first = min(errors, key=lambda each: ("additionalProperties", "required").count(each.validator), default=None)
    if first is not None:
        raise BadRecord(f"{where}: {_fact(first, entry, known)}")
    for name, value in entry.items():
        fault = _fault(value)
        if fault:
            raise BadRecord(f'{where}: key "{name}": {fault}')
    for name in _used(spec):
        fault = _misplaced(entry[name])
        if fault:
            raise BadRecord(f'{where}: key "{name}": {fault}')
    chosen = {name: given.get(name) or entry.get(name) or each.default for name, each in parameters.items()}
    values = {each.name: " ".join(entry[each.name].split()) for each in spec.fields}
    return Record(values, chosen, where, spec)


def _fact(error: Any, entry: Any, known: list[str]) -> str:
    """What a fault of the schema means to the person who wrote the record."""
    name = str(error.path[0]) if error.path else ""
    if error.validator == "type" and not name:
        return f"must be an object with the keys {', '.join(known)}, not {_kind(entry)}"
    if error.validator == "required":
        missing = next(each for each in known if each in error.validator_value and each not in entry)
        return f'key "{missing}" is missing'
    if error.validator == "additionalProperties":
        unknown = next(each for each in entry if each not in known)
        return f'unknown key "{unknown}"{suggestion(unknown, known) or ", expected " + ", ".join(known)}'
    if error.validator == "type":
        return f'key "{name}": must be text, not {_kind(error.instance)}'
    if error.validator == "enum":
        return f'key "{name}": "{error.instance}" is none of {", ".join(error.validator_value)}'
    return f'key "{name}": is empty'


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _fault(value: str) -> str:
    """What no text of a record may hold."""
    if any(0xD800 <= ord(each) <= 0xDFFF for each in value):
        return "holds half a character (a lone surrogate)"
    if any(unicodedata.category(each) == "Cc" and each not in "\t\r\n" for each in value):
        return "holds a control character"
    return ""


def _misplaced(value: str) -> str:
    """Why a value cannot be part of a path, other than by signs that are replaced."""
    if _STEPS.search(value):
        return f'"{value}" leads out of its folder'
    if value.strip()[:1] == ".":
        return f'"{value}" would be a hidden name'
    if value.strip()[:1] in "/\\~" or _DRIVE.match(value.strip()):
        return f'"{value}" is a path, not a name'
    if names.is_reserved(value.strip(" .")):
        return f'"{value}" is a name that Windows keeps for itself'
    if len(value.strip().encode()) > LONGEST_NAME:
        return f"is too long for a file name ({len(value.strip().encode())} bytes, limit {LONGEST_NAME})"
    try:
        names.file_name(value)
    except names.NoName:
        return f'"{value}" leaves no file name'
    return ""


def _used(spec: Spec) -> tuple[str, ...]:
    """The fields that the path is made of."""
    return tuple(dict.fromkeys(name for _, name, _, _ in string.Formatter().parse(spec.output) if name))
