"""The facts of a note's text: what is found, where to the byte, and that no text is too odd or too hostile."""

import pickle
import re
from itertools import accumulate
from typing import Any

import pytest
from conftest import count, samples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from para_sync.vault import note
from para_sync.vault.note import Note
from para_sync.vault.span import Lines, Place, Span


def read(text: str) -> Note:
    return note.parse("x.md", text.encode())


def texts(text: str, spans: Any) -> list[str]:
    return [text.encode()[span.start : span.end].decode() for span in spans]


# Places

EVERYTHING = """\
# Café [[é|ü]] #tag ^id

- [é] 🚤 ![[a.png]] and [t](é%20b.md#H)

| a |
| - |
| [[é\\|x]] |

Two
===

> quote
"""


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_spans_are_bytes_of_the_note(mark: str, end: str) -> None:
    text = mark + EVERYTHING.replace("\n", end)
    found = read(text)
    assert texts(text, (each.span for each in found.headings)) == ["# Café [[é|ü]] #tag ^id", f"Two{end}==="]
    assert texts(text, (each.span for each in found.links)) == [
        "[[é|ü]]",
        "![[a.png]]",
        "[t](é%20b.md#H)",
        "[[é\\|x]]",
    ]
    assert texts(text, (each.span for each in found.tags)) == ["#tag"]
    assert texts(text, (each.span for each in found.blocks)) == ["^id"]
    assert texts(text, (each.marker for each in found.items)) == ["é"]
    assert texts(text, (each.span for each in found.items))[0].startswith("- [é] 🚤")
    assert texts(text, found.tables)[0].startswith("| a |")
    assert texts(text, found.quotes) == ["> quote" + end]


def test_code_is_what_is_no_prose() -> None:
    text = "a `b` $c$ <d> <!-- e -->\n\n```\nf\n```\n\n    g\n\n<div>h</div>\n"
    spans = texts(text, read(text).code)
    assert [each.strip() for each in spans] == [
        *("`b`", "$c$", "<d>", "<!-- e -->"),
        *("```\nf\n```", "g", "<div>h</div>"),
    ]


@pytest.mark.parametrize(
    ("content", "offset", "place"),
    [
        (b"", 0, (1, 1)),
        (b"", 9, (1, 1)),
        (b"ab\ncd", 1, (1, 2)),
        (b"ab\ncd", 2, (1, 3)),
        (b"ab\ncd", 3, (2, 1)),
        (b"ab\ncd", 99, (2, 3)),
        (b"ab\r\ncd", 4, (2, 1)),
        (b"a\n", 2, (2, 1)),
        ("é🚤x\né".encode(), 6, (1, 3)),
        ("é🚤x\né".encode(), 99, (2, 2)),
        ("a\u2028b\x0cc\nd".encode(), 4, (1, 3)),  # Python ends lines there, and nobody else does
        ("a\u2028b\x0cc\nd".encode(), 8, (2, 1)),
        (b"\xef\xbb\xbfab", 0, (1, 1)),
        (b"\xef\xbb\xbfab", 3, (1, 1)),
        (b"\xef\xbb\xbfab", 4, (1, 2)),
    ],
)
def test_place_of_an_offset(content: bytes, offset: int, place: tuple[int, int]) -> None:
    assert Lines(content).place(offset) == Place(*place)
    assert Lines(content).line(offset) == place[0]


@pytest.mark.nightly
@given(
    st.lists(st.sampled_from([b"a", "é".encode(), "🚤".encode(), b"\r\n", b"\n"])),
    st.booleans(),
    st.lists(st.integers(0, 60)),
)
@settings(max_examples=count(1_000))
def test_a_place_is_the_same_however_many_were_asked_for_before(
    parts: list[bytes], marked: bool, offsets: list[int]
) -> None:
    content = b"\xef\xbb\xbf" * marked + b"".join(parts)
    ends = [*accumulate(map(len, parts), initial=3 * marked)]
    lines, wanted = Lines(content), [each for each in offsets if each in ends]
    assert [lines.place(each) for each in wanted] == [Lines(content).place(each) for each in wanted]


def test_start_of_a_line() -> None:
    lines = Lines(b"\xef\xbb\xbfa\nbc\n")
    assert [lines.start(line) for line in (1, 2, 3, 4)] == [3, 5, 8, 8]


# Headings


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# a", "a"),
        ("#\ta", "a"),
        ("# a ##", "a"),
        ("# a #b", "a #b"),
        ("# a#", "a#"),
        ("# a \\#", "a \\#"),
        ("# #", ""),
        ("#", ""),
        ("# ", ""),
        ("   # a  ", "a"),
        ("# [[a|b]] `c` **d** \\*", "[[a|b]] `c` **d** \\*"),
        ("a\n=", "a"),
        ("a b  \n---  ", "a b"),
    ],
)
def test_text_of_a_heading(line: str, text: str) -> None:
    (heading,) = read(f"{line}\n").headings
    assert heading.text == text


# Links, tags, block ids and tasks are in tests/notes; here is what needs no whole note


@pytest.mark.parametrize(
    ("text", "target", "subpath", "display"),
    [
        ("[[ a # b | c ]]", "a", "b", " c "),
        ("[[a#b#^c]]", "a", "b#^c", "a > b > ^c"),
        ("[[a\\|b]]", "a", "", "b"),
        ("[[a|b|c]]", "a", "", "b|c"),
        ("[[a|]]", "a", "", ""),
        ("[[../a/b.md]]", "../a/b.md", "", "../a/b.md"),
        ("[a](b%23c.md)", "b", "c.md", "a"),
        ("[a \\] b](c.md)", "c.md", "", "a \\] b"),
        ("[a](b(c).md)", "b(c).md", "", "a"),
        ("[a](%FF.md)", "�.md", "", "a"),
        ("[a](b%.md)", "b%.md", "", "a"),
        ("[**a** `b`](c.md)", "c.md", "", "**a** `b`"),
    ],
)
def test_parts_of_a_link(text: str, target: str, subpath: str, display: str) -> None:
    (link,) = read(text).links
    assert (link.target, link.subpath, link.display) == (target, subpath, display)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", "git conflict markers: two versions of the text stand here"),
        ("a\n\n>>>>>>> other\n", "git conflict markers: two versions of the text stand here"),
    ],
)
def test_conflict_markers_are_a_fault(text: str, message: str) -> None:
    (fault,) = read(text).faults
    assert (fault.rule, fault.message) == ("conflict-copy", message)


@pytest.mark.parametrize("text", ["```\n<<<<<<< HEAD\n```\n", "a <<<<<<< HEAD\n", "=======\n", "<<<<<<<x\n"])
def test_what_is_no_conflict(text: str) -> None:
    assert not read(text).faults


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[[a]]#b [[c]] #d", ["b", "d"]),
        ("[[a #b]] ![[#c]]#d", ["d"]),
        ("[a]#b a]#c \\[#d \\\\[[#e]]", ["d"]),
        ("[t](u.md)#b #c[[d]] #e!x #f", ["c", "e", "f"]),
        ("#a", ["a"]),
    ],
)
def test_a_tag_stands_beside_links_and_not_in_them(text: str, names: list[str]) -> None:
    assert [each.name for each in read(text).tags] == names


@pytest.mark.parametrize(
    ("line", "tasks"),
    [
        ("- a", [None]),
        ("-  [x] a", ["x"]),
        ("-\t[x] a", ["x"]),
        ("- [ ] [x] a", [" "]),
        ("- [ ] - [x] a", [" ", "x"]),
        ("- ", [None]),
        ("-", [None]),
        ("- \\[x] a", [None]),
        ("* [x] a", ["x"]),
    ],
)
def test_what_makes_an_item_a_task(line: str, tasks: list[str | None]) -> None:
    assert [each.task for each in read(f"{line}\n").items] == tasks


# Laws

PIECES = """a|b c|é|𝄞|[[N]]|![[i.png]]|[[N#H]]|[t](u.md)|![t](<a b.png>)|#tag|#é/x|#12|^id|`|``|```|~~~|$|$$
<!-- c -->|<!--|-->
<br>|<div>|</div>|- |* |1. |- [ ] |- [x] |> |> [!note] |# |## |#|===|---|\\|[|](|[[|]]|*|**|_|%%|[^1]: |[^1]
    |\t|  |{|(|)
!|\u200b|\xa0|&amp;|http://x.y|<http://x>|[r]: u.md|[r]|+ |***|<<<<<<< x|<!-- para-sync:begin r -->
<!-- para-sync:end r 12 -->
<!-- para-sync:ignore x -->|\x0c|\u2028|\x85"""
MARKDOWN = st.lists(
    st.tuples(
        st.sampled_from(
            [*(piece for line in PIECES.split("\n") for piece in line.split("|")), "|", "|-|-|", "a|b\n-|-\n"]
        ),
        st.sampled_from(["", "", " ", "\n", "\n\n"]),
    ),
    max_size=16,
).map(lambda pieces: "".join(map("".join, pieces)))


def places(content: bytes) -> dict[str, list[Any]]:
    """The facts with places for offsets."""
    found, lines = note.parse("x.md", content), Lines(content)

    def at(fact: Any) -> Any:
        if isinstance(fact, Span):
            return lines.place(fact.start), lines.place(len(content[: fact.end].rstrip(b" \r\n")))
        if isinstance(fact, tuple):
            return tuple(at(each) for each in fact)
        return fact.replace("\r\n", "\n") if isinstance(fact, str) else fact

    kinds = (
        "headings",
        "links",
        "tags",
        "blocks",
        "items",
        "tables",
        "quotes",
        "code",
        "regions",
        "silences",
        "faults",
    )
    return {kind: at(getattr(found, kind)) for kind in kinds}


@pytest.mark.nightly
@settings(max_examples=count(20_000))
@given(MARKDOWN)
def test_each_fact_stands_where_it_says(text: str) -> None:
    found, content = read(text), text.encode()
    starts = {"wikilink": "[[", "embed": "![", "markdown": "["}
    for link, written in zip(found.links, texts(text, (each.span for each in found.links)), strict=True):
        assert written.startswith(starts[link.kind])
        assert written.endswith("]]" if link.kind == "wikilink" else ("]]", ")"))
    assert texts(text, (each.span for each in found.tags)) == ["#" + each.name for each in found.tags]
    assert texts(text, (each.span for each in found.blocks)) == ["^" + each.id for each in found.blocks]
    assert texts(text, (each.marker for each in found.items)) == [each.task or "" for each in found.items]
    assert all(each.parent < index for index, each in enumerate(found.items))
    for heading in found.headings:
        assert heading.text.encode() in content[heading.span.start : heading.span.end]
    for region in found.regions:
        assert region.begin.end < region.body.start <= region.body.end <= region.end.start
    for facts in (found.headings, found.links, found.tags, found.blocks):
        spans = [each.span for each in facts]
        assert spans == sorted(spans)
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.nightly
@settings(max_examples=count(10_000))
@given(MARKDOWN)
@example("---\na|b\n\x0c\n---")
def test_line_ends_and_byte_order_mark_move_nothing(text: str) -> None:
    content = text.encode()
    expected = places(content)
    assert places(b"\xef\xbb\xbf" + content) == expected
    assert places(content.replace(b"\n", b"\r\n")) == expected


@pytest.mark.nightly
@settings(max_examples=count(5_000))
@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(content: bytes) -> None:
    note.parse("x.md", content)


@pytest.mark.parametrize("name", samples())
def test_the_careful_reader_sees_the_same_structure(name: str) -> None:
    """markdown-it-py is slower, and another hand's: it judges where headings, fences and quotes start."""
    content = samples()[name].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    found, lines = note.parse("x.md", content), Lines(content)
    skipped = content[: found.properties.body].count(b"\n")
    tokens = MarkdownIt("commonmark").enable("table").parse(content[found.properties.body :].decode())

    def starting(kind: str) -> list[int]:
        return [each.map[0] + skipped + 1 for each in tokens if each.type == kind and each.map]

    assert [lines.line(each.span.start) for each in found.headings] == starting("heading_open")
    assert [lines.line(each.start) for each in found.quotes] == starting("blockquote_open")
    assert [lines.line(each.start) for each in found.tables] == starting("table_open")
    # A list within a task's text is Obsidian's idea alone: its item starts no line.
    assert sorted({lines.line(each.span.start) for each in found.items}) == sorted(set(starting("list_item_open")))
    fenced = [lines.line(each.start) for each in found.code if re.match(rb"```|~~~", content[each.start : each.end])]
    assert fenced == starting("fence")


# Hostile text: quadratic behaviour would need minutes here, and no test says so by the clock

SIZE = 100_000
LINES = {
    "brackets": ["[[", "![[", "[", "](", "![](", "![", "[[a", "[[a|", "a]](", "[a](b)", "[[a]]",
                 "![[a]]", "[](<", "[a]"],
    "marks": ["#", "`", "*", "_", "~", "$", "$$", "|", "\\", "^", "&", "<", '"', "(", "{{", "%%", "a**",
              "*a_", "__a ", "$a$"],
    "html": ["<!--", "<a", "</", "<?", "<!", "<![CDATA[", "<!-- a", "<div>\n", "<!-- para-sync:",
             "\n<!-- para-sync:a"],
    "blocks": [">", "> ", "- ", "-\n", "1. ", "* ", "+ ", "- [ ] ", "- [ ] 1. [ ] ", ">- ", "> - > ",
               "# a\n", "#\n", "a\n=\n"],
    "lines": ["\n", "\r\n", " ", "\t", "a\n", "---\n", "|-|\n", "a|b\n-|-\n", "|a|b|\n|-|-|\n|",
              "```\n", "~~~\n", "[a]: b\n"],
    "words": ["\\[#a", "#a", "#a ", " ^", "^a\n", "é", "𝄞", "\u200b", "[^a]: ", "[^a]", "`a` ",
              "`a``b``` ", "\x0c", "\u2028"],
    "markers": ["<!-- para-sync:begin a -->", "<!-- para-sync:begin a -->\n",
                "<!-- para-sync:ignore a -->", "<<<<<<< \n"],
}  # fmt: skip
SHAPES = {
    "nested list": "".join("  " * depth + "- a\n" for depth in range(440)),
    "nested list by tabs": "".join("\t" * depth + "- a\n" for depth in range(440)),
    "nested quote": "".join(">" * (depth % 400) + " a\n" for depth in range(500)),
    "growing code": "".join("`" * length + " " for length in range(440)),
    "heading of blanks": "# a" + " " * SIZE + "b",
    "heading of hashes": "# a" + " #" * SIZE + " b",
    "headings of blanks": ("# " + " " * 50 + "b") * 2_000,
    "wide table": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + ("|" + "[[a]]|" * 300 + "\n") * 40,
    "open links in a table": "a|b\n-|-\n" + "|[[x|\n" * 10_000,
    "backslashes": "\\" * 50_000 + "[[a]]",
    "references": "[a]: b\n\n" + "[a]" * 30_000,
    "comment of blanks": "<!--" + " " * SIZE + "-->",
    "silences on one line": "a " + "<!-- para-sync:ignore a -->" * 3_700,
    "regions": "".join(f"<!-- para-sync:begin r{n} -->\n\n<!-- para-sync:end r{n} -->\n\n" for n in range(1_700)),
    "long setext heading": "a\n" * 50_000 + "===\n",
}


@pytest.mark.parametrize("kind", LINES)
def test_hostile_repetition_is_read_in_time(kind: str) -> None:
    for piece in LINES[kind]:
        read(piece * (SIZE // len(piece.encode())))


@pytest.mark.parametrize("shape", SHAPES)
def test_hostile_shape_is_read_in_time(shape: str) -> None:
    read(SHAPES[shape])
