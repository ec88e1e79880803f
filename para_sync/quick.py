"""`para-sync lint [PATH]...` as programs call it after every edit: without an option, and not for a terminal. To import
what reads options takes longer than to judge a note.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from para_sync.again import Call, Said


def lint(words: Sequence[str], call: Call) -> Said | None:
    """What the command says to these words; None for whatever else than findings it has to say."""
    if words[:1] != ["lint"] or any(word.startswith("-") for word in words) or sys.platform == "win32":
        return None
    if sys.stdout is None or sys.stdout.isatty():
        return None
    from datetime import date
    from pathlib import Path

    from para_sync import again, judgement, place
    from para_sync.diagnostic import fails
    from para_sync.reports import findings
    from para_sync.stop import Stop

    paths = tuple(map(Path, words[1:]))
    try:
        way = place.way(None, paths[0] if paths else None)
        now = again.moment(call, way[-1])
        asked = judgement.Asked(None, paths, (), (), date.today(), True)
        found = judgement.found(asked, now).found
    except (Stop, OSError):
        return None
    said = int(fails(found, strict=False)), findings.text(found, coloured=False), ""
    call.keep(way, now, said)
    return said
