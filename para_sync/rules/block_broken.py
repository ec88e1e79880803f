"""A link to a block finds its id.

A block is named by `^its-id` at the end of a paragraph or list item; delete the line and every link to it opens the note at its top
instead. In a note without a type this is advice.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
It shows in [[Taste Markers#^systems-of-system]], and see [[#^proof]].
```

```output
Areas/interview-context/gaps/Loss.md:4:13: error block-broken: "Taste Markers" has no block "^systems-of-system", did you mean "^systems-of-systems"?
Areas/interview-context/gaps/Loss.md:4:59: error block-broken: this note has no block "^proof"
```

Good: the id stands at the end of its paragraph; letter case does not matter.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
Cross-entropy is the log-likelihood. ^proof

It shows in [[Taste Markers#^Systems-of-Systems]], and see [[#^proof]].
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.vault.facts import Link
from para_sync.vault.note import Note, name_of
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(note: Note, lost: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    for link in lost:
        if link.last.startswith("^"):
            path, key = vault.files(link, note)[0], link.last.lower()
            where = f'"{name_of(path)}"' if path != note.path else "this note"
            close = suggestion(key, vault.near(key, path), partial(vault.as_written, path))
            fact = f'{where} has no block "{link.last}"{close}'
            yield Diagnostic(note.path, link.span, fact, severity=manuals.severity(note, vault))
