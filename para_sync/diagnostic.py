"""What is wrong, where, and how it could be mended."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from para_sync.vault.span import Place, Span

if TYPE_CHECKING:  # most findings come without
    from para_sync.change import Edit

START = Place(1, 1)


class Severity(StrEnum):
    """How much a finding weighs: an error fails a run, a warning fails it under `--strict`, advice never does."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return list(Severity).index(self)


class Fix(NamedTuple):
    """Edits that mend a finding. A safe one cannot change what a note means."""

    edits: tuple[Edit, ...]
    safe: bool = True


class Diagnostic(NamedTuple):
    """A finding: the fact, the note's path and the bytes it is about, and perhaps a fix.

    `severity` is set where it differs from the rule's own; `rule`, `place` and `end` are filled in by the run of the
    rules.
    """

    path: str
    span: Span
    message: str
    fix: Fix | None = None
    severity: Severity | None = None
    rule: str = ""
    place: Place = START
    end: Place = START


def fails(found: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether findings make a run fail: an error does, a warning only under `strict`, advice never."""
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(each.severity in bad for each in found)
