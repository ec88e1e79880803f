"""`para-sync lint [PATH]...` as programs call it after every edit: not for a terminal, and without an option that would
have to be explained, `--no-cache` alone aside. To import what reads options takes longer than to judge a note.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from para_sync.again import Call, Said
from para_sync.vault.walk import is_vault, upward

_NO_CACHE = "--no-cache"


def lint(words: Sequence[str], call: Call) -> Said | None:
    """What the command says to these words; None where only the whole command line can tell."""
    if words[:1] != ["lint"] or sys.platform == "win32" or sys.stdout.isatty():
        return None
    paths = [word for word in words[1:] if word != _NO_CACHE]
    if any(path.startswith("-") for path in paths):
        return None
    try:
        way = upward(paths[0] if paths else os.getcwd())
    except OSError:
        return None
    if not is_vault(way[-1]) or not all(map(os.path.exists, paths)):
        return None
    return _judged(paths, way, call, cached=_NO_CACHE not in words)


def _judged(paths: Sequence[str], way: Sequence[str], call: Call, cached: bool) -> Said | None:
    from para_sync import ahead

    seen = ahead.begin(way[-1], call.moment)
    # now, while the other core looks
    from datetime import date
    from pathlib import Path

    from para_sync import judgement
    from para_sync.diagnostic import fails
    from para_sync.reports import findings
    from para_sync.reports.plain import plain
    from para_sync.stop import Stop

    if not cached:
        # some note of a vault needs it, and what is imported before copies are made is there in all of them
        from para_sync.vault import frontmatter  # noqa: F401

    try:
        asked = judgement.Asked(None, tuple(map(Path, paths)), (), (), date.today(), cached)
        whole = call.held = judgement.found(asked, seen)
    except Stop as stop:
        return 2, "", f"para-sync: {plain(str(stop))}\n"
    except OSError:
        return None
    said = int(fails(whole.found, strict=False)), findings.text(whole.found, coloured=False), ""
    if cached:
        call.keep(way, seen(), said)
    return said
