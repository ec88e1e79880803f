"""The gaps that are not closed, by priority, then target, then their `order` (domain.md M62-M65).

Example:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
title: Quantile loss
priority: P1
status: partial
action: Derive it twice
target: Week 2
---
```

```md Tracker.md
<!-- para-sync:begin gap-tracker -->

<!-- para-sync:end gap-tracker -->
```

```output Tracker.md
| Priority | Gap | Status | Action | Target Date |
| --- | --- | --- | --- | --- |
| P1 | [[Loss\\|Quantile loss]] | Partial | Derive it twice | Week 2 |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.manual.columns import Shown
from para_sync.practice import gaps
from para_sync.practice.gaps import Gap
from para_sync.region import Content, cell, link, not_counted, of_property
from para_sync.vault.vault import Vault

VERSION = 1


def render(vault: Vault) -> Content | None:
    columns = manuals.of(vault).gap_columns
    if columns is None or manuals.of(vault).note_types is None:
        return None
    found = gaps.of(vault)
    rows = tuple(tuple(_cell(each, gap, vault) for each in columns) for gap in found.open)
    header = tuple(cell(each.header) for each in columns)
    return Content(header, rows, not_counted(found.uncounted, vault, "gap"))


def _cell(column: Shown, gap: Gap, vault: Vault) -> str:
    if column.shows == "title":
        return link(gap.note, vault)
    if column.shows == "status":
        return cell(gap.note.properties.text(column.shows).capitalize())
    return of_property(gap.note, column.shows, vault)
