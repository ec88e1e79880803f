"""A written design shows no picture that cannot be there (domain.md G22).

Assistants like to show pictures that nobody drew: with no target, on a host that exists in examples only, or in a folder of another
machine. Embeds of files that the vault does not have are a matter for embed-broken.

Bad:

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 7. Advanced System Architecture

![Architecture]() and ![the loop](https://example.com/loop.png)

![plot](sandbox:/mnt/data/plot.png)

<img src="pictures/loop.png" width="400">
```

```output
content/ml-system-designs/Meta/Feed.md:6:1: warning image-broken: the image has no target
content/ml-system-designs/Meta/Feed.md:6:23: warning image-broken: the image "https://example.com/loop.png" leads nowhere that a reader could see
content/ml-system-designs/Meta/Feed.md:8:1: warning image-broken: the image "sandbox:/mnt/data/plot.png" leads nowhere that a reader could see
content/ml-system-designs/Meta/Feed.md:10:1: warning image-broken: the image "pictures/loop.png" is no file of the vault
```

Good: on a real host, in code, and an HTML image of the vault.

```md content/ml-system-designs/Meta/Feed.md
---
type: system-design
---
## 7. Advanced System Architecture

![The loop](https://upload.wikimedia.org/wikipedia/commons/8/84/Example.svg) and `![x]()`

<img src="pictures/loop.png">
```

```png pictures/loop.png
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from para_sync.designs.design import Design
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.vault.facts import wikilink
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

SEVERITY = Severity.WARNING


_IMAGE = re.compile(
    rb"!\[[^\[\]\n]{0,500}\]\(\s*<?(?P<target>[^()\s<>]*)>?[^()\n]*\)|!\[\[\s*(?P<wiki>)(?:\|[^\]\n]*)?\]\]"
    rb"|<img\b[^<>]*?\bsrc\s*=\s*[\"'](?P<source>[^\"'<>\n]*)[\"'][^<>]*>",
    re.IGNORECASE,
)
# Hosts that are kept for examples (RFC 2606), and what leads to another machine's files.
_NOWHERE = re.compile(
    r"\w+://(?:[\w.-]+\.)?(?:example\.(?:com|org|net)|[\w-]+\.(?:example|invalid|test)|localhost)(?=[:/]|\Z)"
    r"|(?:sandbox|attachment|file|blob|about):|[A-Za-z]:\\\\|/(?:home|mnt|tmp|Users|var)/",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def check(design: Design, vault: Vault) -> Iterator[Diagnostic]:
    content = vault.content(design.note.path)
    for match in _IMAGE.finditer(content, design.note.properties.body):
        inside = any(start <= match.start() < end for start, end in design.note.code)
        source = match["source"]
        if inside and (source is None or content[match.start() - 1 : match.start()] == b"`"):
            continue
        fact = _fact((match["target"] or source or b"").decode(), source is not None, design.note, vault)
        if fact:
            yield Diagnostic(design.note.path, Span(*match.span()), fact)


def _fact(target: str, is_html: bool, note: Note, vault: Vault) -> str:
    """What is wrong with an image's target; "" for nothing that is known here."""
    if not target:
        return "the image has no target"
    if _NOWHERE.match(target):
        return f'the image "{target}" leads nowhere that a reader could see'
    if is_html and not _SCHEME.match(target) and vault.resolve(wikilink(target, True, Span(0, 0)), note).path is None:
        return f'the image "{target}" is no file of the vault'
    return ""
