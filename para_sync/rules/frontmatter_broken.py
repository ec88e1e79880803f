"""A note's properties can be read.

One slip in the lines between the two `---` and Obsidian loses all properties of the note, as do all tables here. They are read as
Obsidian reads them: a key that stands twice is an error, dates are text, and nothing is guessed. A block that cannot be read is never
written to.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
action: Derive it: twice
---
```

```md Areas/interview-context/gaps/Latency.md
---
type: gap
status: open
status: closed
---
```

```md Areas/interview-context/gaps/Metrics.md
---
type: gap
found: {{date}}
---
```

```md Areas/interview-context/gaps/Features.md
---
type: gap
status: open

The second line of dashes was lost.
```

```output
Areas/interview-context/gaps/Features.md:1:1: error frontmatter-broken: frontmatter never ends: no second "---"
Areas/interview-context/gaps/Latency.md:4:1: error frontmatter-broken: key "status" repeats line 3
Areas/interview-context/gaps/Loss.md:3:18: error frontmatter-broken: not readable as YAML: a second ": " in one value; put the value in quotes
Areas/interview-context/gaps/Metrics.md:3:8: error frontmatter-broken: template placeholder "{{date}}" was never filled in
```

Good: quotes around what YAML would take apart; and a rule at the top of a note is no frontmatter.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
action: "Derive it: twice"
found: 2026-01-05
---
```

```md Diary.md
---

A line of dashes above plain text.
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.ERROR
