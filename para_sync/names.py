"""File names that every system and every link can hold (reliability.md §5.8, obsidian.md §2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from para_sync.stop import Stop

LONGEST = 200

# What ends a link, or begins something else in it (obsidian.md §2, file names).
IN_NO_LINK = ("#", "^", "[", "]", "|", "%%", "\\")
# What Windows and Android refuse.
ON_NO_DISK = ('"', "*", ":", "<", ">", "?", "\\", "|")

_FORBIDDEN = re.compile("|".join(map(re.escape, ("/", *IN_NO_LINK, *ON_NO_DISK))))
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
# The skin tones of emoji, which show nothing without the one before them.
_MODIFIERS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³]) *(?:\..*)?\Z", re.IGNORECASE)


class NoName(Stop):
    """A title of which no file name is left."""


def file_name(title: str) -> str:
    """A title as a file name without extension: what no system or link can hold becomes a blank, long titles are cut.

    Raises `NoName` where nothing is left.

    >>> file_name("Core SWE / Distributed Systems"), file_name("CON"), file_name("a: b?")
    ('Core SWE Distributed Systems', 'CON_', 'a b')
    >>> file_name("\ufe0f\u200d\U0001f3fb")
    Traceback (most recent call last):
    para_sync.names.NoName: the title "\ufe0f\u200d\U0001f3fb" leaves no file name
    """
    text = _FORBIDDEN.sub(" ", visible(unicodedata.normalize("NFC", title)))
    text = _cut(" ".join(text.split()).strip(" ."), LONGEST).lstrip("-. ")
    if not any(unicodedata.category(each)[0] in "LNPS" and each not in _MODIFIERS for each in text):
        raise NoName(f'the title "{title}" leaves no file name')
    stem, dot, rest = text.partition(".")
    return f"{stem.rstrip()}_{dot}{rest}" if is_reserved(text) else text


def visible(text: str) -> str:
    """A text without control characters, marks that turn its direction, and what is no character at all; a line end or
    tab is a blank.

    >>> visible("a\\nb\\x1b\\u202ec")
    'a bc'
    """
    return _INVISIBLE.sub("", re.sub(r"[\t\r\n]+", " ", text))


def is_linkable(name: str) -> bool:
    """Whether a link can hold a name, or a path.

    >>> is_linkable("a (b) 50%"), is_linkable("What is C#")
    (True, False)
    """
    return not any(each in name for each in IN_NO_LINK)


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a file name for a device, whatever its extension."""
    return bool(_RESERVED.match(name))


def free(folder: str, name: str, taken: Iterable[str]) -> str:
    """The path of a new note in a folder: the name, or with a number behind it, as Obsidian does for a taken name."""
    stem = f"{folder}/{name}" if folder else name
    # few of many names can be meant, and folding a name costs more than counting its parts
    used = {_same(path) for path in taken if path.count("/") == stem.count("/")}
    path, number = f"{stem}.md", 1
    while _same(path) in used:
        path, number = f"{stem} {number}.md", number + 1
    return path


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _cut(text: str, limit: int) -> str:
    """At most so many bytes of UTF-8, whole characters only."""
    return text.encode()[:limit].decode("utf-8", "ignore").rstrip(" .")
