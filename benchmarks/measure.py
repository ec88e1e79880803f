"""Commands measured in turn: whole processes, one after another, so that a busy minute slows all of them alike."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took: seconds of wall clock and of CPU (user and system, with its children's), and MB
    of memory at the peak, of all its processes together if they were watched, else of the largest.
    """

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command by the name that the tables show, and what has to be done before each run, outside the measurement."""

    name: str
    words: Sequence[str]
    before: Callable[[], None] = lambda: None


Costs = Mapping[str, Sequence[Cost]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where commands run: their working folder, where their output goes, and their environment."""

    folder: Path
    output: Path
    environment: Mapping[str, str]

    def run(self, command: Command, watched: bool = False) -> Cost:
        """One run. Raises `RuntimeError` with what the command said if it ended with neither 0 nor 1."""
        command.before()
        done = subprocess.run(
            [sys.executable, "-I", "-S", LAUNCHER, self.output, str(int(watched)), *command.words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        code, wall, cpu, memory = done.stdout.split()
        if code not in ("0", "1"):
            raise RuntimeError(
                f"{command.name} ended with {code}:\n{self.output.read_text('utf-8', 'replace')[-2000:]}"
            )
        return Cost(float(wall), float(cpu), int(memory) / 1e6)

    def compare(self, commands: Sequence[Command], runs: int) -> Costs:
        """Each command once, then each once more, and so on. A first round warms up, and its time does not count: in it
        the memory is watched, which is that of every run. With one run there is no such round.
        """
        held = {command.name: self.run(command, watched=True).memory for command in commands} if runs > 1 else {}
        costs: dict[str, list[Cost]] = {command.name: [] for command in commands}
        for _ in range(runs):
            for command in commands:
                cost = self.run(command)
                costs[command.name].append(replace(cost, memory=held.get(command.name, cost.memory)))
        return costs


def median(costs: Sequence[Cost], what: str) -> float:
    """The median of a field."""
    return float(statistics.median(getattr(cost, what) for cost in costs))


def ratios(ours: Sequence[Cost], theirs: Sequence[Cost], what: str) -> list[float]:
    """Round by round, ours to theirs."""
    return [getattr(our, what) / getattr(their, what) for our, their in zip(ours, theirs, strict=False)]
