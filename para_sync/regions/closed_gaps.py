"""The gaps that are closed, in the order of closing, with what fixed each (domain.md M66).

Example:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
priority: P1
status: closed
action: Derive it twice
closed: 2026-01-20
fixed_by: Two derivations on paper
---
```

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

<!-- para-sync:end closed-gaps -->
```

```output Tracker.md
| Closed | Priority | Gap | What fixed it |
| --- | --- | --- | --- |
| 2026-01-20 | P1 | [[Loss\\|Loss]] | Two derivations on paper |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import gaps
from para_sync.practice.gaps import Gap
from para_sync.region import EMPTY, Content, cell, link
from para_sync.vault import days
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Closed", "Priority", "Gap", "What fixed it")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).note_types is None:
        return None
    closed = sorted(
        gaps.of(vault).closed, key=lambda gap: (days.day(gap.note.properties.value("closed")) or "~", gap.note.path)
    )
    return Content(_HEADER, tuple(_row(gap, vault) for gap in closed))


def _row(gap: Gap, vault: Vault) -> tuple[str, ...]:
    text = gap.note.properties.text
    return cell(text("closed")) or EMPTY, cell(text("priority")), link(gap.note, vault), cell(text("fixed_by")) or EMPTY
