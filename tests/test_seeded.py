"""Each planted bug still has its place in the code and its tests, and each promise one that breaks it.

`python -m tests.seeded` plants them, in minutes; every night does.
"""

from __future__ import annotations

import ast

import pytest
from seeded import BUGS, ROOT, Bug, planted


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_has_its_place_and_its_tests(bug: Bug) -> None:
    ast.parse(planted(bug, ROOT))
    for test in bug.tests.split():
        file, _, name = test.partition("::")
        assert not name or f"def {name.partition('[')[0]}(" in (ROOT / file).read_text("utf-8")


def test_every_promise_has_a_bug_that_breaks_it() -> None:
    broken = {promise for bug in BUGS for promise in bug.promises.split()}
    assert broken == {f"P{number}" for number in range(1, 16)}


def test_a_place_that_is_no_more_is_told() -> None:
    with pytest.raises(ValueError, match="no such words"):
        planted(Bug("gone", "P1", "para_sync/edit.py", "no such words", "", ""), ROOT)
