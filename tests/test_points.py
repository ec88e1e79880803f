"""What one more point would buy, worked out by hand."""

from __future__ import annotations

import pytest
from texts import runs, vault

from para_sync.manual import manual as manuals
from para_sync.practice import points
from para_sync.practice import runs as all_runs

CRITICAL = ("structure", "scoping", "architecture", "model", "latency")


def buys(scores: str) -> list[str]:
    """What a run with these ten scores could buy, as "latency 1→2: E6 Bar"."""
    found = vault(runs(scores))
    (run,) = all_runs.of(found).all
    raises = points.buys(run, manuals.of(found))
    return [f"{each.category.key} {each.before}→{each.after}: {each.level.name}" for each in raises]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        # total 22, three 3s: latency alone keeps it from the bar, and a point for loss would change no level
        ("3222122332", ["latency 1→2: E6 Bar"]),
        # 23 and four 3s: with the bar come 24 points, so the same point is worth two levels
        ("3222122333", ["latency 1→2: Strong E6"]),
        # latency at 0 needs two points: no single point of any category is enough
        ("3222022332", ["latency 0→2: E6 Bar"]),
        # total 19 with the critical five at 2: one point anywhere makes 20, but for deep dive, which has no more to get
        ("2222221231", [f"{key} 2→3: E6 Bar" for key in (*CRITICAL, "loss")]
        + ["metrics 1→2: E6 Bar", "features 2→3: E6 Bar", "edge_cases 1→2: E6 Bar"]),
        # model and latency are both below: no single category is enough
        ("3221122333", []),
        # total 26, six 3s, none below 2: the 27th point is E7 Signal, wherever a point is left
        ("3333323222", [f"{key} 2→3: E7 Signal" for key in ("loss", "features", "deep_dive", "edge_cases")]),
        # the highest level has nothing above it
        ("3333333333", []),
    ],
)  # fmt: skip
def test_what_a_point_buys(scores: str, expected: list[str]) -> None:
    assert buys(scores) == expected
