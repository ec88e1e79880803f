"""Nobody has written into a generated table.

What you typed there would be lost at the next sync, so the table is left alone, and out of date, until you decide: move your words out
of it and run `para-sync sync --take-over`, or delete the seal (the letters behind the name in the end marker).

Bad:

```md Tracker.md
<!-- para-sync:begin closed-gaps -->

| Closed | Priority | Gap | What fixed it |
| --- | --- | --- | --- |
| 2026-01-20 | P1 | Loss | a note to myself |

<!-- para-sync:end closed-gaps 1-8284a2e7 -->
```

```output
Tracker.md:1:1: error region-edited: region "closed-gaps" was edited by hand and is left alone; sync --take-over writes it anew
```

Good: text of yours around the table.

```md Tracker.md
A note to myself.

<!-- para-sync:begin closed-gaps -->

| Closed | Priority | Gap | What fixed it |
| --- | --- | --- | --- |

<!-- para-sync:end closed-gaps 1-8284a2e7 -->
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
