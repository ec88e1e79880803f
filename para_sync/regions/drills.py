"""The drills, with the times that the checklist looks at, the best, and whether they are fast enough (domain.md M74).

Example:

```md Projects/ml-system-design/drills/2026-01-18 KV-Cache.md
---
type: drill
date: 2026-01-18
drill: kv-cache
seconds: 57
---
```

```md Index.md
<!-- para-sync:begin drills -->

<!-- para-sync:end drills -->
```

```output Index.md
| Drill | Times | Last | Best | Goal | Met |
| --- | --- | --- | --- | --- | --- |
| physics-first | 0 | — | — | up to 90 s in each of the last 2 | no |
| kv-cache | 1 | [[2026-01-18 KV-Cache\\|57 s]] | 57 s | under 60 s in each of the last 2 | no |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import drills
from para_sync.practice.drills import Drill
from para_sync.region import EMPTY, Content, cell, link, not_counted
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Drill", "Times", "Last", "Best", "Goal", "Met")
_RELATIONS = {"most": "up to", "under": "under", "least": "at least"}


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).note_types is None or manuals.of(vault).checklist is None:
        return None
    found = drills.of(vault)
    return Content(
        _HEADER, tuple(_row(each, vault) for each in found.all), not_counted(found.uncounted, vault, "drill")
    )


def _row(each: Drill, vault: Vault) -> tuple[str, ...]:
    last = ", ".join(link(one.note, vault, f"{one.seconds:g} s") for one in each.last) or EMPTY
    best = EMPTY if each.best is None else f"{each.best:g} s"
    met = each.item.judged.met if each.item and each.item.judged else None
    known = EMPTY if met is None else "yes" if met else "no"
    return cell(each.name), str(len(each.attempts)), last, best, _goal(each, vault), known


def _goal(each: Drill, vault: Vault) -> str:
    test = drills.goal(each.name, manuals.of(vault))
    if test is None or test.relation not in _RELATIONS:
        return EMPTY
    often = f" in each of the last {each.looked_at}" if each.looked_at > 1 else ""
    return f"{_RELATIONS[test.relation]} {test.amount:g} s{often}"
