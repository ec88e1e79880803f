"""Every layer of the manual holds something.

The layers are the folders at the vault's root that the first table of the PARA Layers chapter names. One without any file was
renamed, misspelt or never made, and notes that belong there end up elsewhere. Only files are known here, notes and others: a
folder with nothing in it looks the same as one that is not there. The last layer is the archive, which is empty until something
is finished, so it is not asked for.

Bad:

```md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
| PARA Layer | Interview Function | When You Use It |
| --- | --- | --- |
| `Projects/` | Active practice streams | Daily |
| `Areas/` | Progress tracking & gaps | Weekly |
| `Completed Prep/` | Archived finished rounds | Never |
```

```md Project/Reading list.md
Two papers on serving.
```

```output
Manual/PARA Layers.md:7:3: warning layer-missing: no file lies in "Projects", did you mean "Project"?
Manual/PARA Layers.md:8:3: warning layer-missing: no file lies in "Areas"
```

Good: any file will do, and the archive may wait.

```md Manual/PARA Layers.md
---
type: manual
chapter: para-layers
---
| PARA Layer | Interview Function | When You Use It |
| --- | --- | --- |
| `Projects/` | Active practice streams | Daily |
| `Completed Prep/` | Archived finished rounds | Never |
```

```txt Projects/sketch.txt
fan-out, rank, mix
```
"""

from __future__ import annotations

from collections.abc import Iterator

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.layers import LAYER_COLUMNS
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


def check(vault: Vault) -> Iterator[Diagnostic]:
    manual = manuals.of(vault)
    chapter = manual.chapters.get(manuals.LAYERS)
    if manual.layers is None or chapter is None or vault.note(chapter.note.path) is None:
        return
    paths = [*vault.paths, *vault.others, *(each.path for each in vault.oddities)]
    roots = {path.partition("/")[0] for path in paths if "/" in path}
    for layer, row in zip(manual.layers[:-1], chapter.rows(*LAYER_COLUMNS), strict=False):
        if not any(path.startswith(layer.folder + "/") for path in paths):
            close = suggestion(layer.folder, roots - {each.folder for each in manual.layers})
            fact = f'no file lies in "{layer.folder}"{close}'
            yield Diagnostic(chapter.note.path, row[LAYER_COLUMNS[0]].span, fact)
