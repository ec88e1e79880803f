"""Properties: Obsidian's values, places to the byte, and a fault for whatever cannot be read."""

import json
import math
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import count, samples
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import layout
from para_sync.vault import frontmatter, note, yaml_lines, yaml_tree
from para_sync.vault.node import Refused
from para_sync.vault.properties import items, parse
from para_sync.vault.span import Lines, Span

# YAML, and what npm `yaml` 2.7.0 read in it: the library inside Obsidian since 1.9. "error: …" where it refused.
OBSIDIAN = json.loads((Path(__file__).parent / "yaml_2_7_0.json").read_text("utf-8"))


def block(yaml: str) -> bytes:
    return f"---\n{yaml}---\nbody\n".encode()


def plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return {"inf": "number Infinity", "-inf": "number -Infinity", "nan": "number NaN"}[str(value)]
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value


def fault(content: bytes) -> str:
    """The first fault of a note as people see it, without the path."""
    first = note.parse("x.md", content).faults[0]
    place = Lines(content).place(first.span.start)
    return f"{place.line}:{place.column}: {first.message}"


# What Obsidian reads


@pytest.mark.parametrize("yaml", OBSIDIAN)
def test_values_are_obsidians(yaml: str) -> None:
    expected, ours = OBSIDIAN[yaml], parse(block(yaml))
    if isinstance(expected, dict | None):
        assert (ours.fault, plain(ours.values())) == (None, expected or {})
    else:
        assert ours.fault
        assert not ours.entries


@pytest.mark.parametrize(
    ("content", "values", "body"),
    [
        ("", {}, ""),
        ("---", {}, "---"),
        ("---\n", {}, "---\n"),
        ("---\n---", {}, ""),
        ("---\n---\n", {}, ""),
        ("---\n---\nbody", {}, "body"),
        ("---\na: 1\n---", {"a": 1}, ""),
        ("---\na: 1\n---\n", {"a": 1}, ""),
        ("---\na: 1\n---\n\nbody", {"a": 1}, "\nbody"),
        ("--- \t\na: 1\n---  \nbody", {"a": 1}, "body"),
        ("---\r\na: 1\r\n---\r\nbody", {"a": 1}, "body"),
        ("\ufeff---\na: 1\n---\nbody", {"a": 1}, "body"),
        ("\ufeffbody", {}, "body"),
        ("\n---\na: 1\n---\n", {}, "\n---\na: 1\n---\n"),
        (" ---\na: 1\n---\n", {}, " ---\na: 1\n---\n"),
        ("----\na: 1\n----\n", {}, "----\na: 1\n----\n"),
        ("---\na: |\n  one\n ---\n---\nbody", None, "body"),
        ("---\na: 1\n---\n---\nb: 2\n---\n", {"a": 1}, "---\nb: 2\n---\n"),
        ("---\n\nA rule above a text, and no second one\n", {}, "---\n\nA rule above a text, and no second one\n"),
        ("---\n# A heading\n", {}, "---\n# A heading\n"),
        ("---\n- item: one\n", {}, "---\n- item: one\n"),
    ],
)
def test_where_the_block_starts_and_ends(content: str, values: dict[str, Any] | None, body: str) -> None:
    read = parse(content.encode())
    rest = content.encode()[read.body :].decode()
    assert (None if read.fault else read.values(), rest) == (values, body)


def test_names_are_found_in_any_letter_case() -> None:
    read = parse(block("Type: boat\nlength: 8.0\nempty:\n"))
    assert (read.value("type"), read.text("LENGTH"), read.value("empty"), read.get("none")) == ("boat", "8", None, None)


@pytest.mark.parametrize(
    ("yaml", "text"),
    [("a: ' b '", "b"), ("a: 3", "3"), ("a: 2.5", "2.5"), ("a: true", ""), ("a: [b]", ""), ("a:", ""), ("b: 1", "")],
)
def test_text_of_a_property(yaml: str, text: str) -> None:
    assert parse(block(yaml + "\n")).text("a") == text


@pytest.mark.parametrize(("value", "expected"), [(None, ()), ("a", ("a",)), (0, (0,)), (("a", "b"), ("a", "b"))])
def test_items_of_a_list_property(value: Any, expected: tuple[Any, ...]) -> None:
    assert items(value) == expected


# Places


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_bytes_of_the_note(mark: str, end: str) -> None:
    lines = [
        "---",
        "é: 'ü x'",
        '"k": [a,  "[[é]]" ]  # c',
        "empty:",
        "list:",
        "  - é",
        "  - '[[b]]'",
        "🚤: |",
        "  text",
    ]
    content = (mark + end.join([*lines, "last: é", "---", ""])).encode()

    def text(span: Span) -> str:
        return content[span.start : span.end].decode()

    read = parse(content)
    assert [(text(each.key), text(each.span), [text(entry) for entry in each.entries]) for each in read.entries] == [
        ("é", "'ü x'", []),
        ('"k"', '[a,  "[[é]]" ]', ["a", '"[[é]]"']),
        ("empty", "", []),
        ("list", f"- é{end}  - '[[b]]'", ["é", "'[[b]]'"]),
        ("🚤", f"|{end}  text", []),
        ("last", "é", []),
    ]
    assert read.block
    assert text(read.block).strip() == content.decode().removeprefix("\ufeff").strip()


# What cannot be read: the bad inputs of reliability.md §4 are in bad_inputs.py, these are more of their kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (block("a: Foo: Bar\n"), '2:7: not readable as YAML: a second ": " in one value; put the value in quotes'),
        (block("a: @home\n"), '2:4: not readable as YAML: a value cannot start with "@"; put it in quotes'),
        (block("é: `x`\n"), '2:4: not readable as YAML: a value cannot start with "`"; put it in quotes'),
        (block("[a]: b\n"), "2:1: a property's name must be text"),
        (block("a: 1\n--- b\n"), "3:1: more than one YAML document"),
        (block("".join(f"k{n}: 1\n" for n in range(5_001))), "5001:8: more than 10000 values"),
    ],
)
def test_bad_input(content: bytes, message: str) -> None:
    assert fault(content).startswith(message)


@pytest.mark.parametrize(
    ("number", "yaml", "values"),
    [
        (8, "Status: a\nstatus: b\n", {"Status": "a", "status": "b"}),
        (9, "c: NO\nat: 12:30\nv: 1_000\nz: 014\n", {"c": "NO", "at": "12:30", "v": "1_000", "z": 14}),
        (10, "due: 2024-02-30\n", {"due": "2024-02-30"}),
        (11, "a: 1e400\nb: .inf\nc: -.inf\n", {"a": math.inf, "b": math.inf, "c": -math.inf}),
        (12, "a: " + "7" * 300 + "\n", {"a": int("7" * 300)}),
        (18, "a:\t1\n", {"a": 1}),
        (20, "up: [[Home]]\n", {"up": (("Home",),)}),
        (35, "a: x\u2028y\x85z\u2029\n", {"a": "x\u2028y\x85z\u2029"}),
        (0, "a: '{{date}}'\n", {"a": "{{date}}"}),
        (0, "a: " + "[" * 31 + "]" * 31 + "\n", None),
    ],
)
def test_odd_input_that_is_read(number: int, yaml: str, values: dict[str, Any] | None) -> None:
    read = parse(block(yaml))
    assert not read.fault
    assert values is None or read.values() == values


def test_a_broken_block_leaves_the_body_to_be_read() -> None:
    read = note.parse("x.md", b"---\na: b: c\n---\n# Heading\n")
    assert [each.text for each in read.headings] == ["Heading"]
    assert not read.properties.entries


@pytest.mark.parametrize(
    ("json_text", "values"),
    [
        ('{"a"\n: 1}', {"a": 1}),
        ('{"a"\n: [[8.0], 1e2], "b": {"c": []}}', {"a": ((8,), 100), "b": {"c": ()}}),
        ('{"a"\n: "[[é]]"}', {"a": "[[é]]"}),
        ('{"a"\n: 1, "a": 2}', None),
        ('{"a"\n: "\\ud800"}', None),
        ('{"a"\n: 1} b', None),
        ('{"a"\n: ' + "7" * 301 + "}", None),
        ('{"a"\n: ' + "[" * 33 + "]" * 33 + "}", None),
        ('{"a"\n: ' + "[" * 9_000 + "]" * 9_000 + "}", None),
    ],
)
def test_json_that_is_no_yaml_goes_by_the_same_limits(json_text: str, values: dict[str, Any] | None) -> None:
    read = parse(block(json_text + "\n"))
    assert (bool(read.fault), read.values()) == (values is None, values or {})


# Laws

LETTERS = "ab01é🚤 -:?[]{},&*!|>%@`#'\"\\\t\n\r~=<\u2028\x85\x07\ufeff"
WORDS = [
    "\n  ",
    "\n- ",
    ": ",
    "a: ",
    "\nb: ",
    "<<: ",
    "!!int ",
    "{{",
    "}}",
    "<%",
    "%>",
    "---\n",
    "...\n",
    "null",
    "1e9",
]
YAML = st.lists(st.sampled_from([*LETTERS, *WORDS]), max_size=60).map("".join)


def check(content: bytes) -> None:
    """Reading gave values or a fault, and places within the note, in order; the result can go to another process."""
    read = parse(content)
    assert not (read.fault and read.entries)
    assert pickle.loads(pickle.dumps(read)).entries.__repr__() == repr(read.entries)
    end = 0
    for each in read.entries:
        assert end <= each.key.start <= each.key.end <= len(content)
        assert each.span.start <= each.span.end <= read.body <= len(content)
        end = each.key.start
    if read.fault:
        assert 0 <= read.fault.span.start <= read.fault.span.end <= len(content)


VALUES = st.sampled_from(
    """x x_y q_(r) "q" 'q' "" '' [a,_'b'] [] [a,] [[N]] ["[[N]]",_c_d] [a]b 12 1.0 0x1F -1 +1 .5 1e3 2026-01-01 09:30
    2026-01-01T09:30:00 a:b a:_b a_#b a#b yes true True null ~ é …x “x” “x”y x__ "x"_ "x"_y 'it''s' "a\\n" 'a"b' "a'b"
    {{x}} a_{{x}} {a:_b} - -_x a_- &a *a !a |- > %x @x `x a\\b x° https://a.b/c?d=e&f=[g]""".split()
).map(lambda text: text.replace("_", " ").replace("°", "\x85\u2028\xa0\ufeff"))
ITEMS = st.lists(st.tuples(st.sampled_from(["- ", "  - ", "    - ", "-", "  -  "]), VALUES), max_size=3)
PAIRS = st.tuples(
    st.sampled_from(["a", "b", "A-b_1", "null", "true", "é", "a b", '"a"', " a", "1"]), st.one_of(VALUES, ITEMS)
)
SIMPLE = st.lists(PAIRS, max_size=4)


def lines(pairs: list[tuple[str, Any]], end: str) -> str:
    """Simple YAML: names with values or lists of values."""
    text = ""
    for name, value in pairs:
        below = "".join(f"{dash}{item}{end}" for dash, item in value) if isinstance(value, list) else ""
        text += f"{name}:{end}{below}" if isinstance(value, list) else f"{name}: {value}{end}"
    return text


def told(read: Callable[[str], object], text: str) -> object:
    """What a reader says of a block: its rows, or why and where it is refused."""
    try:
        return read(text)
    except Refused as refused:
        return refused.fact, refused.start, refused.end


@pytest.mark.nightly
@settings(max_examples=count(5_000))
@given(st.one_of(st.builds(lines, SIMPLE, st.sampled_from(["\n", "\n", "\r\n", " \n"])), YAML.map("{}\n".format)))
def test_the_reader_of_lines_reads_what_the_exact_one_reads(text: str) -> None:
    found = told(yaml_lines.read, text)
    assert found is None or repr(found) == repr(told(frontmatter.rows, text))


def test_the_reader_of_lines_knows_the_shipped_notes_and_obsidians_plain_values() -> None:
    shipped = [
        content.decode() for path, content in layout.files(date(2026, 1, 5), True).items() if path.endswith(".md")
    ]
    blocks = [text.split("---\n")[1] for text in shipped if text.startswith("---\n")]
    assert sum(map(bool, map(yaml_lines.read, blocks))) > 0.95 * len(blocks)
    rows = [each for each in (told(yaml_lines.read, text) for text in OBSIDIAN) if isinstance(each, list) and each]
    assert len(rows) > 0.3 * len(OBSIDIAN)


@pytest.mark.nightly
@settings(max_examples=count(20_000))
@given(YAML)
def test_no_text_makes_it_raise(text: str) -> None:
    check(f"---\n{text}\n---\n".encode())


@pytest.mark.nightly
@settings(max_examples=count(10_000))
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_unicode_makes_it_raise(text: str) -> None:
    check(f"---\na: {text}\n---\n".encode())


@pytest.mark.nightly
@settings(max_examples=count(20_000))
@given(st.binary())
def test_no_bytes_make_a_note_raise(content: bytes) -> None:
    note.parse("x.md", content)
    note.parse("x.md", b"---\na: " + content + b"\n---\n")


@pytest.mark.nightly
@settings(max_examples=count(10_000))
@given(YAML, st.sampled_from([b"\xef\xbb\xbf", b""]))
def test_line_ends_and_byte_order_mark_change_no_value(text: str, mark: bytes) -> None:
    content = f"---\n{text.replace(chr(13), '')}\n---\nbody".encode()
    plain_, other = parse(content), parse(mark + content.replace(b"\n", b"\r\n"))
    assert repr(other.values()) == repr(plain_.values())
    assert bool(other.fault) == bool(plain_.fault)


@pytest.mark.parametrize("name", samples())
def test_every_prefix_of_every_sample_is_read(name: str) -> None:
    content = samples()[name].decode()
    for end in range(len(content)):
        check(content[:end].encode())


@pytest.mark.parametrize(
    "piece",
    [
        *"[{\"'&*!|>%@#\t,:-?~\\",
        "- ",
        "? ",
        "a: ",
        "{{",
        "<%",
        "[a, ",
        "{a: ",
        '{"a":',
        "a:\n",
        "# a\n",
        "<<: ",
        "é",
        "\x07",
    ],
)
def test_hostile_frontmatter_is_read_in_time(piece: str) -> None:
    check(block((piece * 60_000)[:60_000] + "\n"))
    check(block("a: " + (piece * 60_000)[:60_000] + "\n"))


def test_the_slow_reader_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML has no C extension its own parser is used; it refuses more tabs, else agrees."""
    monkeypatch.setattr(yaml_lines, "read", lambda *_: None)
    fast = {yaml: parse(block(yaml)) for yaml in OBSIDIAN if "\t" not in yaml}
    monkeypatch.setattr(yaml_tree, "_Parser", yaml_tree.yaml.SafeLoader)
    for yaml, read in fast.items():
        slow = parse(block(yaml))
        assert (repr(slow.entries), bool(slow.fault)) == (repr(read.entries), bool(read.fault))
