"""Questions of a written design have follow-ups below them (domain.md G15).

The second question is the interview. A follow-up is a line that is called so, or a question in the list below a question. Which
sections and how many stands in the System Design Spec chapter, demand `follow-ups`.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 12. Advanced Technical Interview Questions

1. Why two stages?
   - Follow-up: what if one had ten times the budget?
2. What is the loss?
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning follow-ups-missing: section 12 "Advanced Technical Interview Questions" has 1 follow-up, 5 or more are asked for
```

Good: five of them, called so or nested.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 12. Advanced Technical Interview Questions

1. Why two stages?
   - What if one had ten times the budget?
   - And a tenth?
2. What is the loss?
   Follow-up: why not pairwise?
3. How is it calibrated?

**Follow-up:** per surface?

4. Who owns the features? Follow-up: who pays for them?
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import measures
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.told:
        wanted, found = design.spec.demand("follow-ups", part.section.number) or 0, measures.follow_ups(part.text)
        if found < wanted:
            fact = f'section {part.section.number} "{part.title}" has {measures.count(found, "follow-up")}, {wanted} or more are asked for'
            yield Diagnostic(design.note.path, part.heading.span, fact)
