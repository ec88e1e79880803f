"""The text of a written design answers each phrase of its Criteria line (domain.md G11).

A phrase that only its own line holds is an answer that was announced and not given. A phrase is answered when one paragraph of the
section has all its words, in whatever form; the words that say nothing by themselves stand in the System Design Spec chapter.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 3. Advanced Data Strategy & Feature Engineering

One feature store serves training and ranking; it was designed for joins at a point in time.

**E7 Criteria**: Feature store design, advanced data augmentation, data versioning
```

```output
content/ml-system-designs/Meta/Feed.md:8:1: warning criteria-echoed: section 3 does not answer "advanced data augmentation"
content/ml-system-designs/Meta/Feed.md:8:1: warning criteria-echoed: section 3 does not answer "data versioning"
```

Good: answered in other forms of the words. Where the line is missing, that is another rule's finding.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 3. Advanced Data Strategy & Feature Engineering

- The feature store is designed for joins at a point in time, and versions its data by day.
- Rare surfaces are augmented with data of their neighbours.

**E7 Criteria**: Feature store design, advanced data augmentation, data versioning

## 4. Advanced ML Model Design

Two towers.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import phrases
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.design_spec import CRITERIA

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.told:
        label, wanted = part.labels.get(CRITERIA), part.section.label(CRITERIA)
        if label is None or wanted is None or not label.value:
            continue
        for phrase in wanted.phrases:
            if not phrases.found(phrase, part.texts(), design.spec.weightless):
                fact = f'section {part.section.number} does not answer "{phrase}"'
                yield Diagnostic(design.note.path, label.block.span, fact)
