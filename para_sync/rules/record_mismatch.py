"""A written design says the same as its record: in its properties, its title and its place (domain.md G23).

The title and the path follow from the record's fields, as the System Design Spec chapter has it (`heading`, `output`); dashes for blanks in
the path do not matter. Where a record for the same place lies in the folder of records, the note's fields say the same; the fix fills in
those that are empty.

Bad:

```md content/ml-system-designs/Meta/Rank a Feed.md
---
type: system-design
company_name: Meta
ml_topic: Rank a Feed
interview_frequency: Medium
---
# Ranking feeds
```

```json Resources/reference-materials/feeds.json
{
  "company_name": "Meta",
  "ml_topic": "Rank a Feed",
  "interview_frequency": "High",
  "product_description": "Order 1,500 posts."
}
```

```md content/ml-system-designs/Google/Ads.md
---
type: system-design
company_name: Meta
ml_topic: Rank Ads
---
# Rank Ads
```

```output
content/ml-system-designs/Google/Ads.md:1:1: warning record-mismatch: the note belongs at "content/ml-system-designs/Meta/Rank Ads.md" by its properties
content/ml-system-designs/Meta/Rank a Feed.md:1:1: warning record-mismatch: "product_description" is missing, the record in Resources/reference-materials/feeds.json:1 has "Order 1,500 posts."
content/ml-system-designs/Meta/Rank a Feed.md:5:22: warning record-mismatch: "interview_frequency" is "Medium", the record in Resources/reference-materials/feeds.json:1 has "High"
content/ml-system-designs/Meta/Rank a Feed.md:7:1: warning record-mismatch: the title is "Ranking feeds", by its properties it is "Rank a Feed"
```

```fixed content/ml-system-designs/Meta/Rank a Feed.md
---
type: system-design
company_name: Meta
ml_topic: Rank a Feed
interview_frequency: Medium
product_description: "Order 1,500 posts."
---
# Ranking feeds
```

Good: no record at all, dashes in the path, a note that is finished and was archived.

```md content/ml-system-designs/Meta/Rank-a-Feed.md
---
type: system-design
company_name: Meta
ml_topic: Rank a Feed
---
# Rank a Feed
```

```md Completed Prep/Meta/Rank Ads.md
---
type: system-design
company_name: Meta
ml_topic: Rank Ads
---
# Rank Ads
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import property_text, yaml_text
from para_sync.designs import library
from para_sync.designs.records import Record, filled
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import Spec
from para_sync.manual.manual import DESIGN
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(vault: Vault) -> Iterator[Diagnostic]:
    spec = manuals.of(vault).design_spec
    if spec is None:
        return
    known = {each.key: each for each in library.of(vault)[0]}
    for note in vault.of_type(DESIGN):
        own = filled(note, spec)
        if own is None:
            record = known.get(note.path.casefold())
        else:
            yield from _misnamed(note, own)
            record = known.get(own.key)
        if record:
            yield from _fields(note, record, spec, vault.content(note.path))


def _misnamed(note: Note, own: Record) -> Iterator[Diagnostic]:
    """Whether title and path follow from the note's own fields."""
    title = next((each for each in note.headings if each.level == 1), None)
    if title and " ".join(title.text.split()) != own.heading:
        yield Diagnostic(note.path, title.span, f'the title is "{title.text}", by its properties it is "{own.heading}"')
    start = note.properties.block.start if note.properties.block else 0
    if not f"/{_dashed(note.path)}".endswith(f"/{_dashed(own.home)}"):
        yield Diagnostic(note.path, Span(start, start), f'the note belongs at "{own.path}" by its properties')


def _dashed(path: str) -> str:
    return "-".join(path.replace("_", " ").replace("-", " ").split())


def _fields(note: Note, record: Record, spec: Spec, content: bytes) -> Iterator[Diagnostic]:
    """Where the note's fields differ from the record."""
    source = record.where.rpartition(": ")[0]
    for each in spec.fields:
        wanted, entry = record.values[each.name], note.properties.get(each.name)
        value = " ".join(note.properties.text(each.name).split())
        if value == wanted:
            continue
        where = entry.span if entry else note.properties.block or Span(0, 0)
        if value:
            fact = f'"{each.name}" is "{value}", the record in {source} has "{wanted}"'
            yield Diagnostic(note.path, where, fact)
            continue
        if entry:
            edit = property_text.put(note, content, each.name, " " + yaml_text.scalar(wanted))
        else:
            edit = property_text.add(note, content, [f"{each.name}: {yaml_text.scalar(wanted)}"])
        fact = f'"{each.name}" is missing, the record in {source} has "{wanted}"'
        yield Diagnostic(note.path, Span(where.start, where.start), fact, Fix((edit,)) if edit else None)
