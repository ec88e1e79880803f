"""What was measured, as tables and charts of Markdown, put between the marks of RESULTS.md and of the README."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import cards, contest, targets
from benchmarks.measure import Cost, Costs, median
from benchmarks.score import Score
from benchmarks.tools import REPOSITORY

# Commands of one kind of run stand together; the floor of each comes last.
GROUPS = (
    ("Cold", contest.COLD, contest.MDSMITH, contest.RUMDL_COLD, contest.MARKDOWNLINT, contest.READ),
    ("Warm", contest.WARM, contest.CHECK, contest.RUMDL, contest.STAT),
    ("One note changed", contest.CHANGED, contest.RUMDL_CHANGED),
    ("One note", contest.ONE, contest.MDSMITH_ONE, contest.RUMDL_ONE, contest.PASS),
    ("One note, just edited", contest.EDITED, contest.MDSMITH_EDITED),
    ("Start", contest.VERSION, contest.CLICK),
)
SHOWN = (REPOSITORY / "benchmarks" / "RESULTS.md", REPOSITORY / "README.md")
SCALED = (contest.COLD, contest.WARM, contest.MDSMITH, contest.RUMDL_COLD)


@dataclass(frozen=True, slots=True)
class Results:
    """All that one run of the benchmark learnt. `scale` holds costs by the number of notes, `latency` milliseconds."""

    notes: int
    runs: int
    costs: Costs
    scores: Mapping[str, Score]
    releases: Sequence[str]
    missing: Mapping[str, str]
    scale: Mapping[int, Costs] = field(default_factory=dict)
    latency: Sequence[float] = ()


def blocks(results: Results) -> dict[str, str]:
    """Everything to show, by the name of the marks that it goes between; what was not measured is left out."""
    return {name: made for name, make in BLOCKS.items() if (made := make(results))}


def put(file: Path, made: Mapping[str, str]) -> None:
    """Rewrite what stands between `<!-- measured NAME -->` and `<!-- /measured -->`; the rest of the file stays."""

    def fresh(match: re.Match[str]) -> str:
        return f"{match[1]}\n\n{made[match[2]]}\n\n{match[3]}" if match[2] in made else match[0]

    marks = re.compile(r"(<!-- measured (\w+) -->).*?(<!-- /measured -->)", re.DOTALL)
    file.write_text(marks.sub(fresh, file.read_text("utf-8")), "utf-8")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """A table whose first columns hold words, and the others numbers."""
    rule = [*["---"] * words, *["---:"] * (len(header) - words)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def setting(results: Results) -> str:
    """On what, with what and how often; no name of a machine and no path."""
    machine = f"{_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB, {platform.system()}"
    often = f"Medians of {results.runs} rounds after one that does not count, [least–most]"
    if contest.MARKDOWNLINT in results.costs:
        often += f"; markdownlint-cli2 of {len(results.costs[contest.MARKDOWNLINT])}"
    lines = [
        f"- Vault: {results.notes:,} notes, `python -m benchmarks.generate DIR {results.notes}`.",
        f"- Machine: {machine}, Python {platform.python_version()}{_build()}.",
        f"- Tools: {', '.join(results.releases)}.",
        f"- {often}." if results.runs > 1 else "- One round.",
        f"- Load of the machine in the last 15 minutes: {os.getloadavg()[2]:.1f}; left alone it has about 1.",
    ]
    return "\n".join([*lines, *(f"- Left out: {name}, {why}." for name, why in results.missing.items())])


def _build() -> str:
    """Whether the interpreter is the system's: those of distributions are built with profile-guided optimisation."""
    return " as the system has it" if sys.base_prefix == "/usr" else ""


def costs(results: Results) -> str:
    """Wall clock, CPU and memory of each command."""
    rows = [
        [kind if not number else "", f"`{name}`", *_cells(results.costs[name])]
        for kind, *names in GROUPS
        for number, name in enumerate(each for each in names if each in results.costs)
    ]
    return table(["Run", "Command", "wall s", "CPU s", "peak MB"], rows, 2)


def held(results: Results) -> str:
    """Each target with what was reached."""
    rows = [
        [
            each.what,
            f"{each.figure:.2f}{each.unit} [{each.spread[0]:.2f}–{each.spread[1]:.2f}]",
            "" if each.cpu is None else f"{each.cpu:.2f}",
            f"{each.must:g}",
            f"{each.stretch:g}" if each.stretch is not None else "",
            each.reached,
        ]
        for each in targets.of(results.costs, results.scale, results.latency)
    ]
    return table(["What", "Measured", "CPU", "Must", "Stretch", "Reached"], rows)


def found(results: Results) -> str:
    """Kind by kind what each tool found, and how often it cried wolf."""
    planted = next(iter(results.scores.values())).planted
    rows = [
        [
            kind,
            f"{planted[kind]:,}",
            *(f"{score.found[kind]:,}" if kind in score.found else "—" for score in results.scores.values()),
        ]
        for kind in cards.KINDS
        if kind in planted
    ]
    false = [f"{sum(score.false.values()):,}" for score in results.scores.values()]
    said = [f"{name}: {', '.join(f'{rule} {count:,}' for rule, count in sorted(score.false.items()))}"
            for name, score in results.scores.items() if score.false]  # fmt: skip
    shown = table(["Planted", "", *results.scores], [*rows, ["**false reports**", "", *false]])
    return shown + (f"\n\nFalse reports by rule. {'; '.join(said)}." if said else "")


def bars(results: Results) -> str:
    """A chart of the cold runs."""
    names = [name for name in GROUPS[0][1:] if name in results.costs]
    short = ["Python reads" if name == contest.READ else name.split()[0] for name in names]
    values = [median(results.costs[name], "wall") for name in names]
    return _chart(f"The whole vault, nothing remembered, {results.notes:,} notes", short, "seconds", "bar", [values])


def scale(results: Results) -> str:
    """Time and memory as the vault grows; empty if one size was measured."""
    if not results.scale:
        return ""
    sizes = sorted(results.scale)
    names = [name for name in SCALED if all(name in results.scale[size] for size in sizes)]
    per_note = {name: [1e6 * median(results.scale[size][name], "wall") / size for size in sizes] for name in names}
    header = ["µs a note (peak MB)", *(f"{size:,} notes" for size in sizes)]
    rows = [
        [f"`{name}`", *(f"{value:.0f} ({median(results.scale[size][name], 'memory'):.0f})"
                        for size, value in zip(sizes, per_note[name], strict=True))]
        for name in names
    ]  # fmt: skip
    order = "Lines in the order of the table."
    lines = list(per_note.values())
    chart = _chart(
        "Microseconds a note as the vault grows", [f"{size:,}" for size in sizes], "µs a note", "line", lines
    )
    return f"{table(header, rows)}\n\n{chart}\n\n{order}"


def peers(results: Results) -> str:
    """The comparison in few lines, for the README."""
    tools = list(results.scores)
    lines = (
        ("whole vault, nothing remembered", (contest.COLD, contest.MDSMITH, contest.RUMDL_COLD, contest.MARKDOWNLINT)),
        ("again, nothing changed", (contest.WARM, contest.MDSMITH, contest.RUMDL, contest.MARKDOWNLINT)),
        ("one note by its path, again", (contest.ONE, contest.MDSMITH_ONE, contest.RUMDL_ONE, "")),
        ("one note, just edited", (contest.EDITED, contest.MDSMITH_EDITED, contest.RUMDL_ONE, "")),
    )
    known = ("para-sync", "mdsmith", "rumdl", "markdownlint-cli2")
    rows = [
        [said, *(_seconds(results.costs.get(dict(zip(known, names, strict=True))[tool])) for tool in tools)]
        for said, names in lines
    ]
    cold = dict(zip(known, lines[0][1], strict=True))
    rows.append(["peak memory", *(f"{median(results.costs[cold[tool]], 'memory'):.0f} MB" for tool in tools)])
    all_planted = sum(next(iter(results.scores.values())).planted.values())
    rows.append(["planted defects found", *(f"{sum(results.scores[tool].found.values()):,}" for tool in tools)])
    rows.append(["false reports", *(f"{sum(results.scores[tool].false.values()):,}" for tool in tools)])
    return table([f"{results.notes:,} notes, {all_planted:,} defects", *results.releases], rows)


BLOCKS: Mapping[str, Callable[[Results], str]] = {
    "setting": setting,
    "targets": held,
    "costs": costs,
    "cold": bars,
    "scale": scale,
    "found": found,
    "peers": peers,
}


def _cells(costs: Sequence[Cost]) -> list[str]:
    wall = [cost.wall for cost in costs]
    spread = f" [{min(wall):.3f}–{max(wall):.3f}]" if len(wall) > 1 else ""
    return [
        f"{median(costs, 'wall'):.3f}{spread}",
        f"{median(costs, 'cpu'):.3f}",
        f"{median(costs, 'memory'):.0f}",
    ]


def _seconds(costs: Sequence[Cost] | None) -> str:
    return f"{median(costs, 'wall'):.2f} s" if costs else "—"


def _chart(title: str, names: Sequence[str], unit: str, kind: str, lines: Sequence[Sequence[float]]) -> str:
    """A chart that GitHub draws, of lines or bars, from zero up."""
    axis = ", ".join(f'"{name}"' for name in names)
    top = f"0 --> {max(map(max, lines)):.2f}"
    drawn = [f"{kind} [{', '.join(f'{value:.2f}' for value in values)}]" for values in lines]
    said = "\n    ".join([f'title "{title}"', f"x-axis [{axis}]", f'y-axis "{unit}" {top}', *drawn])
    return f"```mermaid\nxychart-beta\n    {said}\n```"


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _memory() -> float:
    """Of the machine, in GB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
