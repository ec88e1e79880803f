"""A written design has every section of the specification (domain.md G6).

The twelve sections are the interview in writing: what is left out on the page is left out in the room. Their titles come from the
System Design Spec chapter. A number, `&` for "and", a lost parenthesis, bold marks and another level's name do not matter, and
sections may stand at level 2 or 3. The fix puts the section's heading, labels and topics where it belongs, for you to write on.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## Interview Overview
## Problem Definition & Technical Requirements
## Advanced ML Model Design
## Advanced Training & Evaluation
## Model Serving & Inference Optimization
## Advanced System Architecture
## Advanced Monitoring & ML Observability
## Advanced Scalability & Performance
## Advanced ML Topics (E7 Focus)
## Technical Deep-Dive Discussion Points
## Advanced Technical Interview Questions
```

```output
content/ml-system-designs/Meta/Feed.md:5:1: warning section-missing: section 3 "Advanced Data Strategy & Feature Engineering" is missing
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## Interview Overview
## Problem Definition & Technical Requirements

## Advanced Data Strategy & Feature Engineering

**E7 Focus**: Sophisticated feature engineering, advanced data techniques

### Complex data sources and collection strategies

*To write: complex data sources and collection strategies.*

### Advanced feature engineering techniques (embeddings, transformations)

*To write: advanced feature engineering techniques (embeddings, transformations).*

### Data quality, validation, and preprocessing pipelines

*To write: data quality, validation, and preprocessing pipelines.*

**E7 Criteria**: Feature store design, advanced data augmentation, data versioning

## Advanced ML Model Design
## Advanced Training & Evaluation
## Model Serving & Inference Optimization
## Advanced System Architecture
## Advanced Monitoring & ML Observability
## Advanced Scalability & Performance
## Advanced ML Topics (E7 Focus)
## Technical Deep-Dive Discussion Points
## Advanced Technical Interview Questions
```

Bad: none of them.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
# Feed
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning section-missing: none of the manual's 12 sections is a heading here
```

Good: written at level 3, in other words for the same titles; and a note of another type.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
### 1) **Interview Overview**
### 3) **Advanced Data Strategy & Feature Engineering**
### 4) **Advanced ML Model Design**
### 5) **Advanced Training & Evaluation**
### 6) **Model Serving & Inference Optimization**
### 7) **Advanced System Architecture**
### 8) **Advanced Monitoring & ML Observability**
### 9) **Advanced Scalability & Performance**
### 11) **Technical Deep-Dive Discussion Points**
### 12) **Advanced Technical Interview Questions**
### 2. Problem definition and technical requirements
### 10. Advanced ML Topics
```

```md Ideas.md
## 1. Interview Overview
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.designs import skeleton
from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    if not design.parts:
        fact = f"none of the manual's {len(design.spec.sections)} sections is a heading here"
        yield Diagnostic(design.note.path, Span(design.note.properties.body, design.note.properties.body), fact)
        return
    for section in design.missing:
        text = skeleton.like(design, section)
        edit = skeleton.inserted(design.note, vault.content(design.note.path), design.place(section), text)
        fact = f'section {section.number} "{section.title}" is missing'
        yield Diagnostic(design.note.path, design.before(section), fact, Fix((edit,)))
