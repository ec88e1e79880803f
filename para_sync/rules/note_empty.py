"""A note has something in it.

An empty note is what a click on a dead link leaves behind. It may also be one that you mean to write, so this is advice.

Bad:

```md Scoring Sistem.md
```

```output
Scoring Sistem.md:1:1: advice note-empty: the note is empty
```

Good: properties alone are enough, and so is one word.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
```

```md Diary.md
Tired.
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ADVICE
