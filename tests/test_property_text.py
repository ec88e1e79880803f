"""Text put into the properties of a note leaves every other byte alone."""

from __future__ import annotations

import pytest

from para_sync import property_text
from para_sync.edit import splice
from para_sync.vault import note as notes


def put(content: bytes, name: str, yaml: str) -> bytes | None:
    edit = property_text.put(notes.parse("n.md", content), content, name, yaml)
    return splice(content, [edit]) if edit else None


@pytest.mark.parametrize(
    ("before", "yaml", "after"),
    [
        (b"---\na:\nb: 1\n---\n", "2", b"---\na: 2\nb: 1\n---\n"),
        (b"---\na: old # why\n---\n", "2", b"---\na: 2 # why\n---\n"),
        (b"---\na: # why\n---\n", "2", b"---\na: 2 # why\n---\n"),
        (b"---\na :\n---\n", "2", b"---\na : 2\n---\n"),
        (b"---\na : old\n---\n", "2", b"---\na : 2\n---\n"),
        (b"---\nA: old\n---\n", "2", b"---\nA: 2\n---\n"),
        (b"---\na: [x, y]\nb: 1\n---\n", "\n  - z", b"---\na:\n  - z\nb: 1\n---\n"),
        (b"---\r\na:\r\n---\r\n", "\n  - y\n  - z", b"---\r\na:\r\n  - y\r\n  - z\r\n---\r\n"),
        (b"---\na: old\n---\n", "", b"---\na:\n---\n"),
        (b"---\nb: 1\n---\n", "2", b"---\nb: 1\na: 2\n---\n"),
        (b"---\r\nb: 1\r\n---\r\n", "\n  - z", b"---\r\nb: 1\r\na:\r\n  - z\r\n---\r\n"),
        (b"---\n---\nText.", "2", b"---\na: 2\n---\nText."),
        (b"\xef\xbb\xbf---\nb: 1\n---", "2", b"\xef\xbb\xbf---\nb: 1\na: 2\n---"),
    ],
)
def test_a_value_stands_where_its_property_stands_else_at_the_end(before: bytes, yaml: str, after: bytes) -> None:
    assert put(before, "a", yaml) == after
    assert notes.parse("n.md", after).properties.fault is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\na:\nb: 1\n---\n", b'---\na:\n  - "k: v"\nb: 1\n---\n'),
        (b"---\nb: 1\n---\n", b'---\nb: 1\na:\n  - "k: v"\n---\n'),
        (b"---\na: x\n---\n", b'---\na:\n  - x\n  - "k: v"\n---\n'),
        (b"---\na: 'x: 1' # why\n---\n", b"---\na:\n  - 'x: 1'\n  - \"k: v\" # why\n---\n"),
        (b"---\na:\n- x # why\n# and this\nb: 1\n---\n", b'---\na:\n- x # why\n- "k: v"\n# and this\nb: 1\n---\n'),
        (b"---\r\na:\r\n  -  x\r\n---\r\n", b'---\r\na:\r\n  -  x\r\n  -  "k: v"\r\n---\r\n'),
        (b"---\na: [x, 'y'] # why\n---\n", b"---\na: [x, 'y', \"k: v\"] # why\n---\n"),
        (b"---\na: []\n---\n", b'---\na:\n  - "k: v"\n---\n'),
        (b"---\na:\n  - x: 1\n---\n", b'---\na:\n  - x: 1\n  - "k: v"\n---\n'),
        (b"---\na:\n  - >-\n    x\n    y\nb: 1\n---\n", b'---\na:\n  - >-\n    x\n    y\n  - "k: v"\nb: 1\n---\n'),
    ],
)
def test_a_line_is_added_to_a_list_and_nothing_in_it_changes(before: bytes, after: bytes) -> None:
    edit = property_text.append(notes.parse("n.md", before), before, "a", "k: v")
    assert edit
    assert splice(before, [edit]) == after


@pytest.mark.parametrize("content", [b"---\na:\n  x: 1\n---\n", b"---\na: |\n  x\n---\n", b"Text.\n"])
def test_what_is_no_list_and_no_lone_text_gets_no_line(content: bytes) -> None:
    assert property_text.append(notes.parse("n.md", content), content, "a", "k: v") is None


@pytest.mark.parametrize("before", [b'---\n"a"\t: old\n---\n', b"---\na: 1\nday: 2001-99-99\n---\n"])
def test_what_the_second_reader_cannot_read_is_left_alone(before: bytes) -> None:
    """Whatever it raises: a day that is none is a ValueError to it."""
    assert put(before, "a", "2") is None


@pytest.mark.parametrize(
    ("before", "yaml"),
    [(b"---\na:\nb: 1\n---\n", "1\nb: 2"), (b"---\na:\nb: 1\n---\n", "[x"), (b"---\na:\nb: 1\n---\n", '"x')],
)
def test_a_value_that_would_reach_its_neighbours_is_refused(before: bytes, yaml: str) -> None:
    assert put(before, "a", yaml) is None


@pytest.mark.parametrize("content", [b"", b"Text.\n", b'---\n{"b": 1}\n---\n'])
def test_without_a_block_of_lines_there_is_no_place(content: bytes) -> None:
    assert put(content, "a", "2") is None


def test_a_name_that_yaml_would_read_as_something_else_is_quoted() -> None:
    assert put(b"---\n---\n", "no", "2") == b'---\n"no": 2\n---\n'
