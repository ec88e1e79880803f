"""A scored run stays in the vault: finished work is archived, not deleted.

Milestones, trends and levels count every run that is there. One that the last commit of git holds, and that lies nowhere in the vault
any more, took its scores with it. `git restore` brings it back; what was moved or given another name is not missed. Where a run has to
go, commit that it is gone. Only `lint` of a whole vault looks, and only where the vault lies in a git repository.

Bad:

```gone Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
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
Projects/practice-workbooks/sessions/2026-01-05 P1.md:1:1: warning session-vanished: a scored run of 2026-01-05 is in the last commit and gone from the vault; deleted runs do not count, archived ones do: git restore brings it back
```

Good: archived under another name; and a run that never had its scores.

```gone Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
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

```md Completed Prep/First run.md
---
type: session
date: 2026-01-05
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

```gone Projects/practice-workbooks/sessions/2026-01-06 P2.md
---
type: session
date: 2026-01-06
evaluator: self
---
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.WARNING
