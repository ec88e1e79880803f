"""The reference code in the shipped coding fixes passes the checks of its own note."""

from __future__ import annotations

import re

import numpy
import pytest

from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

FIXES = sorted(note.path for note in Vault.read(Disk(SHIPPED)).of_type("coding-fix"))
BLOCK = re.compile(r"(?ms)^```python\n(.*?)^```$")
FOLDED = re.compile(r"(?m)^> \[!example\]- Reference\n((?:^>.*\n)+)")
QUOTE = re.compile(r"(?m)^> ?")


def test_every_fix_has_a_reference_and_a_check() -> None:
    assert FIXES
    for path in FIXES:
        text = (SHIPPED / path).read_text()
        assert len(FOLDED.findall(text)) == 1, path
        assert any("assert" in block for block in BLOCK.findall(text)), path


@pytest.mark.parametrize("path", FIXES)
def test_the_reference_passes_the_checks_of_its_note(path: str) -> None:
    text = (SHIPPED / path).read_text()
    names = {"np": numpy}
    for block in [*BLOCK.findall(QUOTE.sub("", FOLDED.findall(text)[0])), *BLOCK.findall(text)]:
        exec(compile(block, path, "exec"), names)
