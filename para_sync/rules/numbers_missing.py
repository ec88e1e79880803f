"""Every section of a written design names quantities with their units (domain.md G13).

"Low latency" cannot be discussed, "P99 under 200 ms" can. Names such as L1, E7, INT8 and 3D are no quantities, nor are years. How many
are asked for stands in the System Design Spec chapter, demand `numbers`.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 6. Model Serving & Inference Optimization

INT8 and an L1 cache keep the tail short, as of 2019 on the E7 level. See section 4 below.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning numbers-missing: section 6 "Model Serving & Inference Optimization" has no quantity, 1 or more are asked for
```

Good:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 6. Model Serving & Inference Optimization

Half of the 200 ms goes to the heavy ranker.

## 7. Advanced System Architecture

1,500 posts from 4 sources.
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
        wanted, found = design.spec.demand("numbers", part.section.number) or 0, measures.quantities(part.text)
        if found < wanted:
            fact = f'section {part.section.number} "{part.title}" has {measures.count(found, "quantity")}, {wanted} or more are asked for'
            yield Diagnostic(design.note.path, part.heading.span, fact)
