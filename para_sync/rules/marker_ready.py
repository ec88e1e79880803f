"""A taste marker that recurs is worth a tick.

A habit that showed in several runs is a habit. How many is `recurrence` in the Scoring System chapter, and a run shows a marker
by naming its id in `taste`. Recurring is evidence, not a verdict, so this is advice, and only an explicit fix ticks the box.

Bad:

```md Manual/Taste Markers.md
---
type: manual
chapter: taste-markers
---
- [ ] You explain WHY a loss function shape matches the business objective ^loss-shape
- [ ] You see problems as **systems of systems**, not isolated components ^systems-of-systems
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
taste: [loss-shape]
---
```

```md Projects/practice-workbooks/sessions/2026-01-15 P10 Delivery Time Prediction.md
---
type: session
date: 2026-01-15
evaluator: self
taste: loss-shape
---
```

```md Projects/practice-mocks/2026-01-19 Mock P2 Ads Click Prediction.md
---
type: mock
date: 2026-01-19
evaluator: external
taste:
  - systems-of-systems
  - loss-shape
---
```

```output
Manual/Taste Markers.md:5:4: advice marker-ready: "loss-shape" showed in 3 runs: 2026-01-06, 2026-01-15, 2026-01-19
```

```fixed Manual/Taste Markers.md
---
type: manual
chapter: taste-markers
---
- [x] You explain WHY a loss function shape matches the business objective ^loss-shape
- [ ] You see problems as **systems of systems**, not isolated components ^systems-of-systems
```

Good: ticked already, or named often in one and the same run.

```md Manual/Taste Markers.md
---
type: manual
chapter: taste-markers
---
- [ ] You explain WHY a loss function shape matches the business objective ^loss-shape
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
taste: [loss-shape, loss-shape, loss-shape]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault) -> Iterator[Diagnostic]:
    manual = manuals.of(vault)
    chapter = manual.chapters.get(manuals.TASTE)
    if not (manual.markers and manual.numbers and chapter) or vault.note(chapter.note.path) is None:
        return
    note = chapter.note
    for marker in manual.markers:
        dates = [run.date for run in all_runs.showing(marker.id, vault)]
        if not marker.tick.ticked and len(dates) >= manual.numbers.recurrence:
            fact = f'"{marker.id}" showed in {len(dates)} runs: {", ".join(dates)}'
            tick = Edit(note.path, note.digest, *marker.tick.box, b"x")
            yield Diagnostic(note.path, marker.tick.box, fact, Fix((tick,), safe=False))
