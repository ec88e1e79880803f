"""What is dated has happened.

The day of a run, of a drill, of the discovery or the end of a gap cannot lie ahead: it is a slip, most often last year's month or
next year's January, and it moves the run to the end of the log and makes it the latest. Plans are free: the manual's own dates
and a gap's target.

Bad:

```md Projects/practice-workbooks/sessions/2027-01-05 P1 News Feed Ranking.md
---
type: session
date: 2027-01-05
evaluator: self
---
```

```md Projects/behavioral-prep/Real-Time Ranking Rebuild.md
---
type: project-story
fluent: false
rehearsed: 2026-01-10
---
```

```today
2026-01-06
```

```output
Projects/behavioral-prep/Real-Time Ranking Rebuild.md:4:12: advice date-future: "rehearsed" is 2026-01-10, which is 4 days ahead
Projects/practice-workbooks/sessions/2027-01-05 P1 News Feed Ranking.md:3:7: advice date-future: "date" is 2027-01-05, which is 364 days ahead
```

Good: today, and dates that are plans.

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: open
action: Write a P50 line for every stage
target: 2026-02-01
---
```

```today
2026-01-06
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NoteType
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE

_KINDS = ("date", "datetime")
_PLANS = ("target",)


def check(vault: Vault, today: date) -> Iterator[Diagnostic]:
    for path, brief in vault.briefs.items():
        note = vault.note(path) if brief.latest > today.isoformat() else None
        if note and not vault.is_template(note):
            yield from _ahead(note, manuals.note_type(note, vault), today)


def _ahead(note: Note, note_type: NoteType | None, today: date) -> Iterator[Diagnostic]:
    if note_type is None or note_type.name == manuals.TYPE:
        return
    for wanted in note_type.properties:
        day = days.day(note.properties.value(wanted.name)) if wanted.kind in _KINDS else ""
        ahead = (date.fromisoformat(day) - today).days if day and wanted.name not in _PLANS else 0
        if ahead > 0:
            far = f"{ahead} day{'' if ahead == 1 else 's'} ahead"
            fact = f'"{wanted.name}" is {day}, which is {far}'
            yield Diagnostic(note.path, note.properties.where(wanted.name), fact)
