"""A note has the properties that its type requires.

A gap without a priority or a drill without a time falls out of every table and every count. What a type requires stands in the
Note Types chapter.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
priority: P1
status:
---
```

```output
Areas/interview-context/gaps/Loss.md:2:1: error property-missing: "action" is missing, a gap needs it
Areas/interview-context/gaps/Loss.md:4:1: error property-missing: "status" is empty, a gap needs it
```

Good: all that is required; the rest may be empty or left out.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
priority: P1
status: open
action: Derive it twice
target:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.note_types import NoteType
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.scalars import Value

SEVERITY = Severity.ERROR

_TYPE = "type"


def check(note: Note, note_type: NoteType) -> Iterator[Diagnostic]:
    of_type = note.properties.get(_TYPE)
    if of_type is None:
        return
    for wanted in note_type.properties:
        if not wanted.required:
            continue
        found = note.properties.get(wanted.name)
        if found is None or not _is_filled(found.value):
            state, span = ("empty", found.key) if found else ("missing", of_type.key)
            yield Diagnostic(note.path, span, f'"{wanted.name}" is {state}, a {note_type.name} needs it')


def _is_filled(value: Value) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return any(str(each).strip() for each in items(value) if each is not None)
