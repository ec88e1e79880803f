"""Every section of a written design repeats its Focus line (domain.md G7).

The line says what the section is judged by at the level you aim at; beside the text it keeps you honest. It may be a list item, a
paragraph or a heading, in bold or plain, and name another level than the manual does. The fix writes it below the heading.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

Sixty minutes.

## 2. Problem Definition & Technical Requirements

**E7 Focus**:

Order 1,500 posts.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning focus-missing: section 1 "Interview Overview" lacks its line "E7 Focus"
content/ml-system-designs/Meta/Feed.md:10:1: warning focus-missing: the line "E7 Focus" of section 2 is empty
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

**E7 Focus**: Advanced ML concepts, technical depth, algorithm expertise

Sixty minutes.

## 2. Problem Definition & Technical Requirements

**E7 Focus**: Complex ML problem formulation, advanced constraints

Order 1,500 posts.
```

Good: in any form; and section 10, for which the specification has none.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
- E5 Focus: ML concepts
- Sixty minutes.

## 2. Problem Definition & Technical Requirements
#### Focus
Complex formulation.

Order 1,500 posts.

## 10. Advanced ML Topics
**E7 Criteria**: Research knowledge
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import labels
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.design_spec import FOCUS
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    yield from labels.missing(design, FOCUS, vault.content(design.note.path))
