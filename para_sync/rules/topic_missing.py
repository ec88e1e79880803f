"""Every section of a written design covers its topics, each under its name (domain.md G9).

A topic is found as a heading, as bold words at the beginning of a paragraph or list item, or as words before a colon; letter case, `&`
for "and" and a lost parenthesis do not matter, nor does the order. Something has to stand below it.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

### Problem scope and technical complexity

### Key challenges

Freshness, diversity.

### Interview discussion flow and technical deep-dives
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning topic-missing: section 1 lacks the topic "Key ML challenges and technical requirements"
content/ml-system-designs/Meta/Feed.md:12:1: warning topic-missing: nothing stands below the topic "Interview discussion flow and technical deep-dives" of section 1
```

Good: a heading, a bold lead and a plain one.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

### Problem Scope & Technical Complexity

Order 1,500 posts in 200 ms.

**Key ML challenges and technical requirements.** Freshness, diversity.

- Interview discussion flow and technical deep-dives: first the loop, then the model.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.filled:
        for name in part.section.topics:
            topic = part.topics.get(name)
            if topic is None:
                fact = f'section {part.section.number} lacks the topic "{name}"'
                yield Diagnostic(design.note.path, part.heading.span, fact)
            elif topic.is_empty:
                fact = f'nothing stands below the topic "{name}" of section {part.section.number}'
                yield Diagnostic(design.note.path, topic.lead.span, fact)
