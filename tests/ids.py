"""Ids of tests, as documents name them: `tests/test_edit.py::test_splice`."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


def exists(test: str) -> bool:
    """Whether there is such a test; ids of one case of a test, in brackets, are not known here."""
    file, _, name = test.partition("::")
    return name in _tests(file)


@cache
def _tests(file: str) -> frozenset[str]:
    path = ROOT / file
    tree = ast.parse(path.read_text("utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(
        each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
    )
