"""Which planted defects a tool found, and what it reported that is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks import cards
from benchmarks.generate import Defect
from benchmarks.tools import Finding, Tool


@dataclass(frozen=True, slots=True)
class Score:
    """How many defects of each kind were planted; how many of them were found, of the kinds that a rule of the tool
    looks for; and the false reports, by rule.
    """

    planted: Mapping[str, int]
    found: Mapping[str, int]
    false: Mapping[str, int]


def score(tool: Tool, reported: Iterable[Finding], planted: Iterable[Defect]) -> Score:
    """Defects are found where a rule that looks for their kind reports their line; those of properties as a whole,
    wherever in their note. Whatever else such a rule reports is false.
    """
    every = list(planted)
    told = {(kind, path, line) for rule, path, line in reported for kind in tool.kinds.get(rule, ())}
    notes = {(kind, path) for kind, path, _ in told if kind in cards.PROPERTIES}
    found = dict.fromkeys((kind for kinds in tool.kinds.values() for kind in kinds), 0)
    for each in every:
        if (each.kind, each.path, each.line) in told or (each.kind, each.path) in notes:
            found[each.kind] += 1
    lines = {(each.kind, each.path, each.line) for each in every}
    whole = {(each.kind, each.path) for each in every if each.kind in cards.PROPERTIES}
    false: Counter[str] = Counter()
    for rule, path, line in set(reported):
        kinds = tool.kinds.get(rule, ())
        true = any((kind, path, line) in lines or (kind, path) in whole for kind in kinds)
        if not true and (kinds or tool.whole):
            false[rule] += 1
    return Score(Counter(each.kind for each in every), found, false)


def complete(score: Score) -> bool:
    """Whether all defects of the kinds that were looked for were found, and nothing else."""
    return not score.false and all(count == score.planted.get(kind, 0) for kind, count in score.found.items())
