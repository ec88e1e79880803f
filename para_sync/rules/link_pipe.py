r"""The bar of a link is escaped in tables only.

In a table cell `\|` keeps the bar from ending the cell. Anywhere else the backslash has no such task, and readers other than Obsidian
take it for the last letter of the note's name.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
fixed_by: '[[Scoring System\|the rubric]]'
---
See [[Scoring System\|the rubric]] and ![[Taste Markers\|400]].
```

```output
Areas/interview-context/gaps/Loss.md:3:11: warning link-pipe: "\|" in a link outside a table
Areas/interview-context/gaps/Loss.md:5:5: warning link-pipe: "\|" in a link outside a table
Areas/interview-context/gaps/Loss.md:5:40: warning link-pipe: "\|" in a link outside a table
```

```fixed Areas/interview-context/gaps/Loss.md
---
type: gap
fixed_by: '[[Scoring System|the rubric]]'
---
See [[Scoring System|the rubric]] and ![[Taste Markers|400]].
```

Good: in a table the backslash must stand.

```md Areas/interview-context/gaps/Loss.md
See [[Scoring System|the rubric]], `[[a\|b]]`.

| Where |
| --- |
| [[Scoring System\|the rubric]] |
```
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from para_sync import relink
from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.facts import LinkRow
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

# The letters of a link beside its parts: brackets, the bar, the mark of an embed, the quotes of a property.
_LEAST = {"wikilink": 5, "embed": 6, "property": 7}
_LEAST_OF_ALL = min(_LEAST.values())
_ESCAPED = re.compile(rb"\[\[[^\[\]|]*?(\\+)\|")


def check(note: Note, vault: Vault) -> Iterator[Diagnostic]:
    suspects = [place for place in _longer(note.link_rows) if not relink.in_table(note, place)]
    content = vault.content(note.path) if suspects else b""
    for place in suspects:
        found = _ESCAPED.search(content, *place)
        if found:
            edit = Edit(note.path, note.digest, *found.span(1), b"")
            yield Diagnostic(note.path, Span(*place), '"\\|" in a link outside a table', Fix((edit,)))


def _longer(rows: Iterable[LinkRow]) -> Iterator[tuple[int, int]]:
    """The places of the links whose bytes are more than their parts need: a reason to look at the text."""
    for kind, target, subpath, display, start, end, _ in rows:
        letters = len(target) + len(subpath) + len(display)
        # few have to be written to be measured
        if end - start > letters + _LEAST_OF_ALL and kind != "markdown":
            written = len((target + subpath + display).encode())
            if end - start > written + bool(subpath) + _LEAST[kind]:
                yield start, end
