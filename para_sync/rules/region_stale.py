"""A generated table says what the notes say.

Notes have changed since the table was written. `para-sync sync` brings it up to date, and so does the fix.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
priority: P1
status: closed
action: Derive it twice
closed: 2026-01-20
fixed_by: Two derivations on paper
---
```

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

<!-- para-sync:end closed-gaps -->
```

```output
Tracker.md:1:1: warning region-stale: region "closed-gaps" is not up to date
```

```fixed Tracker.md
<!-- para-sync:begin closed-gaps -->

| Closed | Priority | Gap | What fixed it |
| --- | --- | --- | --- |
| 2026-01-20 | P1 | [[Loss\\|Loss]] | Two derivations on paper |

<!-- para-sync:end closed-gaps 1-f19d4959 -->
```

Good: the cells are right; how a formatter spaced them does not matter.

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

| Closed | Priority | Gap | What fixed it |
|:------ | -------- | --- | ------------- |

<!-- para-sync:end closed-gaps 1-8284a2e7 -->
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.WARNING
