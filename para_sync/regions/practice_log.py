"""Every run, in order, with its total, what it missed and what was learnt (domain.md M46-M54).

The columns and the number of rows of an empty log stand in the Scoring System chapter. A run without all its scores
shows a dash and counts nowhere.

Example:

```md Projects/practice-workbooks/P7 Multimodal Assistant.md
---
type: workbook
id: P7
title: Multimodal Assistant
---
```

```md Projects/practice-workbooks/sessions/2026-01-05 run.md
---
type: session
date: 2026-01-05
workbook: "[[P7 Multimodal Assistant]]"
evaluator: self
score_structure: 2
score_scoping: 1
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 1
score_metrics: 2
score_features: 2
score_deep_dive: 3
score_edge_cases: 3
reflection: Ask what | means.
---
```

```md Tracker.md
<!-- para-sync:begin practice-log -->

<!-- para-sync:end practice-log -->
```

```output Tracker.md
| # | Date | Problem | Score /30 | Crit 2+? | Weakest | E7 Reflection |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | 2026-01-05 | [[2026-01-05 run\\|P7 · Multimodal Assistant]] | 20 | No: Problem Scoping | Problem Scoping (+1) | Ask what \\| means. |
| 2 |  |  |  |  |  |  |
| 3 |  |  |  |  |  |  |
| 4 |  |  |  |  |  |  |
| 5 |  |  |  |  |  |  |
| 6 |  |  |  |  |  |  |
| 7 |  |  |  |  |  |  |
| 8 |  |  |  |  |  |  |
| 9 |  |  |  |  |  |  |
| 10 |  |  |  |  |  |  |
```
"""

from __future__ import annotations

import re

from para_sync.manual import manual as manuals
from para_sync.manual.columns import Shown
from para_sync.manual.criterion import Criterion
from para_sync.manual.manual import Manual
from para_sync.practice import passing
from para_sync.practice import runs as all_runs
from para_sync.practice.runs import Run
from para_sync.region import EMPTY, Content, Rows, cell, link, not_counted, of_property
from para_sync.vault.vault import Vault

VERSION = 1


def render(vault: Vault) -> Content | None:
    manual = manuals.of(vault)
    if manual.log_columns is None or manual.numbers is None or manual.rubric is None:
        return None
    empty = ("",) * len(manual.log_columns)
    rows = list(vault.each(_row, all_runs.paths))
    rows += [empty] * (manual.numbers.practice_log_rows - len(rows))
    header = tuple(_header(each, manual) for each in manual.log_columns)
    uncounted = all_runs.of(vault).uncounted
    return Content(header, _numbered(rows, manual.log_columns), not_counted(uncounted, vault, "session"))


def _numbered(rows: list[tuple[str, ...]], columns: tuple[Shown, ...]) -> Rows:
    places = [place for place, each in enumerate(columns) if each.shows == "number"]
    if not places:
        return tuple(rows)
    place = places[0]
    return tuple((*row[:place], str(number), *row[place + 1 :]) for number, row in enumerate(rows, 1))


def _row(vault: Vault, path: str) -> tuple[str, ...]:
    """The cells of one run but for its number, which other runs decide."""
    run = vault.of_each(all_runs.run, path)
    assert run
    return tuple(_cell(each, run, vault) for each in manuals.of(vault).log_columns or ())


def _header(column: Shown, manual: Manual) -> str:
    """The header as the manual writes it; the highest total in it is computed, since categories may come and go."""
    if column.shows == "total" and manual.rubric:
        return cell(re.sub(r"/\d+", f"/{manual.rubric.maximum}", column.header))
    return cell(column.header)


def _cell(column: Shown, run: Run, vault: Vault) -> str:
    manual = manuals.of(vault)
    if column.criterion is not None:
        return _verdict(column.criterion, run, manual) if run.scored else EMPTY
    if column.shows == "number":
        return ""
    if column.shows == "problem":
        return link(run.note, vault, run.label())
    if column.shows in _SCORED:
        return _SCORED[column.shows](run, manual) if run.scored else _unscored(run, column.shows)
    return of_property(run.note, column.shows, vault)


def _verdict(criterion: Criterion, run: Run, manual: Manual) -> str:
    if passing.meets(criterion, run, manual):
        return "Yes"
    return "No: " + cell(", ".join(each.name for each in passing.failing(criterion, run)))


def _total(run: Run, manual: Manual) -> str:
    return run.shown_total(manual.rubric) if manual.rubric else EMPTY


def _weakest(run: Run, manual: Manual) -> str:
    category, ties = all_runs.weakest(run, manual.rubric) if manual.rubric else (None, 0)
    if category is None:
        return EMPTY
    return cell(category.name) + (f" (+{ties})" if ties else "")


def _level(run: Run, manual: Manual) -> str:
    reached = passing.level(run, manual)
    return cell(reached.name) if reached else EMPTY


def _unscored(run: Run, shows: str) -> str:
    partly = shows == "total" and run.scores
    return f"{EMPTY} ({len(run.scores)}/{len(run.categories)} scored)" if partly else EMPTY


_SCORED = {"total": _total, "weakest": _weakest, "level": _level}
