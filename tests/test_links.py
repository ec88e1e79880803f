"""Links lead where Obsidian would lead them (obsidian.md §2): which file, which heading, which block."""

import unicodedata
from pathlib import Path

import pytest
from conftest import count, vault_of
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.manual.chapter import closest
from para_sync.vault import note
from para_sync.vault.links import MOST_KEPT, SHORT, Names, Near, Outline, heading_key, normal, outline

FILES = [
    "Boat.md",
    "Harbour/Boat.md",
    "Harbour/Quay/Boat.md",
    "Harbour/Rope.md",
    "Sea/Boat.md",
    "Sea/Far/Rope.md",
    "Sea/Far/Off/Café.md",
    "Sea/chart.png",
    "Sea/chart.png.md",
    "v1.2 notes.md",
    "Twice/Keel.md",
    "Keels/Keel.md",
    "UPPER.MD",
    "LICENSE",
    "Old/LICENSE.md",
    "a b.md",
]
NAMES = Names(FILES)


@pytest.mark.parametrize(
    ("target", "source", "found"),
    [
        # one candidate: the bare name finds it from anywhere
        ("Café", "Boat.md", "Sea/Far/Off/Café.md"),
        ("Café.md", "Boat.md", "Sea/Far/Off/Café.md"),
        ("café", "Sea/x.md", "Sea/Far/Off/Café.md"),
        ("CAFÉ.MD", "Sea/x.md", "Sea/Far/Off/Café.md"),
        (unicodedata.normalize("NFD", "Café"), "x.md", "Sea/Far/Off/Café.md"),
        ("upper", "x.md", "UPPER.MD"),
        ("a\xa0b", "x.md", "a b.md"),
        ("a\u202fb", "x.md", "a b.md"),
        # the literal name comes before the name with .md
        ("chart.png", "x.md", "Sea/chart.png"),
        ("chart.png.md", "x.md", "Sea/chart.png.md"),
        ("LICENSE", "x.md", "LICENSE"),
        ("chart", "x.md", None),
        ("v1.2 notes", "x.md", "v1.2 notes.md"),
        ("v1.2", "x.md", None),
        # several: an exact path, the own folder, the shortest, the alphabet
        ("Boat", "x.md", "Boat.md"),
        ("Boat", "Harbour/x.md", "Harbour/Boat.md"),
        ("Boat", "Harbour/Quay/x.md", "Harbour/Quay/Boat.md"),
        ("Boat", "Sea/Far/x.md", "Boat.md"),
        ("Rope", "Sea/x.md", "Sea/Far/Rope.md"),
        ("Rope", "x.md", "Harbour/Rope.md"),
        ("Keel", "x.md", "Keels/Keel.md"),
        ("Keel", "Twice/x.md", "Twice/Keel.md"),
        # a path must be the end of the file's path
        ("Quay/Boat", "x.md", "Harbour/Quay/Boat.md"),
        ("quay/boat.md", "x.md", "Harbour/Quay/Boat.md"),
        ("uay/Boat", "x.md", None),
        ("Harbour/Boat", "Sea/x.md", "Harbour/Boat.md"),
        ("Sea/Rope", "x.md", None),
        ("Quay//Boat", "x.md", "Harbour/Quay/Boat.md"),
        ("Quay\\Boat", "x.md", "Harbour/Quay/Boat.md"),
        # from the root, and from the source
        ("/Boat", "Harbour/x.md", "Boat.md"),
        ("/Harbour/Boat.md", "x.md", "Harbour/Boat.md"),
        ("/Rope", "Harbour/x.md", None),
        ("./Boat", "Harbour/x.md", "Harbour/Boat.md"),
        ("./Rope", "Sea/x.md", None),
        ("./Quay/Boat", "Harbour/x.md", "Harbour/Quay/Boat.md"),
        ("../Rope", "Harbour/Quay/x.md", "Harbour/Rope.md"),
        ("../../Boat", "Harbour/Quay/x.md", "Boat.md"),
        ("../../../Boat", "Harbour/Quay/x.md", None),
        ("../Boat", "x.md", None),
        ("../sea/./Far/../Boat.md", "Harbour/x.md", "Sea/Boat.md"),
        # nothing
        ("No such note", "x.md", None),
        ("", "x.md", None),
        (".", "x.md", None),
        ("..", "x.md", None),
        ("/", "x.md", None),
        ("Harbour", "x.md", None),
    ],
)
def test_best_file_of_a_link(target: str, source: str, found: str | None) -> None:
    assert next(iter(NAMES.find(target, source)), None) == found


def test_links_of_a_property_are_those_of_its_name_in_any_letter_case() -> None:
    read = note.parse(
        "n.md",
        b'---\nUp: "[[A]]"\n"up.0": "[[B]]"\nlist:\n  - "[[C]]"\n  - word\n  - "[d](D.md)"\n'
        b'"list.0": "[[E]]"\nweb: "[x](https://a.b)"\n---\n[[F]]\n',
    )
    names = ("up", "UP.0", "List", "list.0", "web", "")
    found = {name: [link.target for link in read.property_links(name)] for name in names}
    assert found == {"up": ["A"], "UP.0": ["B"], "List": ["C", "D.md"], "list.0": ["E"], "web": [], "": []}


def test_all_files_that_fit_best_first() -> None:
    assert NAMES.find("Boat", "Harbour/x.md") == ("Harbour/Boat.md", "Harbour/Quay/Boat.md", "Boat.md", "Sea/Boat.md")
    names = Names(["b/a/N.md", "a/N.md"])
    assert names.find("a/N", "b/x.md") == ("a/N.md", "b/a/N.md"), "an exact path from the root beats the own folder"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a//b/", "a/b"), ("/a", "/a"), ("a\\b", "a/b"), ("a\xa0b", "a b"), ("e\u0301", "é"), ("", ""), ("//", "")],
)
def test_normal_path(path: str, expected: str) -> None:
    assert normal(path) == expected


@pytest.mark.nightly
@settings(max_examples=count(2_000))
@given(
    st.lists(st.text("aé./ ", max_size=8), max_size=8),
    st.text("aAéE\u0301./\\ #", max_size=12),
    st.text("a/", max_size=6),
)
def test_finding_invents_nothing(paths: list[str], target: str, source: str) -> None:
    assert set(Names(paths).find(target, source)) <= set(paths)


# Headings

HULL = """\
# Hull: the A (b)
## Keel
# Deck
## Keel
### Bolt
## Mast & boom
## [[Boat|the boat]] `code`
"""


@pytest.mark.parametrize(
    ("subpath", "there"),
    [
        ("Keel", True),
        ("keel", True),
        ("Hull: the A (b)", True),
        ("Hull the A b", True),
        (" hull   THE a b! ", True),
        ("Hull the A", False),
        ("Deck#Keel", True),
        ("Deck#Keel#Bolt", True),
        ("Hull the A b#Bolt", True),
        ("Keel#Deck", False),
        ("Keel#Mast boom", False),
        ("#Keel", True),
        ("Mast & boom", True),
        ("Mast boom", True),
        ("Mast-boom", False),
        ("Boat the boat code", True),
        ("[[Boat the boat]] `code`", True),
        ("No such heading", False),
        ("", False),
        ("#", False),
        ("!?", False),
    ],
)
def test_heading_of_a_link(subpath: str, there: bool) -> None:
    found = note.parse("x.md", HULL.encode())
    long = note.parse("x.md", HULL.encode() + b"\n# Other\n" * SHORT)
    assert Outline(outline(found)).heading(subpath) is Outline(outline(long)).heading(subpath) is there


@pytest.mark.parametrize("lines", [1, SHORT])
def test_block_of_a_link(lines: int) -> None:
    found = Outline(
        outline(note.parse("x.md", b"# Knot\n\nA rope. ^Knot\n\nAnother. ^bend-2\n" + b"# Other\n" * lines))
    )
    assert [found.block(name) for name in ("knot", "KNOT", "bend-2")] == [True] * 3
    assert not any(found.block(name) for name in ("", "bend", "other", "knot\n^bend-2"))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("A: B (c)", "a b c", True),
        ("x^2 | y", "x 2 y", True),
        ("E\u0301tude", "étude", True),
        ("a_b", "a b", False),
        ("it's", "its", False),
        ("a–b", "a-b", False),
        ("Straße", "STRASSE", True),
    ],
)
def test_when_headings_are_the_same(first: str, second: str, same: bool) -> None:
    assert (heading_key(first) == heading_key(second)) is same


@pytest.mark.nightly
@given(st.text(st.characters(max_codepoint=127)))
@settings(max_examples=count(2_000))
def test_a_heading_in_ascii_is_compared_as_any_other(text: str) -> None:
    assert f"{heading_key(text)} é".strip() == heading_key(f"{text} é")


# Whole links

NOTES = {
    "Boat.md": "# Hull\n\nx^2 holds ^Knot\n\n## Area x^2\n",
    "Log.md": "",
    "Huge.md": "x" * (2 * 1024 * 1024 + 1),
    "Latin.md": b"\xff",
    "pic.png": b"",
}


@pytest.mark.parametrize(
    ("link", "path", "subpath_found"),
    [
        ("[[Boat]]", "Boat.md", True),
        ("[[Boat#Hull]]", "Boat.md", True),
        ("[[Boat#Mast]]", "Boat.md", False),
        ("[[Boat#^knot]]", "Boat.md", True),
        ("[[Boat#^KNOT]]", "Boat.md", True),
        ("[[Boat#^kno]]", "Boat.md", False),
        ("[[Boat#Hull#^knot]]", "Boat.md", True),
        ("[[Boat#Area x^2]]", "Boat.md", True),
        ("[[Boat#Area x 2]]", "Boat.md", True),
        ("[[#Own]]", "Log.md", True),
        ("[[#Other]]", "Log.md", False),
        ("[a](Boat.md#Hull)", "Boat.md", True),
        ("[a](boat#hull)", "Boat.md", True),
        ("![[pic.png#page=3]]", "pic.png", True),
        ("[[Boat#]]", "Boat.md", True),
        ("[[Log#Own|x]]", "Log.md", True),
        ("[[alias]]", None, False),
        ("[[Latin#Anything]]", "Latin.md", True),
        ("[[Huge#Anything]]", "Huge.md", True),
    ],
)
def test_where_a_link_leads(tmp_path: Path, link: str, path: str | None, subpath_found: bool) -> None:
    """A note that is there and cannot be read is still there: nothing can be said against a link into it."""
    vault = vault_of(tmp_path, {**NOTES, "Log.md": f"---\naliases: [alias]\n---\n# Own\n\n{link}\n"})
    (read,) = vault.notes["Log.md"].links
    target = vault.resolve(read, vault.notes["Log.md"])
    assert (target.path, target.subpath_found) == (path, subpath_found)


def test_what_a_dead_name_meant_does_not_depend_on_what_was_asked_before() -> None:
    names = [f"Chart {number:04}" for number in range(MOST_KEPT)]
    asked, fresh = Near(names), Near(names)
    for number in range(2 * MOST_KEPT):
        asked.find(f"Charts {number:04}")
    wanted = ["Chart 0007x", "Chrt 0123", "Charts 0001"]
    assert [asked.find(name) for name in wanted] == [fresh.find(name) for name in wanted]
    assert closest("Chrt 0123", asked.find("Chrt 0123")) == "Chart 0123"


words = st.text("abcd ", max_size=8)


@pytest.mark.nightly
@given(words, st.lists(words, max_size=16), st.sampled_from([0.6, 0.7, 0.8]))
@settings(max_examples=count(3_000))
def test_the_closest_name_shares_the_largest_part_of_its_letters(name: str, known: list[str], alike: float) -> None:
    found = closest(name, known, alike)
    likeness = [2 * shared(name, each) / (len(name) + len(each)) if name or each else 1 for each in known]
    most = max(likeness, default=0)
    assert found == (known[likeness.index(most)] if most >= alike else "")


def shared(name: str, other: str) -> int:
    """How many letters two texts have in common in the same order, at most; by the definition."""
    if not name or not other:
        return 0
    if name[0] == other[0]:
        return 1 + shared(name[1:], other[1:])
    return max(shared(name[1:], other), shared(name, other[1:]))
