"""Values as YAML text that reads the same in YAML 1.1 and 1.2, in the style that Obsidian writes (obsidian.md §1)."""

from __future__ import annotations

import re
from datetime import date

# Words and dates that no YAML reads as anything but themselves need no quotes; everything else gets them.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*(?: [A-Za-z0-9_./+&()-]+)*\Z")
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?\Z")
_TAKEN = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(text: str) -> str:
    """A text as a value: bare where that is safe, else in double quotes.

    >>> scalar("Week 2"), scalar("no"), scalar("[[Note]]"), scalar("2026-01-05"), scalar("2026-02-30"), scalar("a: b")
    ('Week 2', '"no"', '"[[Note]]"', '2026-01-05', '"2026-02-30"', '"a: b"')
    """
    bare = _is_day(text) or (_BARE.match(text) and text.casefold() not in _TAKEN)
    return text if bare else quoted(text)


def _is_day(text: str) -> bool:
    """Whether a text is a day of the calendar; a reader of dates fails at any other."""
    try:
        return bool(_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def number(text: str) -> str:
    """A number's text as a value, as written if it is a plain number, else quoted.

    >>> number("45"), number("1_000")
    ('45', '"1_000"')
    """
    return text if _NUMBER.match(text) else quoted(text)


def quoted(text: str) -> str:
    r"""A text in double quotes, every character that is no plain one escaped.

    >>> quoted('say "é" \x07')
    '"say \\"é\\" \\x07"'
    """
    return '"' + "".join(_ESCAPES.get(each, each if each.isprintable() else escape(ord(each))) for each in text) + '"'


def escape(code: int) -> str:
    """A character by its code, as YAML and Python write it in a quoted text."""
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
