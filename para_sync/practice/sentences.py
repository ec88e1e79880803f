"""How many sentences a text has: what stands between the ends of sentences, abbreviations and decimals aside."""

from __future__ import annotations

import re

_ENDS = ".!?…。！？"
_OPENING = "\"'“‘„«([*_"
_CLOSING = "\"'”’“»)]*_"
_WIDE_END = re.compile(r"([。！？])")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
_LETTERED = re.compile(r"(?:\w\.)+\w\Z")
_ABBREVIATIONS = frozenset("approx ca cf dr eq fig incl mr mrs ms prof resp sec st viz vs".split())
_BEFORE_NUMBERS = frozenset("ch no nos p pp pt vol".split())


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text, blanks reduced to one. A sentence that starts with a small letter is no new one.

    >>> split("Prefill took 3.5 s at P99. Batch it, e.g. LLM calls! Why?")
    ('Prefill took 3.5 s at P99.', 'Batch it, e.g. LLM calls!', 'Why?')
    >>> split("Cut P99. latency first ... by half, i.e. 40 ms vs. 80 ms, see Fig. 3 and no. 4")
    ('Cut P99. latency first ... by half, i.e. 40 ms vs. 80 ms, see Fig. 3 and no. 4',)
    >>> split('Ask "what breaks at 10x?" before they do. "Nothing." The U.S. Team said no. 先拆分。再缓存。')
    ('Ask "what breaks at 10x?" before they do.', '"Nothing."', 'The U.S. Team said no.', '先拆分。', '再缓存。')
    >>> split("1. Draw the loop"), split("no end\\n\\nnext paragraph"), split(" ")
    (('1. Draw the loop',), ('no end', 'next paragraph'), ())
    """
    return tuple(each for part in _PARAGRAPHS.split(text) for each in _sentences(_WIDE_END.sub(r"\1 ", part).split()))


def _sentences(words: list[str]) -> list[str]:
    found: list[str] = []
    first = 0
    lettered = False
    for index, word in enumerate(words):
        lettered = lettered or any(letter.isalpha() for letter in word)
        last = index + 1 == len(words)
        if last or (lettered and _ends(word, words[index + 1])):
            found.append(" ".join(words[first : index + 1]))
            first, lettered = index + 1, False
    return found


def _ends(word: str, following: str) -> bool:
    """Whether a sentence ends with a word, given the one that follows it."""
    bare = word.rstrip(_CLOSING)
    start = next((letter for letter in following if letter.isalnum()), "")
    if not bare.endswith(tuple(_ENDS)) or not start or start.islower():
        return False
    stem = bare.lstrip(_OPENING).removesuffix(".").casefold()
    if not bare.endswith(".") or stem.endswith("."):
        return True
    if stem in _ABBREVIATIONS or _LETTERED.match(stem):
        return False
    return not (start.isdigit() and stem in _BEFORE_NUMBERS)
