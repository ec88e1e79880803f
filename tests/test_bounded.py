"""No note crashes the program, fills the memory or takes for ever: hostile vaults, read by a process with limits."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import count, write
from test_markdown import LINES, SHAPES, SIZE
from test_properties import LETTERS, WORDS

from para_sync.vault import note as notes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process this way")

GAPS = "Areas/interview-context/gaps"
MEMORY = 2**30
CPU_SECONDS = 120
NOTE_SECONDS = 5.0

LIMITED = """
import resource, sys
memory, seconds = map(int, sys.argv[1:3])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
del sys.argv[1:3]
"""
COMMAND = "from para_sync.commands import main\nmain(prog_name='para-sync')\n"


def limited(script: str, *arguments: str, memory: int = MEMORY, seconds: int = CPU_SECONDS) -> tuple[int, str, str]:
    """A script in a process with so much memory and CPU: its exit code, stdout and stderr."""
    words = [sys.executable, "-c", LIMITED + script, str(memory), str(seconds), *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.nightly
def test_the_limits_hold() -> None:
    assert limited("print('works')") == (0, "works\n", "")
    code, _, told = limited("bytearray(2 * 2**30)")
    assert (code, "MemoryError" in told) == (1, True)
    if count(10) == 10:
        assert limited("while True: pass", seconds=1)[0] < 0


# Hostile properties

BOMBS = [
    "&a [*a]", "<<: [*a, *a]", "!!python/object/apply:os.system [id]", "[" * 40, "{" * 40, "- " * 40, "? " * 40,
    "7" * 400, "1e999", ".nan", "2026-02-30", "{{date}}", "\ud7ff", "\u2028", "\x9b31m", "type: gap\n", "tag: a\n",
    "up: [[a]]\n", "found: ", "order: ", "status: open\n", "%YAML 1.1\n", "--- ", "# c\n", "|2\n", ">-\n", "'", "a:\t",
]  # fmt: skip


def hostile(seed: int, many: int) -> Iterator[str]:
    """Blocks of properties as nobody writes them; a few are larger than any that is read."""
    dice = random.Random(seed)
    pieces = [*LETTERS, *WORDS, *BOMBS]
    for _ in range(many):
        text = "".join(dice.choices(pieces, k=dice.randint(1, 30)))
        yield text * dice.choice([1] * 200 + [2_000])


@pytest.mark.nightly
def test_hostile_properties_are_read_or_reported_in_a_limited_process(tmp_path: Path) -> None:
    seed = 0 if count(10) < 10 else random.randrange(2**32)
    blocks = list(hostile(seed, count(10_000)))
    files = {f"{GAPS}/{number}.md": f"---\n{text}\n---\nbody\n".encode() for number, text in enumerate(blocks)}
    root = write(tmp_path / "vault", {".obsidian/app.json": "{}", **files})
    code, printed, told = limited(COMMAND, "--vault", str(root), "lint", "--unsafe-fixes", "--json", "--no-cache")
    assert (code, told) == (1, ""), (seed, told[-2_000:])
    found = json.loads(printed[printed.index("[") :])
    said = {each["path"] for each in found if each["rule"] in ("frontmatter-broken", "note-unreadable")}
    assert len(said) > len(files) / 5
    for path, content in files.items():
        read = notes.parse(path, content)
        assert (path in said) == bool(read.properties.fault or not read.readable), (seed, content)
        if path in said:
            assert (root / path).read_bytes() == content, (seed, content)


# Hostile text

MEASURED = """
import os, sys, time
from click.testing import CliRunner
from para_sync.commands import main
folder = sys.argv[1]
for number in range(int(sys.argv[2])):
    begun = time.process_time()
    for command in ("lint", "sync"):
        words = [command, "--no-cache"] if command == "lint" else [command]
        result = CliRunner().invoke(main, ["--vault", os.path.join(folder, str(number)), *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
    print(number, time.process_time() - begun)
"""
PIECES = {
    **{f"{kind}: {piece!r}": piece * (SIZE // len(piece.encode())) for kind in LINES for piece in LINES[kind]},
    **SHAPES,
}


@pytest.mark.nightly
def test_hostile_text_is_judged_within_seconds_in_a_limited_process(tmp_path: Path) -> None:
    """Each as a typed note and as one with a table, linted and synced; the first one also pays for starting up."""
    names = list(PIECES) if count(10) == 10 else list(PIECES)[::30]
    for number, name in enumerate(names):
        text = PIECES[name]
        begin, end = "<!-- para-sync:begin gap-tracker -->\n\n", "<!-- para-sync:end gap-tracker -->\n\n"
        files = {
            f"{GAPS}/typed.md": f"---\ntype: gap\npriority: P1\nstatus: open\naction: x\n---\n{text}",
            "Tracker.md": f"{begin}{end}{text}",
        }
        write(tmp_path / str(number), {".obsidian/app.json": "{}", **files})
    code, printed, told = limited(MEASURED, str(tmp_path), str(len(names)), seconds=CPU_SECONDS * 5)
    assert (code, told) == (0, "")
    seconds = [float(line.split()[1]) for line in printed.splitlines()]
    assert len(seconds) == len(names) > len(PIECES) // 30
    slow = {name: taken for name, taken in zip(names, seconds, strict=True) if taken > NOTE_SECONDS}
    assert not slow
