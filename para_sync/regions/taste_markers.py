"""How often each taste marker showed, and in which runs (domain.md M61, C10).

You tick the marker; this is the evidence.

Example:

```md Projects/practice-workbooks/sessions/run.md
---
type: session
date: 2026-01-05
evaluator: self
taste: [loss-shape]
---
```

```md Manual/Taste Markers.md
---
type: manual
chapter: taste-markers
---
- [ ] You explain WHY a loss function shape matches the business objective ^loss-shape
- [x] You reference **real production incidents** as design rationale ^production-incidents

<!-- para-sync:begin taste-markers -->

<!-- para-sync:end taste-markers -->
```

```output Manual/Taste Markers.md
| Marker | Ticked | Runs | Recurring | Seen in |
| --- | --- | --- | --- | --- |
| You explain WHY a loss function shape matches the business objective | no | 1 | no | [[run\\|2026-01-05]] |
| You reference real production incidents as design rationale | yes | 0 | no |  |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.manual.lists import Marker
from para_sync.practice import runs as all_runs
from para_sync.region import Content, cell, link
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Marker", "Ticked", "Runs", "Recurring", "Seen in")


def render(vault: Vault) -> Content | None:
    manual = manuals.of(vault)
    if manual.markers is None or manual.numbers is None or manual.rubric is None:
        return None
    wanted = manual.numbers.recurrence
    return Content(_HEADER, tuple(_row(each, wanted, vault) for each in manual.markers))


def _row(marker: Marker, wanted: int, vault: Vault) -> tuple[str, ...]:
    seen = all_runs.showing(marker.id, vault)
    links = ", ".join(link(run.note, vault, run.date) for run in seen)
    text = cell(marker.tick.text.replace("**", ""))
    return text, _yes(marker.tick.ticked), str(len(seen)), _yes(len(seen) >= wanted), links


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
