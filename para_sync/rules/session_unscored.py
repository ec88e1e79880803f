"""A run that is over has all its scores.

A run without a score for every category counts for nothing: not for the log's numbers, not for a level, not for a milestone. So
a run that was scored in part is reported, and one that was not scored at all as soon as a run of a later day exists. The runs of
the newest day may wait for their scores: you may still be at it.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 1
score_latency:
score_loss: 2
score_metrics: 1
score_features: 2
score_deep_dive: 1
---
```

```output
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:2:1: warning session-unscored: no score for any category, and a run of a later day exists
Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md:9:1: warning session-unscored: no score for "Latency Calculation", "Edge Cases & V2"
```

Good: the run of the newest day has no score yet. A score of 0 is a score.

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 1
score_scoping: 1
score_architecture: 1
score_model: 1
score_latency: 0
score_loss: 1
score_metrics: 0
score_features: 2
score_deep_dive: 1
score_edge_cases: 0
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.practice import runs as all_runs
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(vault: Vault) -> Iterator[Diagnostic]:
    runs = all_runs.of(vault).all
    for run in runs:
        lacking = [each for each in run.categories if each.score not in run.scores]
        if not lacking or not (run.scores or run.date < runs[-1].date):
            continue
        names = ", ".join(f'"{each.name}"' for each in lacking)
        fact = f"no score for {names}" if run.scores else "no score for any category, and a run of a later day exists"
        yield Diagnostic(run.note.path, run.note.properties.where(lacking[0].score), fact)
