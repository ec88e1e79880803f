"""The sections of a written design that argue in mathematics show a formula (domain.md G12).

A loss in words hides its shape. Which sections and how many formulas stands in the System Design Spec chapter, demand `formulas`. What
stands between dollar signs counts, `O(...)`, and an equation in code.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

The loss weighs five heads; a click costs $5 or $6.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning formula-missing: section 4 "Advanced ML Model Design" has no formula, 1 or more are asked for
```

Good: mathematics, a complexity, an equation in code; and a section of which none is asked.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

The loss is $\\sum_k w_k L_k$.

## 5. Advanced Training & Evaluation

An epoch is O(n log n).

## 10. Advanced ML Topics

Set `loss = a + b`.

## 6. Model Serving & Inference Optimization

Half of the 200 ms.
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
        wanted, found = design.spec.demand("formulas", part.section.number) or 0, measures.formulas(part.text)
        if found < wanted:
            fact = f'section {part.section.number} "{part.title}" has {measures.count(found, "formula")}, {wanted} or more are asked for'
            yield Diagnostic(design.note.path, part.heading.span, fact)
