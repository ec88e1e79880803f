"""A reflection is as short as the manual wants it.

One sentence on what an E7 would have done differently is a decision; three are a diary, and nobody reads them in the Practice
Log. How many sentences a reflection may have is `reflection sentences` in the Daily Loop chapter.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-10 P7 Multimodal Assistant.md
---
type: session
date: 2026-01-10
evaluator: self
reflection: Image tokens crowd the context. An E7 would have counted them first!
---
```

```output
Projects/practice-workbooks/sessions/2026-01-10 P7 Multimodal Assistant.md:5:13: warning reflection-long: "reflection" has 2 sentences, at most 1 is wanted
```

Good: neither an abbreviation nor a decimal ends a sentence.

```md Projects/practice-workbooks/sessions/2026-01-10 P7 Multimodal Assistant.md
---
type: session
date: 2026-01-10
evaluator: self
reflection: Cut P99. latency first, e.g. from 3.5 s to 1.2 s, then argue about the encoder.
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import sentences
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = RUN_TYPES

_PROPERTY = "reflection"


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    numbers = manuals.of(vault).numbers
    if numbers is None:
        return
    count, wanted = len(sentences.split(note.properties.text(_PROPERTY))), numbers.reflection_sentences
    if count > wanted:
        verb = "is" if wanted == 1 else "are"
        fact = f'"{_PROPERTY}" has {count} sentences, at most {wanted} {verb} wanted'
        yield Diagnostic(note.path, note.properties.where(_PROPERTY), fact)
