"""What can be counted in the text of a design: quantities, formulas, works, questions, minutes (domain.md G12-G15)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from para_sync.designs.blocks import Block, Kind

_NUMBER = r"(?<![\w.,])[-−~≈<>≤≥]?\d[\d,.]{0,30}(?:[eE]-?\d+|(?:\s?×\s?)?10\^?[-−]?\d+)?"
# A number with a unit: a sign, a letter such as k or B, or the word for what is counted.
_QUANTITY = re.compile(
    rf"[$€£¥]\s?\d|{_NUMBER}(?:\s?[%‰°×]|x\b|[kKMBGTP](?:B|b|iB)?(?:/s)?\b(?!-)|\s?(?:[munµ]?s|h|d|Hz|W|K|M|B)\b"
    r"|[\s ](?!(?:and|or|of|to|in|on|at|by|is|are|was|the|a|an|for|with|if|but|as|than|that|from|so)\b)[^\W\d_]{2,}"
    r"|-(?!(?:and|or|to)\b)[^\W\d_]{2,}|[a-z]{2,}\b)"
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
# "Section 4 shows" counts nothing.
_REFERENCE = re.compile(
    r"\b(?:section|step|phase|table|figure|fig\.?|eq\.?|equation|version|question|chapter)\s\Z", re.I
)
_FORMULA = re.compile(
    r"\$\$[^$]+\$\$|(?<![\\$\w])\$(?=[^\s$])[^$\n]*?(?<=[^\s\\$])\$(?![\d$])|(?<!\w)[OΘΩ]\([^()]+(?:\([^()]*\)[^()]*)*\)"
    r"|`[^`\n]*[^`\n=<>!]=[^`\n=]+`"
)
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d[a-z]?(?!\d)")
_ET_AL = re.compile(r"\bet al\b\.?,?\s*\Z")
_CAPITAL = re.compile(r"\b[A-Z]")
# So far before its year a work may be named.
_NEAR = 160
_QUESTION = re.compile(r"[?？](?=[\s\"'”’)\]*_]|\Z)")
_FOLLOW_UP = re.compile(r"\W*follow(?:ing)?[- ]?ups?\b", re.I)
_RANGE = re.compile(
    r"(?<![\d.:])(\d{1,3})(?::00)?\s*(?:[-–—]|to)\s*(\d{1,3})(?::00)?(?![\d.:])(\s*(?:min|′|'|m\b))?", re.I
)
_MINUTES = re.compile(r"(?<![\d.,])(\d{1,3})\s*-?(?:min(?:ute)?s?\b|′)", re.I)


def quantities(blocks: Iterable[Block]) -> int:
    """How many numbers with a unit the blocks hold; names such as L1, E7, INT8 and 3D are none, nor are years.

    >>> from para_sync.vault.span import Span
    >>> text = "P99 under 200 ms for 1,500 posts, 54% of 2 billion users; in 2019 the L1 loss of section 4 in 3D, INT8"
    >>> quantities([Block(Kind.TEXT, text, 0, Span(0, 0))])
    4
    """
    return sum(_is_quantity(match) for each in blocks for match in _QUANTITY.finditer(each.text))


def _is_quantity(match: re.Match[str]) -> bool:
    digits = re.match(r"\W*([\d,.]+)", match.group())
    if digits and _YEAR.match(digits[1].rstrip(".,")) and " " in match.group():
        return False
    return not _REFERENCE.search(match.string[max(match.start() - _NEAR, 0) : match.start()])


def formulas(blocks: Iterable[Block]) -> int:
    """How many formulas the blocks hold: mathematics between dollars, O(...), or an equation in code.

    >>> from para_sync.vault.span import Span
    >>> formulas([Block(Kind.TEXT, "$L = -y$ in O(n log n), `a = b + c`; it costs $5 or $6", 0, Span(0, 0))])
    3
    """
    return sum(len(_FORMULA.findall(each.text)) for each in blocks if each.kind is not Kind.CODE)


def works(blocks: Iterable[Block]) -> int:
    """How many published works the blocks name with their year.

    >>> from para_sync.vault.span import Span
    >>> text = "PLE (Tang et al., 2020) and Covington and Sargin (2016), but no (see 3)."
    >>> works([Block(Kind.TEXT, text, 0, Span(0, 0))])
    2
    """
    return sum(_is_dated(match) for each in blocks for match in _DATED.finditer(each.text))


def _is_dated(match: re.Match[str]) -> bool:
    """Whether a year dates a work: it follows "et al.", or stands with a name in parentheses, or in them behind one."""
    before = match.string[max(match.start() - _NEAR, 0) : match.start()]
    name, opened, inner = before.rpartition("(")
    if _ET_AL.search(before):
        return True
    if not opened or ")" in inner:
        return False
    return bool(
        _CAPITAL.search(inner) or (not inner.strip() and _CAPITAL.match(name.split()[-1] if name.split() else ""))
    )


def questions(blocks: Iterable[Block]) -> int:
    """How many questions the blocks ask."""
    return sum(len(_QUESTION.findall(each.text)) for each in blocks if each.kind is not Kind.CODE)


def follow_ups(blocks: Sequence[Block]) -> int:
    """How many follow-ups stand below a question: blocks called so, or questions in a list below a question's item."""
    found = 0
    for before, each in pairwise(blocks):
        nested = each.kind is Kind.ITEM and before.kind is Kind.ITEM and each.depth > 0 and "?" in each.text
        found += bool(each.kind is not Kind.HEADING and (_FOLLOW_UP.match(each.text) or nested))
    inline = sum(len(re.findall(r"(?<!^)\bfollow-?ups?:", each.text, re.I)) for each in blocks)
    return found + inline


def phases(blocks: Sequence[Block]) -> tuple[int, Block | None]:
    """The minutes of the timed phases, all together, and the first of them: the list or table of two phases or more
    that has the most; (0, None) where there is none.
    """
    best: tuple[int, Block | None] = (0, None)
    for run in _runs(blocks):
        timed = [(minutes, each) for each in run if (minutes := _minutes(each, run[0])) is not None]
        if len(timed) > 1:
            total = sum(minutes for minutes, _ in timed)
            best = max(best, (total, timed[0][1]), key=lambda pair: pair[0])
    return best


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Lists and tables: blocks of one kind that follow each other; texts in a row count as a list."""
    runs: list[list[Block]] = []
    for each in blocks:
        if each.kind in (Kind.HEADING, Kind.CODE):
            continue
        if runs and runs[-1][-1].kind is each.kind:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _minutes(block: Block, first: Block) -> int | None:
    if block.kind is Kind.ITEM and block.depth > first.depth:
        return None
    ranged = _RANGE.search(block.text)
    in_minutes = ranged and (
        ranged[3] or (block.kind is Kind.ROW and "min" in first.text.casefold()) or block.text.startswith(ranged[0])
    )
    if ranged and in_minutes and int(ranged[2]) > int(ranged[1]):
        return int(ranged[2]) - int(ranged[1])
    plain = _MINUTES.search(block.text)
    if plain:
        return int(plain[1])
    if block.kind is Kind.ROW and block is not first and "min" in first.text.casefold():
        alone = re.search(r"(?:^|\| )(\d{1,3})(?: \||$)", block.text)
        return int(alone[1]) if alone else None
    return None


def count(number: int, noun: str) -> str:
    """A number of things in words.

    >>> count(0, "quantity"), count(1, "formula"), count(2, "question")
    ('no quantity', '1 formula', '2 questions')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"no {noun}" if not number else f"{number} {noun if number == 1 else many}"
