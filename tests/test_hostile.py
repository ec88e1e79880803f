"""Hostile text as a design and as an answer: whatever repeats for 100 KB is judged to its end, inside itself."""

from __future__ import annotations

import re
from functools import cache

import pytest
from conftest import some

from para_sync import check
from para_sync.designs import answer
from para_sync.manual import manual as manuals
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

NOTE = "content/ml-system-designs/Meta/Hostile.md"
HEAD = b"---\ntype: system-design\n---\n## 1. Interview Overview\n\n"
SIZE = 100_000

PIECES = [
    "$", "$a ", "O(", "(", "(A 2019 ", "`", "`a=b", "1", "1,", "1 ", "10^", "1-2", "1 - ", "5 min ", "? ", "*", "**a ",
    "follow-up: ", "_", "a:", "- a\n", "## a\n", "## 1. x\n", "1. ", "![", "![a](", "![[", "<img ", "<img src=", ">",
    "| a |\n", "et al. ", "2019 ", "A", " ", "\n", "E7 Focus: ", "**E7 Focus**: a\n", "```\n", "```dataview\n", "<!--",
    "<script", "-", "*To write: a.*\n\n", "docker ",
]  # fmt: skip


@cache
def vault() -> Vault:
    return Vault.read(Disk(SHIPPED))


@pytest.mark.nightly
@pytest.mark.parametrize("piece", some(PIECES))
def test_what_repeats_is_judged_to_its_end(piece: str) -> None:
    text = piece * (SIZE // len(piece)) + "x"
    content = HEAD + text.encode()
    found = check.as_design(vault().replace(NOTE, content), NOTE)
    assert found
    assert all(0 <= each.span.start <= each.span.end <= len(content) for each in found)
    spec = manuals.of(vault()).design_spec
    assert spec
    for told in (answer.document(text, spec), answer.section(text, spec.sections[0], spec)):
        assert len(told) <= len(text) * 4
        assert not re.search(r"<script\b", told)
