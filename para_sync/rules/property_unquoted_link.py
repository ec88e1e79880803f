"""A link in a property stands in quotes.

Without them YAML reads `[[Note]]` as a list within a list: Obsidian shows no link, and no table counts it.

Bad:

```md Projects/practice-workbooks/sessions/run.md
---
type: session
workbook: [[P7 Multimodal Assistant]]
gaps:
  - [[Q9 Multimodal (C+)|multimodal]]
  - "[[Q18 Visual Search (C)]]"
---
```

```output
Projects/practice-workbooks/sessions/run.md:3:11: warning property-unquoted-link: the link in "workbook" has no quotes, so YAML reads a nested list
Projects/practice-workbooks/sessions/run.md:5:5: warning property-unquoted-link: the link in "gaps" has no quotes, so YAML reads a nested list
```

```fixed Projects/practice-workbooks/sessions/run.md
---
type: session
workbook: "[[P7 Multimodal Assistant]]"
gaps:
  - "[[Q9 Multimodal (C+)|multimodal]]"
  - "[[Q18 Visual Search (C)]]"
---
```

Good: links in quotes, and lists that are meant as lists.

```md Projects/practice-workbooks/sessions/run.md
---
type: session
workbook: "[[P7 Multimodal Assistant]]"
minutes: [5, 5, 10]
own: [[1, 2]]
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from para_sync import yaml_text
from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.note import Note
from para_sync.vault.properties import Properties, Property, items
from para_sync.vault.scalars import Value
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_LINK = re.compile(r"\[\[[^\[\]\r\n]+\]\]\Z")


def check(note: Note, properties: Properties, vault: Vault) -> Iterator[Diagnostic]:
    lists = [each for each in properties.entries if isinstance(each.value, tuple) and tuple in map(type, each.value)]
    nested = [(entry, span) for entry in lists for span in _nested_lists(entry)]
    content = vault.content(note.path) if nested else b""
    for entry, span in nested:
        text = content[span.start : span.end].decode("utf-8", "replace")
        if _LINK.match(text):
            fact = f'the link in "{entry.name}" has no quotes, so YAML reads a nested list'
            edit = Edit(note.path, note.digest, *span, yaml_text.quoted(text).encode())
            yield Diagnostic(note.path, span, fact, Fix((edit,)))


def _nested_lists(entry: Property) -> Iterator[Span]:
    """Of a list and its items those that are a list of one list of texts."""
    places = [(entry.value, entry.span), *zip(items(entry.value), entry.entries, strict=False)]
    yield from (span for value, span in places if _is_nested(value))


def _is_nested(value: Value) -> bool:
    inner = value[0] if isinstance(value, tuple) and len(value) == 1 else None
    if not isinstance(inner, tuple):
        return False
    # a name may hold commas; several numbers are a list that is meant as one
    return len(inner) == 1 or all(isinstance(each, str) for each in inner)
