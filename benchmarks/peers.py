"""para-sync beside its peers: `python -m benchmarks.peers --write` rewrites RESULTS.md and the README's table.

On one generated vault every tool runs in turn, round after round: on all notes, cold and warm, on one note, and on
starting up; beside them the floor of each, what Python itself needs for it. Then vaults of 1,000 to 50,000 notes, the
watcher's latency, and which of the planted defects each tool finds. Without `--write` the tables are printed. Half an
hour on a quiet machine; `--quick` leaves out the other vaults and the watcher.

Peers run if they are there: mdsmith and rumdl by `pip install -e '.[bench]'` in the environment that runs this, and
markdownlint-cli2 by `npm install --no-save markdownlint-cli2` in the repository, or from the PATH.

Exits with 1 if para-sync missed a defect of a kind that it looks for, or reported anything that was not planted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import contest, report, watch
from benchmarks.measure import Cost, Costs
from benchmarks.report import Results
from benchmarks.score import complete

SIZES = (1_000, 10_000, 50_000)
SIZE_RUNS = 3


def main(words: Sequence[str] | None = None) -> int:
    """Measure, and print or write what came of it."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=(__doc__ or "").split("\n", 1)[0])
    asked.add_argument("--notes", type=int, default=10_000, help="how large the vault is; 10,000 if left out")
    asked.add_argument("--runs", type=int, default=5, help="how many rounds count; 5 if left out")
    asked.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="vaults to compare; 1000 10000 50000 if left out"
    )
    asked.add_argument("--quick", action="store_true", help="this one vault only: no larger ones, no watcher")
    asked.add_argument("--write", action="store_true", help="rewrite benchmarks/RESULTS.md and the README's table")
    given = asked.parse_args(words)
    results, good = measured(given.notes, given.runs)
    if not given.quick:
        runs = min(given.runs, SIZE_RUNS)
        others = {size: scaled(size, runs) for size in given.sizes if size != given.notes}
        scale = others | {given.notes: results.costs}
        results = replace(results, scale=scale, latency=latency(given.notes))
    made = report.blocks(results)
    if given.write:
        for file in report.SHOWN:
            report.put(file, made)
    else:
        print("\n\n".join(made.values()))
    return 0 if good else 1


def measured(notes: int, runs: int) -> tuple[Results, bool]:
    """Everything on one vault, and whether para-sync found all that it should and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        _say(f"laying down {notes:,} notes")
        arena = contest.arena(Path(folder), notes)
        for name, why in arena.missing.items():
            _say(f"{name} is left out: {why}")
        costs: dict[str, Sequence[Cost]] = {}
        for phase in (arena.cold, arena.markdownlint, arena.warm, arena.one, arena.edited, arena.changed, arena.start):
            _say(phase.__name__)
            costs |= phase(runs)
        _say("what each tool finds")
        scores = arena.scores()
        releases = [tool.release() for tool in (arena.ours, *arena.peers.values())]
        results = Results(notes, runs, costs, scores, releases, arena.missing)
        return results, complete(scores[arena.ours.name])


def scaled(notes: int, runs: int) -> Costs:
    """Cold and warm runs on a vault of another size."""
    with tempfile.TemporaryDirectory() as folder:
        _say(f"a vault of {notes:,} notes")
        arena = contest.arena(Path(folder), notes)
        return {**arena.cold(runs), **arena.warm(runs)}


def latency(notes: int) -> list[float]:
    """How long the watcher works from an edit to the tracker, in ms."""
    _say("the watcher")
    with watch.watching(notes) as (root, daemon):
        watch.rest(daemon)
        return watch.latency(root, daemon, watch.runs(root))[1]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
