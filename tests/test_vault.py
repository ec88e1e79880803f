"""The whole vault: one change gives what a fresh read gives, and the questions that need all notes."""

import pickle
import tempfile
from pathlib import Path

import pytest
from conftest import count, samples, vault_of, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.vault import note
from para_sync.vault.source import Disk, Overlay
from para_sync.vault.vault import Vault

Edit = tuple[str, bytes | None]

PATHS = [
    "a.md",
    "b.md",
    "In/a.md",
    "In/É.MD",
    "pic.png",
    "a",
    "Templates/t.md",
    "a.Conflict.md",
    "a (Conflicted copy x).md",
    ".obsidian/templates.json",
    ".trash/a.md",
    "In/.hidden.md",
]
CONTENTS = [
    b"",
    b"[[a]] [[b]] ![[pic.png]]",
    b"---\ntype: session\n---\n# H ^x\n",
    b"---\ntype: [\n---\n",
    b"\xff",
    b"a\0",
    b'{"folder": "In"}',
    b"x" * (2 * 1024 * 1024 + 1),
    *samples().values(),
]
EDITS = st.lists(st.tuples(st.sampled_from(PATHS), st.none() | st.sampled_from(CONTENTS)), max_size=8)


def facts(vault: Vault) -> list[object]:
    """Everything that a vault says of itself."""
    links = [(each.path, link, vault.resolve(link, each)) for each in vault for link in each.links]
    typed = [each.path for each in vault.of_type("session")]
    templates = [each.path for each in vault if vault.is_template(each)]
    contents = [vault.content(path) for path in PATHS]
    return [list(vault.notes.items()), vault.others, vault.oddities, links, typed, templates, contents]


def put(root: Path, path: str, content: bytes | None) -> None:
    if content is not None:
        write(root, {path: content})
    elif (root / path).exists():
        (root / path).unlink()


@pytest.mark.nightly
@settings(max_examples=count(2_000))
@given(EDITS, EDITS)
def test_replace_equals_a_fresh_read(before: list[Edit], edits: list[Edit]) -> None:
    """`replace` one by one, an overlay read at once, and the same bytes on the disk: all the same vault."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, content in before:
            put(root, path, content)
        vault = Vault.read(Disk(root))
        for path, content in edits:
            vault = vault.replace(path, content)
            assert facts(vault) == facts(Vault.read(vault.source))
        laid_over = Vault.read(Overlay(Disk(root), dict(edits)))
        for path, content in edits:
            put(root, path, content)
        assert facts(vault) == facts(laid_over) == facts(Vault.read(Disk(root)))


def test_replace_leaves_the_old_vault_as_it_was(tmp_path: Path) -> None:
    old = vault_of(tmp_path, {"a.md": "[[b]]"})
    assert old.resolve(old.notes["a.md"].links[0], old.notes["a.md"]).path is None
    new = old.replace("b.md", b"")
    assert new.resolve(new.notes["a.md"].links[0], new.notes["a.md"]).path == "b.md"
    assert list(old.notes) == ["a.md"]
    assert old.resolve(old.notes["a.md"].links[0], old.notes["a.md"]).path is None
    assert not (tmp_path / "b.md").exists()


def test_a_note_depends_on_its_bytes_alone(tmp_path: Path) -> None:
    content = samples()["link-forms"]
    one = vault_of(tmp_path / "one", {"n.md": content})
    two = vault_of(tmp_path / "two", {"n.md": content, "headings.md": "# Hull", "Templates/x.md": "{{date}}"})
    assert one.notes["n.md"] == two.notes["n.md"]
    assert pickle.loads(pickle.dumps(one.notes["n.md"])) == one.notes["n.md"]


def test_facts_are_small() -> None:
    """Values and spans, not text: a cache holds them for ten thousand notes."""
    text = b"A sentence of plain prose that says nothing of note.\n\n" * 1_000
    assert len(pickle.dumps(note.parse("x.md", text))) < 1_000


@pytest.mark.parametrize(
    ("settings_file", "templates"),
    [
        (None, ["Templates/t.md"]),
        ("{}", ["Templates/t.md"]),
        ('{"folder": "My/Own/"}', ["My/Own/t.md"]),
        ('{"folder": "/"}', ["Templates/t.md"]),
        ('{"folder": 3}', ["Templates/t.md"]),
        ("[]", ["Templates/t.md"]),
        ("no JSON", ["Templates/t.md"]),
        ("[" * 100_000, ["Templates/t.md"]),
        (b"\xff\xfe", ["Templates/t.md"]),
    ],
)
def test_templates_lie_where_obsidian_says(tmp_path: Path, settings_file: str | None, templates: list[str]) -> None:
    files = dict.fromkeys(("Templates/t.md", "My/Own/t.md", "Templates.md", "n.md"), "---\ntype: session\n---\n")
    if settings_file is not None:
        files[".obsidian/templates.json"] = settings_file
    vault = vault_of(tmp_path, files)
    assert [each.path for each in vault if vault.is_template(each)] == templates
    assert {each.path for each in vault.of_type("session")} == files.keys() - {".obsidian/templates.json", *templates}


def test_a_question_is_answered_once(tmp_path: Path) -> None:
    asked = []

    def question(vault: Vault) -> int:
        asked.append(vault)
        return len(vault.notes)

    vault = vault_of(tmp_path, {"a.md": ""})
    assert [vault.once(question), vault.once(question), vault.replace("b.md", b"").once(question)] == [1, 1, 2]
    assert len(asked) == 2


def test_names_folders_and_titles(tmp_path: Path) -> None:
    vault = vault_of(
        tmp_path, {"A.b/C.d.md": "---\ntitle: Shown\ntype: ' boat '\n---\n", "E.md": "---\ntitle: 3\n---\n"}
    )
    assert [(each.name, each.folder, each.title, each.type) for each in vault] == [
        ("C.d", "A.b", "Shown", "boat"),
        ("E", "", "3", ""),
    ]
