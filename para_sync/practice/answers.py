"""What a person answers about a run, read from one line: scores, minutes, markers, gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from para_sync.manual.chapter import suggestion
from para_sync.manual.plan import Section
from para_sync.manual.rubric import Category
from para_sync.stop import Stop

NONE = "none"
ALL = "all"

_WHOLE = re.compile(r"[0-9]{1,4}\Z")
_MINUTES = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?\Z")


class Refused(Stop):
    """An answer that is none: what is wrong with it, and what is expected."""


def score(text: str, category: Category) -> int:
    """A score; raises `Refused` unless it is a whole number up to the rubric's highest."""
    highest = len(category.anchors) - 1
    if not _WHOLE.match(text) or int(text) > highest:
        raise Refused(f'"{category.name}" is a whole number from 0 to {highest}, not "{text}"')
    return int(text)


def scores(text: str, categories: Sequence[Category]) -> dict[str, int]:
    """Scores in the rubric's order with commas between them, by property; one left out stays open.

    >>> one, two = (Category(name, "Critical", f"score_{name}", ("no", "yes")) for name in ("a", "b"))
    >>> scores("1, ", (one, two))
    {'score_a': 1}
    >>> scores("1", (one, two))
    Traceback (most recent call last):
    para_sync.practice.answers.Refused: 2 scores are wanted, with commas between them, not 1: a, b
    """
    given = [each.strip() for each in text.split(",")]
    if len(given) != len(categories):
        names = ", ".join(each.key for each in categories)
        raise Refused(f"{len(categories)} scores are wanted, with commas between them, not {len(given)}: {names}")
    return {each.score: score(value, each) for each, value in zip(categories, given, strict=True) if value}


def minutes(text: str, sections: Sequence[Section]) -> tuple[str, ...]:
    """The minutes of each section, as written.

    >>> minutes("5, 4.5", (Section(1, "Scope", 5), Section(2, "Model", 5)))
    ('5', '4.5')
    """
    given = tuple(re.split(r"[\s,]+", text.strip(" ,")))
    wrong = next((each for each in given if not _MINUTES.match(each)), None)
    if wrong is not None:
        raise Refused(f'minutes are numbers such as 5 or 4.5, not "{wrong}"')
    if len(given) != len(sections):
        names = ", ".join(each.name for each in sections)
        raise Refused(f"{len(sections)} numbers of minutes are wanted, not {len(given)}: {names}")
    return given


def chosen(text: str, known: Mapping[str, str], what: str, numbered: Sequence[str] = ()) -> tuple[str, ...]:
    """What a line chooses, each once: names of `known` in any letter case, or the numbers of `numbered` from 1; `all`
    of `numbered`, or `none`.

    >>> chosen("Flywheel, 1", {"flywheel": "flywheel", "loss": "loss"}, "marker", ["loss"])
    ('flywheel', 'loss')
    >>> chosen("none", {}, "marker"), chosen("all", {}, "gap", ["a", "b"])
    ((), ('a', 'b'))
    >>> chosen("flywhel", {"flywheel": "flywheel"}, "marker")
    Traceback (most recent call last):
    para_sync.practice.answers.Refused: no marker is called "flywhel", did you mean "flywheel"?
    """
    if text.strip().casefold() == NONE:
        return ()
    if text.strip().casefold() == ALL:
        return tuple(numbered)
    found = []
    for each in filter(None, (part.strip() for part in text.split(","))):
        name = each.removeprefix("[[").removesuffix("]]").casefold()
        if name in known:
            found.append(known[name])
        elif _WHOLE.match(each) and 0 < int(each) <= len(numbered):
            found.append(numbered[int(each) - 1])
        else:
            close = suggestion(name, known)
            raise Refused(f'no {what} is called "{each}"{close or "; " + NONE + " is an answer too"}')
    if not found:
        raise Refused(f"name a {what}, or {NONE}")
    return tuple(dict.fromkeys(found))
