"""The notes in tests/notes, one for each behaviour of Obsidian, read as the `.json` beside each says.

The `.json` is what `para-sync inspect --json` prints. `python tests/test_notes.py` writes all of them anew: read the
difference before you keep it.
"""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import NOTES, count, samples, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.commands import main
from para_sync.vault import note

SAMPLES = samples()


def inspected(root: Path, name: str) -> str:
    return CliRunner().invoke(main, ["inspect", "--json", str(root / f"{name}.md")]).stdout


def harbour(root: Path) -> Path:
    """All sample notes as one vault, so that they can link to each other."""
    files = {f"{name}.md": content for name, content in SAMPLES.items()}
    return write(root, {**files, "chart.png": b"", "two words.md": "2", ".obsidian/app.json": "{}"})


@pytest.mark.parametrize("name", SAMPLES)
def test_note_is_read_as_the_json_beside_it_says(tmp_path: Path, name: str) -> None:
    expected = (NOTES / f"{name}.json").read_text()
    assert json.loads(inspected(harbour(tmp_path), name)) == json.loads(expected)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_prefix_is_read(name: str) -> None:
    """A daemon sees a note while it is being typed; a cut inside a character is a fault, never an exception."""
    for end in range(len(SAMPLES[name])):
        note.parse("x.md", SAMPLES[name][:end])


@pytest.mark.nightly
@settings(max_examples=count(5_000))
@given(st.sampled_from(list(SAMPLES)), st.sampled_from(list(SAMPLES)), st.data())
def test_two_halves_of_notes_are_read(first: str, second: str, data: st.DataObject) -> None:
    head, tail = SAMPLES[first], SAMPLES[second]
    cut = data.draw(st.integers(0, len(head))), data.draw(st.integers(0, len(tail)))
    note.parse("x.md", head[: cut[0]] + tail[cut[1] :])


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        root = harbour(Path(folder))
        for each in sys.argv[1:] or SAMPLES:
            (NOTES / f"{each}.json").write_text(inspected(root, each))
