"""A note's type is one that the manual describes.

A type that the Note Types chapter does not know is checked by nothing and counted by nothing. Types of your own are welcome outside
the folders that belong to a type; there only a name that looks like a slip is reported.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: run
---
```

```md Diary/2026-01-05.md
---
type: sesion
---
```

```output
Diary/2026-01-05.md:2:7: warning type-unknown: no note type is called "sesion", did you mean "session"?
Projects/practice-workbooks/sessions/2026-01-05 P1.md:2:7: warning type-unknown: no note type is called "run"
```

Good: a type of your own, in a folder of your own or in one that is shared.

```md Diary/2026-01-05.md
---
type: diary
---
```

```md Projects/coding-prep/Plan.md
---
type: schedule
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "type"


def check(note: Note, unknown_type: str, vault: Vault) -> Iterator[Diagnostic]:
    types = manuals.note_types(vault)
    if types is None:
        return
    close = suggestion(unknown_type, types.types)
    home = types.home(note.folder)
    if close or (home and not home.shared):
        yield Diagnostic(note.path, note.properties.where(_TYPE), f'no note type is called "{unknown_type}"{close}')
