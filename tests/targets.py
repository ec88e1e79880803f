"""What holds for any bytes, as functions that raise where it does not; hypothesis and a fuzzer make up the bytes.

`PIECES` are what the bytes of a target are likely to be made of.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml
from ruamel.yaml import YAML

from para_sync import moving, property_text, sync, yaml_text
from para_sync.designs import answer, composed, records
from para_sync.designs.records import BadRecord, Record
from para_sync.edit import splice
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import Spec
from para_sync.vault import note as notes
from para_sync.vault.note import Note
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

CORPUS = Path(__file__).parent / "corpus"
SPLIT = b"\x00"
PLACE = "C p/n/A.md"
OTHERS = {"B.md": b"", "Q q/A.md": b"# H\n", ".obsidian/app.json": b'{"newLinkFormat": "absolute"}'}


def properties(data: bytes) -> None:
    """A block of properties is read or reported; what is written into it changes nothing else."""
    content = b"---\n" + data + b"\n---\nbody\n"
    note = notes.parse("x.md", content)
    values = note.properties.values()
    assert not (note.properties.fault and values)
    for name in ("added", *values):
        edit = property_text.put(note, content, name, '"v"') if note.readable else None
        if edit is None:
            continue
        after = notes.parse("x.md", splice(content, [edit])).properties.values()
        entry = note.properties.get(name)  # in any letter case
        put = entry.name if entry else name
        assert after.pop(put) == "v"
        assert repr(after) == repr({other: value for other, value in values.items() if other != put})


def regions(data: bytes) -> None:
    """A table is written between its markers, once; a note whose markers are damaged keeps its bytes."""
    content, _, text = data.partition(SPLIT)
    action = yaml_text.quoted(text.decode("utf-8", "replace"))
    gap = f"---\ntype: gap\npriority: P1\nstatus: open\naction: {action}\n---\n"
    before = Vault.read(Overlay(Nothing(), {"T.md": content, "g.md": gap.encode()}))
    after = sync.synced(before)
    assert list(sync.edits(after)) == []
    assert after.content("g.md") == gap.encode()
    assert _outside(after.content("T.md")) == _outside(content)
    if any(fault.rule == "region-broken" for fault in before.notes["T.md"].faults):
        assert after.content("T.md") == content


def _outside(content: bytes) -> list[bytes]:
    """The bytes outside all regions, without their end markers, which hold a seal."""
    kept, pieces = 0, []
    for region in sorted(notes.parse("T.md", content).regions, key=lambda each: each.begin):
        pieces.append(content[kept : region.body.start])
        kept = region.end.end
    return [*pieces, content[kept:]]


def links(data: bytes) -> None:
    """When a note moves, every link to it leads to its new place, all others lead where they led, or nothing moves."""
    content = data.replace(SPLIT, b"\n")
    before = Vault.read(Overlay(Nothing(), {"x.md": content, "P/A.md": b"# H\n", **OTHERS}))
    plan = moving.plan(before, {"P/A.md": PLACE}, {})
    edits = [each for each in plan.edits if each.path == "x.md"]
    if plan.stuck:
        return
    written = splice(content, edits)
    after = Vault.read(Overlay(Nothing(), {"x.md": written, PLACE: b"# H\n", **OTHERS}))
    old, new = before.notes["x.md"], after.notes["x.md"]
    assert len(new.links) == len(old.links)
    for one, other in zip(old.links, new.links, strict=True):
        led, leads = before.resolve(one, old).path, after.resolve(other, new).path
        # one that led nowhere may lead to what has moved to where it points, or hold a link that got longer
        there = (PLACE if led == "P/A.md" else led, one.kind, one.subpath)
        assert led is None or (leads, other.kind, other.subpath) == there
    assert _said(new) == _said(old)


def _said(note: Note) -> object:
    """All that a note holds beside links; the text of a heading holds where its links lead."""
    return [each.name for each in note.tags], len(note.headings), len(note.tables), len(note.items)


def record(data: bytes) -> None:
    """A record is refused or makes a note that holds what it says, whatever an answer says besides."""
    for content in (data, json.dumps(_record(data)).encode()):
        try:
            found = records.read(content, "r.json", _spec(), {})
        except BadRecord:
            continue
        for each in found:
            _made(each, data.decode("utf-8", "replace"))


def _record(data: bytes) -> dict[str, str]:
    fields = data.decode("utf-8", "replace").split("\0")
    return dict(zip((each.name for each in _spec().fields), [*fields, "a", "b", "c", "d"], strict=False))


def _made(found: Record, text: str) -> None:
    spec = found.spec
    part = spec.sections[0]
    sections = [composed.section(part, found, answer.section(text, part, spec))]
    content = composed.document(found, sections, {1: "0123abcd"}, "model").encode()
    note = notes.parse(found.path, content)
    assert not note.faults
    assert (note.type, note.regions, note.silences) == ("system-design", (), ())
    block = content.decode().split("\n---\n")[0].removeprefix("---\n")
    reader = YAML(typ="safe", pure=True)
    for name, value in {**found.values, **found.parameters}.items():
        assert note.properties.text(name) == value
        for read in (yaml.safe_load(block), reader.load(block)):
            assert str(read[name] if read[name] is not None else "") == value
    assert [each.name for each in note.properties.entries][-3:] == ["status", "generated", "model"]


@cache
def _spec() -> Spec:
    spec = manuals.of(Vault.read(Nothing())).design_spec
    assert spec
    return spec


TARGETS: dict[str, Callable[[bytes], None]] = {each.__name__: each for each in (properties, regions, links, record)}
PIECES: dict[str, list[bytes]] = {
    "properties": [
        b"\n", b"\r\n", b"a: ", b"\nb: ", b"\nA: ", b": ", b"  ", b"\n- ", b"\n  - ", b"[", b"]", b"{", b"}", b",",
        b"'", b'"', b"\\", b"#", b" # c", b"|", b">-", b"&a ", b"*a", b"<<: ", b"!!int ", b"? ", b"---", b"...",
        b"{{", b"}}", b"null", b"~", b"1e9", b".nan", b"\t", b"\xe2\x80\xa8", b"\xc2\x85", b"\xff", b"\xef\xbb\xbf",
        b"x", b"\xc3\xa9",
    ],
    "regions": [
        b"\n", b"\r\n", b"\n\n", b"x", b"| a | b |\n| --- | --- |\n| c | d |\n", b"```\n", b"`", b"> ", b"---\n",
        b"- ", b"\n<!-- para-sync:begin gap-tracker -->\n", b"\n<!-- para-sync:end gap-tracker -->\n", b"    ",
        b"<!--", b"-->", b"\n<!-- para-sync:begin projects -->\n\n<!-- para-sync:end projects -->\n",
        b"\n<!-- para-sync:begin x -->\n", b"\n<!-- para-sync:end gap-tracker 1-266a557c -->\n", b"<!-- para-sync:",
        b"|", b"[[", b"]]", b"\\", SPLIT, b"\xe2\x80\xa8", b"\x0c", b"\xff", b"$", b"%%", b"<div>\n",
        b"\n<<<<<<< HEAD\n", b"<script>",
    ],
    "links": [
        b"[[A]]", b"[[P/A]]", b"[[A|x]]", b"[[A#H]]", b"[[A#H|x]]", b"![[A]]", b"![[A|300]]", b"[x](P/A.md)",
        b"[[B]]", b"[x](<P/A.md>)", b"[x](A.md#H)", b'[x](A "t")', b"[[", b"]]", b"|", b"\\|", b"\\", b"#", b"#t ",
        b"^b", b"`", b"\n", b"\r\n", b"| a |\n| --- |\n| ", b" |\n", b"> ", b"- ", b"- [ ] ", b"```\n", b"%%", b"$",
        b"---\n", b'---\nup: "[[A]]"\nl:\n  - "[[P/A|x]]"\n---\n', b"---\nup: '[t](P/A.md)'\n---\n", b" ", b"x",
        b"\xc3\xa9", b"[", b"](", b")", b"<", b">", b"%20", b"&amp;", b"\xff", b"<!--", b"-->", b"(A)", b"![",
    ],
    "record": [
        b'{"company_name": "', b'", "ml_topic": "', b'", "interview_frequency": "', b'", "product_description": "',
        b'"}', b"[", b"]", b",", SPLIT, SPLIT, SPLIT, b"Meta", b"no", b"2026-01-05", b"1_000", b"0x1F", b"~", b": ",
        b" #", b"'", b'"', b"\\", b"\n", b"\n---\n", b"../", b"/", b".", b"{{date}}", b"<% x %>", b"[[x]]",
        b"<!-- para-sync:begin x -->", b"\\ud800", b"\\u0007", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"CON", b"NaN",
        b"1e999", b"```dataviewjs\n", b"*", b"&", b"![x](https://example.org)", b"<iframe>", b"- ", b"?", b"!!int ",
        b"\xc3\x89", b"E\xcc\x81", b"%%", b"$", b"`= x`",
    ],
}  # fmt: skip
