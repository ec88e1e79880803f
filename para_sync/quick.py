"""`para-sync lint [PATH]...` as programs call it after every edit: without an option, and not for a terminal. To import
what reads options takes longer than to judge a note.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from para_sync.again import Call, Said
from para_sync.vault.walk import is_vault, upward


def lint(words: Sequence[str], call: Call) -> Said | None:
    """What the command says to these words; None where only the whole command line can tell."""
    if words[:1] != ["lint"] or any(word.startswith("-") for word in words) or sys.platform == "win32":
        return None
    if sys.stdout.isatty():
        return None
    try:
        way = upward(words[1] if words[1:] else os.getcwd())
    except OSError:
        return None
    if not is_vault(way[-1]) or not all(map(os.path.exists, words[1:])):
        return None
    return _judged(words[1:], way, call)


def _judged(words: Sequence[str], way: Sequence[str], call: Call) -> Said | None:
    from para_sync import again, ahead

    root, seen = way[-1], call.moment
    wait = None if seen and seen.root == root else ahead.begin(root)
    # now, while the other core looks
    from datetime import date
    from pathlib import Path

    from para_sync import judgement
    from para_sync.diagnostic import fails
    from para_sync.reports import findings
    from para_sync.reports.plain import plain
    from para_sync.stop import Stop

    try:
        now = wait() if wait else again.moment(call, root)
        asked = judgement.Asked(None, tuple(map(Path, words)), (), (), date.today(), True)
        found = judgement.found(asked, now).found
    except Stop as stop:
        return 2, "", f"para-sync: {plain(str(stop))}\n"
    except OSError:
        return None
    said = int(fails(found, strict=False)), findings.text(found, coloured=False), ""
    call.keep(way, now, said)
    return said
