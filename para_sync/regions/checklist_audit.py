"""What the notes say on each item of the checklist that ends in a criterion, beside your tick, and how many are ticked (domain.md M80).

Example:

```md Manual/Pre-Interview Checklist.md
---
type: manual
chapter: pre-interview-checklist
---
- [x] All practice workbooks scored 20+/30 `each of 10 workbooks: total 20+`
- [ ] KV-cache napkin math under 60 seconds `1 drill with drill kv-cache: seconds under 60`
- [x] Company pitch rehearsed

<!-- para-sync:begin checklist-audit -->

<!-- para-sync:end checklist-audit -->
```

```md Projects/ml-system-design/drills/2026-01-18 KV-Cache.md
---
type: drill
date: 2026-01-18
drill: kv-cache
seconds: 57
---
```

```output Manual/Pre-Interview Checklist.md
| Item | Ticked | So | Evidence |
| --- | --- | --- | --- |
| All practice workbooks scored 20+/30 | yes | no | 0 of 10 workbooks |
| KV-cache napkin math under 60 seconds | no | yes | 1 of 1 drill |

2 of 3 ticked; of the 2 with a criterion, 1 ticked but not so, 1 so but not ticked
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import checklist
from para_sync.practice.checklist import Audited
from para_sync.region import Content, cell
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Item", "Ticked", "So", "Evidence")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).checklist is None:
        return None
    found = checklist.of(vault)
    judged = [each for each in found if each.judged]
    drifting = [each for each in judged if each.drifts]
    wishful = sum(each.ticked for each in drifting)
    words = (
        f"{sum(each.ticked for each in found)} of {len(found)} ticked; of the {len(judged)} with a criterion, "
        f"{wishful} ticked but not so, {len(drifting) - wishful} so but not ticked"
    )
    return Content(_HEADER, tuple(map(_row, judged)), (words,))


def _row(each: Audited) -> tuple[str, ...]:
    assert each.judged
    ticked, so = ("yes" if holds else "no" for holds in (each.ticked, each.judged.met))
    return cell(each.text), ticked, so, cell(each.judged.evidence)
