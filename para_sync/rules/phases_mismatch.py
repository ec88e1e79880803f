"""The timed phases of a written design add up to the length of the interview (domain.md G14).

A plan that runs over is cut by the interviewer, at the end, where the depth is. The section, and by how many minutes the sum may differ,
stand in the System Design Spec chapter, demand `phases`; the length is the property `interview_duration`, else its default. Phases are a
list or table of minutes or of ranges; where a section has several, the one with the largest sum counts.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

- Clarify, 5 min
- Data and model, 30 min
- Questions, 10 min
```

```md content/ml-system-designs/Meta/Ads.md
---
type: system-design
---
## 1. Interview Overview

First the loop, then the model.
```

```output
content/ml-system-designs/Meta/Ads.md:4:1: warning phases-mismatch: section 1 "Interview Overview" has no timed phases
content/ml-system-designs/Meta/Feed.md:6:1: warning phases-mismatch: the phases of section 1 add up to 45 minutes, the interview has 60
```

Good: ranges, a table, another length.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

- 0–10 min: scope
- 10–35 min: data and model
- 35–60 min: serving; agree on the 5 min demo of the 90 min course
```

```md content/ml-system-designs/Meta/Ads.md
---
type: system-design
interview_duration: 45min
---
## 1. Interview Overview

| Minutes | Phase |
| --- | --- |
| 0–10 | Scope |
| 10–45 | The rest |
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
        off = design.spec.demand("phases", part.section.number)
        if off is None or not design.minutes:
            continue
        total, first = measures.phases(part.text)
        if first is None:
            fact = f'section {part.section.number} "{part.title}" has no timed phases'
            yield Diagnostic(design.note.path, part.heading.span, fact)
        elif abs(total - design.minutes) > off:
            fact = f"the phases of section {part.section.number} add up to {total} minutes, the interview has {design.minutes}"
            yield Diagnostic(design.note.path, first.span, fact)
