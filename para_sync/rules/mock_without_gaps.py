"""A run scored by somebody else says which gaps it found.

An external evaluator sees what you cannot, and it is forgotten within days. Once such a run is scored, `gaps` names the gap notes
that it opened, touched or confirmed; `none` is an answer too.

Bad:

```md Projects/practice-mocks/2026-01-16 Mock P7 Multimodal Assistant.md
---
type: mock
date: 2026-01-16
evaluator: external
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 1
score_metrics: 1
score_features: 2
score_deep_dive: 2
score_edge_cases: 1
gaps:
---
```

```output
Projects/practice-mocks/2026-01-16 Mock P7 Multimodal Assistant.md:15:1: warning mock-without-gaps: "gaps" is empty after a run with an external evaluator
```

Good: none were found; or the scores are not in yet.

```md Projects/practice-mocks/2026-01-16 Mock P7 Multimodal Assistant.md
---
type: mock
date: 2026-01-16
evaluator: external
score_structure: 3
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
gaps: none
---
```

```md Projects/practice-mocks/2026-01-28 Mock P6 LLM Serving.md
---
type: mock
date: 2026-01-28
evaluator: external
gaps:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.practice import runs as all_runs
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_PROPERTY = "gaps"


def check(vault: Vault) -> Iterator[Diagnostic]:
    for run in all_runs.of(vault).scored:
        properties = run.note.properties
        if run.evaluator == all_runs.EXTERNAL and not any(items(properties.value(_PROPERTY))):
            fact = f'"{_PROPERTY}" is empty after a run with an external evaluator'
            yield Diagnostic(run.note.path, properties.where(_PROPERTY), fact)
