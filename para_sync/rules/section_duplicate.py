"""Each section of a written design stands once (domain.md G6).

What stands below the second heading is checked by nobody. Merge the two.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
## 2. Problem Definition & Technical Requirements
## 2. Problem definition and technical requirements
```

```output
content/ml-system-designs/Meta/Feed.md:6:1: warning section-duplicate: section 2 "Problem Definition & Technical Requirements" stands here a second time
```

Good: the title in another heading's words, or deeper as a topic's heading.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
## 2. Problem Definition & Technical Requirements
### Problem definition
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.repeated:
        fact = f'section {part.section.number} "{part.section.title}" stands here a second time'
        yield Diagnostic(design.note.path, part.heading.span, fact)
