"""A region's text: whatever stands in a note, it stays in its cell; and a seal knows an edit from a reformat."""

from __future__ import annotations

import pytest
from conftest import count
from hypothesis import example, given, settings
from hypothesis import strategies as st

from para_sync import region
from para_sync.region import Content, State, cell, filled, is_ours, link, seal
from para_sync.vault import note as notes
from para_sync.vault import tables
from para_sync.vault.markers import Region
from para_sync.vault.note import Note
from para_sync.vault.source import Nothing
from para_sync.vault.vault import Vault

SIGNS = "| \\ ` `` [[ ]] [ ]( ) <!-- --> <b> </b> $ $$ #tag ^id %% == ~~ * _ a word é 日本 👍 &lt; --- !".split()
BLANKS = ["\n", "\r\n", "\u2028", "\t", " ", "- [ ] ", "> "]
WHOLE = ["<!-- para-sync:begin x -->", "<!-- para-sync:end practice-log 1-00000000 -->", "[[a|b]]", "![[c]]", "[t](u)"]
PIECES = st.sampled_from([*SIGNS, *BLANKS, *WHOLE])
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)


VAULT = Vault.read(Nothing()).replace("run.md", b"")
RUN = VAULT.notes["run.md"]


def state(mark: Region, body: str, wanted: Content) -> State:
    return filled(mark, body, wanted, 1, "\n", is_ours(mark, body))[0]


def in_note(content: Content) -> tuple[bytes, Note]:
    begin, end = b"# A\n\n<!-- para-sync:begin x -->\n", b"<!-- para-sync:end x -->\n\n# B\n"
    data = begin + content.text().encode("utf-8", "surrogatepass") + end
    return data, notes.parse("note.md", data)


@pytest.mark.nightly
@settings(max_examples=count(20_000))
@given(TEXTS, TEXTS)
@example("a|b", "c\\")
@example("[[a|b]]", "`x")
@example("\\[\\[#x", "$1 and 2$")
def test_text_stays_in_its_cell(one: str, other: str) -> None:
    data, note = in_note(Content(("A", "B", "C"), ((cell(one), cell(other), "end"), ("1", "2", "3"))))
    (table,) = tables.read(data)
    assert [len(row) for row in table.rows] == [3, 3]
    assert table.rows[0][2].text == "end"
    assert [heading.text for heading in note.headings] == ["A", "B"]
    assert [each.name for each in note.regions] == ["x"]
    assert note.links == note.tags == note.blocks == note.items == note.silences == ()


@pytest.mark.nightly
@settings(max_examples=count(20_000))
@given(TEXTS, TEXTS)
def test_a_link_stays_one_link(shown: str, other: str) -> None:
    data, note = in_note(Content(("A", "B"), ((link(RUN, VAULT, shown or "x"), cell(other)),)))
    assert [(each.target, each.subpath) for each in note.links] == [("run", "")]
    assert len(tables.read(data)[0].rows[0]) == 2
    assert note.tags == note.blocks == ()


@pytest.mark.nightly
@settings(max_examples=count(5_000))
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
@example([("---", "---")])
def test_what_is_written_reads_back_the_same(texts: list[tuple[str, str]]) -> None:
    content = Content(("A", "B"), tuple((cell(one), cell(other)) for one, other in texts), (cell("a line"),))
    text = content.text()
    assert region.parse(text) == region.parse(text.replace("\n", "\r\n"))
    assert len(region.parse(text)) == len(texts) + 2


CONTENT = Content(("A", "B"), (("[[run\\|shown]]", "1"),))
SEAL = seal(region.parse(CONTENT.text()), 1)
OTHER = Content(("A", "B"), (("[[run\\|shown]]", "2"),))


DRAWN = Content(("A", "B"), (("[[run\\|shown]]", "1"),), ("A line",), ("xychart-beta", "bar [1, 2]"))
DRAWN_SEAL = seal(region.parse(DRAWN.text()), 1)


def test_a_chart_is_a_block_of_code_below_the_lines() -> None:
    body = (
        "\n| A | B |\n| --- | --- |\n| [[run\\|shown]] | 1 |\n\nA line\n\n```mermaid\nxychart-beta\nbar [1, 2]\n```\n\n"
    )
    assert DRAWN.text() == body
    data, note = in_note(DRAWN)
    assert [data[each.body.start : each.body.end].decode() for each in note.regions] == [body]
    assert [heading.text for heading in note.headings] == ["A", "B"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", State.CURRENT),
        ("\n", "\r\n", State.CURRENT),
        ("bar", "  bar", State.CURRENT),
        ("| A | B |", "| A  | B  |", State.CURRENT),
        ("[1, 2]", "[1, 3]", State.EDITED),
        ("bar [1, 2]\n", "", State.EDITED),
        ("```mermaid", "```", State.EDITED),
        ("bar [1, 2]\n", "bar [1, 2]\nline [3, 3]\n", State.EDITED),
        ("\n```mermaid\nxychart-beta\nbar [1, 2]\n```\n", "", State.EDITED),
    ],
)
def test_a_chart_is_sealed_like_the_table(before: str, after: str, expected: State) -> None:
    body = DRAWN.text().replace(before, after)
    _, note = in_note(DRAWN)
    assert state(note.regions[0]._replace(seal=DRAWN_SEAL), body, DRAWN) is expected


@pytest.mark.parametrize(
    ("body", "sealed", "wanted", "expected"),
    [
        (CONTENT.text(), SEAL, CONTENT, State.CURRENT),
        ("\n| A    | B |\n|:-----|--:|\n| [[run\\|shown]] |  1 |\n\n", SEAL, CONTENT, State.CURRENT),
        (CONTENT.text().replace("[[run\\|", "[[moved/run\\|"), SEAL, CONTENT, State.STALE),
        (CONTENT.text(), SEAL, OTHER, State.STALE),
        (OTHER.text(), SEAL, OTHER, State.STALE),
        (OTHER.text(), SEAL, CONTENT, State.EDITED),
        (OTHER.text(), "", CONTENT, State.STALE),
        ("", "", CONTENT, State.STALE),
        (OTHER.text(), "nonsense", CONTENT, State.EDITED),
        (OTHER.text(), "2-00000000", CONTENT, State.NEWER),
    ],
    ids=[
        "same",
        "realigned",
        "link moved",
        "new figures",
        "equal to what is due",
        "edited",
        "unsealed",
        "empty",
        "odd",
        "newer",
    ],
)
def test_how_a_region_stands(body: str, sealed: str, wanted: Content, expected: State) -> None:
    mark = notes.parse(
        "n.md", f"<!-- para-sync:begin x -->\n{body}<!-- para-sync:end x {sealed} -->\n".encode()
    ).regions[0]
    assert state(mark, body, wanted) is expected
