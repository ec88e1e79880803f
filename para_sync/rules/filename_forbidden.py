r"""A file's name can stand in a link, and on every disk.

`[[What is C#]]` is a link to the heading "" of a note called "What is C". A note whose name Windows or Android refuses does not reach
the laptop or phone that syncs it, or reaches it under another name.

Bad:

```md Resources/What is C#.md
A name that no link can hold.
```

```md Resources/Why 2+ | why now?.md
A link breaks at the bar, and Windows refuses it together with the question mark.
```

```md Resources/Done.../aux.md
In a folder with dots at its end.
```

```md Resources/Loss .md
The blank before the ending is lost in a link.
```

```output
Resources/Done...:1:1: warning filename-forbidden: the name "Done..." ends in a dot, which Windows drops
Resources/Done.../aux.md:1:1: warning filename-forbidden: Windows keeps the name "aux" for itself
Resources/Loss .md:1:1: warning filename-forbidden: the name "Loss " begins or ends in a blank, which links drop
Resources/What is C#.md:1:1: warning filename-forbidden: a link cannot hold "#"
Resources/Why 2+ | why now?.md:1:1: warning filename-forbidden: a link cannot hold "|"
Resources/Why 2+ | why now?.md:1:1: warning filename-forbidden: Windows and Android refuse "?" and "|"
```

Good: dots within, brackets that are round, letters of any script.

```md Resources/v1.2 Größen (C+) & 損失.md
All of this is fine.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync import names
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING

_NOTE = ".md"


def check(vault: Vault) -> Iterator[Diagnostic]:
    for path in sorted(_paths(vault)):
        for fact in _faults(path.rpartition("/")[2]):
            yield Diagnostic(path, Span(0, 0), fact)


def _paths(vault: Vault) -> set[str]:
    """All files, and all folders that hold one."""
    paths = {*vault.paths, *vault.others}
    folders = {path.rpartition("/")[0] for path in paths}
    while new := {folder.rpartition("/")[0] for folder in folders} - folders:
        folders |= new
    return (paths | folders) - {""}


def _faults(name: str) -> Iterator[str]:
    shown = name.removesuffix(_NOTE)
    in_links = [f'"{each}"' for each in names.IN_NO_LINK if each in name]
    on_disks = [f'"{each}"' for each in names.ON_NO_DISK if each in name]
    if in_links:
        yield f"a link cannot hold {' and '.join(in_links)}"
    if on_disks:
        yield f"Windows and Android refuse {' and '.join(on_disks)}"
    if not name.isprintable():
        yield "the name holds a character that cannot be seen"
    if shown != shown.strip():
        yield f'the name "{shown}" begins or ends in a blank, which links drop'
    if name.endswith("."):
        yield f'the name "{name}" ends in a dot, which Windows drops'
    if names.is_reserved(name):
        yield f'Windows keeps the name "{shown}" for itself'
