"""The strengths that you accepted and whether the last runs bear them out, and the categories that deserve to be one (domain.md M14).

Example:

```md Areas/interview-context/strengths/Structure.md
---
type: strength
category: structure
---
```

```md Areas/interview-context/strengths/Calm.md
---
type: strength
---
```

```md Tracker.md
<!-- para-sync:begin strengths -->

<!-- para-sync:end strengths -->
```

```output Tracker.md
| Strength | Category | Last 3 | Mean | Stands |
| --- | --- | --- | --- | --- |
| [[Structure\\|Structure]] | Structure & Flow | — | — | not enough runs |
| [[Calm\\|Calm]] | — | — | — | yours to judge |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import strengths, unread
from para_sync.practice.strengths import Strength
from para_sync.region import EMPTY, Content, cell, link, not_counted
from para_sync.vault.vault import Vault

VERSION = 1


def render(vault: Vault) -> Content | None:
    numbers = manuals.of(vault).numbers
    if numbers is None or manuals.of(vault).rubric is None:
        return None
    found = strengths.of(vault)
    header = ("Strength", "Category", f"Last {numbers.consistency_runs}", "Mean", "Stands")
    lines = () if found else ("No category is strong enough yet",)
    return Content(
        header,
        tuple(_row(each, vault) for each in found),
        lines + not_counted(unread.of(strengths.TYPE, vault), vault, "note"),
    )


def _row(each: Strength, vault: Vault) -> tuple[str, ...]:
    name = link(each.note, vault) if each.note else EMPTY
    scored = zip(each.recent, each.scores, strict=True)
    scores = ", ".join(link(run.note, vault, str(score)) for run, score in scored) or EMPTY
    mean = f"{sum(each.scores) / len(each.scores):.2f}" if each.scores else EMPTY
    return name, cell(each.category.name) if each.category else EMPTY, scores, mean, _stands(each)


def _stands(each: Strength) -> str:
    if each.candidate:
        return "candidate"
    if each.category is None:
        return "yours to judge"
    return "not enough runs" if each.holds is None else "holds" if each.holds else "slipped"
