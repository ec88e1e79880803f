"""A problem statement is as long as the manual wants it, and has a number in it.

The E6 signal of the first five minutes is a one-sentence problem with a quantified success metric. Without a number nobody can
say later whether the design met it. The length is `problem statement sentences` in the Daily Loop chapter; an empty property is
not reported.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
problem_statement: Rank the feed so that people come back. Hides must not rise at P99 or in any E7 review.
---
```

```output
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:5:20: warning problem-statement: "problem_statement" has 2 sentences, 1 is wanted
Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md:5:20: warning problem-statement: "problem_statement" has no number
```

Good: a number that is not just part of a name such as P99.

```md Projects/practice-workbooks/sessions/2026-01-05 P1 News Feed Ranking.md
---
type: session
date: 2026-01-05
evaluator: self
problem_statement: Lift the share of users who return on at least 5 of 7 days from 54% to 55%, hides flat.
---
```

```md Projects/practice-workbooks/sessions/2026-01-06 P2 Ads Click Prediction.md
---
type: session
date: 2026-01-06
evaluator: self
problem_statement:
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import sentences
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = RUN_TYPES

_PROPERTY = "problem_statement"
_NUMBER = re.compile(r"(?<![^\W_])\d")


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    numbers = manuals.of(vault).numbers
    text = note.properties.text(_PROPERTY)
    if numbers is None or not text:
        return
    where = note.properties.where(_PROPERTY)
    count, wanted = len(sentences.split(text)), numbers.problem_statement_sentences
    if count != wanted:
        plural, verb = "" if count == 1 else "s", "is" if wanted == 1 else "are"
        yield Diagnostic(note.path, where, f'"{_PROPERTY}" has {count} sentence{plural}, {wanted} {verb} wanted')
    if not _NUMBER.search(text):
        yield Diagnostic(note.path, where, f'"{_PROPERTY}" has no number')
