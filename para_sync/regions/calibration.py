"""What others score you at against what you score yourself, category by category (domain.md, idea 6).

Example:

```md Projects/practice-mocks/mock.md
---
type: mock
date: 2026-01-05
evaluator: external
---
```

```md Tracker.md
<!-- para-sync:begin calibration -->

<!-- para-sync:end calibration -->
```

```output Tracker.md
| Category | Mocks | External | Own | Bias |
| --- | --- | --- | --- | --- |

Not enough runs with an external evaluator and runs of your own before them: 0 of 2
```
"""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import calibration
from para_sync.practice.calibration import Bias
from para_sync.region import EMPTY, Content, cell, signed
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Category", "Mocks", "External", "Own", "Bias")


def render(vault: Vault) -> Content | None:
    numbers = manuals.of(vault).numbers
    found = calibration.of(vault)
    if not found or numbers is None:
        return None
    most = max(len(each.pairs) for each in found)
    if all(each.bias is None for each in found):
        needs = numbers.calibration_mocks
        words = f"Not enough runs with an external evaluator and runs of your own before them: {most} of {needs}"
        return Content(_HEADER, (), (words,))
    words = (
        f"Each external run against the mean of your own last {numbers.calibration_runs} before it; "
        "below 0 you are the kinder one"
    )
    return Content(_HEADER, tuple(map(_row, found)), (words,))


def _row(each: Bias) -> tuple[str, ...]:
    values = (each.external, each.own)
    bias = EMPTY if each.bias is None else signed(each.bias)
    means = (EMPTY if value is None else f"{value:.2f}" for value in values)
    return cell(each.category.name), str(len(each.pairs)), *means, bias
