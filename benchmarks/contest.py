"""The vault that all tools are run on, and what each is asked to do there."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import generate, tools
from benchmarks.generate import Defect
from benchmarks.measure import Command, Costs, Place
from benchmarks.score import Score, score
from benchmarks.tools import Tool

COLD, WARM = "para-sync lint --no-cache", "para-sync lint"
CHANGED, ONE = "para-sync lint, one note changed", "para-sync lint NOTE"
CHECK, VERSION = "para-sync sync --check", "para-sync --version"
MDSMITH, MDSMITH_ONE = "mdsmith check", "mdsmith check NOTE"
EDITED, MDSMITH_EDITED = f"{ONE}, just edited", f"{MDSMITH_ONE}, just edited"
RUMDL_COLD, RUMDL = "rumdl check --no-cache", "rumdl check"
RUMDL_CHANGED, RUMDL_ONE = "rumdl check, one note changed", "rumdl check NOTE"
MARKDOWNLINT = "markdownlint-cli2"
READ, STAT = "Python reads and hashes every note", "Python lists and stats every note"
PASS, CLICK = "python -I -c pass", "python -c 'import click'"

FLOORS = Path(__file__).with_name("floors.py")
# What was written a moment ago is not trusted by a cache.
SETTLED_SECONDS = 2.5
# Slow enough that two runs tell as much as many.
MARKDOWNLINT_RUNS = 2


@dataclass(frozen=True, slots=True)
class Arena:
    """A vault with its planted defects, the tools, and where they run."""

    root: Path
    place: Place
    planted: list[Defect]
    ours: Tool
    peers: Mapping[str, Tool]
    missing: Mapping[str, str]

    def command(self, name: str, tool: str, *words: str, before: Callable[[], None] = lambda: None) -> list[Command]:
        """The command of a tool; none where the tool is not here."""
        found = self.ours if tool == self.ours.name else self.peers.get(tool)
        return [Command(name, [*found.program, *words], before)] if found else []

    def scores(self) -> dict[str, Score]:
        """What each tool finds."""
        found = {}
        for tool in (self.ours, *self.peers.values()):
            self.place.run(Command(f"{tool.name}, its report", [*tool.program, *tool.report]))
            found[tool.name] = score(tool, list(tool.read(self.place.output.read_text("utf-8"))), self.planted)
        return found

    def cold(self, runs: int) -> Costs:
        """The whole vault, nothing remembered."""
        floor = Command(READ, [sys.executable, "-I", str(FLOORS), "read", "."])
        commands = [
            *self.command(COLD, "para-sync", "lint", "--no-cache"),
            *self.command(MDSMITH, "mdsmith", "check", "-q", *self._option("mdsmith"), "."),
            *self.command(RUMDL_COLD, "rumdl", *self._option("rumdl"), "--no-cache", "."),
            floor,
        ]
        return self.place.compare(commands, runs)

    def markdownlint(self, runs: int) -> Costs:
        """The one that takes long."""
        tool = self.peers.get("markdownlint-cli2")
        command = self.command(MARKDOWNLINT, "markdownlint-cli2", *tool.report) if tool else []
        return self.place.compare(command, min(runs, MARKDOWNLINT_RUNS))

    def warm(self, runs: int) -> Costs:
        """The whole vault, nothing changed since the last run."""
        time.sleep(SETTLED_SECONDS)
        ours = self.command(WARM, "para-sync", "lint")
        rumdl = self.command(RUMDL, "rumdl", *self._option("rumdl"), ".")
        floor = Command(STAT, [sys.executable, "-I", str(FLOORS), "stat", "."])
        for each in (*ours, *rumdl):
            self.place.run(each)
        check = self.command(CHECK, "para-sync", "sync", "--check")
        return self.place.compare([*ours, *rumdl, *check, floor], runs)

    def one(self, runs: int) -> Costs:
        """One note by its path, the others as they were."""
        note = next(self._notes()).relative_to(self.root).as_posix()
        commands = [
            *self.command(ONE, "para-sync", "lint", note),
            *self.command(MDSMITH_ONE, "mdsmith", "check", "-q", *self._option("mdsmith"), note),
            *self.command(RUMDL_ONE, "rumdl", *self._option("rumdl"), "--no-cache", note),
            Command(PASS, [sys.executable, "-I", "-c", "pass"]),
        ]
        return self.place.compare(commands, runs)

    def changed(self, runs: int) -> Costs:
        """The whole vault, one note changed since the tool's last run: the same one, once a round."""
        change = partial(_edit, next(self._notes()))
        commands = [
            *self.command(CHANGED, "para-sync", "lint", before=change),
            *self.command(RUMDL_CHANGED, "rumdl", *self._option("rumdl"), "."),
        ]
        return self.place.compare(commands, runs)

    def edited(self, runs: int) -> Costs:
        """One note by its path, right after an edit of it: the same note each time, as one is written."""
        note = next(self._notes())
        change, path = partial(_edit, note), note.relative_to(self.root).as_posix()
        commands = [
            *self.command(EDITED, "para-sync", "lint", path, before=change),
            *self.command(MDSMITH_EDITED, "mdsmith", "check", "-q", *self._option("mdsmith"), path, before=change),
        ]
        return self.place.compare(commands, runs)

    def start(self, runs: int) -> Costs:
        """Starting up and no more."""
        click = Command(CLICK, [sys.executable, "-c", "import click"])
        return self.place.compare([*self.command(VERSION, "para-sync", "--version"), click], runs)

    def _notes(self) -> Iterator[Path]:
        """Cards with links, and with line ends that a line can be added to."""
        for note in sorted(self.root.glob("Library/*/*.md")):
            content = note.read_bytes()
            if b"\r\n" not in content and content.startswith(b"---"):
                yield note

    def _option(self, name: str) -> tuple[str, ...]:
        """What a peer is told about the rules that count."""
        tool = self.peers.get(name)
        if tool is None:
            return ()
        return tuple(tool.report[1:3]) if name == "mdsmith" else tuple(tool.report[: tool.report.index("--no-cache")])


def _edit(note: Path) -> None:
    note.write_bytes(note.read_bytes() + b"One more line.\n")


def arena(folder: Path, count: int, environment: Mapping[str, str] = os.environ) -> Arena:
    """A vault of so many notes in an empty folder, its regions up to date."""
    root = folder / "vault"
    planted = generate.lay(root, count)
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    # as pip installs it, a program has its modules compiled
    inherited = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    place = Place(root, folder / "output", {**inherited, **own})
    ours = tools.para_sync()
    place.run(Command("para-sync sync", [*ours.program, "sync", "--yes"]))
    return Arena(root, place, planted, ours, *tools.peers(folder))
