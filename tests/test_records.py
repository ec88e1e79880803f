"""Records: what is refused, with the source, the record's number and the key; and nothing of a batch is made then."""

from __future__ import annotations

import json
import socket
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from para_sync import edit, layout
from para_sync.commands import main
from para_sync.designs import records
from para_sync.designs.records import BadRecord
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import Spec
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

FILES = SHIPPED / "Resources/reference-materials"
GOOD = {
    "company_name": "Meta",
    "ml_topic": "Rank a Feed",
    "interview_frequency": "High",
    "product_description": "Order posts. Key ML challenges: freshness, diversity, and scale.",
}


@cache
def spec() -> Spec:
    found = manuals.of(Vault.read(Disk(SHIPPED))).design_spec
    assert found
    return found


def read(entry: Any) -> tuple[records.Record, ...]:
    content = entry if isinstance(entry, bytes) else json.dumps(entry).encode()
    return records.read(content, "r.json", spec(), {})


def test_the_shipped_records_are_good_and_their_schema_is_the_manual_s() -> None:
    content = (FILES / "design-records.json").read_bytes()
    found = records.read(content, "r", spec(), {})
    assert len(found) >= 11
    assert not [warning for each in found for warning in each.warnings()]
    assert all(each.challenges() for each in found)
    assert json.loads((FILES / "design-records.schema.json").read_text()) == records.schema(spec())
    Draft202012Validator.check_schema(records.schema(spec()))
    Draft202012Validator(records.schema(spec())).validate(json.loads(content))


def test_a_record_stands_for_a_place_a_title_and_challenges() -> None:
    (found,) = read(GOOD)
    assert found.path == "content/ml-system-designs/Meta/Rank a Feed.md"
    assert found.heading == "Rank a Feed"
    assert found.challenges() == ("freshness", "diversity", "scale")
    assert found.parameters == {"seniority_level": "E7", "focus_area": "", "interview_duration": "60min"}
    (odd,) = read({**GOOD, "ml_topic": "A/B: tests?", "seniority_level": "E8+", "interview_duration": "90 min"})
    assert odd.path == "content/ml-system-designs/Meta/A B tests.md"
    assert odd.heading == "A/B: tests?"
    assert (odd.parameters["seniority_level"], odd.parameters["interview_duration"]) == ("E8", "90min")
    (rare,) = read({**GOOD, "interview_frequency": "Weekly"})
    assert list(rare.warnings()) == [
        'r.json:1: record 1: key "interview_frequency": "Weekly" is none of "Very High", "High", "Medium", "Low"'
    ]


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in GOOD.items() if key != name}


LONG = "Rank " + "a" * 300
BAD: list[tuple[Any, str]] = [
    (b"", "r.json:1:1: no JSON: Expecting value"),
    (b"{", "r.json:1:2: no JSON: Expecting property name enclosed in double quotes"),
    (b'{"a": 1,\n "b" 2}', "r.json:2:6: no JSON: Expecting ':' delimiter"),
    (b"[" * 100_000, "r.json: nested too deeply"),
    (b'{"company_name": NaN}', "r.json: NaN is no JSON"),
    (b'{"company_name": -Infinity}', "r.json: -Infinity is no JSON"),
    (b'{"a": "x", "a": "y"}', 'r.json: key "a" stands twice in one record'),
    (b'\n{"a": "\xff"}', "r.json:2: not UTF-8 (byte 0xFF)"),
    (b"[]", "r.json: no record: the list is empty"),
    (b"5", "r.json:1: record 1: must be an object with the keys company_name, "),
    ([GOOD, [GOOD]], "r.json:1: record 2: must be an object with the keys company_name, "),
    ([GOOD, without("ml_topic")], 'r.json:1: record 2: key "ml_topic" is missing'),
    ({**GOOD, "topic": "x"}, 'r.json:1: record 1: unknown key "topic", did you mean "ml_topic"?'),
    ({**GOOD, "company_name": 5}, 'r.json:1: record 1: key "company_name": must be text, not a number'),
    ({**GOOD, "company_name": None}, 'r.json:1: record 1: key "company_name": must be text, not null'),
    ({**GOOD, "company_name": ["Meta"]}, 'r.json:1: record 1: key "company_name": must be text, not a list'),
    ({**GOOD, "company_name": " "}, 'r.json:1: record 1: key "company_name": is empty'),
    ({**GOOD, "seniority_level": "E9"}, 'r.json:1: record 1: key "seniority_level": "E9" is none of E5, E6, E7, E8'),
    ({**GOOD, "interview_duration": 60}, 'key "interview_duration": must be text, not a number'),
    ({**GOOD, "product_description": "\ud800"}, 'key "product_description": holds half a character'),
    ({**GOOD, "product_description": "a\x1b[31m"}, 'key "product_description": holds a control character'),
    ({**GOOD, "company_name": "../Meta"}, 'key "company_name": "../Meta" leads out of its folder'),
    ({**GOOD, "company_name": ".."}, 'key "company_name": ".." leads out of its folder'),
    ({**GOOD, "ml_topic": "a/../../b"}, 'key "ml_topic": "a/../../b" leads out of its folder'),
    ({**GOOD, "ml_topic": "..\\b"}, 'key "ml_topic": "..\\b" leads out of its folder'),
    ({**GOOD, "ml_topic": "/etc/passwd"}, 'key "ml_topic": "/etc/passwd" is a path, not a name'),
    ({**GOOD, "ml_topic": ".hidden"}, 'key "ml_topic": ".hidden" would be a hidden name'),
    ({**GOOD, "company_name": "con"}, 'key "company_name": "con" is a name that Windows keeps for itself'),
    ({**GOOD, "ml_topic": "LPT1.md"}, 'key "ml_topic": "LPT1.md" is a name that Windows keeps for itself'),
    ({**GOOD, "ml_topic": LONG}, 'key "ml_topic": is too long for a file name (305 bytes, limit 200)'),
    ({**GOOD, "ml_topic": "???"}, 'key "ml_topic": "???" leaves no file name'),
    ([GOOD, {**GOOD, "ml_topic": "RANK A FEED"}], 'record 2: would lie at "content/ml-system-designs/Meta/RANK A'),
    ([{**GOOD, "ml_topic": "Caf\u00e9"}, {**GOOD, "ml_topic": "Cafe\u0301"}], "where that of r.json:1: record 1 lies"),
    ([GOOD, GOOD], "record 2: would lie at"),
]


@pytest.mark.parametrize(("entry", "words"), BAD, ids=range(len(BAD)))
def test_a_bad_record_is_refused_in_one_clear_line(entry: Any, words: str) -> None:
    with pytest.raises(BadRecord) as refused:
        read(entry)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "x"]), inner, max_size=6),
    max_leaves=12,
)


@pytest.mark.nightly
@given(ANYTHING, st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=count(2000))
def test_no_record_crashes_or_leads_out_of_its_folder(entry: Any, company: str, topic: str) -> None:
    for each in (entry, [entry], {**GOOD, "company_name": company, "ml_topic": topic}):
        try:
            found = read(each)
        except BadRecord:
            continue
        for record in found:
            parts = record.path.split("/")
            assert parts[:2] == ["content", "ml-system-designs"]
            assert len(parts) == 4
            assert not any(part.startswith(".") or part != part.strip() for part in parts)
            assert all(len(part.encode()) < 255 for part in parts)


# On the command line


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "v"
    edit.apply(folder, "init", list(layout.creations(layout.files(layout.EXAMPLE_START))), hidden=True)
    return folder


def run(root: Path, *words: str, put: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["--vault", str(root), "design", *words], input=put)


def designs(root: Path) -> list[str]:
    return sorted(each.name for each in (root / "content").rglob("*.md"))


def test_of_a_batch_with_one_bad_record_nothing_is_made(root: Path) -> None:
    before = designs(root)
    batch = json.dumps([GOOD, {**GOOD, "ml_topic": "../x"}], indent=1)
    result = run(root, "new", "-", put=batch)
    assert (result.exit_code, designs(root)) == (2, before)
    assert result.stderr == ('para-sync: standard input:8: record 2: key "ml_topic": "../x" leads out of its folder\n')


def test_no_record_is_meant_by_no_word(root: Path) -> None:
    result = run(root, "new", " ")
    assert (result.exit_code, result.stderr.startswith("para-sync: a RECORD is empty")) == (2, True)


def test_a_record_beside_a_folder_in_other_letters_is_refused(root: Path) -> None:
    result = run(root, "new", json.dumps({**GOOD, "company_name": "META"}))
    assert (result.exit_code, 'where "content/ml-system-designs/Meta" lies on some disks' in result.stderr) == (2, True)
    topic = "Design a news feed ML Ranking system"
    result = run(root, "new", json.dumps({**GOOD, "ml_topic": topic}))
    assert (result.exit_code, "Design a News Feed ML Ranking System.md" in result.stderr) == (2, True)


def test_a_new_design_is_clean_but_thin_and_is_made_once(root: Path) -> None:
    result = run(root, "new", json.dumps(GOOD), "--level", "e6")
    path = "content/ml-system-designs/Meta/Rank a Feed.md"
    assert (result.exit_code, result.stdout) == (0, f"made {path}\n")
    told = json.loads(run(root, "check", str(root / path), "--json").stdout)[0]
    assert {each["rule"] for each in told["findings"]} == {"section-thin"}
    assert "**E6 Focus**: Complex ML problem formulation" in (root / path).read_text("utf-8")
    again = run(root, "new", json.dumps(GOOD))
    assert (again.exit_code, again.stderr) == (1, f"{path}: already exists\n")


def test_no_design_command_but_generate_opens_a_connection(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    answer = (SHIPPED / "content/ml-system-designs/Meta/Design a News Feed ML Ranking System.md").read_text("utf-8")
    for words, put in (
        (["design", "new", "Fraud"], ""),
        (["design", "prompt", "Fraud"], ""),
        (["design", "check"], ""),
        (["design", "check", "-"], answer),
        (["design", "import", "-", "--record", "Visual"], answer.partition("## 1.")[1] + answer.partition("## 1.")[2]),
    ):
        result = CliRunner().invoke(main, ["--vault", str(root), *words], input=put)
        assert not isinstance(result.exception, AssertionError)
        assert result.exit_code in (0, 1), result.output
