"""All written designs, by company and topic: how long each is, how many sections are complete, and what lint finds in them.

A section is complete when it is there and has no finding but advice. The note is linked by its topic.

Example:

```md content/ml-system-designs/Meta/Rank a Feed.md
---
type: system-design
company_name: Meta
ml_topic: Rank a Feed
interview_frequency: High
product_description: Order 1,500 posts.
---
# Rank a Feed

## 1. Interview Overview

Half an hour.
```

```md Index.md
<!-- para-sync:begin designs -->

<!-- para-sync:end designs -->
```

```output Index.md
| Company | Design | Frequency | Level | Words | Sections | Findings |
| --- | --- | --- | --- | --- | --- | --- |
| Meta | [[Rank a Feed\\|Rank a Feed]] | High | E7 | 3 | 0/12 | 18 |
```
"""

from __future__ import annotations

from para_sync import check, settings, standing
from para_sync.check import Choice
from para_sync.designs import design as designs
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import LEVEL
from para_sync.manual.manual import DESIGN
from para_sync.region import EMPTY, Content, cell, link
from para_sync.settings import SettingsBroken
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

VERSION = 1

_HEADER = ("Company", "Design", "Frequency", "Level", "Words", "Sections", "Findings")
_COMPANY, _TOPIC, _FREQUENCY = "company_name", "ml_topic", "interview_frequency"


def render(vault: Vault) -> Content | None:
    spec = manuals.of(vault).design_spec
    if spec is None:
        return None
    notes = sorted(vault.of_type(DESIGN), key=lambda each: (each.properties.text(_COMPANY), each.title, each.path))
    rules = tuple(sorted(check.about_designs()))
    try:
        found = (
            check.run(vault, vault.once(settings.of), Choice(rules), paths=[each.path for each in notes])
            if notes
            else []
        )
    except SettingsBroken:
        return None
    heavy = [each for each in found if each.severity is not Severity.ADVICE]
    return Content(_HEADER, tuple(_row(each, vault, [one for one in heavy if one.path == each.path]) for each in notes))


def _row(note: Note, vault: Vault, found: list[Diagnostic]) -> tuple[str, ...]:
    text = note.properties.text
    design = designs.of(note, vault)
    complete = f"{standing.complete(design, found)}/{len(design.spec.sections)}" if design else EMPTY
    words = str(sum(part.words for part in design.parts)) if design else EMPTY
    level = design.level if design else text(LEVEL)
    named = link(note, vault, text(_TOPIC))
    return (
        cell(text(_COMPANY)) or EMPTY,
        named,
        cell(text(_FREQUENCY)) or EMPTY,
        cell(level),
        words,
        complete,
        str(len(found)),
    )
