"""A note in a folder that belongs to a type says its type.

Nothing counts a run without `type: session`, however well it went. In folders that the Note Types chapter calls shared, and outside
all of them, notes without a type are your own and nothing is asked of them.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
Went well, 21 points.
```

```md Areas/interview-context/gaps/Loss.md
---
priority: P1
---
```

```output
Areas/interview-context/gaps/Loss.md:1:1: warning frontmatter-missing: no "type", in a folder that belongs to notes of type gap
Projects/practice-workbooks/sessions/2026-01-05 P1.md:1:1: warning frontmatter-missing: no "type", in a folder that belongs to notes of type session
```

Good: a note with its type, and notes of your own in shared folders and elsewhere.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
```

```md Projects/coding-prep/Plan.md
Two problems a day.
```

```md Diary.md
Slept well.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = ("",)

# findings that say already why there is no type
_SAID = ("frontmatter-broken", "note-empty")


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    if any(fault.rule in _SAID for fault in note.faults):
        return
    types = manuals.note_types(vault)
    home = types.home(note.folder) if types else None
    if home is None or home.shared:
        return
    fact = f'no "type", in a folder that belongs to notes of type {home.name}'
    start = note.properties.block.start if note.properties.block else 0
    yield Diagnostic(note.path, Span(start, start), fact)
