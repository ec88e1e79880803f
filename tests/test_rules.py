"""Every rule shows what it finds and what it lets pass, and both hold."""

from __future__ import annotations

import re
from datetime import date

import pytest
from examples import Example, read

from para_sync import fix, lint, rules
from para_sync.check import Choice
from para_sync.reports import findings
from para_sync.settings import SETTINGS, Settings, parse

CASES = [
    pytest.param(name, example, id=f"{name}-{number}")
    for name in rules.names()
    for number, example in enumerate(read(rules.load(name).explanation))
]


def settings(example: Example) -> Settings:
    return parse(example.files.get(SETTINGS, ""))


def choice(name: str, example: Example) -> Choice:
    today = date.fromisoformat(example.today) if example.today else None
    return Choice(select=(name,), today=today)


@pytest.mark.parametrize(("name", "example"), CASES)
def test_an_example_says_what_it_says(name: str, example: Example) -> None:
    found = [
        each
        for each in lint.check(example.vault(), settings(example), choice(name, example), None, example.gone)
        if each.path in example.files or not each.path.startswith("Manual/")
    ]
    assert "".join(findings.line(each) + "\n" for each in found) == example.output.get("", "")


@pytest.mark.parametrize(("name", "example"), [case for case in CASES if case.values[1].fixed])
def test_a_fix_mends_the_example(name: str, example: Example) -> None:
    fixed = fix.fix(example.vault(), settings(example), choice(name, example), unsafe=True)
    changed = {path: after.decode() for path, (_, after) in fixed.changed.items()}
    assert changed == example.fixed
    assert fix.fix(fixed.vault, settings(example), choice(name, example), unsafe=True).changed == {}


@pytest.mark.parametrize("name", rules.names())
def test_a_rule_has_bad_and_good_examples(name: str) -> None:
    titles = set()
    for example in read(rules.load(name).explanation):
        title = re.split(r"\W", example.title)[0]
        assert bool(example.output) is (title == "Bad"), example.title
        titles.add(title)
    assert titles == {"Bad", "Good"}
