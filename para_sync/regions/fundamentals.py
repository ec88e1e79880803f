"""The fundamental topics, with how many of their lines are ticked (domain.md M68).

A line is a task in the note of its topic; you tick it there when you can derive it.

Example:

```md Projects/ml-fundamentals/Loss.md
---
type: fundamental
title: Loss Functions
status: learning
---
- [x] Cross-entropy
- [ ] Focal loss
```

```md Index.md
<!-- para-sync:begin fundamentals -->

<!-- para-sync:end fundamentals -->
```

```output Index.md
| Topic | Ticked | Status |
| --- | --- | --- |
| [[Loss\\|Loss Functions]] | 1 of 2 | learning |

1 of 2 ticked
```
"""

from __future__ import annotations

from para_sync.practice import coverage, unread
from para_sync.practice.coverage import Topic
from para_sync.region import EMPTY, Content, cell, link, not_counted
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Topic", "Ticked", "Status")


def render(vault: Vault) -> Content | None:
    found = coverage.of(vault)
    words = f"{sum(each.ticked for each in found)} of {sum(each.total for each in found)} ticked"
    return Content(
        _HEADER,
        tuple(_row(each, vault) for each in found),
        (words, *not_counted(unread.of(coverage.TYPE, vault), vault, "note")),
    )


def _row(each: Topic, vault: Vault) -> tuple[str, ...]:
    status = cell(each.note.properties.text("status")) or EMPTY
    return link(each.note, vault), f"{each.ticked} of {each.total}", status
