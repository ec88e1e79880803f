"""A vault holds no other vault.

A folder with its own `.obsidian` or `para-sync.toml` is a vault of its own: its notes are not read here, so that nothing in it is
counted or changed by the rules of another. Such a folder is mostly a slip: Obsidian was once opened on it. Delete its `.obsidian` to
have its notes back.

Bad:

```json Projects/practice-mocks/.obsidian/app.json
{}
```

```md Projects/practice-mocks/Mock 1.md
---
type: mock
---
```

```output
Projects/practice-mocks:1:1: warning vault-nested: another vault lies in this one; its notes are not read
```

Good: one `.obsidian`, at the root.

```json .obsidian/app.json
{}
```

```md Projects/practice-mocks/Mock 1.md
---
type: mock
---
```
"""

from __future__ import annotations

from para_sync.diagnostic import Severity

SEVERITY = Severity.WARNING
