"""What each section of a run takes against its plan, and when the architecture stands (domain.md M27, M35, X4, X5).

Example:

```md Projects/practice-mocks/mock.md
---
type: mock
date: 2026-01-05
evaluator: self
minutes: [5, 5, 10, 5, 3, 2]
---
```

```md Tracker.md
<!-- para-sync:begin section-timing -->

<!-- para-sync:end section-timing -->
```

```output Tracker.md
| Section | Plan | Median | Over |
| --- | --- | --- | --- |
| Problem Scoping | 5 | — | — |
| Architecture & Data | 5 | — | — |
| Model | 10 | — | — |
| Serving & Latency | 5 | — | — |
| Metrics | 3 | — | — |
| Edge Cases & V2 | 2 | — | — |

Not enough timed runs: 0 of 3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.manual import manual as manuals
from para_sync.manual.rubric import Numbers
from para_sync.practice import timing
from para_sync.practice.timing import Timing
from para_sync.region import EMPTY, Content, cell, link, not_counted, signed
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Section", "Plan", "Median", "Over")


def render(vault: Vault) -> Content | None:
    manual, found = manuals.of(vault), timing.of(vault)
    if manual.sections is None or manual.numbers is None or manual.rubric is None or found is None:
        return None
    if found.sections:
        rows = [
            (cell(each.section.name), f"{each.section.minutes:g}", f"{each.median:g}", signed(each.delta, "g"))
            for each in found.sections
        ]
    else:
        rows = [(cell(each.name), f"{each.minutes:g}", EMPTY, EMPTY) for each in manual.sections]
    return Content(_HEADER, tuple(rows), tuple(_lines(found, manual.numbers, vault)))


def _lines(found: Timing, numbers: Numbers, vault: Vault) -> Iterator[str]:
    if found.sections:
        yield f"Minutes: the median of the last {len(found.recent)} of {len(found.timed)} timed runs"
    else:
        yield f"Not enough timed runs: {len(found.timed)} of {found.needs}"
    drawn = found.architecture
    if drawn.median is not None:
        yield (
            f"Architecture drawn at minute {drawn.median:g}, the median of the last {len(drawn.recent)} runs; of "
            f"{drawn.count}, {drawn.signal} by minute {numbers.architecture_signal} and {drawn.plan} by minute "
            f"{numbers.architecture_plan}"
        )
    for each in found.long:
        run = link(each.run.note, vault, each.run.date).replace("\\|", "|")
        yield f"{run}: {each.share:.0f}% of the run on {cell(each.section.name)}"
    yield from not_counted([run.note for run in found.mistimed], vault, "run")
