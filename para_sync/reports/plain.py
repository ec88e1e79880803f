"""Text from notes made safe to print: no control character of theirs reaches the terminal."""

from __future__ import annotations

import re

from para_sync.yaml_text import escape

# C0 and C1 controls, DEL, line and paragraph separators, and the marks that turn the direction of text (reliability.md
# §5.9).
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    r"""The text with every unsafe character written as an escape.

    >>> plain("a\x1b[31mb\nc")
    'a\\x1b[31mb\\x0ac'
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: escape(ord(match.group())), text)
