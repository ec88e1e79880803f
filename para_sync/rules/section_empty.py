"""Every section of a written design has something below its heading (domain.md G22).

A heading alone is a promise. Labels and headings below it do not count. The fix puts the labels and topics there for you to write on.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

## 12. Advanced Technical Interview Questions
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning section-empty: section 1 "Interview Overview" is empty
content/ml-system-designs/Meta/Feed.md:6:1: warning section-empty: section 12 "Advanced Technical Interview Questions" is empty
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

**E7 Focus**: Advanced ML concepts, technical depth, algorithm expertise

### Problem scope and technical complexity

*To write: problem scope and technical complexity.*

### Key ML challenges and technical requirements

*To write: key ML challenges and technical requirements.*

### Interview discussion flow and technical deep-dives

*To write: interview discussion flow and technical deep-dives.*

## 12. Advanced Technical Interview Questions

**E7 Focus**: Deep technical knowledge, advanced ML concepts

### Advanced technical deep-dive questions

*To write: advanced technical deep-dive questions.*

### Complex system design follow-ups

*To write: complex system design follow-ups.*

**E7 Criteria**: Advanced ML algorithms, mathematical depth, technical expertise
```

Good: anything at all; how much is enough is another rule's question.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

Sixty minutes.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import skeleton
from para_sync.designs.design import Design, Part
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    for part in design.parts:
        if part.is_empty:
            fact = f'section {part.section.number} "{part.title}" is empty'
            yield Diagnostic(design.note.path, part.heading.span, fact, _fix(design.note, vault, design, part))


def _fix(note: Note, vault: Vault, design: Design, part: Part) -> Fix | None:
    """The section written anew below its heading; None where something stands there."""
    content = vault.content(note.path)
    if part.labels or part.topics:
        return None
    text = skeleton.like(design, part.section).partition("\n\n")[2]
    return Fix((skeleton.inserted(note, content, part.body.end, text),))
