"""The recorded minutes of a run keep to the clock, one number a section.

A run ends when the timer does, finished or not; minutes beyond it hide which section ate them. The limit is `run minutes` in the
Daily Loop chapter, and `minutes` has one number for each row of its table of sections, since they are compared in that order.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
minutes: [6, 6, 12, 5, 3, 2]
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
minutes:
  - 5
  - 5
  - 14
  - 6
---
```

```output
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:5:10: warning overtime: "minutes" add up to 34, a run has 30
Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md:6:3: warning overtime: "minutes" has 4 numbers, a run has 6 sections
```

Good: a section may overrun as long as the run does not, and a run may have no minutes at all.

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
minutes: [4.5, 5, 11, 5, 2.5, 2]
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
minutes:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import runs as all_runs
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = RUN_TYPES

_PROPERTY = "minutes"


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    manual = manuals.of(vault)
    filled = tuple(each for each in items(note.properties.value(_PROPERTY)) if each is not None)
    minutes = tuple(all_runs.numbers(filled))
    if not minutes or len(minutes) < len(filled):  # what is no number is property-invalid's business
        return
    where = note.properties.where(_PROPERTY)
    spent = round(sum(minutes), 6)
    if manual.numbers and spent > manual.numbers.run_minutes:
        fact = f'"{_PROPERTY}" add up to {spent:g}, a run has {manual.numbers.run_minutes}'
        yield Diagnostic(note.path, where, fact)
    if manual.sections and len(minutes) != len(manual.sections):
        plural = "" if len(minutes) == 1 else "s"
        fact = f'"{_PROPERTY}" has {len(minutes)} number{plural}, a run has {len(manual.sections)} sections'
        yield Diagnostic(note.path, where, fact)
