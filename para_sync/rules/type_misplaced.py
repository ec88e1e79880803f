"""A note lies in the folder of its type, below it, or with the finished work.

The layers of the vault say how often you look at something; a gap among the resources is a gap that nobody reads on Sunday. The
folder of each type stands in the Note Types chapter, the folder of finished work is the last layer of the PARA Layers chapter.

Bad:

```md Resources/Loss.md
---
type: gap
---
```

```output
Resources/Loss.md:2:7: warning type-misplaced: a gap belongs in "Areas/interview-context/gaps" or "Completed Prep"
```

Good: in the folder, below it, or archived.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
```

```md Areas/interview-context/gaps/old/Metrics.md
---
type: gap
---
```

```md Completed Prep/Latency.md
---
type: gap
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NoteType, within
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "type"


def check(note: Note, note_type: NoteType, vault: Vault) -> Iterator[Diagnostic]:
    if within(note.folder, note_type.folder):
        return
    archive = manuals.archive(vault)
    if archive and not within(note.folder, archive):
        fact = f'a {note_type.name} belongs in "{note_type.folder}" or "{archive}"'
        yield Diagnostic(note.path, note.properties.where(_TYPE), fact)
