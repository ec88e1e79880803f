"""A section of a written design has the title and number of the specification (domain.md G6).

A reader who knows one design finds their way in all of them, and links such as `[[Feed#4. Advanced ML Model Design]]` keep their form. A
heading is taken for a renamed section when its spelling is close, when it has the section's number, or when it stands where that section
is missing. The fix writes the expected heading; where only number or place tell, it needs a second look. Where headings of a note carry
numbers, all do.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overviw
## 2. Requirements
## 3. advanced data strategy & feature engineering
## 5. Advanced ML Model Design
## Advanced Training & Evaluation
```

```output
content/ml-system-designs/Meta/Feed.md:4:1: warning section-renamed: section 1 is called "Interview Overviw", expected "1. Interview Overview"
content/ml-system-designs/Meta/Feed.md:5:1: warning section-renamed: section 2 is called "Requirements", expected "2. Problem Definition & Technical Requirements"
content/ml-system-designs/Meta/Feed.md:6:1: warning section-renamed: section 3 is spelt "advanced data strategy & feature engineering", expected "3. Advanced Data Strategy & Feature Engineering"
content/ml-system-designs/Meta/Feed.md:7:1: warning section-renamed: section "Advanced ML Model Design" has the number 5, expected "4. Advanced ML Model Design"
content/ml-system-designs/Meta/Feed.md:8:1: warning section-renamed: section "Advanced Training & Evaluation" has no number, expected "5. Advanced Training & Evaluation"
```

```fixed content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 1. Interview Overview
## 2. Problem Definition & Technical Requirements
## 3. Advanced Data Strategy & Feature Engineering
## 4. Advanced ML Model Design
## 5. Advanced Training & Evaluation
```

Good: no numbers at all, "and" for `&`, a lost parenthesis, another level, bold.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## Interview Overview
## Problem Definition and Technical Requirements
## **Advanced ML Topics**
## Technical Deep-Dive Discussion Points
```

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 10. Advanced ML Topics (E5 Focus)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.change import Edit
from para_sync.designs import skeleton
from para_sync.designs.design import Design, Part
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.phrases import key

SEVERITY = Severity.WARNING


def check(design: Design) -> Iterator[Diagnostic]:
    for part in design.parts:
        wrong = _wrong(part, design)
        if wrong:
            line = skeleton.heading(part.section, design.spec, design.level, part.heading.depth, design.is_numbered)
            edit = Edit(design.note.path, design.note.digest, *part.heading.span, line.encode())
            shown = line.lstrip("# ")
            yield Diagnostic(
                design.note.path, part.heading.span, f'{wrong}, expected "{shown}"', Fix((edit,), part.sure)
            )


def _wrong(part: Part, design: Design) -> str:
    """What is wrong with a heading; "" for nothing."""
    if key(part.title) != key(part.section.title):
        return f'section {part.section.number} is called "{part.title}"'
    if design.is_numbered and part.number != part.section.number:
        return f'section "{part.title}" has ' + ("no number" if part.number is None else f"the number {part.number}")
    if _letters(part.title, design) not in _letters(part.section.title, design):
        return f'section {part.section.number} is spelt "{part.title}"'
    return ""


def _letters(title: str, design: Design) -> str:
    """A title without what may differ: levels, marks, and the form of "and"."""
    bare = design.spec.levels.sub("", title).replace("&", "and")
    return " ".join(bare.replace("*", "").replace("_", "").split())
