"""What the vault holds, folder by folder, for a reader who has never seen it (domain.md M2).

Example:

```md Inbox/one.md
A thought.
```

```md Projects/practice-mocks/mock.md
---
type: mock
date: 2026-01-05
evaluator: external
---
```

```md CLAUDE.md
<!-- para-sync:begin inventory -->

<!-- para-sync:end inventory -->
```

```output CLAUDE.md
| Folder | Notes | Of type |
| --- | --- | --- |
| / | 1 |  |
| Inbox | 1 |  |
| Manual | 12 | 12 manual |
| Projects/practice-mocks | 1 | 1 mock |
```
"""

from __future__ import annotations

from collections import Counter, defaultdict

from para_sync.region import Content, cell
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Folder", "Notes", "Of type")


def render(vault: Vault) -> Content | None:
    folders: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counts = Counter([(path.rpartition("/")[0], brief.type) for path, brief in vault.briefs.items()])
    for (folder, kind), count in counts.items():
        folders[folder][kind] = count
    rows = [(cell(folder) or "/", str(types.total()), cell(_types(types))) for folder, types in sorted(folders.items())]
    return Content(_HEADER, tuple(rows))


def _types(types: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(types.items()) if name)
