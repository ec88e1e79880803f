"""The weekly reviews, the newest first, with the runs since the one before (domain.md M16).

Example:

```md Areas/interview-context/reviews/2026-01-18 Review.md
---
type: review
date: 2026-01-18
---
```

```md Areas/interview-context/reviews/2026-01-11 Review.md
---
type: review
date: 2026-01-11
---
```

```md Tracker.md
<!-- para-sync:begin reviews -->

<!-- para-sync:end reviews -->
```

```output Tracker.md
| Date | Review | Runs |
| --- | --- | --- |
| 2026-01-18 | [[2026-01-18 Review\\|2026-01-18 Review]] | 0 |
| 2026-01-11 | [[2026-01-11 Review\\|2026-01-11 Review]] | 0 |
```
"""

from __future__ import annotations

from bisect import bisect_right

from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.practice import unread
from para_sync.region import Content, link, not_counted
from para_sync.vault import days
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Date", "Review", "Runs")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).rubric is None:
        return None
    notes = [(days.day(note.properties.value("date")), note) for note in vault.of_type("review")]
    dated = sorted((pair for pair in notes if pair[0]), key=lambda pair: (pair[0], pair[1].path))
    run_days = [run.date for run in all_runs.of(vault).scored]
    ends = [bisect_right(run_days, date) for date, _ in dated]
    counts = [end - before for end, before in zip(ends, [0, *ends], strict=False)]
    rows = [(date, link(note, vault), str(count)) for (date, note), count in zip(dated, counts, strict=True)]
    undated = sorted((note for date, note in notes if not date), key=lambda note: note.path)
    lines = () if notes else ("No review yet",)
    return Content(
        _HEADER, tuple(reversed(rows)), lines + not_counted((*undated, *unread.of("review", vault)), vault, "review")
    )
