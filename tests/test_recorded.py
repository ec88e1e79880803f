"""Our facts against Obsidian's: notes of the Tasks plugin's sample vault with the metadata that Obsidian recorded.

Compared: headings, links, embeds, tags, block ids, list items, properties and links in properties, with their places.
What differs, and is meant to:

- Columns: Obsidian counts UTF-16 units from 0, we count code points from 1; ours are converted here.
- The column of a nested list item: Obsidian counts from where its parent's text begins, sometimes one more; we give the
  bullet. Only its line is compared. So is the parent's line; Obsidian tells several negative "no parent"s apart.
- The end of a list item: Obsidian's stops before the items below it, ours holds them. Not compared.
- The place of a block id: Obsidian gives the block's, we give the id's. Only the ids are compared.
- Sections: we have none.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from para_sync.vault import note
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.span import Span

RECORDED = Path(__file__).parents[2] / "shared" / "obsidian-recorded"
NAMES = sorted(path.stem for path in RECORDED.glob("recorded/*.json"))

pytestmark = pytest.mark.skipif(not NAMES, reason=f"no recordings of Obsidian at {RECORDED}")


@pytest.mark.parametrize("name", NAMES)
def test_headings(name: str) -> None:
    ours = [(each.level, each.text, *place(name, each.span)) for each in read(name).headings]
    assert ours == [(each["level"], each["heading"], *position(each)) for each in recorded(name, "headings")]


@pytest.mark.parametrize("name", NAMES)
def test_links(name: str) -> None:
    ours = [
        (written(each), each.display, *place(name, each.span))
        for each in read(name).links
        if each.kind in ("wikilink", "markdown")
    ]
    assert ours == [(each["link"], each["displayText"], *position(each)) for each in recorded(name, "links")]


@pytest.mark.parametrize("name", NAMES)
def test_embeds(name: str) -> None:
    ours = [(written(each), each.display, *place(name, each.span)) for each in read(name).links if each.kind == "embed"]
    assert ours == [(each["link"], each["displayText"], *position(each)) for each in recorded(name, "embeds")]


@pytest.mark.parametrize("name", NAMES)
def test_tags(name: str) -> None:
    body = read(name).properties.body
    ours = [("#" + each.name, *place(name, each.span)) for each in read(name).tags if each.span.start >= body]
    assert ours == [(each["tag"], *position(each)) for each in recorded(name, "tags")]


@pytest.mark.parametrize("name", NAMES)
def test_block_ids(name: str) -> None:
    assert [each.id for each in read(name).blocks] == list(metadata(name).get("blocks", {}))


@pytest.mark.parametrize("name", NAMES)
def test_list_items(name: str) -> None:
    items = read(name).items
    lines = [place(name, each.span)[0][0] for each in items]
    parents = [lines[each.parent] if each.parent >= 0 else None for each in items]
    theirs = [
        (position(each)[0][0], each.get("task"), each["parent"] if each["parent"] >= 0 else None)
        for each in recorded(name, "listItems")
    ]
    assert list(zip(lines, (each.task for each in items), parents, strict=True)) == theirs


@pytest.mark.parametrize("name", NAMES)
def test_properties(name: str) -> None:
    ours = json.loads(json.dumps(read(name).properties.values()))
    assert ours == (metadata(name).get("frontmatter") or {})


@pytest.mark.parametrize("name", NAMES)
def test_links_in_properties(name: str) -> None:
    ours = [
        (
            each.property,
            written(each),
            each.display,
            content(name)[each.span.start : each.span.end].decode().strip("\"'"),
        )
        for each in read(name).links
        if each.kind == "property"
    ]
    theirs = recorded(name, "frontmatterLinks")
    assert ours == [(each["key"], each["link"], each["displayText"], each["original"]) for each in theirs]


@cache
def content(name: str) -> bytes:
    return (RECORDED / "notes" / f"{name}.md").read_bytes()


@cache
def read(name: str) -> Note:
    return note.parse(f"{name}.md", content(name))


@cache
def metadata(name: str) -> dict[str, Any]:
    file = json.loads((RECORDED / "recorded" / f"{name}.json").read_text("utf-8"))
    return dict(file["cachedMetadata"])


def recorded(name: str, kind: str) -> list[dict[str, Any]]:
    return list(metadata(name).get(kind, []))


def position(fact: dict[str, Any]) -> tuple[tuple[int, int], ...]:
    return tuple((end["line"], end["col"]) for end in (fact["position"]["start"], fact["position"]["end"]))


def place(name: str, span: Span) -> tuple[tuple[int, int], ...]:
    """Start and end of a span as Obsidian counts: lines from 0, columns from 0 in UTF-16 units."""
    before = [content(name)[:offset].decode().rpartition("\n") for offset in span]
    return tuple((head.count("\n") + bool(mark), len(last.encode("utf-16-le")) // 2) for head, mark, last in before)


def written(link: Link) -> str:
    return link.target + (f"#{link.subpath}" if link.subpath else "")
