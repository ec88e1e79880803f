"""A category that you score well on, run after run, is worth a note among the strengths.

The Scoring System chapter says how many runs count, and what their scores and their mean must be. The numbers propose, you accept:
`para-sync new strength KEY` makes the note, with those runs as its evidence, so this is advice.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 2
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P1.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 3
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```md Projects/practice-workbooks/sessions/2026-01-07 P1.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 3
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```output
Projects/practice-workbooks/sessions/2026-01-07 P1.md:10:13: advice strength-ready: "Loss Function Math" scored 2, 3, 3 in the last 3 runs; para-sync new strength loss accepts it as a strength
```

Good: accepted.

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 2
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P1.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 3
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```md Projects/practice-workbooks/sessions/2026-01-07 P1.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 1
score_model: 1
score_latency: 1
score_loss: 3
score_metrics: 1
score_features: 1
score_deep_dive: 1
score_edge_cases: 1
---
```

```md Areas/interview-context/strengths/Loss.md
---
type: strength
category: loss
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.practice import strengths
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault) -> Iterator[Diagnostic]:
    for each in strengths.of(vault):
        if not each.candidate or each.category is None:
            continue
        note, scores = each.recent[-1].note, ", ".join(map(str, each.scores))
        fact = f'"{each.category.name}" scored {scores} in the last {len(each.scores)} runs'
        accept = f"para-sync new strength {each.category.key} accepts it as a strength"
        yield Diagnostic(note.path, note.properties.where(each.category.score), f"{fact}; {accept}")
