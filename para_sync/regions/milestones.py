"""The milestones of the manual, and since when each is met (domain.md M55-M59).

A milestone stays met from the first run after which its criterion held. Until then the evidence says how far it is.

Example:

```md Tracker.md
<!-- para-sync:begin milestones -->

<!-- para-sync:end milestones -->
```

```output Tracker.md
| By | Milestone | Status | Evidence |
| --- | --- | --- | --- |
| Week 1 | 5 runs completed, structure is automatic | not yet | 0 of 5 runs; 0 of 2 runs |
| Week 2 | All critical categories consistently at 2+ | not yet | 0 of 3 runs |
| Week 3 | Total score consistently 20+/30 (E6 bar) | not yet | 0 of 3 runs; total 20+ alone: 0 of 3 |
| Week 4 | At least 2 runs at 24+/30 (Strong E6) | not yet | 0 of 2 runs; total 24+ alone: 0 of 2 |
| Stretch | 1 run at 27+/30 (E7 signal) | not yet | 0 of 1 run; total 27+ alone: 0 of 1 |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.manual.plan import Milestone
from para_sync.practice import runs as all_runs
from para_sync.practice import verdict
from para_sync.region import Content, cell, link
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("By", "Milestone", "Status", "Evidence")


def render(vault: Vault) -> Content | None:
    plan = manuals.of(vault).plan
    if plan is None:
        return None
    return Content(_HEADER, tuple(_row(each, vault) for each in plan.milestones))


def _row(milestone: Milestone, vault: Vault) -> tuple[str, ...]:
    book = verdict.ledger(vault)
    met = verdict.first_met(milestone, book, all_runs.plan_start(vault))
    words = (cell(milestone.by), cell(milestone.name))
    if met is None:
        return (*words, "not yet", cell(verdict.now(milestone.criterion, vault).evidence))
    after = link(met.run.note, vault, f"#{all_runs.number(met.run, vault)} · {met.run.date}")
    status = "met" if met.week is None else f"met in week {met.week}"
    return (*words, status, f"{cell(met.evidence)}, after {after}")
