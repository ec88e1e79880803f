"""Exported tables: the README's question gives one answer in all formats, and every value is the vault's."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from conftest import count, write
from repository import SESSIONS, session

from para_sync import export, layout
from para_sync.commands import main
from para_sync.reports.exported import FORMATS
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
    for kind, table in ((name, make(EXAMPLE, Settings())) for name, make in export.KINDS.items()):
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
    table = export.runs(EXAMPLE, Settings())
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
    for each in (make(EXAMPLE, Settings()) for make in export.KINDS.values()):
        for row in each.rows:
            assert [*row] == [column.name for column in each.columns]
            assert all(row[c.name] is None or type(row[c.name]) is kinds[c.type] for c in each.columns)


def test_texts_that_a_person_wrote_can_be_left_out() -> None:
    for make in export.KINDS.values():
        table = make(EXAMPLE, Settings())
        bare = table.without_words()
        words = {each.name for each in table.columns if each.words}
        assert words
        assert [each.name for each in bare.columns] == [each.name for each in table.columns]
        assert all(row[name] is None for row in bare.rows for name in words)
        assert any(row[name] for row in table.rows for name in words)


def test_what_cannot_be_read_and_what_is_odd_is_told(tmp_path: Path) -> None:
    odd = str(session(2)[f"{SESSIONS}/2026-01-02 Feed.md"]).replace("score_loss: 2", "score_loss: many")
    half = str(session(3)[f"{SESSIONS}/2026-01-03 Feed.md"]).replace("score_loss: 2", "score_loss:")
    comma = str(session(4)[f"{SESSIONS}/2026-01-04 Feed.md"]).replace("---\n", "---\nreflection: '=1+1, \"a\"'\n", 1)
    files = {f"{SESSIONS}/odd.md": odd, f"{SESSIONS}/half.md": half, f"{SESSIONS}/comma.md": comma}
    write(tmp_path / "my = vault", {"para-sync.toml": "", **files})
    result = CliRunner().invoke(main, ["--vault", str(tmp_path / "my = vault"), "export"])
    assert result.exit_code == 0
    assert result.stderr == f"{SESSIONS}/odd.md cannot be read and is not among the runs\n"
    half_row, comma_row = csv.DictReader(StringIO(result.stdout))
    assert (half_row["scored"], half_row["total"], half_row["score_loss"]) == ("false", "", "")
    assert comma_row["reflection"] == '=1+1, "a"'
    said = run("--vault", str(tmp_path / "my = vault"), "export", "log", "-o", str(tmp_path / "out"))
    assert said == f"wrote {tmp_path}/out/log/vault=my - vault/data.csv: 2 rows\n"
    for words in (["export", "runs", "gaps"], ["export", "nothing"]):
        assert CliRunner().invoke(main, ["--vault", str(tmp_path / "my = vault"), *words]).exit_code == 2
