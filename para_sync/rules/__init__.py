"""Everything that can be wrong, one module each: the file's name, dashed, is the rule's only name.

A module has a docstring (what the rule promises, why, and examples that are run as tests), a `SEVERITY`, and `check`, which
yields diagnostics and asks by name for what it needs: `note` (it is then called for every note that can be read and is no
template; with `TYPES`, for those of these types, "" for those without), `vault`, and `today` (then it is advice, and silent
under `--strict`). What else it asks for, a note has or has not, and it is called for those that have it: `properties`, the
`note_type` that the manual knows or the `unknown_type` that it does not, the `design` that it writes down, and links that
are `dead` (no file is called so), `several` (more than one is) or `lost` (the file has no such heading or block). A rule
without `check` is found on the way: while a note is read, a region planned, or the findings gathered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.chapter import suggestion
from para_sync.stop import Stop

Check = Callable[..., Iterator[Diagnostic]]

# What a rule can ask for that not every note has.
PARTS = frozenset(("properties", "note_type", "unknown_type", "design", "dead", "several", "lost"))

_SOURCE = re.compile(r" \(domain\.md ([^)]+)\)")


class Rule(NamedTuple):
    """A rule: its name, how much its findings weigh, whether it has a check, what the check asks for, in order, and the
    types that a note must have one of, "" for no type (none of them: it may have any). Its module is imported when it is
    called or explained.
    """

    name: str
    severity: Severity
    is_checked: bool
    wants: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def is_about_notes(self) -> bool:
        """Whether its check is called note by note."""
        return "note" in self.wants or bool(self.needs)

    @property
    def needs(self) -> frozenset[str]:
        """What a note must have, for the check to be called."""
        return PARTS.intersection(self.wants)

    @property
    def check(self) -> Check:
        """What finds, given what the rule asks for; only where it `is_checked`."""
        return _check(self.name)

    @property
    def explanation(self) -> str:
        """What the rule promises, why, and examples."""
        return str(_module(self.name).__doc__).strip()

    @property
    def summary(self) -> str:
        """The first line of the explanation: what is true when the rule is content."""
        return _SOURCE.sub("", self.explanation.split("\n", 1)[0]).rstrip(".")

    @property
    def source(self) -> str:
        """The requirement that the rule comes from, such as G9; "" where its first line names none."""
        found = _SOURCE.search(self.explanation.split("\n", 1)[0])
        return found[1] if found else ""


@cache
def names() -> tuple[str, ...]:
    """All rule names, by the alphabet."""
    files = os.listdir(os.path.dirname(__file__))
    return tuple(sorted(file[:-3].replace("_", "-") for file in files if file.endswith(".py") and file[0] != "_"))


class NoRule(Stop):
    """A name that no rule has."""

    def __init__(self, name: str) -> None:
        super().__init__(f'"{name}" is no rule{suggestion(name, names())}')


def load(name: str) -> Rule:
    """A rule by its name; raises `NoRule`."""
    if name not in _known:
        if name not in names():
            raise NoRule(name)
        from inspect import signature  # here, since rules that are known are not loaded: 8 ms

        module = _module(name)
        check: Check | None = getattr(module, "check", None)
        wants = tuple(signature(check).parameters) if check else ()
        _known[name] = Rule(name, module.SEVERITY, check is not None, wants, getattr(module, "TYPES", ()))
    return _known[name]


def every() -> tuple[Rule, ...]:
    """All rules, by the alphabet."""
    return tuple(map(load, names()))


def know(all_rules: Iterable[Rule]) -> None:
    """Take rules as they were loaded, perhaps by another process: to import sixty modules takes longer than to judge a
    note.
    """
    _known.update({rule.name: rule for rule in all_rules})


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name.replace('-', '_')}")


@cache
def _check(name: str) -> Check:
    check: Check = _module(name).check
    return check


_known: dict[str, Rule] = {}
