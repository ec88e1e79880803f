"""The property `tags` holds tags that Obsidian reads.

Obsidian drops what is no tag without a word: an entry with a blank in it, a bare number, a number that YAML made of digits, and since
version 1.9 everything in `tags: a, b`.

Bad:

```md Resources/cheatsheets/Losses.md
---
tags:
  - loss function
  - 2026
  - "#2026"
  - #ranking
---
```

```md Resources/cheatsheets/Metrics.md
---
tags: ndcg, recall
---
```

```output
Resources/cheatsheets/Losses.md:3:5: warning tag-invalid: the tag "loss function" has a blank in it
Resources/cheatsheets/Losses.md:4:5: warning tag-invalid: the tag 2026 is a number, not text
Resources/cheatsheets/Losses.md:5:5: warning tag-invalid: the tag "#2026" has digits only
Resources/cheatsheets/Losses.md:6:4: warning tag-invalid: the tag is empty (a bare # starts a comment)
Resources/cheatsheets/Metrics.md:2:7: warning tag-invalid: the tag "ndcg, recall" has a comma in it
```

Good: lists, a lone tag, a hash sign in quotes, letters among the digits.

```md Resources/cheatsheets/Losses.md
---
tags: [loss-function, "#ranking", ml/loss, 2026w1]
---
```

```md Resources/cheatsheets/Metrics.md
---
tags: metrics
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties, Property
from para_sync.vault.scalars import Value
from para_sync.vault.span import Span

SEVERITY = Severity.WARNING

_TAGS = "tags"
_BLANK = re.compile(r"\s")


def check(note: Note, properties: Properties) -> Iterator[Diagnostic]:
    found = properties.get(_TAGS)
    if found is None or found.value is None:
        return
    for value, span in _entries(found):
        fault = _fault(value)
        if fault:
            yield Diagnostic(note.path, span, f"the tag {fault}")


def _entries(found: Property) -> Iterator[tuple[Value, Span]]:
    if not isinstance(found.value, tuple):
        yield found.value, found.span
        return
    for index, value in enumerate(found.value):
        yield value, found.entries[index] if index < len(found.entries) else found.span


def _fault(value: Value) -> str:
    if not isinstance(value, str):
        return _kind(value)
    name = value.strip().removeprefix("#")
    if "," in name:
        return f'"{value}" has a comma in it'
    if _BLANK.search(name):
        return f'"{value}" has a blank in it'
    return f'"{value}" has digits only' if name.isdigit() else ""


def _kind(value: Value) -> str:
    """What a value that is no text is instead."""
    if value is None:
        return "is empty (a bare # starts a comment)"
    if isinstance(value, bool):
        return f'"{str(value).lower()}" is a checkbox, not text'
    return f"{value} is a number, not text" if isinstance(value, int | float) else "is a list or map, not text"
