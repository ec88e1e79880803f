"""`para-sync inspect`: what was read in a note, for people and for machines; what keeps it from working is one line."""

import json
import os
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.__main__ import run as run_program
from para_sync.commands import main
from para_sync.reports.plain import plain

VAULT = {
    ".obsidian/app.json": "{}",
    "Boat.md": """\
---
type: boat
crew: [Ann, Bob]
afloat: true
sold:
up: "[[Harbour#Quay|home]]"
---
# Hull

![[chart.png]] and [[Nowhere]] #wood ^line

- [x] tarred

<!-- para-sync:begin gaps -->

<!-- para-sync:end gaps 3f9a -->
""",
    "In/Harbour.md": "# Quay\n",
    "chart.png": b"",
    "Broken.md": "---\na: b: c\n---\n# Read all the same\n",
    "Latin.md": b"# caf\xe9\n",
    "Empty.md": "",
    "Esc\x1b[31m.md": "# \x1b]52;c;eA==\x07 \u202eback\n\n[[\x1b[2J]]\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write(tmp_path / "vault", VAULT)


def run(*arguments: str | Path) -> Result:
    """What the command did; a traceback fails the test."""
    result = CliRunner().invoke(main, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def test_text(vault: Path) -> None:
    result = run("inspect", vault / "Boat.md")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        result.stdout
        == """\
Boat.md

properties
     2:1    type    boat
     3:1    crew    Ann, Bob
     4:1    afloat  true
     5:1    sold    (empty)
     6:1    up      [[Harbour#Quay|home]]

headings
     8:1    # Hull

links
     6:5    property  Harbour#Quay → In/Harbour.md
    10:1    embed     chart.png → chart.png
    10:20   wikilink  Nowhere → nothing

tags
    10:32   #wood

blocks
    10:38   ^line

tasks
    12:1    [x]

regions
    14:1    gaps 3f9a
"""
    )


def test_json(vault: Path) -> None:
    result = run("inspect", "--json", vault / "Boat.md")
    read = json.loads(result.stdout)
    assert result.exit_code == 0
    assert result.stdout.isascii()
    assert read["path"] == "Boat.md"
    assert read["properties"]["crew"] == ["Ann", "Bob"]
    assert read["links"][0] == {
        "kind": "property",
        "target": "Harbour",
        "subpath": "Quay",
        "display": "home",
        "line": 6,
        "column": 5,
        "resolved": "In/Harbour.md",
    }
    assert read["tasks"] == [{"status": "x", "line": 12, "column": 1}]
    assert read["regions"] == [{"name": "gaps", "seal": "3f9a", "line": 14, "column": 1}]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("Broken.md", 'Broken.md:2:5: frontmatter-broken: not readable as YAML: a second ": " in one value;'),
        ("Latin.md", "Latin.md:1:6: note-unreadable: not UTF-8 (byte 0xE9)"),
        ("Empty.md", "Empty.md:1:1: note-empty: the note is empty"),
    ],
)
def test_what_could_not_be_read_is_said_beside_the_facts(vault: Path, name: str, error: str) -> None:
    result = run("inspect", "--json", vault / name)
    assert result.exit_code == 0
    assert result.stderr.startswith(error)
    assert json.loads(result.stdout)["path"] == name


@pytest.mark.parametrize(
    ("yaml", "text", "value"),
    [
        ("a: .nan", "nan", "nan"),
        ("a: 1e400", "inf", "inf"),
        ("a: {b: [1, {c: -.inf}]}", "{'b': [1, {'c': '-inf'}]}", {"b": [1, {"c": "-inf"}]}),
        ("a: " + "7" * 300, "7" * 300, int("7" * 300)),
        ("a: '\u202e'", "\\u202e", "\u202e"),
        ("a: []", "", []),
    ],
)
def test_odd_values(vault: Path, yaml: str, text: str, value: object) -> None:
    note = write(vault, {"Odd.md": f"---\n{yaml}\n---\n"}) / "Odd.md"
    assert run("inspect", note).stdout.rstrip("\n").endswith(f"  a  {text}")
    assert json.loads(run("inspect", "--json", note).stdout)["properties"] == {"a": value}


def test_no_control_character_of_a_note_reaches_the_terminal(vault: Path) -> None:
    for arguments in (["inspect"], ["inspect", "--json"]):
        output = run(*arguments, vault / "Esc\x1b[31m.md").output
        assert not {each for each in output if (ord(each) < 0x20 and each != "\n") or ord(each) in (0x7F, 0x9F, 0x202E)}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("é – 🚤 日本", "é – 🚤 日本"),
        ("a\tb\r\n", "a\\x09b\\x0d\\x0a"),
        ("\x7f\x9b1m", "\\x7f\\x9b1m"),
        ("\u2028\u202a\u2066\u200f", "\\u2028\\u202a\\u2066\\u200f"),
        ("\udce9", "\\udce9"),
    ],
)
def test_plain(text: str, safe: str) -> None:
    assert plain(text) == safe


# Which vault, and what keeps the command from working


def test_the_vault_is_found(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("inspect", vault / "In" / "Harbour.md").exit_code == 0, "upward from the note"
    assert run("--vault", vault, "inspect", vault / "Boat.md").exit_code == 0, "as told"
    monkeypatch.chdir(vault / "In")
    assert run("inspect", "Harbour.md").stdout.startswith("In/Harbour.md\n"), "upward from the working folder"
    assert run("inspect", "../Boat.md").stdout.startswith("Boat.md\n")
    assert run("--vault", "..", "inspect", "Harbour.md").stdout.startswith("In/Harbour.md\n")


def test_a_name_typed_in_the_other_unicode_form(vault: Path) -> None:
    write(vault, {"Cafe\u0301.md": "# Café\n"})
    assert run("inspect", vault / "Cafe\u0301.md").stdout.startswith("Café.md\n")


def test_the_variable_names_a_vault_where_nothing_else_does(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"elsewhere/a.md": ""})
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("PARA_SYNC_VAULT", str(vault))
    result = run("inspect", "a.md")
    assert (result.exit_code, result.stderr) == (2, f"para-sync: a.md is not in the vault {vault}\n")
    monkeypatch.setenv("PARA_SYNC_VAULT", str(tmp_path))
    result = run("inspect", "a.md")
    message = f"para-sync: {tmp_path} is no vault: it has neither .obsidian nor para-sync.toml\n"
    assert (result.exit_code, result.stderr) == (2, message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["inspect", "{vault}/None.md"], "{vault}/None.md: no such file or folder"),
        (["inspect", "{vault}/In"], "{vault}/In is no note of the vault {vault}"),
        (["inspect", "{vault}"], "{vault} is no note of the vault {vault}"),
        (["inspect", "{vault}/chart.png"], "{vault}/chart.png is no note of the vault {vault}"),
        (["inspect", "{vault}/.obsidian/app.json"], "{vault}/.obsidian/app.json is no note of the vault {vault}"),
        (["inspect", "{vault}/Link.md"], "{vault}/Link.md: a symlink, not read"),
        (["inspect", "{vault}/Pipe.md"], "{vault}/Pipe.md: not a plain file"),
        (["inspect", "{vault}/Large.md"], "{vault}/Large.md: too large (3.0 MB, limit 2 MB), not read"),
        (["inspect", "{out}/a.md"], "no vault at or above {out}/a.md: no folder with .obsidian or para-sync.toml"),
        (["--vault", "{vault}", "inspect", "{out}/a.md"], "{out}/a.md is not in the vault {vault}"),
        (["--vault", "{out}", "inspect", "{vault}/Boat.md"], "{out} is no vault: it has neither .obsidian nor"),
        (["--vault", "{out}/none", "inspect", "x.md"], "{out}/none is no vault: it has neither .obsidian nor"),
        (["inspect", "{broken}/a.md"], 'para-sync.toml:1:1: unknown table "x\\x1b"'),
        (["inspect", "{latin}/a.md"], "para-sync.toml: not UTF-8"),
    ],
)
def test_what_keeps_it_from_working(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    write(tmp_path, {"out/a.md": "", "broken/para-sync.toml": '["x\\u001b"]\n', "broken/a.md": "", "latin/a.md": ""})
    write(tmp_path, {"latin/para-sync.toml": b"\xff", "vault/Large.md": b"x" * 3 * 1024 * 1024})
    (vault / "Link.md").symlink_to("Boat.md")
    os.mkfifo(vault / "Pipe.md")
    monkeypatch.chdir(tmp_path / "out")
    names = {name: str(tmp_path / name) for name in ("vault", "out", "broken", "latin")}
    result = run(*(each.format(**names) for each in arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("para-sync: " + message.format(**names))
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["inspect"], ["inspect", "a", "b"], ["inspect", "--no-such"], ["no-such"], ["--no"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_help_and_version() -> None:
    assert run("--help").exit_code == 0
    assert run("inspect", "-h").exit_code == 0
    assert run("--version").stdout.startswith("para-sync, version ")


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(content=st.binary(max_size=200))
def test_no_note_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    note = write(tmp_path_factory.getbasetemp() / "any", {".obsidian/app.json": "", "n.md": content}) / "n.md"
    assert run("inspect", note).exit_code == 0
    json.loads(run("inspect", "--json", note).stdout)


def test_the_program_is_found_by_name() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["scripts"]["para-sync"].partition(":")
    assert getattr(import_module(module), name) is run_program
    assert main.get_command(click.Context(main), "no-such") is None
