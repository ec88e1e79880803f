"""A category that fell below the bar has an open gap.

The last step of the loop turns a low score into something you work on. Asked for is a gap for each category below `gap bar` in
one of the last runs, as many as close a gap (`gap closes after`), unless an open gap names it in `category`. The priority is that
of the category's type, or the most urgent one once the category was below the bar too often (`gap escalates after`); all of these
stand in the Scoring System chapter. The unsafe fix opens the gap; its action and priority are a start, and yours to change.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 0
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: open
action: Write a P50 line for every stage
category: latency
---
```

```output
Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md:14:19: warning gap-missing: "Edge Cases & V2" is at 0 and has no open gap; one of priority P2 is due
```

```fixed Areas/interview-context/gaps/Edge Cases & V2.md
---
type: gap
priority: P2
status: open
action: Practice Edge Cases & V2
category: edge_cases
found: 2026-01-07
---

# Edge Cases & V2
```

Good: the category is back at the bar for long enough, or its gap is partly closed.

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: partial
action: Write a P50 line for every stage
category: latency
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import gap_note
from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.practice import gaps
from para_sync.practice.gaps import Wanted
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(vault: Vault) -> Iterator[Diagnostic]:
    for wanted in gaps.wanted(vault):
        note, category = wanted.run.note, wanted.category
        score = wanted.run.scores[category.score]
        fact = f'"{category.name}" is at {score} and has no open gap; one of priority {wanted.priority} is due'
        yield Diagnostic(note.path, note.properties.where(category.score), fact, _fix(wanted, vault))


def _fix(wanted: Wanted, vault: Vault) -> Fix | None:
    """The gap note; None where it cannot be made."""
    made = gap_note.made(wanted, vault)
    return Fix((Edit(made.path, None, 0, 0, made.content),), safe=False) if made else None
