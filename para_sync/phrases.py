"""Whether a text speaks of something: all words of a phrase in one paragraph, in whatever form (domain.md G11, G21)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import Stemmer

_WORD = re.compile(r"[^\W_]+")
# Words that only tie others together; and a letter or two alone stand in too many words.
_TIES = frozenset("and the for with from into onto that this your their".split())
_SHORTEST = 3
_PARENTHESIS = re.compile(r"\s*\([^()]*\)\s*\Z")
_MARKS = re.compile(r"[*_`]+")


def key(text: str) -> str:
    """What two spellings of a title, label or topic have in common: letter case, `&`, marks, punctuation and a trailing
    parenthesis aside.

    >>> key("**Training & Evaluation (E7 Focus)**") == key("training and evaluation")
    True
    """
    bare = _PARENTHESIS.sub("", _MARKS.sub("", text).replace("&", " and ").rstrip(" .:"))
    return " ".join(_WORD.findall(unicodedata.normalize("NFC", bare).casefold()))


def found(phrase: str, texts: Iterable[str], weightless: Collection[str] = ()) -> bool:
    """Whether one of the texts has all words of a phrase, those `weightless` aside unless no others are left.

    >>> found("Feature store design", ["The store of features: how we designed it."])
    True
    >>> found("Advanced optimization", ["We optimise nothing.", "Advanced."], ("advanced",))
    True
    """
    patterns = _patterns(phrase, frozenset(each.casefold() for each in weightless))
    return any(all(each.search(text) for each in patterns) for text in texts)


def shared(phrase: str, text: str, weightless: Collection[str] = ()) -> tuple[str, ...]:
    """The words of a phrase that a text has too, in whatever form, those `weightless` aside; each once, as in the
    phrase.

    >>> shared("the data flywheel: how the system improves", "A flywheel improving itself", ("how",))
    ('flywheel', 'improves')
    """
    return tuple(
        word for word in words(phrase, weightless) if re.search(rf"(?<![^\W_]){_stem(word)}", text, re.IGNORECASE)
    )


def words(phrase: str, weightless: Collection[str] = ()) -> tuple[str, ...]:
    """The words of a phrase that carry it, each once and in small letters."""
    found = (each for each in _WORD.findall(phrase.casefold()) if len(each) >= _SHORTEST and each not in _TIES)
    return tuple(dict.fromkeys(each for each in found if each not in weightless))


@cache
def _patterns(phrase: str, weightless: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    words = [each for each in _WORD.findall(phrase.casefold()) if len(each) >= _SHORTEST and each not in _TIES]
    heavy = [each for each in words if each not in weightless] or words or _WORD.findall(phrase.casefold())
    return tuple(re.compile(rf"(?<![^\W_]){_stem(each)}", re.IGNORECASE) for each in heavy)


def _stem(word: str) -> str:
    """How every form of a word begins, as a pattern."""
    stem: str = stemmer().stemWord(word)
    # strategy, strategies; optimise, optimize
    return re.sub(r"i\Z", "[iy]", re.escape(stem)).replace("iz", "i[sz]").replace("is", "i[sz]")


@cache
def stemmer() -> Stemmer.Stemmer:
    """What tells how every form of a word begins, made when it is first asked."""
    import Stemmer  # here, since most notes are held to no phrase

    return Stemmer.Stemmer("english")
