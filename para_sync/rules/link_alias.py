"""A link names a note, not one of its aliases.

Obsidian offers aliases while you type and then writes `[[Real name|alias]]`. An alias typed by hand leads nowhere, and a click on
it makes an empty note of that name.

Bad:

```md Projects/ml-system-design/questions/Q2 Ads pCTR.md
---
type: question
id: Q2
aliases: [Click prediction, pCTR]
---
```

```md Areas/interview-context/gaps/Calibration.md
---
type: gap
fixed_by: "[[click prediction]]"
---
Met in [[pCTR#Metrics]].
```

```output
Areas/interview-context/gaps/Calibration.md:3:11: warning link-alias: "click prediction" is an alias of "Q2 Ads pCTR", and links do not follow aliases
Areas/interview-context/gaps/Calibration.md:5:8: warning link-alias: "pCTR" is an alias of "Q2 Ads pCTR", and links do not follow aliases
```

```fixed Areas/interview-context/gaps/Calibration.md
---
type: gap
fixed_by: "[[Q2 Ads pCTR|click prediction]]"
---
Met in [[Q2 Ads pCTR#Metrics|pCTR > Metrics]].
```

Bad: an alias that two notes share; which is meant, only you know.

```md Resources/cheatsheets/Metrics.md
---
aliases: Metrics
---
```

```md Resources/cheatsheets/Latency.md
---
aliases: [numbers]
---
```

```md Resources/cheatsheets/Napkin.md
---
aliases: [Numbers]
---
See [[numbers]] and [[Metrics]].
```

```output
Resources/cheatsheets/Napkin.md:4:5: warning link-alias: "numbers" is an alias of "Latency" and "Napkin", and links do not follow aliases
```

Good: the name, with the alias as the shown text.

```md Projects/ml-system-design/questions/Q2 Ads pCTR.md
---
aliases: [pCTR]
---
```

```md Notes.md
Met in [[Q2 Ads pCTR|pCTR]].
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from para_sync import relink
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.facts import Link
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

MOST_NAMED = 2


def check(note: Note, dead: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    aliases = [link for link in dead if vault.called(link)]
    content = vault.content(note.path) if aliases else b""
    for link in aliases:
        called = vault.called(link)
        one = called[0].path if len(called) == 1 else ""
        fact = f'"{link.target}" is an alias of {_names(called)}, and links do not follow aliases'
        edit = relink.edit(note, content, link, f"{vault.link_text(one)}.md") if one else None
        yield Diagnostic(note.path, link.span, fact, Fix((edit,)) if edit else None)


def _names(called: tuple[Note, ...]) -> str:
    shown = [f'"{each.name}"' for each in called[:MOST_NAMED]]
    more = len(called) - len(shown)
    return ", ".join(shown) + f" and {more} more" if more else " and ".join(shown)
