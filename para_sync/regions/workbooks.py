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

from para_sync import practised
from para_sync.manual import manual as manuals
from para_sync.practice import unread, verdict
from para_sync.region import Content, not_counted
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Workbook", "Runs", "Latest", "Best", "Missing")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).rubric is None:
        return None
    notes = sorted(vault.of_type("workbook"), key=verdict.order)
    return Content(
        _HEADER,
        tuple((practised.named(each, vault), *practised.standing(each, vault)) for each in notes),
        not_counted(unread.of("workbook", vault), vault, "workbook"),
    )
