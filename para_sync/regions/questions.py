"""The questions, with the workbook that practises each, the latest run on it, the best, and what is still missing (domain.md M5, X10).

Example:

```md Projects/ml-system-design/questions/Q18 Visual Search.md
---
type: question
id: Q18
title: Visual Search
---
```

```md Index.md
<!-- para-sync:begin questions -->

<!-- para-sync:end questions -->
```

```output Index.md
| Question | Workbook | Runs | Latest | Best | Missing |
| --- | --- | --- | --- | --- | --- |
| [[Q18 Visual Search\\|Q18 · Visual Search]] | — | 0 | — | — | not run |
```
"""

from __future__ import annotations

from para_sync import practised
from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.practice import unread, verdict
from para_sync.region import EMPTY, Content, link, not_counted
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Question", "Workbook", "Runs", "Latest", "Best", "Missing")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).rubric is None:
        return None
    notes = sorted(vault.of_type("question"), key=verdict.order)
    rows = tuple(_row(each, vault) for each in notes)
    return Content(_HEADER, rows, not_counted(unread.of("question", vault), vault, "question"))


def _row(note: Note, vault: Vault) -> tuple[str, ...]:
    workbook = all_runs.property_note(note, "workbook", vault)
    number = workbook.properties.text("id") if workbook else ""
    by = link(workbook, vault, number) if workbook else EMPTY
    return practised.named(note, vault), by, *practised.standing(note, vault)
