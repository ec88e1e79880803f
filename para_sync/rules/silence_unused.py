"""Every silence silences something.

A comment `<!-- para-sync:ignore RULE -->` silences a rule on its line or, alone on a line, on the next one; `ignore-note` silences it
in the whole note, and `[lint.per-path]` in `para-sync.toml` in all notes that a pattern fits. One that has nothing left to silence
hides the next fault that comes along.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
<!-- para-sync:ignore-note embed-broken -->

See [[Scoring System]]. <!-- para-sync:ignore link-broken -->

<!-- para-sync:ignore link-brokn -->
See [[Nowhere]].
```

```toml para-sync.toml
[lint.per-path]
"Archive/*" = ["link-broken"]
```

```output
Areas/interview-context/gaps/Loss.md:4:1: warning silence-unused: embed-broken finds nothing here; the comment can go
Areas/interview-context/gaps/Loss.md:6:25: warning silence-unused: link-broken finds nothing here; the comment can go
Areas/interview-context/gaps/Loss.md:8:1: warning silence-unused: "link-brokn" is no rule, did you mean "link-broken"?
para-sync.toml:1:1: warning silence-unused: link-broken finds nothing in "Archive/*"; the silence can go
```

Good: on the line, above the line, for the note, and for a folder.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
<!-- para-sync:ignore-note embed-broken property-missing -->

See [[Nowhere]]. <!-- para-sync:ignore link-broken -->

<!-- para-sync:ignore link-broken -->
See [[Nowhere]] and ![[nothing.png]].
```

```md Archive/Old.md
See [[Nowhere]].
```

```toml para-sync.toml
[lint.per-path]
"Archive/*" = ["link-broken"]
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.WARNING
