"""A workbook that should have a deep note links to one.

The PARA Layers chapter says in `Expected for` which workbooks have something in a folder, such as a deep note for each of P6 to
P10. In a run you reach it from the workbook, so the workbook must link to it: in `notes` or in its text, to Markdown or `.docx`. What
a generated table links to does not count.

Bad:

```md Projects/practice-workbooks/P6 LLM Serving.md
---
type: workbook
id: P6
title: LLM Serving
notes:
---
Look up the formulas in the deep note.

<!-- para-sync:begin vault-health -->

| Note |
| --- |
| [[P6 serving\\|P6 serving]] |

<!-- para-sync:end vault-health -->
```

```md Resources/system-design-notes/P6 serving.md
Prefill, decode, and what to cache.
```

```output
Projects/practice-workbooks/P6 LLM Serving.md:5:1: warning workbook-notes: no link of "P6" leads into "Resources/system-design-notes"
```

Good: a link to a Word file; and a workbook that needs none.

```md Projects/practice-workbooks/P6 LLM Serving.md
---
type: workbook
id: P6
title: LLM Serving
notes:
  - "[[P6 serving.docx]]"
---
```

```docx Resources/system-design-notes/P6 serving.docx
stands for a Word file
```

```md Projects/practice-workbooks/P1 News Feed Ranking.md
---
type: workbook
id: P1
title: News Feed Ranking
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "workbook"
_PROPERTY = "notes"


def check(vault: Vault) -> Iterator[Diagnostic]:
    folders = manuals.of(vault).folders or ()
    for note in vault.of_type(_TYPE):
        number = note.properties.text("id")
        for folder in folders:
            if number.casefold() in map(str.casefold, folder.expected_for) and not _leads(note, folder.path, vault):
                fact = f'no link of "{number}" leads into "{folder.path}"'
                yield Diagnostic(note.path, note.properties.where(_PROPERTY), fact)


def _leads(note: Note, folder: str, vault: Vault) -> bool:
    # a generated table links to whatever it is about
    generated = [each.body for each in note.regions]
    own = [link for link in note.links if not any(start <= link.span.start < end for start, end in generated)]
    return any((vault.resolve(link, note).path or "").startswith(folder + "/") for link in own)
