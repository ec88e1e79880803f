"""Exported tables: the README's question gives one answer in all formats, and every value is the vault's."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from conftest import count, write
from repository import SESSIONS, session
from texts import chapter, vault
from texts import run as run_of

from para_sync import export, layout
from para_sync.commands import main
from para_sync.reports.exported import FORMATS, as_csv
from para_sync.settings import Settings
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
EXAMPLE = Vault.read(Overlay(Nothing(), layout.files(layout.EXAMPLE_START, example=True)))
READERS = {
    "parquet": "read_parquet('{}/*/*.parquet', hive_partitioning = true, union_by_name = true)",
    "csv": "read_csv('{}/*/*.csv', hive_partitioning = true, union_by_name = true)",
    "jsonl": "read_json('{}/*/*.jsonl', format = 'newline_delimited', hive_partitioning = true, union_by_name = true)",
}


def run(*words: str) -> str:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, (result.output, result.exc_info)
    return result.stdout


def vaults(place: Path, number: int) -> dict[str, float]:
    """Small vaults with three to eight runs, and by hand the mean total of the last five of each."""
    means = {}
    for each in range(number):
        lasts = [(each + day) % 4 for day in range(3 + each % 6)]
        files = {path: text for day, last in enumerate(lasts, 1) for path, text in session(day, last=last).items()}
        write(place / f"v{each:03}", {"para-sync.toml": "", **files})
        recent = [18 + last for last in lasts[-5:]]
        means[f"v{each:03}"] = sum(recent) / len(recent)
    return means


@pytest.mark.nightly
def test_the_question_of_the_readme_has_one_answer_in_all_formats(tmp_path: Path) -> None:
    means = vaults(tmp_path, count(200))
    (query,) = re.findall(r"^```sql\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    written = READERS["parquet"].format("data/runs")
    assert written in query
    for form, reader in READERS.items():
        for name in means:
            run("--vault", str(tmp_path / name), "export", "runs", "gaps", "--format", form, "-o", str(tmp_path / form))
        found = duckdb.sql(query.replace(written, reader.format(f"{tmp_path}/{form}/runs"))).fetchall()
        assert {vault: total for vault, total, _ in found} == pytest.approx(means)
        assert {latency for *_, latency in found} == {2.0}


def test_all_formats_hold_the_same_values() -> None:
    for kind, table in ((name, export.table(name, EXAMPLE, Settings())) for name in export.KINDS):
        names = [each.name for each in table.columns]
        stored = pyarrow.parquet.read_table(BytesIO(FORMATS["parquet"](table))).to_pylist()
        assert stored == [dict(row) for row in table.rows], kind
        lines = [json.loads(line) for line in FORMATS["jsonl"](table).splitlines()]
        assert [[*each] for each in lines] == [names] * len(table.rows)
        assert lines == [{n: v.isoformat() if isinstance(v, date) else v for n, v in row.items()} for row in table.rows]
        cells = [*csv.DictReader(StringIO(FORMATS["csv"](table).decode(), newline=""))]
        assert len(cells) == len(table.rows)
        for row, line in zip(cells, lines, strict=True):
            assert {n: v for n, v in row.items() if v} == {
                n: str(v).lower() if isinstance(v, bool) else str(v) for n, v in line.items() if v not in (None, "")
            }


def test_the_runs_of_the_example_by_hand() -> None:
    table = export.runs(EXAMPLE)
    last = table.rows[-1]
    # 2026-02-01: 3 3 3 3 2 3 3 3 2 1, which is 26
    assert (last["date"], last["workbook"], last["total"], last["maximum"]) == (date(2026, 2, 1), "P1", 26, 30)
    assert (last["level"], last["weakest"], last["archived"], last["scored"]) == (
        "Strong E6",
        "edge_cases",
        False,
        True,
    )
    assert len(table.rows) == 26
    assert sum(row["type"] == "mock" for row in table.rows) == 4
    kinds = {"text": str, "integer": int, "number": float, "boolean": bool, "date": date}
    for each in (export.table(name, EXAMPLE, Settings()) for name in export.KINDS):
        for row in each.rows:
            assert [*row] == [column.name for column in each.columns]
            assert all(row[c.name] is None or type(row[c.name]) is kinds[c.type] for c in each.columns)


def test_texts_that_a_person_wrote_can_be_left_out() -> None:
    for name in export.KINDS:
        table = export.table(name, EXAMPLE, Settings())
        bare = table.without_words()
        words = {each.name for each in table.columns if each.words}
        assert words
        assert [each.name for each in bare.columns] == [each.name for each in table.columns]
        assert all(row[name] is None for row in bare.rows for name in words)
        assert any(row[name] for row in table.rows for name in words)


def test_columns_of_the_log_with_equal_headers_stay_apart() -> None:
    rows = ("| Weakest | weakest |\n", "| Weakest | weakest |\n| Words | reflection |\n| words | start |\n")
    session = run_of("2026-01-05", "2222122222", reflection="Size it.", start="'09:30'")
    table = export.log(vault({**chapter("Scoring System", rows), f"{SESSIONS}/r1.md": session}))
    assert [each.name for each in table.columns][5:] == ["Weakest", "Words", "words 2", "E7 Reflection"]
    (row,) = table.rows
    assert (row["Words"], row["words 2"], row["E7 Reflection"]) == ("Size it.", "09:30", "Size it.")
    lines = as_csv(table).decode().splitlines()
    assert lines[0].endswith("Weakest,Words,words 2,E7 Reflection")
    assert lines[1].endswith("Latency Calculation,Size it.,09:30,Size it.")


def test_findings_of_a_day_are_those_of_lint_on_that_day(tmp_path: Path) -> None:
    write(tmp_path, layout.files(layout.EXAMPLE_START, example=True))
    plainly = run("--vault", str(tmp_path), "export", "findings")
    dated = run("--vault", str(tmp_path), "export", "findings", "--as-of", "2026-02-02")
    listed = json.loads(run("--vault", str(tmp_path), "lint", "--format", "json", "--as-of", "2026-02-02"))
    assert Counter(each["rule"] for each in csv.DictReader(StringIO(dated))) == Counter(each["rule"] for each in listed)
    # 02-02 is past the target Week 2 of the gap Q18, and more than 7 days after the trackers were read through
    assert {"gap-overdue", "areas-stale"} <= {each["rule"] for each in listed}
    assert not {"gap-overdue", "areas-stale"} & {each["rule"] for each in csv.DictReader(StringIO(plainly))}
    assert set(plainly.splitlines()) < set(dated.splitlines())
    refused = CliRunner().invoke(main, ["--vault", str(tmp_path), "export", "runs", "--as-of", "2026-02-02"])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--as-of goes with findings" in refused.stderr


def test_what_cannot_be_read_and_what_is_odd_is_told(tmp_path: Path) -> None:
    odd = str(session(2)[f"{SESSIONS}/2026-01-02 Feed.md"]).replace("score_loss: 2", "score_loss: many")
    half = str(session(3)[f"{SESSIONS}/2026-01-03 Feed.md"]).replace("score_loss: 2", "score_loss:")
    comma = str(session(4)[f"{SESSIONS}/2026-01-04 Feed.md"]).replace("---\n", "---\nreflection: '=1+1, \"a\"'\n", 1)
    files = {f"{SESSIONS}/odd.md": odd, f"{SESSIONS}/half.md": half, f"{SESSIONS}/comma.md": comma}
    write(tmp_path / "my = vault", {"para-sync.toml": "", **files})
    result = CliRunner().invoke(main, ["--vault", str(tmp_path / "my = vault"), "export"])
    assert result.exit_code == 0
    assert result.stderr == f'{SESSIONS}/odd.md:11:13: "score_loss": no score from 0 to 3; not in the runs\n'
    half_row, comma_row = csv.DictReader(StringIO(result.stdout))
    assert (half_row["scored"], half_row["total"], half_row["score_loss"]) == ("false", "", "")
    assert comma_row["reflection"] == '=1+1, "a"'
    said = run("--vault", str(tmp_path / "my = vault"), "export", "log", "-o", str(tmp_path / "out"))
    assert said == f"wrote {tmp_path}/out/log/vault=my - vault/data.csv: 2 rows\n"
    for words in (["export", "runs", "gaps"], ["export", "nothing"]):
        assert CliRunner().invoke(main, ["--vault", str(tmp_path / "my = vault"), *words]).exit_code == 2


LEFT_OUT = {
    "a.md": ("---\ntype: sesion\n---\n", '2:7: "type": none of session, mock'),
    "b.md": ("---\ntype: session\n---\n", '2:1: "date": no date'),
    "c.md": ("---\ntype: session\ndate: [\n---\n", "4:1: not readable as YAML: did not find expected node content"),
    "d.md": (b"\n\xc3\xa9\xff", "2:2: not UTF-8 (byte 0xFF)"),
    "e.md": (b"x" * 2**22, "1:1: too large (4.0 MB, limit 2 MB), not read"),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_note_that_is_not_in_a_table_is_told_with_place_and_reason(tmp_path: Path) -> None:
    folder, gap = tmp_path / SESSIONS, "Areas/interview-context/gaps/gap.md"
    write(tmp_path, {"para-sync.toml": "", gap: b"\0", "elsewhere.md": b"\0"})
    write(folder, {name: content for name, (content, _) in LEFT_OUT.items()})
    (folder / "f.md").symlink_to("b.md")
    os.mkfifo(folder / "g.md")
    wanted = [f"{name}:{reason}" for name, (_, reason) in LEFT_OUT.items()]
    wanted += ["f.md:1:1: a symlink, not read", "g.md:1:1: not a plain file"]
    for kind in ("runs", "log"):
        said = CliRunner().invoke(main, ["--vault", str(tmp_path), "export", kind]).stderr
        assert said.splitlines() == [f"{SESSIONS}/{each}; not in the {kind}" for each in wanted]
    said = CliRunner().invoke(main, ["--vault", str(tmp_path), "export", "gaps"]).stderr
    assert said == f"{gap}:1:1: NUL byte; not in the gaps\n"


def odd(root: Path, properties: str) -> Path:
    """A vault with one session that has these properties besides."""
    return write(
        root, {"para-sync.toml": "", f"{SESSIONS}/a.md": f"---\ntype: session\ndate: 2026-01-05\n{properties}---\n"}
    )


def rows(found: str) -> list[dict[str, str]]:
    return [*csv.DictReader(StringIO(found, newline=""))]


@pytest.mark.parametrize(
    ("property", "reason"),
    [
        ("minutes: [5, five]", '4:10: "minutes": not all of it are numbers'),
        ("minutes: [5, .inf]", '4:10: "minutes": not all of it are numbers'),
        ("architecture_at_min: .nan", '4:22: "architecture_at_min": no number'),
        ("architecture_at_min: [1, 2]", '4:22: "architecture_at_min": more than one number'),
        ("communication: 1000000000000000000000", '4:16: "communication": no whole number'),
        ("communication: high", '4:16: "communication": no whole number'),
        ('workbook: "[[Gone]]"', '4:11: "workbook": leads to no note: "Gone"'),
        ("question: Q1", '4:11: "question": no link'),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_a_value_that_cannot_be_read_is_told_and_left_out(
    tmp_path: Path, property: str, reason: str, form: str
) -> None:
    root = odd(tmp_path / "v", property + "\n")
    result = CliRunner().invoke(main, ["--vault", str(root), "export", "--format", form])
    assert (result.exit_code, result.stderr) == (0, f"{SESSIONS}/a.md:{reason}; left out\n")
    name = property.partition(":")[0]
    if form == "jsonl":
        assert json.loads(result.stdout, parse_constant=pytest.fail)[name] is None
    if form == "parquet":
        assert pyarrow.parquet.read_table(BytesIO(result.stdout_bytes)).column(name).to_pylist() == [None]
    if form == "csv":
        assert rows(result.stdout_bytes.decode())[0][name] == ""


def test_a_day_that_is_none_is_told(tmp_path: Path) -> None:
    root = write(tmp_path / "v", {"para-sync.toml": "", "g.md": "---\ntype: gap\nfound: once\n---\n"})
    result = CliRunner().invoke(main, ["--vault", str(root), "export", "gaps"])
    assert (result.exit_code, result.stderr) == (0, 'g.md:3:8: "found": no date; left out\n')


def test_a_manual_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = write(odd(tmp_path / "v", ""), {"M.md": "---\ntype: manual\nchapter: scoring-system\n---\n"})
    result = CliRunner().invoke(main, ["--vault", str(root), "export"])
    assert (result.exit_code, rows(result.stdout)) == (0, [])
    missing = 'M.md:1:1: chapter "scoring-system" has no table # | Category | Type | Property'
    assert result.stderr.startswith(f"{missing}; what rests on it is not exported\n")


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", '"', "a,b\nc", "=1"])
def test_csv_gives_back_every_text(tmp_path: Path, text: str) -> None:
    root = odd(tmp_path / "v", f"reflection: {json.dumps(text)}\n")
    result = CliRunner().invoke(main, ["--vault", str(root), "export"])
    assert [row["reflection"] for row in rows(result.stdout_bytes.decode())] == [text]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_no_control_character_reaches_a_terminal(tmp_path: Path) -> None:
    import pexpect

    root = odd(tmp_path / "v", 'reflection: "\\e[31mred"\n')
    shown = pexpect.run(f"{sys.executable} -m para_sync --vault {root} export")
    assert b"\\x1b[31mred" in shown
    assert b"\x1b" not in shown


def test_another_vault_of_the_same_name_is_not_written_over(tmp_path: Path) -> None:
    ana, bob = (odd(tmp_path / name / "prep", f"reflection: {name}\n") for name in ("ana", "bob"))
    place = tmp_path / "data/runs/vault=prep"
    kept = ["export", "-o", str(tmp_path / "data")]
    run("--vault", str(ana), *kept)
    run("--vault", str(ana), *kept)
    refused = CliRunner().invoke(main, ["--vault", str(bob), *kept])
    assert (refused.exit_code, refused.stderr) == (
        2,
        f"para-sync: {place} holds another vault; --name NAME tells them apart, --replace puts this one there\n",
    )
    assert rows((place / "data.csv").read_text("utf-8"))[0]["reflection"] == "ana"
    run("--vault", str(bob), *kept, "--name", "bob")
    run("--vault", str(bob), *kept, "--replace")
    assert rows((place / "data.csv").read_text("utf-8"))[0]["reflection"] == "bob"
    assert sorted(each.name for each in place.iterdir()) == [".origin", "data.csv"]
    assert not any(str(tmp_path).encode() in each.read_bytes() for each in place.iterdir())


def test_nothing_is_written_into_the_vault_unless_told(tmp_path: Path) -> None:
    root = odd(tmp_path / "v", "")
    (tmp_path / "link").symlink_to(root)
    before = sorted(root.rglob("*"))
    for folder in (root / "data", root, tmp_path / "link/data"):
        result = CliRunner().invoke(main, ["--vault", str(root), "export", "-o", str(folder)])
        assert (result.exit_code, "lies in the vault; --in-vault" in result.stderr) == (2, True)
    assert sorted(root.rglob("*")) == before
    run("--vault", str(root), "export", "-o", str(root / "data"), "--in-vault")
    assert (root / "data/runs/vault=v/data.csv").exists()


def test_only_parquet_needs_pyarrow(tmp_path: Path) -> None:
    """With an import of pyarrow that fails, as where the extra is not installed."""
    root = odd(tmp_path / "v", "")
    (tmp_path / "empty/pyarrow").mkdir(parents=True)
    (tmp_path / "empty/pyarrow/__init__.py").write_text("raise ModuleNotFoundError('pyarrow')\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "empty")}
    command = [sys.executable, "-m", "para_sync", "--vault", str(root), "export", "--format"]
    found = {
        form: subprocess.run([*command, form], env=environment, capture_output=True, text=True, check=False)
        for form in ("csv", "parquet")
    }
    assert (found["csv"].returncode, found["csv"].stderr) == (0, "")
    assert (found["parquet"].returncode, found["parquet"].stdout) == (2, "")
    assert found["parquet"].stderr == "para-sync: pyarrow is not installed; pip install 'para-sync[parquet]'\n"
