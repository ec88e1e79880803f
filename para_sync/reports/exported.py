"""An exported table as CSV, JSON Lines or Parquet; all three hold the same values."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from para_sync.dataset import Dataset, Value
from para_sync.stop import Stop


def as_csv(table: Dataset) -> bytes:
    """UTF-8 with a header; nothing stands for no value, `true` and `false` for booleans, ISO dates (RFC 4180 but for
    line ends, which are those of Unix). A text is written as it is: a spreadsheet may take one for a formula.
    """
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(each.name for each in table.columns)
    for row in table.rows:
        writer.writerow(_cell(row[each.name]) for each in table.columns)
    # a carriage return comes into quotes only where the writer ends lines with one; these end as Unix ends them
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines).encode("utf-8", "backslashreplace")


class _Lines(list[str]):
    """What a CSV writer writes to, a row at a time."""

    def write(self, line: str) -> None:
        self.append(line)


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else value


def as_jsonl(table: Dataset) -> bytes:
    """A JSON object a line; null stands for no value, ISO dates."""
    return "".join(
        json.dumps({each.name: _plain(row[each.name]) for each in table.columns}) + "\n" for row in table.rows
    ).encode()


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def as_parquet(table: Dataset) -> bytes:
    """Parquet with typed columns, dates as dates. Raises `Stop` where the extra `parquet` is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise Stop("pyarrow is not installed; pip install 'para-sync[parquet]'") from None
    kinds = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
    }
    schema = pyarrow.schema([(each.name, kinds[each.type]) for each in table.columns])
    rows = [{name: _storable(value) for name, value in row.items()} for row in table.rows]
    out = BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema), out)
    return out.getvalue()


def _storable(value: Value) -> Value:
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


FORMATS: Mapping[str, Callable[[Dataset], bytes]] = {"csv": as_csv, "jsonl": as_jsonl, "parquet": as_parquet}
