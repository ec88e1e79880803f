"""The last sections of a written design ask as many questions as the manual wants (domain.md G15).

What you ask yourself on paper you will not hear for the first time in the room. Which sections and how many questions stands in the
System Design Spec chapter, demand `questions`.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 11. Technical Deep-Dive Discussion Points

The trade-off is calibration against order.

## 12. Advanced Technical Interview Questions

1. Why two stages?
2. What breaks at ten times the load?
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning questions-few: section 11 "Technical Deep-Dive Discussion Points" has no question, 1 or more are asked for
content/ml-system-designs/Meta/Feed.md:8:1: warning questions-few: section 12 "Advanced Technical Interview Questions" has 2 questions, 10 or more are asked for
```

Good:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 11. Technical Deep-Dive Discussion Points

What if the reranker times out?
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
        wanted, found = design.spec.demand("questions", part.section.number) or 0, measures.questions(part.text)
        if found < wanted:
            fact = f'section {part.section.number} "{part.title}" has {measures.count(found, "question")}, {wanted} or more are asked for'
            yield Diagnostic(design.note.path, part.heading.span, fact)
