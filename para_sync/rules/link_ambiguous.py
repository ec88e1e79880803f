r"""A link's name means one file.

Where two files share a name, Obsidian picks one: the one below the note's own folder, else the one with the shortest path. A third
file, or moving the note, changes the pick without a word. The fix writes the path of the file that Obsidian picks today, with the
shown text that Obsidian would give it, so that the note reads as before.

Bad:

```md Projects/coding-prep/Softmax.md
---
type: coding-fix
---
| Why | Where |
| --- | --- |
| overflow | [[Notes#Softmax]] |

See [[Notes|what I wrote]] and [the sheet](Notes.md).
```

```md Resources/cheatsheets/Notes.md
# Softmax
```

```md Resources/reference-materials/Notes.md
# Reading
```

```output
Projects/coding-prep/Softmax.md:6:14: warning link-ambiguous: "Notes" fits 2 files, Obsidian picks "Resources/cheatsheets/Notes.md"
Projects/coding-prep/Softmax.md:8:5: warning link-ambiguous: "Notes" fits 2 files, Obsidian picks "Resources/cheatsheets/Notes.md"
Projects/coding-prep/Softmax.md:8:32: warning link-ambiguous: "Notes.md" fits 2 files, Obsidian picks "Resources/cheatsheets/Notes.md"
```

```fixed Projects/coding-prep/Softmax.md
---
type: coding-fix
---
| Why | Where |
| --- | --- |
| overflow | [[Resources/cheatsheets/Notes#Softmax\|Notes > Softmax]] |

See [[Resources/cheatsheets/Notes|what I wrote]] and [the sheet](Resources/cheatsheets/Notes.md).
```

Good: a path that fits one file, and a name that only one file has.

```md Projects/coding-prep/Softmax.md
See [[cheatsheets/Notes]], [[Other]] and the picture ![[Other.png]].
```

```md Resources/cheatsheets/Notes.md
# Softmax
```

```md Resources/reference-materials/Notes.md
# Reading
```

```md Other.md
Nothing else is called so.
```

```png Other.png
(bytes of a picture)
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from para_sync import relink
from para_sync.diagnostic import Diagnostic, Fix, Severity
from para_sync.vault.facts import Link
from para_sync.vault.links import normal
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(note: Note, several: Sequence[Link], vault: Vault) -> Iterator[Diagnostic]:
    content = vault.content(note.path)
    for link in several:
        found = vault.files(link, note)
        picked = found[0]
        if not _is_settled(link, picked, note):
            fact = f'"{link.target}" fits {len(found)} files, Obsidian picks "{picked}"'
            # the path of a file at the root is its bare name
            edit = relink.edit(note, content, link, picked) if "/" in picked else None
            yield Diagnostic(note.path, link.span, fact, Fix((edit,)) if edit else None)


def _is_settled(link: Link, path: str, note: Note) -> bool:
    """Whether the target is the picked file's path from the root; in a Markdown link, from the note's folder."""
    written = normal(link.target).lower()
    places = [written] if "/" in written else []
    if link.kind == "markdown":
        places.append(posixpath.join(note.folder.lower(), written))
    return any(path.lower() in (place, f"{place}.md") for place in places)
