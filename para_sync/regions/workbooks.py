"""The workbooks, with the latest run on each, the best, and what is still missing (domain.md M9, M71, C6).

Example:

```md Projects/practice-workbooks/P7 Multimodal Assistant.md
---
type: workbook
id: P7
title: Multimodal Assistant
---
```

```md Projects/practice-workbooks/sessions/2026-01-05 run.md
---
type: session
date: 2026-01-05
workbook: "[[P7 Multimodal Assistant]]"
evaluator: self
score_structure: 2
score_scoping: 1
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 1
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```

```md Index.md
<!-- para-sync:begin workbooks -->

<!-- para-sync:end workbooks -->
```

```output Index.md
| Workbook | Runs | Latest | Best | Missing |
| --- | --- | --- | --- | --- |
| [[P7 Multimodal Assistant\\|P7 · Multimodal Assistant]] | 1 | [[2026-01-05 run\\|18 on 2026-01-05]] | 18 | total 18, scoping 1 |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import lacking, unread, verdict
from para_sync.practice import runs as all_runs
from para_sync.region import EMPTY, Content, cell, link, not_counted
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Workbook", "Runs", "Latest", "Best", "Missing")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).rubric is None:
        return None
    notes = sorted(vault.of_type("workbook"), key=verdict.order)
    return Content(
        _HEADER,
        tuple((named(each, vault), *standing(each, vault)) for each in notes),
        not_counted(unread.of("workbook", vault), vault, "workbook"),
    )


def named(note: Note, vault: Vault) -> str:
    """A workbook or question as a link: `P7 · title`."""
    return link(note, vault, all_runs.problem_label(note))


def standing(note: Note, vault: Vault) -> tuple[str, ...]:
    """How a workbook or question stands, in four cells: its runs, the latest, the best total, and what is missing."""
    runs, manual = all_runs.on(note, vault), manuals.of(vault)
    missing = cell(", ".join(lacking.of(note, vault))) or EMPTY
    if not runs or manual.rubric is None:
        return "0", EMPTY, EMPTY, missing
    highest = manual.rubric.highest
    latest = f"{runs[-1].shown_total(manual.rubric)} on {runs[-1].date}"
    best = max(runs, key=lambda run: (run.total / (len(run.categories) * highest), run.order))
    return str(len(runs)), link(runs[-1].note, vault, latest), best.shown_total(manual.rubric), missing
