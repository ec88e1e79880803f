"""The Areas layer was read through as often as the manual asks.

State that nobody looks at steers nothing. A review is a note of type `review`, or the day in a tracker's `reviewed`; the newest of
them counts for the whole layer. How old it may be is `review days` in the Scoring System chapter. As long as there is no run
there is nothing to review.

Bad:

```md Areas/interview-context/Progress Tracker.md
---
type: tracker
reviewed: 2026-01-11
---
```

```md Areas/interview-context/Gap Tracker.md
---
type: tracker
reviewed:
---
```

```md Areas/interview-context/reviews/2026-01-18 Review.md
---
type: review
date: 2026-01-18
---
```

```today
2026-01-26
```

```output
Areas/interview-context/reviews/2026-01-18 Review.md:3:7: advice areas-stale: last review of "Areas" 8 days ago, wanted every 7 days
```

Bad: runs, and never a review.

```md Areas/interview-context/Progress Tracker.md
---
type: tracker
reviewed:
---
```

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
---
```

```today
2026-01-26
```

```output
Areas/interview-context/Progress Tracker.md:3:1: advice areas-stale: "Areas" was never reviewed, wanted every 7 days
```

Good: one of the trackers was read a week ago.

```md Areas/interview-context/Progress Tracker.md
---
type: tracker
reviewed: 2026-01-19
---
```

```md Areas/interview-context/Gap Tracker.md
---
type: tracker
reviewed:
---
```

```today
2026-01-26
```
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import within
from para_sync.practice import runs as all_runs
from para_sync.vault import days
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.ADVICE

_TRACKER = "tracker"
_REVIEWED = "reviewed"


def check(vault: Vault, today: date) -> Iterator[Diagnostic]:
    numbers, layer = manuals.of(vault).numbers, _layer(vault)
    if numbers is None or not layer:
        return
    inside = (vault.note(path) for path in vault.paths if within(path.rpartition("/")[0], layer))
    reviews = [(day, note, name) for note in inside if note for day, name in _reviews(note, vault)]
    every = f"wanted every {numbers.review_days} days"
    if reviews:
        day, note, name = max(reviews, key=lambda each: each[0])
        ago = (today - date.fromisoformat(day)).days
        if ago > numbers.review_days:
            fact = f'last review of "{layer}" {ago} days ago, {every}'
            yield Diagnostic(note.path, note.properties.where(name), fact)
    elif all_runs.of(vault).all:
        for note in vault.of_type(_TRACKER):
            yield Diagnostic(note.path, note.properties.where(_REVIEWED), f'"{layer}" was never reviewed, {every}')


def _layer(vault: Vault) -> str:
    """The layer in which the trackers live; "" where the manual names none."""
    manual = manuals.of(vault)
    home = manual.note_types.types.get(_TRACKER) if manual.note_types else None
    return next((each.folder for each in manual.layers or () if home and within(home.folder, each.folder)), "")


def _reviews(note: Note, vault: Vault) -> Iterator[tuple[str, str]]:
    """The days on which a note says that it, or all, was reviewed, each with its property."""
    if vault.is_template(note):
        return
    for name in (_REVIEWED, "date") if note.type == "review" else (_REVIEWED,):
        day = days.day(note.properties.value(name))
        if day:
            yield day, name
