"""A property stands once in a note, whatever its letter case.

Obsidian takes `Status` and `status` for one property and shows one of the two values; YAML takes them for two, so the program and
the app may disagree about what you wrote.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
status: open
priority: P1
Status: closed
---
```

```output
Areas/interview-context/gaps/Loss.md:5:1: warning property-repeated: "Status" on line 5 is for Obsidian the same as "status" on line 3
```

Good: one of each. (The same name twice, to the letter, is frontmatter-broken.)

```md Areas/interview-context/gaps/Loss.md
---
type: gap
Status: closed
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties, Property
from para_sync.vault.span import Lines
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(note: Note, properties: Properties, vault: Vault) -> Iterator[Diagnostic]:
    if len(set(properties.folded)) == len(properties.folded):
        return
    lines = Lines(vault.content(note.path))
    for first, second in _pairs(properties):
        above = f'"{first.name}" on line {lines.line(first.key.start)}'
        fact = f'"{second.name}" on line {lines.line(second.key.start)} is for Obsidian the same as {above}'
        yield Diagnostic(note.path, second.key, fact)


def _pairs(properties: Properties) -> Iterator[tuple[Property, Property]]:
    seen: dict[str, Property] = {}
    for entry in properties.entries:
        first = seen.setdefault(entry.name.casefold(), entry)
        if first is not entry:
            yield first, entry
