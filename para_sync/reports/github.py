"""Findings for the log of a GitHub workflow: all of them as text, and the worst as annotations.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.files import digest
from para_sync.reports import findings
from para_sync.reports.plain import plain

# GitHub shows no more annotations of one kind for a step.
MOST = 10

_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def lines(found: Sequence[Diagnostic], prefix: str = "") -> Iterator[str]:
    """The findings as text, then annotations, then how many findings have none. `prefix` leads from the top of the
    repository to the vault: "" or a folder that ends in `/`.
    """
    text = [click.unstyle(each) for each in findings.lines(found)]
    # what a note holds cannot be a command: the runner takes none until it reads a word that no note can foresee
    word = digest("\n".join(text).encode("utf-8", "backslashreplace"))
    yield from (f"::stop-commands::{word}", *text, f"::{word}::") if text else ()
    left = []
    for severity, kind in _KINDS.items():
        group = [each for each in found if each.severity is severity]
        yield from (_annotation(each, kind, prefix) for each in group[:MOST])
        if len(group) > MOST:
            left.append(f"{MOST} of {len(group)} {severity if severity is Severity.ADVICE else f'{severity}s'}")
    if left:
        yield f"GitHub shows {', '.join(left)} as annotations; all findings stand above."


def _annotation(found: Diagnostic, kind: str, prefix: str) -> str:
    """One workflow command.

    >>> from para_sync.vault.span import Place, Span
    >>> one = Diagnostic("a,b: c.md", Span(0, 1), "100 % | x", rule="r", place=Place(3, 4), end=Place(3, 9))
    >>> _annotation(one, "error", "v/")
    '::error file=v/a%2Cb%3A c.md,line=3,col=4,endLine=3,endColumn=9,title=r::100 %25 | x'
    """
    where = {"file": prefix + found.path, "line": found.place.line, "col": found.place.column}
    where |= {"endLine": found.end.line, "endColumn": found.end.column, "title": found.rule}
    options = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in where.items())
    return f"::{kind} {options}::{_escaped(found.message)}"


def _escaped(text: str, more: str = "") -> str:
    text = plain(text)
    for sign in ("%", *more):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text
