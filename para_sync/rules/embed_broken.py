"""An embedded note or picture exists.

Where the file is gone, the reader sees an empty box in its place. A file that is no note needs its ending: `![[chart.png]]`. In a
note without a type this is advice.

Bad:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
![[two-tower.png|400]] ![[Scoring Sistem]]

![the anchors](Scoring%20Sistem.md)
```

```png Resources/two-towers.png
(bytes of a picture)
```

```output
Areas/interview-context/gaps/Loss.md:4:1: error embed-broken: no file is called "two-tower.png", did you mean "two-towers.png"?
Areas/interview-context/gaps/Loss.md:4:24: error embed-broken: no file is called "Scoring Sistem", did you mean "Scoring System"?
Areas/interview-context/gaps/Loss.md:6:1: error embed-broken: no file is called "Scoring Sistem.md", did you mean "Scoring System.md"?
```

Good: pictures in any folder, and pictures on the web.

```md Areas/interview-context/gaps/Loss.md
---
type: gap
---
![[two-towers.png|400]] ![[Scoring System#Criteria]] ![diagram](https://example.com/a.png)
```

```png Resources/two-towers.png
(bytes of a picture)
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import splitext
from typing import NamedTuple

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.vault.facts import Link
from para_sync.vault.links import Near
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(note: Note, dead: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    for link in dead:
        if link.kind == "embed":
            close = suggestion(link.target, _near(link.target, vault))
            fact = f'no file is called "{link.target}"{close}'
            yield Diagnostic(note.path, link.span, fact, severity=manuals.severity(note, vault))


class _Others(NamedTuple):
    """The files that are no notes, by their names, and the endings of these."""

    near: Near
    endings: frozenset[str]


def _near(target: str, vault: Vault) -> list[str]:
    """What was perhaps meant: another file, or a note unless such an ending is that of files."""
    others = vault.once(_others)
    names = others.near.find(target)
    if splitext(target.lower())[1] in others.endings:
        return names
    written = ".md" if target.endswith(".md") else ""
    return [*names, *(name + written for name in vault.near(target.removesuffix(".md")))]


def _others(vault: Vault) -> _Others:
    names = {path.rpartition("/")[2] for path in vault.others}
    return _Others(Near(sorted(names)), frozenset(splitext(name.lower())[1] for name in names) - {""})
