"""A written design is mostly prose (domain.md G10).

An interview is a discussion; code is shown where a line of it says more than a sentence. How many of a hundred lines may stand in code
blocks stands in the System Design Spec chapter, demand `code`. Empty lines do not count.

Bad:

````md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

The loss:

```python
def loss(y, p):
    return -(y * log(p) + (1 - y) * log(1 - p))
```
````

```output
content/ml-system-designs/Meta/Feed.md:8:1: warning code-heavy: 4 of 6 lines are code, 25 of a hundred may be
```

Good:

````md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

The loss is a sum of five weighted heads.

Each head is a cross-entropy.

Weights come from a survey of users.

They move by a tenth in a quarter at most.

Negatives are sampled, so the odds are corrected:

The correction is one line.

One more.

And another.

And the last.

```text
p = q / (q + (1 - q) / r)
```
````
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs.blocks import Kind
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    most = design.spec.demand("code")
    code = [each for each in design.blocks if each.kind is Kind.CODE]
    if most is None or not code or not design.parts:
        return
    all_lines = _lines(vault.content(design.note.path)[design.note.properties.body :].decode())
    lines = sum(_lines(each.text) for each in code)
    if lines * 100 > most * all_lines:
        fact = f"{lines} of {all_lines} lines are code, {most} of a hundred may be"
        yield Diagnostic(design.note.path, code[0].span, fact)


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())
