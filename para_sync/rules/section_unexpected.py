"""A written design has no sections of its own beside those of the specification (domain.md G6).

A thirteenth section is yours to keep; the specification is the place to ask for it in every design. Its words are not counted for any
section. It is advice.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
# Feed
## 1. Interview Overview
## Further reading
## 2. Problem Definition & Technical Requirements
## 3. Advanced Data Strategy & Feature Engineering
```

```output
content/ml-system-designs/Meta/Feed.md:6:1: advice section-unexpected: section "Further reading" is none of the specification
```

Good: the note's title, topics as headings, and headings below a section.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
# Feed
## 1. Interview Overview
## Problem Scope and Technical Complexity
### Further reading
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity

SEVERITY = Severity.ADVICE


def check(design: Design) -> Iterator[Diagnostic]:
    for heading in design.unexpected:
        fact = f'section "{heading.text}" is none of the specification'
        yield Diagnostic(design.note.path, heading.span, fact)
