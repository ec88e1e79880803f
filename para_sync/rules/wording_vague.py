"""Your own prose has none of the words that the manual bans.

"Slow" is a feeling, "impacts TTFT" can be measured; what you write in practice is what you will say in the interview. The pairs
stand in the E6 Bar chapter, columns `Never say` and `Say`, and are sought as whole words in runs, designs and stories. Code,
block quotes, links, generated regions and what stands in quotation marks are not your own prose.

Bad:

```md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
---
## 4. Serving & Latency

Prefill is SLOW, so chunk it: it’s
better.
```

```output
Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md:8:12: warning wording-vague: "SLOW" is vague, say "impacts TTFT"
Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md:8:31: warning wording-vague: "it’s better" is vague, say "reduces P99 latency from 120ms to 35ms because..."
```

Good: quoted, in code, part of another word, or in a note that is no rehearsal.

````md Projects/practice-workbooks/sessions/2026-01-07 P6 LLM Serving.md
---
type: session
date: 2026-01-07
evaluator: self
---
I said "slow" twice and ‘it's better’ once. Set `slow_start`, mind TCP slow-start, prefill slows decode; see [[Slow queries]].

> The interviewer: why is it slow?

```python
slow = True
```
````

```md Slow queries.md
The dashboard is slow.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import wording
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING
TYPES = (*RUN_TYPES, "system-design", "story", "project-story")


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    pattern = vault.once(wording.pattern)
    if pattern is None:
        return
    prose, phrases = wording.prose(note, vault.content(note.path)), vault.once(wording.phrases)
    for match in pattern.finditer(prose):
        if match.lastindex:
            start = note.properties.body + len(prose[: match.start()].encode())
            span = Span(start, start + len(match.group().encode()))
            phrase = " ".join(match.group().split())
            yield Diagnostic(note.path, span, f'"{phrase}" is vague, say "{phrases[match.lastindex - 1].say}"')
