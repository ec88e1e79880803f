"""The comments by which a note speaks to para-sync: region markers, and silences of rules (DESIGN §2, Regions).

A region stands between `<!-- para-sync:begin NAME -->` and `<!-- para-sync:end NAME SEAL -->`, each alone on its line
at block level. Markers in code, quotes and lists are text. Any damage in a note leaves all its regions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from para_sync.vault.facts import Directive
from para_sync.vault.span import Fault, Lines, Span

# What a note with regions has in its bytes, also one whose text cannot be read.
BEGIN = b"para-sync:begin"

IGNORE = "ignore"
IGNORE_NOTE = "ignore-note"


class Region(NamedTuple):
    """A generated region: its name, the spans of both markers and of the lines between, and the seal ("" is none)."""

    name: str
    begin: Span
    body: Span
    end: Span
    seal: str


class Silence(NamedTuple):
    """Rules that say nothing: in the whole note, or for the findings that start on `line`."""

    rules: tuple[str, ...]
    line: int | None
    span: Span


class Markers(NamedTuple):
    """What a note's comments say; `faults` are region-broken and then there are no regions."""

    regions: tuple[Region, ...]
    silences: tuple[Silence, ...]
    faults: tuple[Fault, ...]


def read(directives: Iterable[Directive], content: bytes) -> Markers:
    """Pair the markers of one note, and read its silences."""
    all_directives = list(directives)
    if not all_directives:
        return Markers((), (), ())
    lines = Lines(content)
    silences = [each for each in all_directives if _silences_rules(each)]
    pairing = _Pairing(content, lines)
    for each in all_directives:
        if not each.nested and not _silences_rules(each):
            pairing.take(each)
    pairing.finish()
    regions = () if pairing.faults else tuple(pairing.regions)
    return Markers(regions, tuple(_silences(silences, lines)), tuple(pairing.faults))


def _silences_rules(directive: Directive) -> bool:
    return bool(directive.words) and directive.words[0] in (IGNORE, IGNORE_NOTE)


def _silences(directives: list[Directive], lines: Lines) -> Iterator[Silence]:
    for each in directives:
        line = lines.line(each.span.end) + 1 if each.alone else lines.line(each.span.start)
        yield Silence(each.words[1:], None if each.words[0] == IGNORE_NOTE else line, each.span)


class _Pairing:
    def __init__(self, content: bytes, lines: Lines) -> None:
        self.regions: list[Region] = []
        self.faults: list[Fault] = []
        self._content = content
        self._lines = lines
        self._open: Directive | None = None
        self._first: dict[str, Region] = {}

    def take(self, marker: Directive) -> None:
        kind = marker.words[0] if marker.words else ""
        if kind not in ("begin", "end"):
            self._fault(marker, f'unknown comment "para-sync:{kind}", expected begin, end, ignore or ignore-note')
        elif not marker.alone:
            self._fault(marker, f"the {kind} marker must stand alone on its line")
        elif not 2 <= len(marker.words) <= 2 + (kind == "end"):
            self._fault(marker, f"the {kind} marker needs one region name")
        elif kind == "begin":
            self._begin(marker)
        else:
            self._end(marker)

    def finish(self) -> None:
        if self._open:
            self._fault(self._open, f'region "{self._open.words[1]}" never ends')

    def _begin(self, marker: Directive) -> None:
        if self._open:
            name, line = self._open.words[1], self._line(self._open)
            self._fault(marker, f'region "{marker.words[1]}" begins inside region "{name}" of line {line}')
        first = self._first.get(marker.words[1])
        if first:
            line = self._lines.line(first.begin.start)
            self._fault(marker, f'region "{first.name}" repeats the one of line {line}')
        self._open = marker

    def _end(self, marker: Directive) -> None:
        begin, self._open = self._open, None
        name = marker.words[1]
        if begin is None:
            self._fault(marker, f'region "{name}" ends without a beginning')
        elif begin.words[1] != name:
            self._fault(
                marker, f'region "{name}" ends where region "{begin.words[1]}" of line {self._line(begin)} is open'
            )
        else:
            body = Span(
                self._content.find(b"\n", begin.span.end) + 1, self._content.rfind(b"\n", 0, marker.span.start) + 1
            )
            seal = marker.words[2] if len(marker.words) > 2 else ""
            self.regions.append(Region(name, begin.span, body, marker.span, seal))
            self._first.setdefault(name, self.regions[-1])

    def _line(self, marker: Directive) -> int:
        return self._lines.line(marker.span.start)

    def _fault(self, marker: Directive, message: str) -> None:
        self.faults.append(Fault("region-broken", message, marker.span))
