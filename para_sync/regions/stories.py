"""The stories, the one that has waited longest for a rehearsal first, with what each still lacks (domain.md M8, M77).

Example:

```md Projects/behavioral-prep/Feature Store.md
---
type: story
fluent: true
rehearsed: 2026-01-18
---
```

```md Projects/behavioral-prep/Ranking Rebuild.md
---
type: project-story
fluent: false
months: 4
launched: true
---
```

```md Index.md
<!-- para-sync:begin stories -->

<!-- para-sync:end stories -->
```

```output Index.md
| Story | Kind | Rehearsed | Missing |
| --- | --- | --- | --- |
| [[Ranking Rebuild\\|Ranking Rebuild]] | project-story | — | months 4, no scaled, fluent no |
| [[Feature Store\\|Feature Store]] | story | 2026-01-18 | — |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import lacking, unread
from para_sync.region import EMPTY, Content, cell, link, not_counted
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Story", "Kind", "Rehearsed", "Missing")
_TYPES = ("story", "project-story")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).checklist is None or manuals.of(vault).projects is None:
        return None
    notes = [note for kind in _TYPES for note in vault.of_type(kind)]
    waiting = sorted(notes, key=lambda note: (days.day(note.properties.value("rehearsed")), note.title, note.path))
    lines = () if notes else ("No story yet",)
    return Content(
        _HEADER,
        tuple(_row(each, vault) for each in waiting),
        lines + not_counted(unread.of(_TYPES[0], vault), vault, "note"),
    )


def _row(note: Note, vault: Vault) -> tuple[str, ...]:
    rehearsed = cell(note.properties.text("rehearsed")) or EMPTY
    return link(note, vault), cell(note.type), rehearsed, cell(", ".join(lacking.of(note, vault))) or EMPTY
