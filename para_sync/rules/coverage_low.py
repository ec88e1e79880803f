"""A written design discusses the challenges that its record names (domain.md G21).

The description of a record lists them after the words that stand in the System Design Spec chapter, property `challenges`; how many of a
hundred have to be discussed, demand `challenges`. One is discussed when a paragraph, wherever it stands, has all its words, in whatever
form.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
product_description: "Rank a feed. Key ML challenges: real-time feature engineering, content diversity optimization, and A/B testing frameworks."
---
## 3. Advanced Data Strategy & Feature Engineering

Features are engineered in real time: counters are 30 s old. The framework for tests is younger.
```

```output
content/ml-system-designs/Meta/Feed.md:5:1: warning coverage-low: 2 of the record's 3 challenges are discussed, not "content diversity optimization"
```

Good: all discussed; or no list of challenges in the description.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
product_description: "Rank a feed. Key ML challenges: content diversity optimization."
---
## 4. Advanced ML Model Design

We optimise for diverse content with a determinantal point process.
```

```md content/ml-system-designs/Meta/Ads.md
---
type: system-design
product_description: Rank ads.
---
## 4. Advanced ML Model Design
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import coverage
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.span import Span

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    wanted = design.spec.demand("challenges")
    if wanted is None or not design.told:
        return
    terms, left = coverage.challenges(design)
    covered = len(terms) - len(left)
    if covered * 100 < wanted * len(terms):
        start = design.note.properties.body
        listed = ", ".join(f'"{each}"' for each in left)
        fact = f"{covered} of the record's {len(terms)} challenges are discussed, not {listed}"
        yield Diagnostic(design.note.path, Span(start, start), fact)
