"""A link leads to a note or file that exists.

Clicking a dead link in Obsidian makes an empty note, so a slip of the keyboard becomes a stray file that looks deliberate. In a
note without a type this is advice, since people link ahead to notes that they mean to write. Embeds are embed-broken's business, and
names that are another note's alias link-alias's.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
See [[Scoring Sistem]] and the property's own [note](Missing%20Note.md).
```

```output
Areas/interview-context/gaps/Loss.md:4:5: error link-broken: no note is called "Scoring Sistem", did you mean "Scoring System"?
Areas/interview-context/gaps/Loss.md:4:47: error link-broken: no note is called "Missing Note.md"
```

Good: code is no link, letter case does not matter, and a heading of this same note needs no note.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
# Why

`[[Nowhere]]`, [[scoring system]], [[#Why]]
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(note: Note, dead: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    for link in dead:
        if link.kind != "embed" and not vault.called(link):
            close = suggestion(link.target, vault.near(link.target))
            fact = f'no note is called "{link.target}"{close}'
            yield Diagnostic(note.path, link.span, fact, severity=manuals.severity(note, vault))
