"""What the figures are held to: ratios of two commands of one run, and the memory of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks import contest
from benchmarks.measure import Cost, Costs, median, ratios


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that should not be above `must`, better yet not above `stretch`; `spread` are the least and the most
    of it, round by round. `cpu` is the same ratio in seconds of CPU, which other work on the machine disturbs less.
    """

    what: str
    figure: float
    spread: tuple[float, float]
    unit: str
    must: float
    stretch: float | None = None
    cpu: float | None = None

    @property
    def reached(self) -> str:
        """`stretch`, `must` or `no`."""
        if self.stretch is not None and self.figure <= self.stretch:
            return "stretch"
        return "must" if self.figure <= self.must else "no"


# ours, what it is held against, must, stretch
RATIOS = (
    (contest.COLD, contest.MDSMITH, 0.7, 0.45),
    (contest.WARM, contest.RUMDL, 0.3, 0.2),
    (contest.CHANGED, contest.RUMDL_CHANGED, 0.6, 0.4),
    (contest.ONE, contest.MDSMITH_ONE, 1.3, 1.0),
    (contest.EDITED, contest.MDSMITH_EDITED, 1.3, 1.0),
    (contest.CHECK, contest.WARM, 1.2, None),
    (contest.VERSION, contest.CLICK, 1.3, None),
    (contest.COLD, contest.READ, 6.0, 4.0),
    (contest.WARM, contest.STAT, 3.0, 2.0),
    (contest.ONE, contest.PASS, 7.0, 4.5),
)
MEMORY = (contest.COLD, 140.0, 70.0)
LATENCY_MS = (50.0, 20.0)
# What five times as many notes may cost.
GROWTH, FROM, TO = 5.5, 10_000, 50_000


def of(costs: Costs, scale: Mapping[int, Costs], latency: Sequence[float]) -> Iterator[Target]:
    """The targets whose commands were measured."""
    for ours, theirs, must, stretch in RATIOS:
        if ours in costs and theirs in costs:
            yield _ratio(f"{ours} : {theirs}", costs[ours], costs[theirs], "wall", must, stretch)
    name, most, best = MEMORY
    used = [cost.memory for cost in costs[name]]
    yield Target(f"peak memory of {name}", median(costs[name], "memory"), (min(used), max(used)), " MB", most, best)
    if latency:
        p99 = sorted(latency)[int(len(latency) * 0.99)]
        yield Target("edit to tracker, own work, p99", p99, (min(latency), max(latency)), " ms", *LATENCY_MS)
    if FROM in scale and TO in scale:
        for name in (contest.COLD, contest.WARM):
            for what, said in (("wall", "time"), ("memory", "memory")):
                told = f"{name}, {said}, {TO:,} : {FROM:,} notes"
                yield _ratio(told, scale[TO][name], scale[FROM][name], what, GROWTH)


def _ratio(
    told: str, ours: Sequence[Cost], theirs: Sequence[Cost], what: str, must: float, stretch: float | None = None
) -> Target:
    """The ratio of the medians."""
    each = ratios(ours, theirs, what)
    cpu = None if what == "memory" else median(ours, "cpu") / median(theirs, "cpu")
    return Target(told, median(ours, what) / median(theirs, what), (min(each), max(each)), " ×", must, stretch, cpu)
