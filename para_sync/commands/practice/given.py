"""What was answered on the command line, checked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from para_sync.commands.new import given as pairs
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.manual import Manual
from para_sync.manual.rubric import Rubric
from para_sync.practice import answers
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered on the command line: scores and other values by property, evidence by the key of its category,
    all scores in one line, and the rest; None for what was not.
    """

    scores: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    all_scores: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    minutes: str | None = None
    reflection: str | None = None
    taste: str | None = None
    gaps: str | None = None


def read(
    values: tuple[str, ...], evidence: tuple[str, ...], answered: Mapping[str, str | None], manual: Manual
) -> Given:
    """What was answered in options, checked against the manual; raises `Stop`."""
    assert manual.rubric
    assert manual.markers
    assert manual.sections
    categories = {each.score: each for each in manual.rubric.categories}
    named = pairs(values)
    scores = {name: answers.score(text, categories[name]) for name, text in named.items() if name in categories}
    minutes, taste, all_scores = answered["minutes"], answered["taste"], answered["scores"]
    if minutes is not None:
        answers.minutes(minutes, manual.sections)
    if taste is not None:
        answers.chosen(taste, {each.id.casefold(): each.id for each in manual.markers}, "marker")
    return Given(
        scores=scores,
        evidence=_evidence(evidence, manual.rubric),
        all_scores=all_scores,
        values={name: text for name, text in named.items() if name not in categories},
        minutes=minutes,
        reflection=answered["reflection"],
        taste=taste,
        gaps=answered["gaps"],
    )


def _evidence(lines: tuple[str, ...], rubric: Rubric) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, equals, text in (line.partition("=") for line in lines):
        category = rubric.find(key.strip())
        if not equals or not text.strip():
            raise Stop(f'--evidence wants CATEGORY=TEXT, not "{plain(key + equals + text)}"')
        if category is None:
            close = suggestion(key, [each.key for each in rubric.categories])
            raise Stop(f'--evidence: no category is called "{plain(key)}"{close}')
        found[category.key] = text
    return found


def check_scores(given: Given, day: str, vault: Vault) -> None:
    """Refuse a line of scores, and evidence, that does not fit the rubric of a day."""
    rubric = manuals.of(vault).rubric
    categories = rubric.on(day) if rubric else ()
    if given.all_scores is not None and rubric:
        answers.scores(given.all_scores, categories)
    late = sorted(given.evidence.keys() - {each.key for each in categories})
    if late:
        raise Stop(f"--evidence: {late[0]} is no category of a run of {day}")


def readable(vault: Vault) -> Manual:
    """The manual, where all that the loop needs can be read; raises `Stop` at what cannot."""
    manual = manuals.of(vault)
    needed = (manual.rubric, manual.numbers, manual.sections, manual.markers, manual.note_types, manual.levels)
    if all(each is not None for each in needed) and manual.priorities is not None:
        return manual
    raise Stop("the manual cannot be read, so nothing was begun: " + "; ".join(manuals.told(vault)))
