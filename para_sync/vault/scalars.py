"""Plain scalars as YAML 1.2 core reads them, and with it Obsidian (obsidian.md §1)."""

from __future__ import annotations

import math
import re
from typing import Any

LONGEST_NUMBER = 300

Value = Any
"""None, bool, int, float, str, a tuple of values, or a dict of names to values."""

# What is no text though it is no number either, and what any number begins with.
WORDS = dict.fromkeys(("", "~", "null", "Null", "NULL")) | {"true": True, "True": True, "TRUE": True}
WORDS |= dict.fromkeys(("false", "False", "FALSE"), False)
_NUMERIC = frozenset("+-.0123456789")
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_NUMBER = re.compile(r"[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|[0-9.]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)\Z")


def scalar(text: str) -> Value:
    """The YAML 1.2 core value of a plain scalar; whole floats are numbers without a fraction, as in Obsidian.

    >>> [scalar(text) for text in ("0123", "0o17", "12:30", "yes", "2026-11-21", "8.0", "~", "True")]
    [123, 15, '12:30', 'yes', '2026-11-21', 8, None, True]
    """
    if text[:1] not in _NUMERIC:
        return WORDS.get(text, text)
    if _INT.match(text):
        return int(text)
    if text.startswith("0o"):
        return int(text[2:], 8) if _OCTAL.match(text) else text
    if text.startswith("0x"):
        return int(text[2:], 16) if _HEX.match(text) else text
    if _FLOAT.match(text):
        number = float(text)
        return int(number) if math.isfinite(number) and number.is_integer() and abs(number) < 2**53 else number
    if "." not in text[:2]:
        return text
    if _INFINITE.match(text):
        return -math.inf if text.startswith("-") else math.inf
    return math.nan if _NAN.match(text) else text


def is_long_number(text: str) -> bool:
    """Whether a text is a number of more digits than are worth reading."""
    return len(text) > LONGEST_NUMBER and bool(_NUMBER.match(text))
