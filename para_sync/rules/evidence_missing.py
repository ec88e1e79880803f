"""A score that rises says what shows it.

Scores are comparable when each rise has a reason: a line of `score_evidence`, such as `loss: derived it from the likelihood`. A
score is held against the category's score in the run before, whatever was practised and whoever scored. The Scoring System
chapter says for how many runs the line is wanted; it is optional, so this is advice, and `para-sync practice --score NOTE` asks
for what is missing.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 1
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 1
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P1.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure: 2
score_scoping: 3
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 1
score_evidence:
  - "latency: added up seven stages to 118 ms"
---
```

```output
Projects/practice-workbooks/sessions/2026-01-06 P1.md:6:16: advice evidence-missing: "Problem Scoping" rose from 2 to 3, without a line "scoping: …" in score_evidence
Projects/practice-workbooks/sessions/2026-01-06 P1.md:10:13: advice evidence-missing: "Loss Function Math" rose from 1 to 2, without a line "loss: …" in score_evidence
```

Good: a score that stays or falls needs no line, nor does a first run.

```md Projects/practice-workbooks/sessions/2026-01-05 P1.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 1
score_metrics: 2
score_features: 2
score_deep_dive: 2
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
score_architecture: 2
score_model: 1
score_latency: 1
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 1
score_evidence:
  - "loss: derived it from the likelihood"
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.practice import evidence
from para_sync.practice import runs as all_runs
from para_sync.practice.trend import last
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault) -> Iterator[Diagnostic]:
    numbers = manuals.of(vault).numbers
    for run in last(all_runs.of(vault).scored, numbers.evidence_runs) if numbers else ():
        for each in evidence.raised(run, vault):
            if not each.evidence:
                name, score = each.category.name, each.category.score
                rise = f'"{name}" rose from {each.before.scores[score]} to {run.scores[score]}'
                fact = f'{rise}, without a line "{each.category.key}: …" in {evidence.PROPERTY}'
                yield Diagnostic(run.note.path, run.note.properties.where(score), fact)
