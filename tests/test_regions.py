"""Every region's example is what sync writes, and a second sync has nothing to do."""

from __future__ import annotations

import pytest
from examples import Example, read

from para_sync import regions, sync
from para_sync.region import State

CASES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name in regions.names()
    for number, example in enumerate(read(regions.load(name).render.__globals__["__doc__"]))
]


@pytest.mark.parametrize(("name", "example"), CASES)
def test_an_example_shows_what_sync_writes(name: str, example: Example) -> None:
    assert example.output
    after = sync.synced(example.vault())
    for path, expected in example.output.items():
        (planned,) = [each for each in sync.plan(after) if each.note.path == path and each.region.name == name]
        body = after.content(path)[planned.region.body.start : planned.region.body.end].decode()
        assert body.strip() + "\n" == expected
        assert planned.state is State.CURRENT


@pytest.mark.parametrize("name", regions.names())
def test_a_region_has_an_example(name: str) -> None:
    assert name in [case.values[0] for case in CASES]
