"""A template has all properties of its type, but for the optional ones that every type has.

A note made from a template should ask for everything that the Note Types chapter knows of: add an eleventh category to the rubric, and
the session template must offer a score for it. The fix adds what is missing at the end of the properties, empty.

Bad:

```md Templates/strength.md
---
type: strength
category:
---
# {{title}}
```

```output
Templates/strength.md:2:1: warning template-drift: the template lacks "since" and "evidence" of type strength
```

```fixed Templates/strength.md
---
type: strength
category:
since:
evidence:
---
# {{title}}
```

Good: all of them, in any order; tags and aliases need not be offered. A template without a type is your own.

```md Templates/strength.md
---
evidence:
since: "{{date}}"
category:
type: strength
---
```

```md Templates/meeting.md
---
people:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import property_text, yaml_text
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NoteTypes
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "type"


def check(vault: Vault) -> Iterator[Diagnostic]:
    types = manuals.of(vault).note_types
    for note in vault if types else ():
        lacking = _lacking(note, types) if types and vault.is_template(note) else []
        entry = note.properties.get(_TYPE)
        if lacking and entry:
            names = " and ".join(filter(None, (", ".join(f'"{each}"' for each in lacking[:-1]), f'"{lacking[-1]}"')))
            fact = f"the template lacks {names} of type {note.type}"
            edit = property_text.add(note, vault.content(note.path), [f"{yaml_text.scalar(name)}:" for name in lacking])
            yield Diagnostic(note.path, entry.key, fact, Fix((edit,)) if edit else None)


def _lacking(note: Note, types: NoteTypes) -> list[str]:
    wanted = types.types[note.type].properties if note.type in types.types else ()
    asked = [each.name for each in wanted if each.required or each not in types.common]
    return [name for name in asked if note.properties.get(name) is None]
