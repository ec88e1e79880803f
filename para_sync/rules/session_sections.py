"""A session has the sections of the manual, each once and in their order.

The sections are the clock of a run: a heading that is missing or late is a part of the answer that was skipped or told too late.
Their names come from the table of sections in the Daily Loop chapter; a number before a name and letter case do not matter, and
headings of your own may stand anywhere. A mock may be written down freely: it is held to the sections once it uses one of them.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
---

## 2. Architecture & Data

## 1. Problem Scoping

## 3. Model

## 4. Serving & Latency

## 4. Serving & Latency

## 6. Edge Cases & V2
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
---
Wrote the whole run on paper.
```

```output
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:9:1: warning session-sections: section "Problem Scoping" is out of order, it belongs before "Architecture & Data"
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:13:1: warning session-sections: section "Metrics" is missing
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:15:1: warning session-sections: section "Serving & Latency" stands here a second time
Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md:6:1: warning session-sections: none of the manual's 6 sections is a heading here
```

Good: without numbers, at any level, with headings of your own; and a mock that follows the interviewer instead.

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
---
# P1 News Feed
## problem scoping
## architecture & data
## Model
### Alternatives
## Serving & Latency
## Metrics
## Edge Cases & V2
## Reflection
```

```md Projects/practice-mocks/2026-01-07 Mock.md
---
type: mock
date: 2026-01-07
evaluator: external
---
## What was asked
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.manual.plan import Section
from para_sync.practice import sections as sections_of_runs
from para_sync.vault.facts import Heading
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = RUN_TYPES

_SESSION = RUN_TYPES[0]


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    sections = manuals.of(vault).sections
    if sections is None:
        return
    found = sections_of_runs.found(note.headings, sections)
    start = note.properties.body
    if found:
        yield from _compared(note.path, sections, found, Span(start, start))
    elif note.type == _SESSION:
        fact = f"none of the manual's {len(sections)} sections is a heading here"
        yield Diagnostic(note.path, Span(start, start), fact)


def _compared(
    path: str, sections: tuple[Section, ...], found: list[tuple[int, Heading]], where: Span
) -> Iterator[Diagnostic]:
    first: dict[int, Heading] = {}
    for place, heading in found:
        if first.setdefault(place, heading) is not heading:
            yield Diagnostic(path, heading.span, f'section "{sections[place].name}" stands here a second time')
    rising = sections_of_runs.rising(list(first))
    for place, section in enumerate(sections):
        if place not in first:
            yield Diagnostic(path, where, f'section "{section.name}" is missing')
            continue
        if place not in rising:
            fact = f'section "{section.name}" is out of order, it belongs {_home(place, sections)}'
            yield Diagnostic(path, first[place].span, fact)
        where = first[place].span


def _home(place: int, sections: tuple[Section, ...]) -> str:
    before, after = sections[:place], sections[place + 1 :]
    if before and after:
        return f'between "{before[-1].name}" and "{after[0].name}"'
    return f'after "{before[-1].name}"' if before else f'before "{after[0].name}"'
