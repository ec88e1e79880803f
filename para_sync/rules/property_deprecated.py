"""Tags, aliases and style classes stand under the names that Obsidian reads.

Since version 1.9 Obsidian takes no notice of `tag`, `alias` and `cssclass`: the note has its tags in the file and none in the app.

Bad:

```md Resources/cheatsheets/Losses.md
---
tag: [loss, ranking]
Alias: Loss functions
aliases: []
---
```

```output
Resources/cheatsheets/Losses.md:2:1: warning property-deprecated: Obsidian no longer reads "tag", its name is "tags"
Resources/cheatsheets/Losses.md:3:1: warning property-deprecated: Obsidian no longer reads "Alias", its name is "aliases"
```

The fix renames the property, unless one of the right name is there as well.

```fixed Resources/cheatsheets/Losses.md
---
tags: [loss, ranking]
Alias: Loss functions
aliases: []
---
```

Good: the names of today, and a property of your own that only looks alike.

```md Resources/cheatsheets/Losses.md
---
tags: [loss, ranking]
tagline: what each loss rewards
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties, Property
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

# Obsidian's own names (obsidian.md §1)
_NAMES = {"tag": "tags", "alias": "aliases", "cssclass": "cssclasses"}


def check(note: Note, properties: Properties, vault: Vault) -> Iterator[Diagnostic]:
    for entry in properties.entries if not _NAMES.keys().isdisjoint(properties.folded) else ():
        name = _NAMES.get(entry.name.casefold())
        if name:
            fact = f'Obsidian no longer reads "{entry.name}", its name is "{name}"'
            yield Diagnostic(note.path, entry.key, fact, _renaming(note, entry, name, vault))


def _renaming(note: Note, entry: Property, name: str, vault: Vault) -> Fix | None:
    written = vault.content(note.path)[entry.key.start : entry.key.end]
    renamed = written.replace(entry.name.encode(), name.encode())
    # in JSON the place of a key is not known
    plain = written.strip(b"\"'").decode("utf-8", "replace") == entry.name
    alone = note.properties.get(name) is None and note.properties.get(entry.name) is entry
    return Fix((Edit(note.path, note.digest, *entry.key, renamed),)) if plain and alone else None
