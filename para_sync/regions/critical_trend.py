"""Where each critical category is going, in numbers and as a chart of the last runs (domain.md M17, C8).

The chart shows, run by run, the lowest critical score as a bar and the mean of all of them as a line.

Example:

```md Projects/practice-workbooks/sessions/one.md
---
type: session
date: 2026-01-05
evaluator: self
score_structure: 2
score_scoping: 1
score_architecture: 1
score_model: 2
score_latency: 0
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```

```md Projects/practice-workbooks/sessions/two.md
---
type: session
date: 2026-01-06
evaluator: self
score_structure: 3
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 2
---
```

```md Tracker.md
<!-- para-sync:begin critical-trend -->

<!-- para-sync:end critical-trend -->
```

````output Tracker.md
| Category | Runs | Before | Now | Trend |
| --- | --- | --- | --- | --- |
| Structure & Flow | 2 | — | — | not enough runs |
| Problem Scoping | 2 | — | — | not enough runs |
| Architecture First | 2 | — | — | not enough runs |
| Model Justification | 2 | — | — | not enough runs |
| Latency Calculation | 2 | — | — | not enough runs |

Not enough runs: 2 of 4

Bars: the lowest of these scores in each of the last 2 runs. Line: their mean.

```mermaid
%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#5b8bd0, #e07b28"}}}}%%
xychart-beta
title "Critical categories"
x-axis "Run" [1, 2]
y-axis "Score" 0 --> 3
bar [0, 1]
line [1.20, 2.00]
```
````
"""

from __future__ import annotations

from itertools import islice

from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.practice import trend
from para_sync.practice.runs import Run
from para_sync.practice.trend import Trend
from para_sync.region import EMPTY, Content, cell
from para_sync.vault.vault import Vault

VERSION = 1

# As many bars as can be told apart on a phone.
CHARTED = 20

# Blue bars and an orange line: Mermaid's own are too pale on a light page.
_COLOURS = '%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#5b8bd0, #e07b28"}}}}%%'
_HEADER = ("Category", "Runs", "Before", "Now", "Trend")


def render(vault: Vault) -> Content | None:
    manual = manuals.of(vault)
    if manual.rubric is None or manual.numbers is None:
        return None
    trends = trend.critical(vault)
    drawn = _drawn(vault)
    lines = [cell(trend.answer(trends))]
    if drawn:
        lines.append(f"Bars: the lowest of these scores in each of the last {len(drawn)} runs. Line: their mean.")
    return Content(_HEADER, tuple(map(_row, trends)), tuple(lines), _chart(drawn, manual.rubric.highest))


def _row(each: Trend) -> tuple[str, ...]:
    counts = f"{len(each.recent)} of {each.count}" if each.recent else str(each.count)
    return cell(each.category.name), counts, _mean(each.then), _mean(each.now), each.direction.value


def _mean(value: float | None) -> str:
    return EMPTY if value is None else f"{value:.2f}"


def _drawn(vault: Vault) -> list[tuple[int, list[int]]]:
    """The last runs by their number in the Practice Log, with their critical scores; none where it is but one."""
    keys = [each.category.score for each in trend.critical(vault)]
    runs = all_runs.of(vault).all
    latest_first = zip(range(len(runs), 0, -1), reversed(runs), strict=True)
    numbered = ((number, _scores(run, keys)) for number, run in latest_first if run.scored)
    found = list(islice((each for each in numbered if each[1]), CHARTED))[::-1]
    return found if len(found) > 1 else []


def _scores(run: Run, keys: list[str]) -> list[int]:
    return [run.scores[key] for key in keys if key in run.scores]


def _chart(drawn: list[tuple[int, list[int]]], highest: int) -> tuple[str, ...]:
    if not drawn:
        return ()
    return (
        _COLOURS,
        "xychart-beta",
        'title "Critical categories"',
        f'x-axis "Run" [{", ".join(str(number) for number, _ in drawn)}]',
        f'y-axis "Score" 0 --> {highest}',
        f"bar [{', '.join(str(min(scores)) for _, scores in drawn)}]",
        f"line [{', '.join(f'{sum(scores) / len(scores):.2f}' for _, scores in drawn)}]",
    )
