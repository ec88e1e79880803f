"""Every machine has the same version of para-sync.

A table that a newer version wrote, on your other machine, is left alone by this one. Update this one; till then nothing is wrong.

Bad:

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

| Closed | Priority | Gap | What fixed it | Days |
| --- | --- | --- | --- | --- |

<!-- para-sync:end closed-gaps 999-0f00ba11 -->
```

```output
Tracker.md:1:1: advice region-newer: region "closed-gaps" was written by a newer para-sync
```

Good:

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

<!-- para-sync:end closed-gaps -->
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ADVICE
