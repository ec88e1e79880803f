"""Two files of a folder differ in more than letter case.

On Windows and macOS `Loss.md` and `loss.md` are one file: a sync or a `git clone` there keeps one of the two, and the other is gone.
The same holds for names that look alike and differ in how an accent is stored.

Bad:

```md Areas/interview-context/gaps/Loss.md
The first.
```

```md Areas/interview-context/gaps/loss.md
The second.
```

```md Areas/Interview-Context/gaps/LOSS.md
The third, in a folder that is the same there, too.
```

```output
Areas/interview-context/gaps/Loss.md:1:1: error name-collision: on Windows and macOS the same file as "Areas/Interview-Context/gaps/LOSS.md"
Areas/interview-context/gaps/loss.md:1:1: error name-collision: on Windows and macOS the same file as "Areas/Interview-Context/gaps/LOSS.md"
```

Good: the same name in two folders. (A link that fits both is link-ambiguous.)

```md Areas/interview-context/gaps/Loss.md
The gap.
```

```md Resources/cheatsheets/loss.md
The sheet.
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.ERROR


def check(vault: Vault) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for path in sorted((*vault.paths, *vault.others)):
        other = first.setdefault(unicodedata.normalize("NFC", path).lower(), path)
        if other != path:
            yield Diagnostic(path, Span(0, 0), f'on Windows and macOS the same file as "{other}"')
