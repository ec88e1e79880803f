"""Every section of a written design repeats its Criteria line (domain.md G8).

The phrases of the line are what an interviewer would tick off; the text above it answers each of them. The fix writes the line where
the specification has it: at the end of the section, in section 10 at its beginning.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 2. Problem Definition & Technical Requirements

Order 1,500 posts.

## 10. Advanced ML Topics (E7 Focus)

- Sampled softmax.
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning criteria-missing: section 2 "Problem Definition & Technical Requirements" lacks its line "E7 Criteria"
content/ml-system-designs/Meta/Feed.md:8:1: warning criteria-missing: section 10 "Advanced ML Topics (E7 Focus)" lacks its line "E7 Criteria"
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 2. Problem Definition & Technical Requirements

Order 1,500 posts.

**E7 Criteria**: Advanced problem decomposition, multi-objective optimization

## 10. Advanced ML Topics (E7 Focus)

**E7 Criteria**: Deep ML expertise, advanced techniques, research knowledge

- Sampled softmax.
```

Good: in any form; and section 1, for which the specification has none.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview

Sixty minutes.

## 2. Problem Definition & Technical Requirements

Order 1,500 posts.
**E8 Criteria:** Decomposition
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import labels
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.design_spec import CRITERIA
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    yield from labels.missing(design, CRITERIA, vault.content(design.note.path))
