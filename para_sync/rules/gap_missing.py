"""A category that fell below the bar has an open gap.

The last step of the loop turns a low score into something you work on. Asked for is a gap for each category below `gap bar` in
one of the last runs, as many as close a gap (`gap closes after`), unless an open gap names it in `category`. The priority is that
of the category's type, or the most urgent one once the category was below the bar too often (`gap escalates after`); all of these
stand in the Scoring System chapter. The unsafe fix opens the gap; its action and priority are a start, and yours to change.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 1
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: 0
---
```

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: open
action: Write a P50 line for every stage
category: latency
---
```

```output
Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md:14:19: warning gap-missing: "Edge Cases & V2" is at 0 and has no open gap; one of priority P2 is due
```

```fixed Areas/interview-context/gaps/Edge Cases & V2.md
---
type: gap
priority: P2
status: open
action: Practice Edge Cases & V2
category: edge_cases
found: 2026-01-07
---

# Edge Cases & V2
```

Good: the category is back at the bar for long enough, or its gap is partly closed.

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
score_structure: 2
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

```md Areas/interview-context/gaps/Latency breakdown with numbers.md
---
type: gap
priority: P0
status: partial
action: Write a P50 line for every stage
category: latency
---
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.draft import NoDraft, draft
from para_sync.edit import replacement
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NoteType, PropertyType
from para_sync.names import NoName
from para_sync.practice import gaps
from para_sync.practice.gaps import Wanted
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(vault: Vault) -> Iterator[Diagnostic]:
    for wanted in gaps.wanted(vault):
        note, category = wanted.run.note, wanted.category
        score = wanted.run.scores[category.score]
        fact = f'"{category.name}" is at {score} and has no open gap; one of priority {wanted.priority} is due'
        yield Diagnostic(note.path, note.properties.where(category.score), fact, _fix(wanted, vault))


def _fix(wanted: Wanted, vault: Vault) -> Fix | None:
    """The gap note; None where the manual's gap type wants what cannot be known."""
    types = manuals.of(vault).note_types
    kind = types.types.get(gaps.TYPE) if types else None
    if kind is None:
        return None
    try:
        day = datetime.fromisoformat(wanted.run.date)
        made = draft(gaps.TYPE, wanted.category.name, _values(wanted, kind), day, vault)
    except (NoDraft, NoName):
        return None
    return Fix((replacement(made.path, None, made.content),), safe=False)


def _values(wanted: Wanted, kind: NoteType) -> dict[str, str]:
    """What is known of the gap, and for each other property that the manual requires a value that it accepts."""
    known = {
        "priority": wanted.priority,
        "status": "",
        "action": f"Practice {wanted.category.name}",
        "category": wanted.category.key,
        "found": wanted.run.date,
    }
    given = {each.name: known.get(each.name) or _first(each, wanted) for each in kind.properties}
    return {each.name: given[each.name] for each in kind.properties if each.required or each.name in known}


def _first(wanted_property: PropertyType, wanted: Wanted) -> str:
    firsts = {
        "choice": wanted_property.choices[0] if wanted_property.choices else "",
        "checkbox": "no",
        "date": wanted.run.date,
        "datetime": f"{wanted.run.date}T00:00:00",
        "link": next(iter(wanted_property.literals), wanted.run.note.name),
        "number": f"{wanted_property.low or 0:g}",
        "integer": f"{wanted_property.low or 0:g}",
    }
    return firsts.get(wanted_property.kind, wanted.category.name)
