"""A written design argues about models, not about servers (domain.md G16).

Setup and deployment belong nowhere, and are an error; talk of serving and scaling belongs in the sections that do it. The words, and the
sections in which they may stand, are a table of the System Design Spec chapter. They are sought as whole words, in code too.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 4. Advanced ML Model Design

Two replicas of each expert, rolled out with a Dockerfile and
kubectl.

## 9. Advanced Scalability & Performance

Three replicas; the CI pipeline builds them.
```

```output
content/ml-system-designs/Meta/Feed.md:6:5: warning infrastructure-detail: "replicas" is infrastructure, it belongs in section 6, 7 or 9
content/ml-system-designs/Meta/Feed.md:6:48: error infrastructure-detail: "Dockerfile" is infrastructure, it belongs in no design
content/ml-system-designs/Meta/Feed.md:7:1: error infrastructure-detail: "kubectl" is infrastructure, it belongs in no design
content/ml-system-designs/Meta/Feed.md:11:21: error infrastructure-detail: "CI pipeline" is infrastructure, it belongs in no design
```

Good: where it belongs, as part of another word, and in a note of another type.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 9. Advanced Scalability & Performance

Each shard has 3 replicas behind a load balancer; the replicated log is no topic here.
```

```md Ideas.md
Write a Dockerfile.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    words = vault.once(_words)
    pattern, content = vault.once(_pattern), vault.content(design.note.path)
    for part in (*design.parts, *design.repeated) if pattern else ():
        blocks = (each for each in design.blocks if part.body.start <= each.span.start < part.body.end)
        for block in blocks:
            text = content[block.span.start : block.span.end].decode()
            for match in pattern.finditer(text) if pattern else ():
                allowed = words[_plain(match.group(1))]
                if part.section.number in allowed:
                    continue
                start = block.span.start + len(text[: match.start()].encode())
                span = Span(start, start + len(match.group().encode()))
                phrase = " ".join(match.group().split())
                home = f"belongs in section {_listed(allowed)}" if allowed else "belongs in no design"
                weight = None if allowed else Severity.ERROR
                yield Diagnostic(design.note.path, span, f'"{phrase}" is infrastructure, it {home}', severity=weight)


def _words(vault: Vault) -> dict[str, tuple[int, ...]]:
    """The sections in which each word may stand."""
    spec = manuals.of(vault).design_spec
    return {_plain(word): each.sections for each in (spec.infrastructure if spec else ()) for word in each.words}


def _pattern(vault: Vault) -> re.Pattern[str] | None:
    words = sorted(vault.once(_words), key=len, reverse=True)
    listed = "|".join(r"[\s-]+".join(map(re.escape, each.split())) for each in words)
    return re.compile(rf"(?<![\w-])({listed})(?:e?s)?(?![\w-])", re.IGNORECASE) if words else None


def _plain(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").split())


def _listed(numbers: tuple[int, ...]) -> str:
    return " or ".join(filter(None, (", ".join(map(str, numbers[:-1])), str(numbers[-1]))))
