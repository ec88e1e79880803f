"""What `para-sync lint` finds in the vault, the worst first.

It tells what a person can mend, so it leaves out what `para-sync sync` mends itself (the rules on regions), what would change
overnight without anybody's doing, and what is found in this table. `watch` and `sync` write it; that it is not up to date is no
finding and keeps nothing from being committed.

Example:

```md Areas/interview-context/gaps/Loss.md
---
type: gap
priority: P9
status: open
action: Derive it twice
---
See [[Nowhere]] and [[Nowhere]].
```

```md Inbox.md
```

```toml para-sync.toml
[lint]
exclude = ["Manual/*"]
```

```md Vault Health.md
<!-- para-sync:begin vault-health -->

<!-- para-sync:end vault-health -->
```

```output Vault Health.md
| Severity | Note | Finding | Rule |
| --- | --- | --- | --- |
| error | [[Loss\\|Loss]] | no note is called "Nowhere" (2 times) | link-broken |
| error | [[Loss\\|Loss]] | "priority" must be one of P0, P1, P2, not "P9" | property-invalid |
| advice | [[Inbox\\|Inbox]] | the note is empty | note-empty |

3 errors, 1 advice
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest

from para_sync import check, regions, rules, settings
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.region import Content, cell, link
from para_sync.settings import SettingsBroken
from para_sync.vault.vault import Vault

VERSION = 1
ADVISORY = True

# As many as a person reads through; whoever has more has a terminal open.
MOST_SHOWN = 50
# A finding may quote a property as long as a note, and so may a title be; the table has to stay one that a note can hold.
LONGEST = 200

_HEADER = ("Severity", "Note", "Finding", "Rule")
_RANKS = {each: each.rank for each in Severity}


def render(vault: Vault) -> Content | None:
    ignored = tuple(name for name in rules.names() if name.startswith("region-"))
    try:
        found = check.run(vault, settings.of(vault), Choice(ignore=ignored))
    except SettingsBroken:
        return None
    # writing this table anew must not change what it says
    here = regions.told(vault)
    told = [each for each in found if not regions.is_told(each.span, each.path, here)]
    # without lines and columns: they would rewrite this note whenever somebody writes above a finding
    counts = Counter((_rank(each), each.path, each.rule, each.message) for each in told)
    shown = nsmallest(MOST_SHOWN, counts)
    rows = tuple(_row(*key, counts[key], vault) for key in shown)
    return Content(_HEADER, rows, tuple(_lines(told, sum(counts[key] for key in shown))))


def _rank(found: Diagnostic) -> int:
    return _RANKS[found.severity or Severity.ADVICE]


def _row(rank: int, path: str, rule: str, message: str, count: int, vault: Vault) -> tuple[str, ...]:
    note = vault.note(path)
    name = link(note, vault, _cut(note.title)) if note else cell(path)
    times = f" ({count} times)" if count > 1 else ""
    return str(list(Severity)[rank]), name, cell(_cut(message) + times), rule


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _lines(told: list[Diagnostic], shown: int) -> Iterator[str]:
    if not told:
        yield "Nothing to mend."
        return
    weights = Counter(map(_rank, told))
    yield ", ".join(_count(each, weights[each.rank]) for each in Severity if weights[each.rank])
    if len(told) > shown:
        yield f"{len(told) - shown} more: `para-sync lint` shows all"


def _count(severity: Severity, count: int) -> str:
    return f"{count} {severity}" + ("" if count == 1 or severity is Severity.ADVICE else "s")
