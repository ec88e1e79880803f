"""The projects of the manual: cadence, whether the finish line is reached, and the evidence (domain.md M4-M11).

Example:

```md Projects/coding-prep/coding-prep.md
---
type: project
cadence: Daily
status: active
---
```

```md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
| PARA Layer | Interview Function | When You Use It |
| --- | --- | --- |
| `Projects/` | Active practice streams | Daily |

| Project | What | Cadence | Done When | Criterion |
| --- | --- | --- | --- | --- |
| [[coding-prep]] | Algorithms | Daily | One run at 20+ | `1 run: total 20+` |

| Folder | Holds | Expected for |
| --- | --- | --- |
| `Resources/cheatsheets/` | Quick formulas | |
```

```md Tracker.md
<!-- para-sync:begin projects -->

<!-- para-sync:end projects -->
```

```output Tracker.md
| Project | Cadence | Done When | Done | Evidence |
| --- | --- | --- | --- | --- |
| [[coding-prep\\|coding-prep]] | Daily | One run at 20+ | not yet | 0 of 1 run |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.manual.layers import Project
from para_sync.practice import verdict
from para_sync.region import Content, cell, link
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Project", "Cadence", "Done When", "Done", "Evidence")


def render(vault: Vault) -> Content | None:
    projects = manuals.of(vault).projects
    if projects is None:
        return None
    return Content(_HEADER, tuple(_row(each, vault) for each in projects))


def _row(project: Project, vault: Vault) -> tuple[str, ...]:
    done = verdict.project(project, vault)
    note = verdict.project_note(project, vault)
    name = link(note, vault, project.name) if note else cell(project.name)
    words = (cell(project.cadence), cell(project.done_when), "yes" if done.met else "not yet")
    return name, *words, cell(done.evidence)
