"""What is finished lies with the finished work.

A project whose finish line is reached, and a workbook whose latest run has what the finish line asks of each workbook, no longer
need a place among the daily things. Moving is yours to decide, so this is advice: `para-sync archive --ready` moves all of them, every
link goes on leading where it led, and archived runs count as before. A workbook below the total that the Pre-Interview Checklist asks
for is left out.

Bad:

```md Projects/coding-prep/coding-prep.md
---
type: project
cadence: Daily
status: active
---
```

```md Projects/coding-prep/Softmax.md
---
type: coding-fix
priority: P0
status: done
---
```

```md Projects/practice-workbooks/P1 News Feed.md
---
type: workbook
id: P1
---
```

```md Projects/practice-workbooks/P2 Ads.md
---
type: workbook
id: P2
---
```

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
workbook: "[[P1 News Feed]]"
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2.md
---
type: session
date: 2026-01-06
workbook: "[[P2 Ads]]"
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 1
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```output
Projects/coding-prep/coding-prep.md:2:7: advice archive-ready: "coding-prep" is finished, para-sync archive moves it to "Completed Prep"
Projects/practice-workbooks/P1 News Feed.md:2:7: advice archive-ready: "P1 News Feed" is finished, para-sync archive moves it to "Completed Prep"
```

Good: archived already.

```md Completed Prep/practice-workbooks/P1 News Feed.md
---
type: workbook
id: P1
---
```

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
workbook: "[[P1 News Feed]]"
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.practice import finished
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault) -> Iterator[Diagnostic]:
    archive = manuals.of(vault).archive
    for note in finished.ready(vault):
        total = finished.strong(note, vault)
        if total is None or total.met:
            fact = f'"{note.name}" is finished, para-sync archive moves it to "{archive}"'
            yield Diagnostic(note.path, note.properties.where("type"), fact)
