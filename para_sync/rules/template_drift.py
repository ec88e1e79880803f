"""A template has all properties of its type, but for the optional ones that every type has.

A note made from a template should ask for everything that the Note Types chapter knows of: add an eleventh category to the rubric, and
the session template must offer a score for it. The fix adds what is missing at the end of the properties, empty. In the same way the
templates of runs have the sections of the Daily Loop chapter as headings; those you write yourself.

Bad:

```md Templates/strength.md
---
type: strength
category:
---
# {{title}}
```

```output
Templates/strength.md:2:1: warning template-drift: the template lacks "since" and "evidence" of type strength
```

```fixed Templates/strength.md
---
type: strength
category:
since:
evidence:
---
# {{title}}
```

Bad: a section was renamed in the Daily Loop, and the template still has the old name.

```md Templates/mock.md
---
type: mock
date:
start:
workbook:
question:
problem:
evaluator:
score_structure:
score_scoping:
score_architecture:
score_model:
score_latency:
score_loss:
score_metrics:
score_features:
score_deep_dive:
score_edge_cases:
score_evidence:
minutes:
architecture_at_min:
problem_statement:
reflection:
taste:
gaps:
communication:
---

## 1. Problem Scoping

## 2. Architecture & Data

## 3. Model

## 4. Serving

## 5. Metrics

## 6. Edge Cases & V2
```

```output
Templates/mock.md:2:7: warning template-drift: the template lacks the section "Serving & Latency"
```

Good: all of them, in any order; tags and aliases need not be offered. A template without a type is your own.

```md Templates/strength.md
---
evidence:
since: "{{date}}"
category:
type: strength
---
```

```md Templates/meeting.md
---
people:
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import property_text, yaml_text
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.manual.note_types import NoteTypes
from para_sync.practice import sections
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_TYPE = "type"


def check(vault: Vault) -> Iterator[Diagnostic]:
    manual = manuals.of(vault)
    for note in vault.templates:
        entry = note.properties.get(_TYPE)
        if entry is None or manual.note_types is None:
            continue
        lacking = _lacking(note, manual.note_types)
        if lacking:
            fact = f"the template lacks {_listed(lacking)} of type {note.type}"
            edit = property_text.add(note, vault.content(note.path), [f"{yaml_text.scalar(name)}:" for name in lacking])
            yield Diagnostic(note.path, entry.key, fact, Fix((edit,)) if edit else None)
        gone = sections.missing(note.headings, manual.sections or ()) if note.type in RUN_TYPES else []
        if gone:
            fact = f"the template lacks the section {_listed([each.name for each in gone])}"
            yield Diagnostic(note.path, entry.span, fact)


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(f'"{each}"' for each in names[:-1]), f'"{names[-1]}"')))


def _lacking(note: Note, types: NoteTypes) -> list[str]:
    wanted = types.types[note.type].properties if note.type in types.types else ()
    asked = [each.name for each in wanted if each.required or each not in types.common]
    return [name for name in asked if note.properties.get(name) is None]
