"""Every project of the manual has its index note.

The Projects table of the PARA Layers chapter names each project once; its folder's index note, of type `project` and with the same
name, holds cadence and status. Without it a project that is judged by hand can never be done, and links to it are dead.

Bad:

```md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
| Project | What | Cadence | Done When | Criterion |
| --- | --- | --- | --- | --- |
| [[ml-fundamentals]] | Loss functions | Daily | Can derive any loss function | `by hand` |
| [[coding-prep]] | ML from scratch | Daily | All fixes completed | `each coding-fix: status done` |
```

```md Projects/coding-prep/coding-prep.md
---
type: project
cadence: Daily
status: active
---
```

```md Projects/ml-fundamentals/ml-fundamental.md
---
type: project
cadence: Daily
status: active
---
```

```output
Manual/PARA Layers.md:7:3: warning project-missing: no note of type project is called "ml-fundamentals", did you mean "ml-fundamental"?
```

Good: the index note may lie deeper, or in the archive.

```md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
| Project | What | Cadence | Done When | Criterion |
| --- | --- | --- | --- | --- |
| [[coding-prep]] | ML from scratch | Daily | All fixes completed | `each coding-fix: status done` |
```

```md Completed Prep/coding-prep/coding-prep.md
---
type: project
cadence: Daily
status: done
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.layers import PROJECT_COLUMNS
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "project"


def check(vault: Vault) -> Iterator[Diagnostic]:
    manual = manuals.of(vault)
    chapter = manual.chapters.get(manuals.LAYERS)
    if manual.projects is None or chapter is None or vault.note(chapter.note.path) is None:
        return
    there = {note.name for note in vault.of_type(_TYPE)}
    rows = chapter.rows(*PROJECT_COLUMNS)
    for project, row in zip(manual.projects, rows, strict=True):
        if project.name not in there:
            close = suggestion(project.name, there - {each.name for each in manual.projects})
            fact = f'no note of type {_TYPE} is called "{project.name}"{close}'
            yield Diagnostic(chapter.note.path, row[PROJECT_COLUMNS[0]].span, fact)
