"""A ticked item of the checklist is so, and what is so is ticked.

Items that end in a criterion are computed from your notes. The tick stays yours: when it says more than the notes, you may be
fooling yourself; when it says less, you have earned one. Both come with the evidence.

Bad:

```md Manual/Pre-Interview Checklist.md
---
type: manual
chapter: pre-interview-checklist
---
- [x] All practice workbooks scored 20+/30 `each of 10 workbooks: total 20+`
- [ ] KV-cache napkin math under 60 seconds `1 drill with drill kv-cache: seconds under 60`
- [x] Company pitch rehearsed
```

```md Projects/ml-system-design/drills/2026-01-18 KV-Cache.md
---
type: drill
date: 2026-01-18
drill: kv-cache
seconds: 57
---
```

```output
Manual/Pre-Interview Checklist.md:5:4: advice checklist-drift: "All practice workbooks scored 20+/30" is ticked, the notes say 0 of 10 workbooks
Manual/Pre-Interview Checklist.md:6:4: advice checklist-drift: "KV-cache napkin math under 60 seconds" is not ticked, the notes say 1 of 1 drill
```

Good: tick and notes agree, and an item without a criterion is yours alone.

```md Manual/Pre-Interview Checklist.md
---
type: manual
chapter: pre-interview-checklist
---
- [ ] All practice workbooks scored 20+/30 `each of 10 workbooks: total 20+`
- [x] Company pitch rehearsed
- [x] "Why Meta" answer ready `by hand`
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.practice import checklist
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE


def check(vault: Vault) -> Iterator[Diagnostic]:
    chapter = manuals.of(vault).chapters.get(manuals.CHECKLIST)
    if chapter is None or vault.note(chapter.note.path) is None:
        return
    for each in checklist.of(vault):
        if each.judged and each.drifts:
            fact = f'"{each.text}" is {"" if each.ticked else "not "}ticked, the notes say {each.judged.evidence}'
            yield Diagnostic(chapter.note.path, each.item.tick.box, fact)
