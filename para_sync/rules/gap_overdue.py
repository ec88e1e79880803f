"""A gap is closed by its target.

A target is a promise with a day in it: the end of its week of the plan, or its date. Week 1 starts on `plan_start` in the
Milestones chapter, else on the Monday of the first run's week. Close the gap, or give it a target that you mean.

Bad:

```md Areas/interview-context/gaps/Q9 Multimodal (C+).md
---
type: gap
priority: P0
status: partial
action: Practice P7 + gaps analysis
target: Week 2
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: open
action: Write a P50 line for every stage
target: 2026-01-15
---
```

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
---
```

```today
2026-01-19
```

```output
Areas/interview-context/gaps/Latency breakdown with numbers.md:6:9: advice gap-overdue: due on 2026-01-15 and not closed
Areas/interview-context/gaps/Q9 Multimodal (C+).md:6:9: advice gap-overdue: due on 2026-01-18 and not closed
```

Good: the last day of the week is in time, a closed gap is done, and any other word is no deadline.

```md Areas/interview-context/gaps/Q9 Multimodal (C+).md
---
type: gap
priority: P0
status: partial
action: Practice P7 + gaps analysis
target: Week 2
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: closed
action: Write a P50 line for every stage
target: Week 1
---
```

```md Areas/interview-context/gaps/MLOps and Production Monitoring.md
---
type: gap
priority: P2
status: open
action: Reference review
target: before the onsite
---
```

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
---
```

```today
2026-01-18
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.practice import gaps
from para_sync.practice import runs as all_runs
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault, today: date) -> Iterator[Diagnostic]:
    start = all_runs.plan_start(vault)
    for gap in gaps.of(vault).open:
        last = gaps.due(gap, start)
        if last and date.fromisoformat(last) < today:
            yield Diagnostic(gap.note.path, gap.note.properties.where("target"), f"due on {last} and not closed")
