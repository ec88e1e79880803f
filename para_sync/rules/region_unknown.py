"""Every marker names a table that exists.

Nothing is ever written between markers of an unknown name; mostly it is a slip.

Bad:

```md Tracker.md
<!-- para-sync:begin practise-log -->

<!-- para-sync:end practise-log -->
```

```output
Tracker.md:1:1: error region-unknown: no region is called "practise-log", did you mean "practice-log"?
```

Good:

```md Tracker.md
<!-- para-sync:begin practice-log -->

<!-- para-sync:end practice-log -->
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
