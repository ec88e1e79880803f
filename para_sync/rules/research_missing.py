"""The sections of a written design that lean on research name a published work with its year (domain.md G12).

A name and a year let the other side place the idea, and keep you from inventing one; name only what you know to exist. Which sections
and how many works stands in the System Design Spec chapter, demand `research`.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

Recent papers (since 2018) show that gated experts share well.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning research-missing: section 4 "Advanced ML Model Design" has no published work, 1 or more are asked for
```

Good:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

Gated experts share well (Ma et al., 2018).

## 10. Advanced ML Topics (E7 Focus)

Covington, Adams and Sargin (2016) split the work in two stages.
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
        wanted, found = design.spec.demand("research", part.section.number) or 0, measures.works(part.text)
        if found < wanted:
            fact = f'section {part.section.number} "{part.title}" has {measures.count(found, "published work")}, {wanted} or more are asked for'
            yield Diagnostic(design.note.path, part.heading.span, fact)
