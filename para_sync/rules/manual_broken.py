"""The manual says what the program needs to know.

The rubric, the levels, the milestones and the note types are tables in the notes of the manual. What one of them says is used as it
stands; a chapter that is missing, stands twice or cannot be read is reported here, and the tables that rest on it are left as they
are until it reads again.

Bad: a range that is none, in a manual that has one chapter only.

````md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
# PARA Layers

| Folder | Holds | Expected for |
| --- | --- | --- |
|  | Quick formulas | P6-P10 |
````

```output
Manual/PARA Layers.md:5:1: error manual-broken: chapter "para-layers" has no table PARA Layer | Interview Function | When You Use It
Manual/PARA Layers.md:5:1: error manual-broken: chapter "para-layers" has no table Project | What | Cadence | Done When | Criterion
Manual/PARA Layers.md:9:4: error manual-broken: a folder is missing
```

Bad: the same chapter twice.

```md Resources/PARA Layers.md
---
type: manual
chapter: para-layers
---
# Another go at the layers
```

```output
Resources/PARA Layers.md:3:10: error manual-broken: chapter "para-layers" stands in Manual/PARA Layers.md too
```

Good: columns of your own beside those of the chapter, and chapters of your own.

```md Manual/Snacks.md
---
type: manual
chapter: snacks
---
| Snack | When |
| --- | --- |
| Apple | after the run |
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(vault: Vault) -> Iterator[Diagnostic]:
    for fault in manuals.of(vault).faults:
        yield Diagnostic(fault.path, fault.span, fault.message)
