"""What E7 would have done differently, run by run, with the taste markers that showed (domain.md M60).

Example:

```md Projects/practice-workbooks/sessions/run.md
---
type: session
date: 2026-01-05
evaluator: self
problem: A feed for two billion people
reflection: Open with the loop.
taste:
  - data-flywheel
---
```

```md Tracker.md
<!-- para-sync:begin taste-log -->

<!-- para-sync:end taste-log -->
```

```output Tracker.md
| Date | Run | What would E7 have done differently? | Markers |
| --- | --- | --- | --- |
| 2026-01-05 | [[run\\|A feed for two billion people]] | Open with the loop. | data-flywheel |
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.region import Content, cell, link
from para_sync.vault.properties import items
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Date", "Run", "What would E7 have done differently?", "Markers")


def render(vault: Vault) -> Content | None:
    if manuals.of(vault).rubric is None:
        return None
    return Content(_HEADER, tuple(row for row in vault.each(_row, all_runs.paths) if row))


def _row(vault: Vault, path: str) -> tuple[str, ...]:
    """The row of one run; empty where it says nothing."""
    run = vault.of_each(all_runs.run, path)
    assert run
    if not run.note.properties.text("reflection"):
        return ()
    markers = ", ".join(str(each) for each in items(run.note.properties.value("taste")))
    reflection = run.note.properties.text("reflection")
    return run.date, link(run.note, vault, run.label()), cell(reflection), cell(markers)
