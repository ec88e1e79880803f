"""What moving files promises: every link leads where it led, in every syntax, and all other bytes stay."""

from __future__ import annotations

import json
import posixpath
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import count, some, vault_of, write
from hypothesis import given, settings
from hypothesis import strategies as st
from seam import Hooked, Killed, Later, Torn
from test_edit import settled

from para_sync import edit, history, moving
from para_sync.change import Edit
from para_sync.edit import Move, Outcome
from para_sync.vault import note as notes
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.source import Disk
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

FOLDERS = ["", "Projects/p", "Projects/p/in", "Projects/q", "Areas", "Completed Prep", "Completed Prep/p"]
FILES = ["A.md", "a b.md", "É (1).md", "pic.png", "deep.note.md", "It's 50%.md"]
ARCHIVE = "Completed Prep"

TEXTS = {
    "wikilink": "see [[{}]] and so on",
    "shown": "see [[{}|what it is]].",
    "heading": "[[{}#One#Two]] [[{}#^b1|block]]",
    "embed": "![[{}]] ![[{}#One]] ![[{}|300]]",
    "markdown": '[text]({md}) ![alt]({md} "title")',
    "angle": "[text](<{}>) [h](<{}#One>)",
    "table": "| a | b |\n| --- | --- |\n| [[{}\\|x]] | [[{}]] |",
    "code": "`[[{}]]` and\n\n```\n[[{}]]\n```",
    "quote": "> - [[{}]]",
}


def encoded(target: str) -> str:
    return re.sub(r"[ ()%]", lambda match: f"%{ord(match[0]):02X}", target)


@st.composite
def targets(draw: st.DrawFn, paths: list[str], source: str) -> str:
    """How somebody may have written a link to a file: by name, by the end of its path, from the root, or from here."""
    path = draw(st.sampled_from(paths))
    parts = path.split("/")
    near = Path(*[".."] * source.count("/"), path).as_posix()
    spelt = draw(st.sampled_from([parts[-1], "/".join(parts[-2:]), path, f"/{path}", near, f"./{parts[-1]}"]))
    spelt = spelt.removesuffix(".md") if draw(st.booleans()) else spelt
    return spelt.upper() if draw(st.integers(0, 5)) == 0 else spelt


@st.composite
def vaults(draw: st.DrawFn) -> dict[str, bytes]:
    places = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(FILES)).map(lambda each: "/".join(filter(None, each)))
    paths = draw(st.lists(places, min_size=2, max_size=9, unique_by=str.lower))
    files: dict[str, bytes] = {}
    for path in paths:
        if path.endswith(".md"):
            lines = draw(st.lists(st.sampled_from(sorted(TEXTS)), max_size=5))
            bodies = [filled(TEXTS[each], draw(targets(paths, path))) for each in lines]
            front = draw(
                st.sampled_from(["", 'up: "[[{}]]"\n', "up: '[[{}|x]]'\nlist:\n  - \"[[{}]]\"\n", 'up: "[t]({md})"\n'])
            )
            front = filled(front, draw(targets(paths, path))) if front else ""
            text = f"---\ntype: x\n{front}---\n# One\n## Two\ntext ^b1\n\n" + "\n\n".join(bodies)
            files[path] = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()
        else:
            files[path] = b"\x89PNG"
    for name in draw(st.lists(st.sampled_from(["Projects/p/Map.canvas", "Wall.canvas"]), unique=True)):
        files[name] = draw(canvases(paths, name))
    for name in draw(st.lists(st.sampled_from(["Projects/p/Notes.base", "All.base"]), unique=True)):
        files[name] = draw(bases(paths, name))
    form = draw(st.sampled_from(["shortest", "relative", "absolute", "nonsense"]))
    return {**files, ".obsidian/app.json": json.dumps({"newLinkFormat": form}).encode()}


def filled(text: str, target: str) -> str:
    return text.replace("{md}", encoded(target)).replace("{}", target)


@st.composite
def canvases(draw: st.DrawFn, paths: list[str], source: str) -> bytes:
    text = " ".join(
        f'é\n"[[{draw(targets(paths, source))}]]" 😀 [t]({encoded(draw(targets(paths, source)))})' for _ in range(2)
    )
    nodes = [
        {"id": "1", "type": "file", "file": draw(st.sampled_from(paths)), "subpath": "#One"},
        {"id": "2", "type": "text", "text": text, "color": "1"},
        {"type": "group", "label": "file", "background": draw(st.sampled_from(paths))},
    ]
    shape = draw(st.sampled_from([{}, {"indent": "\t"}, {"ensure_ascii": False}]))
    return json.dumps({"nodes": nodes, "edges": []}, **shape).encode()  # type: ignore[arg-type]


@st.composite
def bases(draw: st.DrawFn, paths: list[str], source: str) -> bytes:
    one = draw(targets([each for each in paths if "'" not in each] or ["A.md"], source))
    other = draw(targets([each for each in paths if "'" not in each] or ["A.md"], source))
    return (
        f'filters:\n  and:\n    - file.hasLink("{one}")\n    - \'link("{other}") != this.up\'\n'
        f'    - "file.hasLink(\\"{one}\\")"\n    - up == "[[{other}]]"\n'
        f'    - file.inFolder("Projects/p")\nviews:\n  - type: table # A\n    name: "é"\n'
    ).encode()


def refers(vault: Vault, moves: dict[str, str]) -> Iterator[tuple[str, str, int, str | None]]:
    """Every link that leads somewhere: the file that holds it, in what way, which of them, and where it leads."""
    for note in vault:
        for number, link in enumerate(note.links):
            if link.target:
                yield (
                    moves.get(note.path, note.path),
                    f"{link.kind} {link.subpath}",
                    number,
                    vault.resolve(link, note).path,
                )
                near = Path(note.folder, *[link.target]).as_posix()
                if link.kind == "markdown" and (near := posixpath.normpath(near)) in vault.linkable:
                    yield moves.get(note.path, note.path), "from here", number, near
    for path in vault.others:
        content = vault.source.content(path)
        if path.endswith(".canvas"):
            for number, node in enumerate(json.loads(content)["nodes"]):
                shown = node.get("file") or node.get("background")
                if shown:
                    yield moves.get(path, path), "shown", number, shown if shown in vault.linkable else None
                card = notes.parse(path, node.get("text", "").encode())
                for place, link in enumerate(card.links):
                    yield moves.get(path, path), "card", place, vault.resolve(link, card).path
        elif path.endswith(".base"):
            for number, found in enumerate(re.findall(r'(?:ink\(\\?"|\[\[)([^"\\\]]+)', content.decode())):
                link = Link("wikilink", found, "", found, Span(0, 0))
                yield moves.get(path, path), "formula", number, vault.resolve(link, Note(path, "")).path


# What in the texts above leads somewhere, in bases and canvases.
LED = re.compile(
    r"""("(?:file|background)":\s"|inFolder\(")(?:[^"\\]|\\.)*"""
    r"""|(ink\(\\?"|\[\[)(?:[^"\\\]|]|\\u\w{4})+(?:\|[^\]]*(?=\]\]))?|(\]\()(?:[^)\\]|\\u\w{4})+"""
)


def without_links(path: str, content: bytes) -> bytes:
    """A file without what its links lead to."""
    if path.endswith((".base", ".canvas")):
        return LED.sub(r"\1\2\3", content.decode()).encode()
    kept, pieces = 0, []
    for link in sorted(notes.parse(path, content).links, key=lambda each: each.span):
        pieces += [content[kept : link.span.start], f"<{link.kind}#{link.subpath}>".encode()]
        kept = link.span.end
    return b"".join([*pieces, content[kept:]])


def same_words(before: bytes, after: bytes) -> bool:
    """Whether links show what they showed; one that showed its path, or an embed, may show the new one."""
    pairs = zip(notes.parse("", before).links, notes.parse("", after).links, strict=True)
    return all(
        one.display == other.display
        or (one.display.startswith(one.target) and ("/" in one.target or one.kind == "embed"))
        for one, other in pairs
    )


def tree(root: Path) -> dict[str, bytes]:
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {path: file.read_bytes() for path, file in sorted(files.items()) if not path.startswith(".para-sync")}


@st.composite
def chosen(draw: st.DrawFn, files: dict[str, bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """What moves: some files, or all of one folder; never onto another file."""
    free = sorted(path for path in files if not path.startswith((ARCHIVE, ".")))
    whole = draw(st.booleans())
    picked = (
        [path for path in free if path.startswith("Projects/p/")]
        if whole
        else draw(st.lists(st.sampled_from(free), unique=True))
        if free
        else []
    )
    taken = {path.lower() for path in files}
    moves = {path: f"{ARCHIVE}/{path.removeprefix('Projects/')}" for path in picked}
    return {path: to for path, to in moves.items() if to.lower() not in taken}, {
        "Projects/p": f"{ARCHIVE}/p"
    } if whole else {}


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(vaults(), st.data())
def test_every_link_leads_where_it_led_and_all_else_stays(files: dict[str, bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        vault = vault_of(Path(name), files)
        moves, folders = data.draw(chosen(files))
        plan = moving.plan(vault, moves, folders)
        assert not plan.stuck
        before = [(*where, moves.get(to or "", to)) for *where, to in refers(vault, moves) if to]
        begun = tree(Path(name))
        assert not [each for each in edit.apply(Path(name), "archive", (*plan.edits, *plan.moves)) if each.reason]
        later = {tuple(where): to for *where, to in refers(Vault.read(Disk(Path(name))), {})}
        assert {tuple(where): to for *where, to in before}.items() <= later.items()
        after = tree(Path(name))
        assert sorted(after) == sorted(moves.get(path, path) for path in begun)
        for path, content in begun.items():
            now = after[moves.get(path, path)]
            if path in plan.relinked:
                assert without_links(path, now) == without_links(path, content)
                assert not path.endswith(".md") or same_words(content, now)
            else:
                assert now == content
        if moves:
            back = history.undo(Path(name), history.runs(Path(name))[0])
            assert not [each for each in edit.apply(Path(name), "undo", back.edits) if each.reason]
            assert tree(Path(name)) == begun


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "vault"


SMALL: dict[str, str] = {
    "Projects/p/A.md": "[[Projects/p/B]] and [c](../../C.md)",
    "Projects/p/B.md": "nothing",
    "Projects/p/pic.png": "PNG",
    "C.md": "[[Projects/p/A#x|shown]] ![[p/pic.png]]",
}
MOVES = {path: f"{ARCHIVE}/{path.removeprefix('Projects/')}" for path in SMALL if path.startswith("Projects")}
MOVED = {
    "C.md": b"[[A#x|shown]] ![[p/pic.png]]",
    "Completed Prep/p/A.md": b"[[B]] and [c](../../C.md)",
    "Completed Prep/p/B.md": b"nothing",
    "Completed Prep/p/pic.png": b"PNG",
}


def steps(root: Path) -> list[Edit | Move]:
    plan = moving.plan(vault_of(root, SMALL), MOVES, {})
    return [*plan.edits, *plan.moves]


def test_links_are_written_and_files_moved_and_a_folder_that_is_empty_goes(root: Path) -> None:
    done = edit.apply(root, "archive", steps(root))
    assert [(each.path, each.written, each.reason) for each in done] == [
        (path, True, "") for path in ("C.md", "Projects/p/A.md", *MOVES)
    ]
    assert tree(root) == MOVED
    assert [each.name for each in root.glob("Projects/*")] == []


def test_a_run_that_is_killed_anywhere_is_finished_at_the_next_start_and_can_be_taken_back(root: Path) -> None:
    whole = Hooked()
    edit.apply(root, "archive", steps(root), whole)
    cut, kills = 0, some(range(1, len(whole.calls) + 1))
    for k in kills:
        place = root.parent / str(k)
        made = steps(place)
        begun = tree(place)
        with suppress(Killed):
            edit.apply(place, "archive", made, Torn(k))
        begins = edit.unfinished(place)
        cut += bool(begins)
        assert edit.settle(place, Later()) == [] or begins
        assert tree(place) == (MOVED if begins or tree(place) == MOVED else begun)
        assert not edit.unfinished(place)
        assert settled(place) == []
        known = [run for run in history.runs(place) if run.label == "archive"]
        for run in known:
            assert not [
                each for each in edit.apply(place, f"undo {run.id}", history.undo(place, run).edits) if each.reason
            ]
        assert tree(place) == begun
    assert len(kills) // 2 < cut < len(kills)


def test_an_undo_that_is_killed_is_finished_too_and_an_undo_can_be_undone(root: Path) -> None:
    whole = Hooked()
    edit.apply(root, "archive", steps(root))
    edit.apply(root, "undo", history.undo(root, history.runs(root)[0]).edits, whole)
    begun = tree(root)
    for k in some(range(1, len(whole.calls))):
        place = root.parent / str(k)
        edit.apply(place, "archive", steps(place))
        run = history.runs(place)[0]
        with suppress(Killed):
            edit.apply(place, f"undo {run.id}", history.undo(place, run).edits, Torn(k))
        edit.settle(place, Later())
        assert tree(place) in (begun, MOVED)
        if tree(place) == begun:
            again = history.undo(place, history.runs(place)[0])
            assert not [each for each in edit.apply(place, "undo again", again.edits) if each.reason]
            assert tree(place) == MOVED


@pytest.mark.parametrize("path", ["C.md", "Completed Prep/p/A.md", "Completed Prep/p/B.md"])
def test_an_undo_with_newer_edits_in_the_way_moves_nothing(root: Path, path: str) -> None:
    edit.apply(root, "archive", steps(root))
    (root / path).write_text("mine")
    back = history.undo(root, history.runs(root)[0])
    assert (back.edits, [each.path for each in back.left][:1]) == ((), [path])
    assert back.left[0].reason == "changed since that run"


def test_nothing_moves_where_one_file_cannot(root: Path) -> None:
    made = steps(root)
    write(root, {"Completed Prep/p/B.md": "came meanwhile"})
    begun = tree(root)
    assert edit.apply(root, "archive", made) == [
        Outcome("Projects/p/B.md", False, '"Completed Prep/p/B.md" already exists')
    ]
    (root / "Projects/p/pic.png").unlink()
    (root / "Projects/p/pic.png").symlink_to(root / "C.md")
    assert [each.reason for each in edit.apply(root, "archive", made)][1:] == ['"pic.png" is a symlink']
    (root / "Projects/p/pic.png").unlink()
    write(root, {"Projects/p/pic.png": "PNG"})
    assert (tree(root), history.runs(root)) == (begun, ())


def test_a_note_that_is_edited_meanwhile_keeps_its_words_and_moves(root: Path) -> None:
    made = steps(root)
    write(root, {"Projects/p/A.md": "mine", "C.md": "mine too"})
    done = edit.apply(root, "archive", made)
    assert {each.path: each.reason for each in done if each.reason} == {
        "C.md": edit.CHANGED,
        "Projects/p/A.md": edit.CHANGED,
    }
    assert tree(root) == {**MOVED, "C.md": b"mine too", "Completed Prep/p/A.md": b"mine"}


SYNTAXES = {
    # the end of the path still fits
    "[[p/A]]": "[[p/A]]",
    "[[Projects/p/B|b]]": "[[B|b]]",
    "![[Projects/p/pic.png|300]]": "![[pic.png|300]]",
    "[[projects/P/a#One]]": "[[A#One]]",
    '[t](Projects/p/A.md#One "title")': '[t](Completed%20Prep/p/A.md#One "title")',
    "[t](<./Projects/p/A.md>)": "[t](<./Completed Prep/p/A.md>)",
    "[t](./Projects/p/A.md)": "[t](./Completed%20Prep/p/A.md)",
    "| a |\n| --- |\n| [[Projects/p/A\\|x]] |": "| a |\n| --- |\n| [[A\\|x]] |",
    "`[[Projects/p/A]]`": "`[[Projects/p/A]]`",
    "[[Projects/p/none]]": "[[Projects/p/none]]",
    "---\nup: '[[Projects/p/A|x]]'\n---": '---\nup: "[[A|x]]"\n---',
    "---\nup: '[x](Projects/p/A.md)'\n---": '---\nup: "[x](A.md)"\n---',
}


@pytest.mark.parametrize("text", SYNTAXES)
def test_a_link_is_written_as_obsidian_would(root: Path, text: str) -> None:
    vault = vault_of(root, {**SMALL, "Links.md": text})
    plan = moving.plan(vault, MOVES, {})
    edits = [each for each in plan.edits if each.path == "Links.md"]
    assert edit.splice(text.encode(), edits).decode() == SYNTAXES[text]


FORMS = {"absolute": "[[Completed Prep/p/A]]", "relative": "[[../Completed Prep/p/A]]", "shortest": "[[A]]"}


@pytest.mark.parametrize("form", FORMS)
def test_a_link_has_the_form_that_obsidian_is_set_to(root: Path, form: str) -> None:
    settings = {".obsidian/app.json": json.dumps({"newLinkFormat": form}), "Areas/Links.md": "[[Projects/p/A]]"}
    plan = moving.plan(vault_of(root, {**SMALL, **settings}), MOVES, {})
    (one,) = [each for each in plan.edits if each.path == "Areas/Links.md"]
    assert edit.splice(b"[[Projects/p/A]]", [one]).decode() == FORMS[form]


def test_a_name_that_two_files_have_goes_on_meaning_the_same_one(root: Path) -> None:
    files = {
        "Projects/p/A.md": "[[B]]",
        "Projects/p/B.md": "near",
        "B.md": "far",
        "C.md": "[[B]]",
        "Areas/a/b/D.md": "[[A]]",
    }
    plan = moving.plan(vault_of(root, files), {"Projects/p/A.md": "Completed Prep/p/A.md"}, {})
    assert [(each.path, each.bytes) for each in plan.edits] == [("Projects/p/A.md", b"[[Projects/p/B|B]]")]
    plan = moving.plan(vault_of(root, files), {"B.md": "Completed Prep/very/deep/B.md"}, {})
    assert [(each.path, each.bytes) for each in plan.edits] == [("C.md", b"[[Completed Prep/very/deep/B|B]]")]


def test_links_in_tables_that_sync_writes_are_left_to_it_and_bookmarks_are_told_of(root: Path) -> None:
    table = "<!-- para-sync:begin gap-tracker -->\n\n[[Projects/p/A|x]]\n\n<!-- para-sync:end gap-tracker{} -->\n"
    files = {
        **SMALL,
        "Table.md": table.format(""),
        "Edited.md": table.format(" 1-00000000"),
        ".obsidian/bookmarks.json": json.dumps({"items": [{"path": "Projects/p/A.md"}]}),
        "Odd.canvas": '{"file": "Projects/p/A.md"',
    }
    plan = moving.plan(vault_of(root, files), MOVES, {})
    assert plan.relinked == {"Edited.md": 1, "C.md": 1, "Projects/p/A.md": 1}
    assert plan.left == (
        Outcome("Odd.canvas", False, "cannot be read; what it refers to stays as it is"),
        Outcome("Projects/p/A.md", False, "Obsidian has a bookmark on it, which only Obsidian can change"),
    )


def test_a_link_that_cannot_be_written_anew_stands_in_the_way(root: Path) -> None:
    odd = {
        "Projects/p/What: #1.md": "",
        "Projects/p/it's.md": "",
        "O.base": 'x: link("Projects/p/it\'s")\n',
        "L.md": "",
    }
    files = {**odd, "L.md": "---\nup: >-\n  [[Projects/p/it's]]\n---\n"}
    plan = moving.plan(vault_of(root, files), {"Projects/p/it's.md": "Completed Prep/p/it's.md"}, {})
    assert [each.path for each in plan.stuck] == ["L.md:2:5"]
