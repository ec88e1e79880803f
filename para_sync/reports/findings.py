"""Findings as lines for people: one a fact, the same dead target in one note once, with its count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.reports.plain import plain

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "blue"}


def line(found: Diagnostic) -> str:
    """One finding: `path:line:column: severity rule: message`, without a severity where it has none."""
    return _told(found, _plainly)


def lines(found: Iterable[Diagnostic], sourced: bool = False, coloured: bool = True) -> Iterator[str]:
    """The findings, as a rule coloured for a terminal; those of one rule and one message in one note are said once.
    With `sourced` each ends in the requirement that its rule comes from.
    """
    style = _styled() if coloured else _plainly
    for each, count in _counted(found):
        source = _source(each.rule) if sourced else ""
        more = (f" ({count} times)" if count > 1 else "") + (f" [{source}]" if source else "")
        yield _told(each, style) + (style(more, dim=True) if more else "")


def _source(rule: str) -> str:
    from para_sync import rules  # here, since findings that are recalled need no rules

    return rules.load(rule).source


def summary(found: Sequence[Diagnostic], by: str = "") -> str:
    """One plain line: how many findings of each weight, and how many could be mended, `by` another command."""
    if not found:
        return "No findings."
    fixes = [each.fix.safe for each in found if each.fix]
    fixable, unsafe = fixes.count(True), fixes.count(False)
    counts = Counter(each.severity for each in found)
    parts = [f"{counts[each]} {_noun(each, counts[each])}" for each in Severity if counts[each]]
    hints = [f"{fixable} can be fixed with {by}--fix"] if fixable else []
    hints += (
        [f"{unsafe} more with --unsafe-fixes" if fixable else f"{unsafe} can be fixed with {by}--unsafe-fixes"]
        if unsafe
        else []
    )
    return ", ".join(parts) + ("; " + ", ".join(hints) if hints else "") + "."


def closing(found: Sequence[Diagnostic], by: str = "", coloured: bool = True) -> str:
    """The summary, as a rule green for a terminal where there is nothing to mend."""
    return _styled()(summary(found), fg="green") if coloured and not found else summary(found, by)


def text(found: Sequence[Diagnostic], coloured: bool, told: Iterable[str] | None = None) -> str:
    """The findings, or what is told of them instead, and the summary."""
    return "".join(
        f"{line}\n" for line in (*(told or lines(found, coloured=coloured)), closing(found, coloured=coloured))
    )


def statistics(found: Iterable[Diagnostic]) -> Iterator[str]:
    """How often each rule found something, most often first."""
    counts = Counter((each.rule, each.severity) for each in found)
    width = max((len(str(count)) for count in counts.values()), default=1)
    for (rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count:>{width}}  {severity!s:7}  {rule}"


def _told(found: Diagnostic, style: Callable[..., str]) -> str:
    where = style(plain(f"{found.path}:{found.place.line}:{found.place.column}:"), bold=True)
    severity = style(f"{found.severity} ", fg=_COLOURS[found.severity]) if found.severity else ""
    return f"{where} {severity}{found.rule}: {plain(found.message)}"


def _styled() -> Callable[..., str]:
    import click  # here, as what nobody looks at has no colour

    return click.style


def _plainly(text: str, **_: object) -> str:
    """Style for where there is no colour: a tenth of the time, for many lines."""
    return text


def _counted(found: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, int]]:
    groups: dict[tuple[str, str, str], list[Diagnostic]] = {}
    for each in sorted(found, key=lambda each: (each.path, each.span, each.rule)):
        groups.setdefault((each.path, each.rule, each.message), []).append(each)
    return ((group[0], len(group)) for group in groups.values())


def _noun(severity: Severity, count: int) -> str:
    return str(severity) if count == 1 or severity is Severity.ADVICE else f"{severity}s"
