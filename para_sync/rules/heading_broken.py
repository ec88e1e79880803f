"""A link to a heading finds it.

Obsidian opens the note at its top when the heading was renamed, and says nothing. Letter case and most punctuation do not matter. In
a note without a type this is advice.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
# Why

See [[Scoring System#Criterai]], [[#When]], and [the loop](Daily%20Loop.md#no-such-step).
```

```md Diary.md
The rules: [[Scoring System#Nothing like it]]
```

```output
Areas/interview-context/gaps/Loss.md:6:5: error heading-broken: "Scoring System" has no heading "Criterai", did you mean "Criteria"?
Areas/interview-context/gaps/Loss.md:6:34: error heading-broken: this note has no heading "When"
Areas/interview-context/gaps/Loss.md:6:49: error heading-broken: "Daily Loop" has no heading "no-such-step"
Diary.md:1:12: advice heading-broken: "Scoring System" has no heading "Nothing like it"
```

Good: case and punctuation differ, and a heading below a heading.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
# Why: the loss

## How

See [[scoring system#CRITERIA]], [[#why the loss]] and [[#Why the loss#How]].
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.vault.facts import Link
from para_sync.vault.links import heading_key
from para_sync.vault.note import Note, name_of
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(note: Note, lost: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    for link in lost:
        if link.last and not link.last.startswith("^"):
            path, key = vault.files(link, note)[0], heading_key(link.last)
            where = f'"{name_of(path)}"' if path != note.path else "this note"
            close = suggestion(key, vault.near(key, path), partial(vault.as_written, path))
            fact = f'{where} has no heading "{link.subpath}"{close}'
            yield Diagnostic(note.path, link.span, fact, severity=manuals.severity(note, vault))
