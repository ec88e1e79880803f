"""Obsidian's Properties editor shows the kind of value that the manual asks for.

Obsidian keeps one kind for each property name in `.obsidian/types.json`. Where it says text and the Note Types chapter says number, the
editor writes "3" in quotes, and the score is no number. Change the kind in Obsidian (click the property's icon) or in the chapter. A
name that has no entry is fine: Obsidian then goes by the value.

Bad:

```json .obsidian/types.json
{
  "types": {
    "score_model": "text",
    "Fluent": "checkbox",
    "gaps": "text"
  }
}
```

```output
.obsidian/types.json:3:20: warning obsidian-types: "score_model" is text in Obsidian, and number by the Note Types chapter
.obsidian/types.json:5:13: warning obsidian-types: "gaps" is text in Obsidian, and multitext by the Note Types chapter
```

Bad: a file that Obsidian cannot read either.

```json .obsidian/types.json
{
  "types": {
    "score_model": "number",
  }
}
```

```output
.obsidian/types.json:4:3: warning obsidian-types: not readable as JSON
```

Good: the kinds of the manual, and properties of your own.

```json .obsidian/types.json
{"types": {"score_model": "number", "gaps": "multitext", "tags": "tags", "mood": "text"}}
```
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import PropertyType
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault
from para_sync.vault.walk import OBSIDIAN

SEVERITY = Severity.WARNING

_FILE = f"{OBSIDIAN}/types.json"
# Obsidian's own widgets for its own names (obsidian.md §1)
_OWN = {"tags": "tags", "aliases": "aliases"}
_WIDGETS = {
    "text": "text",
    "choice": "text",
    "link": "text",
    "number": "number",
    "integer": "number",
    "checkbox": "checkbox",
    "date": "date",
    "datetime": "datetime",
}


def check(vault: Vault) -> Iterator[Diagnostic]:
    types = manuals.note_types(vault)
    content = vault.content(_FILE)
    if types is None or not content:
        return
    shown, fault = _read(content)
    if fault:
        yield fault
    for name, wanted in types.property_types().items():
        found = shown.get(name.casefold())
        if found is not None and found[1] != _widget(wanted):
            fact = f'"{name}" is {found[1]} in Obsidian, and {_widget(wanted)} by the Note Types chapter'
            yield Diagnostic(_FILE, _place(content, *found), fact)


def _widget(wanted: PropertyType) -> str:
    return _OWN.get(wanted.name) or ("multitext" if wanted.is_list else _WIDGETS[wanted.kind])


def _read(content: bytes) -> tuple[dict[str, tuple[str, str]], Diagnostic | None]:
    """Folded name to the name as written and its widget; a finding where the file cannot be read."""
    try:
        types: Any = json.loads(content.decode("utf-8-sig")).get("types", {})
        return {name.casefold(): (name, str(widget)) for name, widget in types.items()}, None
    except json.JSONDecodeError as error:
        start = len(error.doc[: error.pos].encode())
        return {}, Diagnostic(_FILE, Span(start, start), "not readable as JSON")
    except (ValueError, RecursionError):
        return {}, Diagnostic(_FILE, Span(0, 0), "not readable as JSON")
    except AttributeError:
        return {}, Diagnostic(_FILE, Span(0, 0), 'no map of names to kinds below "types"')


def _place(content: bytes, name: str, widget: str) -> Span:
    written = re.search(rb'"%s"\s*:\s*("%s")' % (re.escape(name.encode()), re.escape(widget.encode())), content)
    return Span(*written.span(1)) if written else Span(0, 0)
