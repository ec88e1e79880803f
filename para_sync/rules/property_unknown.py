"""A property that looks like one of the note's type is spelt like it.

Properties of your own are welcome in every note. But `score_edgecases` beside an empty `score_edge_cases` is a slip: the score
counts nowhere, and nothing else would say so. Reported is a name that no section of the Note Types chapter knows for this type,
and that is close to one which the note leaves out or leaves empty. The fix renames it where the right name does not stand yet.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
workbok: "[[P1]]"
score_edgecases: 2
score_edge_cases:
---
```

```output
Projects/practice-workbooks/sessions/2026-01-05 P1.md:5:1: warning property-unknown: a session has no property "workbok", did you mean "workbook"?
Projects/practice-workbooks/sessions/2026-01-05 P1.md:6:1: warning property-unknown: a session has no property "score_edgecases", did you mean "score_edge_cases"?
```

```fixed Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
workbook: "[[P1]]"
score_edgecases: 2
score_edge_cases:
---
```

Good: properties of your own, and a second property whose neighbour is filled.

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
dates: [2026-01-05, 2026-01-06]
evaluator: self
mood: calm
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import closest
from para_sync.manual.note_types import NoteType
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(note: Note, note_type: NoteType, vault: Vault) -> Iterator[Diagnostic]:
    properties = note.properties
    named = zip(properties.folded, properties.entries, strict=True)
    entries = [each for folded, each in named if folded not in note_type.folded and each.name != "type"]
    types = manuals.note_types(vault) if entries else None
    if types is None:
        return
    own = [each.name for each in note_type.properties if each not in types.common]
    unset = [name for name in own if note.properties.value(name) is None]
    for entry in entries:
        meant = closest(entry.name, unset)
        if meant:
            fact = f'a {note.type} has no property "{entry.name}", did you mean "{meant}"?'
            edit = Edit(note.path, note.digest, entry.key.start, entry.key.end, meant.encode())
            fix = None if note.properties.get(meant) else Fix((edit,), safe=False)
            yield Diagnostic(note.path, entry.key, fact, fix)
