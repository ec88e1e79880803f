"""Every section of a written design has as many words as the manual asks for (domain.md G22).

The number stands in the System Design Spec chapter, demand `words`. Labels, headings and code do not count.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 9. Advanced Scalability & Performance

**E7 Focus**: Complex scaling strategies, advanced optimization

Shard the embeddings by id, 40 GB a shard.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning section-thin: section 9 "Advanced Scalability & Performance" has 9 words, 120 or more are asked for
```

Good: a section that is not there, or empty, is another rule's finding.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 9. Advanced Scalability & Performance
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.filled:
        wanted = design.spec.demand("words", part.section.number) or 0
        if part.words < wanted:
            fact = (
                f'section {part.section.number} "{part.title}" has {part.words} words, {wanted} or more are asked for'
            )
            yield Diagnostic(design.note.path, part.heading.span, fact)
