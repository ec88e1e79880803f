"""A feedback theme counts as addressed only when every gap behind it is closed.

A theme from a real interview is addressed by what you changed, and the evidence for that is its gap notes. So the last status
asks for at least one gap in `gaps`, and for all of them to be closed.

Bad:

```md Projects/past-interview-feedback/Numbers come late.md
---
type: feedback-theme
status: addressed
gaps:
  - "[[Latency breakdown with numbers]]"
---
```

```md Projects/past-interview-feedback/Talks over hints.md
---
type: feedback-theme
status: addressed
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: partial
action: Write a P50 line for every stage
---
```

```output
Projects/past-interview-feedback/Numbers come late.md:5:5: warning theme-open: "addressed", though "Latency breakdown with numbers" is not closed
Projects/past-interview-feedback/Talks over hints.md:2:1: warning theme-open: "addressed", though no gap is linked in "gaps"
```

Good: a theme that is still open.

```md Projects/past-interview-feedback/Numbers come late.md
---
type: feedback-theme
status: open
gaps: ["[[Latency breakdown with numbers]]"]
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: partial
action: Write a P50 line for every stage
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.note_types import NoteType
from para_sync.practice import gaps
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = ("feedback-theme",)

_PROPERTY = "gaps"
_STATUS = "status"


def check(note: Note, note_type: NoteType, vault: Vault) -> Iterator[Diagnostic]:
    status = note.properties.text(_STATUS)
    if not note_type.is_last(_STATUS, status):
        return
    closed = vault.once(_closed)
    behind = [(link, closed.get(vault.resolve(link, note).path or "")) for link in note.property_links(_PROPERTY)]
    for link, is_closed in behind:
        if is_closed is False:
            yield Diagnostic(note.path, link.span, f'"{status}", though "{link.target}" is not closed')
    if all(is_closed is None for _, is_closed in behind):
        where = note.properties.where(_PROPERTY)
        yield Diagnostic(note.path, where, f'"{status}", though no gap is linked in "{_PROPERTY}"')


def _closed(vault: Vault) -> dict[str, bool]:
    return {gap.note.path: gap.closed for gap in gaps.of(vault).all}
