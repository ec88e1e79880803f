"""The laws of targets.py, for bytes at random, for those that once broke one, and for what a fuzzer comes upon."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import CORPUS, PIECES, TARGETS

SECONDS = 60


@pytest.mark.nightly
@pytest.mark.parametrize("name", TARGETS)
def test_a_law_holds_for_any_bytes(name: str) -> None:
    pieces = st.sampled_from(PIECES[name]) | st.binary(max_size=4)
    law = given(st.lists(pieces, max_size=25).map(b"".join))(TARGETS[name])
    settings(max_examples=count(500 if name == "record" else 2_000))(law)()


@pytest.mark.parametrize("case", sorted(CORPUS.glob("*/*")), ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_law_holds_for_the_corpus(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())


@pytest.mark.nightly
@pytest.mark.parametrize("name", TARGETS)
def test_a_fuzzer_finds_nothing(name: str, tmp_path: Path) -> None:
    if count(10) < 10:
        pytest.skip("the fuzzer looks for a minute at each target: with -m nightly")
    if not find_spec("atheris"):
        pytest.skip("atheris is not installed: pip install -e '.[fuzz]'")
    script = Path(__file__).with_name("fuzz.py")
    # a shell between them: the fuzzer takes the memory of whoever started it for its own
    words = ["sh", "-c", '"$@"; exit $?', "sh", sys.executable, str(script), name, str(SECONDS), str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    broken = [each.read_bytes() for each in tmp_path.iterdir() if each.is_file()]
    assert (done.returncode, broken) == (0, []), done.stderr[-4_000:]
