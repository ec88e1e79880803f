"""Transcripts: each Markdown file of tests/cli is a session at the prompt, run in a folder of its own.

A `file PATH` block is a file that lies there before; a `console` block holds commands after `$ ` and what they print
(stdout, then stderr), with `[1]` for an exit code that is not 0; ids of runs read `abcdef`, and times
`2026-01-31 12:00`. `PARA_SYNC_UPDATE=1 pytest tests/test_cli.py` writes what was printed into the transcripts, to be
read before it is committed.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write

from para_sync.commands import main

FOLDER = Path(__file__).parent / "cli"
BLOCK = re.compile(r"^(`{3,})(file (?P<path>[^\n]+)|console)\n(?P<text>.*?)^\1$", re.MULTILINE | re.DOTALL)

RUN = re.compile(r"(^|\b(?:[Rr]un|undo) )[0-9a-f]{6}\b", re.MULTILINE)
TIME = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b")


def run(line: str) -> str:
    """What one command prints, and its exit code where it is not 0."""
    words = shlex.split(line)
    if words[0] == "cat":
        return "".join(Path(name).read_text("utf-8") for name in words[1:])
    if words[0] == "replace":
        file, old, new = Path(words[1]), words[2], words[3]
        assert old in file.read_text("utf-8")
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
        return ""
    assert words[0] == "para-sync", line
    result = CliRunner().invoke(main, words[1:], prog_name=words[0], env={"COLUMNS": "200"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    printed = TIME.sub("2026-01-31 12:00", RUN.sub(r"\1abcdef", result.stdout + result.stderr))
    return printed + (f"[{result.exit_code}]\n" if result.exit_code else "")


@pytest.mark.parametrize("transcript", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_a_transcript(transcript: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = transcript.read_text("utf-8")
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    for match in BLOCK.finditer(text):
        if match["path"]:
            write(place, {match["path"]: match["text"]})

    def printed(match: re.Match[str]) -> str:
        if match["path"]:
            return match.group()
        commands = [line[2:] for line in match["text"].splitlines() if line.startswith("$ ")]
        session = "".join(f"$ {command}\n{run(command)}" for command in commands)
        return f"{match[1]}console\n{session}{match[1]}"

    actual = BLOCK.sub(printed, text)
    if os.environ.get("PARA_SYNC_UPDATE"):
        transcript.write_text(actual, "utf-8")
    assert actual == text
