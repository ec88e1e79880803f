"""A closed gap says what fixed it, and when.

What fixed a gap is the most useful line of the whole tracker: it is how you learn what works for you, and in a month you will
not remember. The Closed Gaps table shows both properties.

Bad:

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: closed
action: Write a P50 line for every stage and add it up before moving on
fixed_by:
---
```

```output
Areas/interview-context/gaps/Latency breakdown with numbers.md:2:1: warning gap-unexplained: closed without "closed", the day
Areas/interview-context/gaps/Latency breakdown with numbers.md:6:1: warning gap-unexplained: closed without "fixed_by", what fixed it
```

Good: a closed gap with its reason, and one that is still open.

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: closed
action: Write a P50 line for every stage and add it up before moving on
closed: 2026-01-21
fixed_by: Drawing the stage table first in section 4 and adding it up aloud.
---
```

```md Areas/interview-context/gaps/Metrics without targets.md
---
type: gap
priority: P1
status: partial
action: Fill four slots in section 5
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.practice import gaps
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_EXPLAINED = {"fixed_by": "what fixed it", "closed": "the day"}


def check(vault: Vault) -> Iterator[Diagnostic]:
    for gap in gaps.of(vault).closed:
        properties = gap.note.properties
        for name, meaning in _EXPLAINED.items():
            if not properties.text(name):
                yield Diagnostic(gap.note.path, properties.where(name), f'closed without "{name}", {meaning}')
