"""The page for users is true: fifteen promises, each with tests that exist."""

from __future__ import annotations

import re

import ids
import pytest

PAGE = (ids.ROOT / "docs/promises.md").read_text("utf-8")
PROMISES = {match[1]: match[2] for match in re.finditer(r"(?ms)^## (\d+\. [^\n]+)\n(.*?)(?=^## )", PAGE)}
TEST = re.compile(r"`(tests/\w+\.py::\w+)`")


def test_there_are_fifteen() -> None:
    assert [int(name.partition(".")[0]) for name in PROMISES] == list(range(1, 16))


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_names_its_tests(name: str) -> None:
    assert TEST.search(PROMISES[name])


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(PAGE)
    assert len(named) == PAGE.count("::")
    assert [each for each in named if not ids.exists(each)] == []
    assert not ids.exists("tests/test_edit.py::test_none")
    assert not ids.exists("tests/none.py::test_splice")


def test_links_of_the_documents_lead_to_files() -> None:
    for name in ("README.md", "SECURITY.md", "CONTRIBUTING.md", "docs/promises.md"):
        file = ids.ROOT / name
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", file.read_text("utf-8")):
            assert (file.parent / target).exists(), f"{name}: {target}"
