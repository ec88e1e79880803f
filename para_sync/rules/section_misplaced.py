"""The sections of a written design stand in the order of the specification, all at one level (domain.md G6).

The order is that of the interview. Of sections that are out of order as few as possible are reported: those that were moved. A section
at another level than most is reported too, since outlines and links nest by level; the fix sets its level.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
## 4. Advanced ML Model Design
## 3. Advanced Data Strategy & Feature Engineering
## 2. Problem Definition & Technical Requirements
### 5. Advanced Training & Evaluation
```

```output
content/ml-system-designs/Meta/Feed.md:6:1: warning section-misplaced: section "Advanced Data Strategy & Feature Engineering" is out of order, it belongs after "Interview Overview"
content/ml-system-designs/Meta/Feed.md:7:1: warning section-misplaced: section "Problem Definition & Technical Requirements" is out of order, it belongs after "Interview Overview"
content/ml-system-designs/Meta/Feed.md:8:1: warning section-misplaced: section "Advanced Training & Evaluation" stands at level 3, the others at level 2
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
## 4. Advanced ML Model Design
## 3. Advanced Data Strategy & Feature Engineering
## 2. Problem Definition & Technical Requirements
## 5. Advanced Training & Evaluation
```

Good: with headings of your own below and between them.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
# Feed
### 1. Interview Overview
#### Notes
### 2. Problem Definition & Technical Requirements
### 3. Advanced Data Strategy & Feature Engineering
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.designs.blocks import Block
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.practice.sections import rising
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    for part in (*design.parts, *design.repeated):
        if part.heading.depth != design.depth:
            fact = f'section "{part.title}" stands at level {part.heading.depth}, the others at level {design.depth}'
            yield Diagnostic(
                design.note.path, part.heading.span, fact, _fix(design.note, vault, part.heading, design.depth)
            )
    numbers = [part.section.number for part in design.parts]
    there = rising(numbers)
    for part in design.parts:
        if part.section.number not in there:
            before = max((each for each in there if each < part.section.number), default=0)
            home = f'after "{design.spec.sections[before - 1].title}"' if before else "first"
            yield Diagnostic(
                design.note.path, part.heading.span, f'section "{part.title}" is out of order, it belongs {home}'
            )


def _fix(note: Note, vault: Vault, heading: Block, depth: int) -> Fix | None:
    """The fix that gives a heading another level; None for one that is underlined."""
    start = heading.span.start
    marks = vault.content(note.path)[start : heading.span.end].partition(b" ")[0]
    if marks.strip(b"#") or not marks:
        return None
    return Fix((Edit(note.path, note.digest, start, start + len(marks), b"#" * depth),))
