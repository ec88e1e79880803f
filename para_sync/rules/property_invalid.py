"""A property holds what its note type says: the kind, the range, one of the choices, a link to the right type.

A score of 4, a list where a number belongs or a workbook link that leads to a gap would make every table wrong in silence.
Empty values are fine here; property-missing asks for those that must be filled.

Bad:

```md Projects/practice-workbooks/sessions/run.md
---
type: session
date: 2026-02-30
evaluator: me
score_model: 2.5
minutes: [5, five]
workbook: "[P7](https://example.org/p7)"
score_evidence:
  - "los: derived it twice"
  - loss: derived it twice
---
```

```md Projects/practice-workbooks/sessions/week.md
---
type: session
date: 2026-W01-1
evaluator: self
Workbook: "[[run]]"
---
```

```output
Projects/practice-workbooks/sessions/run.md:3:7: error property-invalid: "date" must be a date such as 2026-01-31, not "2026-02-30"
Projects/practice-workbooks/sessions/run.md:4:12: error property-invalid: "evaluator" must be one of self, external, llm, not "me"
Projects/practice-workbooks/sessions/run.md:5:14: error property-invalid: "score_model" must be a whole number from 0 to 3, not 2.5
Projects/practice-workbooks/sessions/run.md:6:14: error property-invalid: "minutes" must be a list of numbers from 0 up, not "five"
Projects/practice-workbooks/sessions/run.md:7:11: error property-invalid: "workbook" must be a link such as "[[Note]]", not "[P7](https://example.org/p7)"
Projects/practice-workbooks/sessions/run.md:9:5: error property-invalid: "score_evidence" must be a list of texts such as "structure: …", in quotes, not "los: derived it twice", did you mean "loss"?
Projects/practice-workbooks/sessions/run.md:10:5: error property-invalid: "score_evidence" must be a list of texts such as "structure: …", in quotes, not a map
Projects/practice-workbooks/sessions/week.md:3:7: error property-invalid: "date" must be a date such as 2026-01-31, not "2026-W01-1"
Projects/practice-workbooks/sessions/week.md:5:11: error property-invalid: "workbook" must lead to a workbook; "run" is a session
```

Good: Obsidian's list editor writes numbers as text, and a list of one may be written without brackets.

```md Projects/practice-workbooks/sessions/run.md
---
type: session
date: 2026-02-28
evaluator: Self
score_model:
minutes: ["5", 5, 10]
gaps: none
---
```
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.chapter import suggestion
from para_sync.manual.note_types import NoteType, PropertyType
from para_sync.vault import days
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.properties import Property, items
from para_sync.vault.scalars import Value
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR

_TAGS = "tags"


def check(note: Note, note_type: NoteType, vault: Vault) -> Iterator[Diagnostic]:
    for wanted, found in note_type.met(note.properties):
        if found.value is None or wanted.name == _TAGS:
            continue
        links = note.links_of(found) if wanted.kind == "link" else []
        # where each value is a link, there is no more to ask of them
        if len(links) != len(items(found.value)):
            linked = [link.span for link in links]
            for value, span in _values(found, wanted):
                if value is not None and not _fits(value, wanted, span in linked):
                    fact = f'"{wanted.name}" must be {_expected(wanted)}, not {_shown(value)}{_close(value, wanted)}'
                    yield Diagnostic(note.path, span, fact)
        if wanted.targets:
            yield from _targets(links, note, wanted, vault)


def _values(found: Property, wanted: PropertyType) -> Iterable[tuple[Value, Span]]:
    if not wanted.is_list:
        return ((found.value, found.span),)
    if isinstance(found.value, tuple) and len(found.entries) == len(found.value):
        return zip(found.value, found.entries, strict=True)
    return [(value, found.span) for value in items(found.value)]


def _fits(value: Value, wanted: PropertyType, linked: bool) -> bool:
    kind, choices = wanted.kind, wanted.choices
    if kind in ("number", "integer"):
        return _in_range(value, wanted)
    if kind == "checkbox":
        return isinstance(value, bool)
    if isinstance(value, (bool, tuple, dict)):  # a union would be made anew for each value
        return False
    if linked or (kind == "text" and not choices):
        return True
    text = str(value).strip()
    if kind == "date":
        return bool(days.day(text))
    if kind == "datetime":
        return days.has_time(text)
    if choices:
        start = text.partition(":")[0].strip() if kind == "text" else text
        return start in choices or start.casefold() in [each.casefold() for each in choices]
    return kind != "link" or text.casefold() in wanted.literals


def _in_range(value: Value, wanted: PropertyType) -> bool:
    if wanted.is_list and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return False
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    if wanted.kind == "integer" and value != int(value):
        return False
    return (wanted.low is None or value >= wanted.low) and (wanted.high is None or value <= wanted.high)


def _targets(links: list[Link], note: Note, wanted: PropertyType, vault: Vault) -> Iterator[Diagnostic]:
    """Links that lead to a note of another type; those that lead nowhere are link-broken's business."""
    for link in links:
        files = vault.files(link, note)
        brief = vault.brief(files[0]) if files else None
        target = vault.note(files[0]) if brief and brief.type not in wanted.targets else None
        if target:
            kinds = " or ".join(wanted.targets)
            known = f"is a {target.type}" if target.type else "has no type"
            yield Diagnostic(note.path, link.span, f'"{wanted.name}" must lead to a {kinds}; "{target.name}" {known}')


def _expected(wanted: PropertyType) -> str:
    many = wanted.is_list
    if wanted.kind in ("number", "integer"):
        noun = "whole number" if wanted.kind == "integer" else "number"
        return f"a list of {noun}s{_range(wanted)}" if many else f"a {noun}{_range(wanted)}"
    if wanted.kind == "choice":
        return ("a list of " if many else "one of ") + ", ".join(wanted.choices)
    if wanted.kind == "link":
        literals = "".join(f" or {each}" for each in wanted.literals)
        return f'{"a list of links" if many else "a link"} such as "[[Note]]"{literals}'
    singles = {
        "checkbox": "true or false",
        "date": "a date such as 2026-01-31",
        "datetime": "a date and time such as 2026-01-31T09:30:00",
        "text": "a list of texts" if many else "text",
    }
    starts = f' such as "{wanted.choices[0]}: …", in quotes' if wanted.kind == "text" and wanted.choices else ""
    return f"{singles[wanted.kind]}{starts}"


def _range(wanted: PropertyType) -> str:
    if wanted.low is None:
        return ""
    return f" from {wanted.low:g} to {wanted.high:g}" if wanted.high is not None else f" from {wanted.low:g} up"


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a list" if isinstance(value, tuple) else "a map" if isinstance(value, dict) else f"{value}"


def _close(value: Value, wanted: PropertyType) -> str:
    if not isinstance(value, str):
        return ""
    return suggestion(value.partition(":")[0].strip() if wanted.kind == "text" else value, wanted.choices)
