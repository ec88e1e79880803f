"""Same notes, same bytes, whatever the machine (reliability.md P8): processes that differ in hash seed, time zone,
locale, order of folders, Unicode form of names, times of files, place of the vault and kept facts give one digest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import count, write
from small import small
from texts import SESSIONS, run

from para_sync import layout

# Runs two commands in a process in which folders are listed in an order of their own, and prints what came of it.
PROGRAM = """
import hashlib, io, os, pathlib, random, sys, unicodedata
from contextlib import redirect_stdout
from para_sync.commands import main
from para_sync.files import DISK, Files

root, seed = pathlib.Path(sys.argv[1]), sys.argv[2]

class Shuffled(Files):
    def entries(self, folder):
        found = sorted(super().entries(folder), key=lambda entry: entry.name)
        random.Random(seed).shuffle(found)
        return found

DISK.__class__ = Shuffled
said = io.StringIO()
with redirect_stdout(said):
    for words in (["lint", "--format", "json", "--as-of", "2026-02-02"], ["sync"]):
        try:
            main(["--vault", str(root), *words])
        except SystemExit as ended:
            print(ended.code)
found = hashlib.sha256(said.getvalue().encode())
notes = {unicodedata.normalize("NFC", str(each.relative_to(root))): each for each in root.rglob("*.md")}
for path in sorted(notes):
    found.update(path.encode() + b"\\0" + hashlib.sha256(notes[path].read_bytes()).digest())
print(found.hexdigest(), len(notes))
"""

SEEDS = ["0", "1", "4711", "random"]
ZONES = ["UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"]
LOCALES = ["C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.ISO-8859-1", ""]
PLACES = ["v", "Zürich notes", "a/b/c/d/e"]
NAMES = [f"{SESSIONS}/2026-02-01 Café.md", f"{SESSIONS}/2026-02-01 Caffè.md", "Inbox/Ångström.md", "Inbox/ﬁle.md"]


def vault() -> dict[str, bytes]:
    """The example, its tables empty yet, with names that have two forms; a small vault for the push suite."""
    files = layout.files(layout.EXAMPLE_START, example=True) if count(10) == 10 else small()
    runs = {path: run("2026-02-01", 10 * "2", reflection=f'"[[{path}]]"').encode() for path in NAMES[:2]}
    return {**files, **runs, **{path: "[[Café]] [[Ångström]]\n".encode() for path in NAMES[2:]}}


def digest(folder: Path, number: int, files: dict[str, bytes]) -> str:
    """What the process of this number makes of these files."""
    form = "NFD" if number % 2 else "NFC"
    root = folder / str(number) / PLACES[number % len(PLACES)]
    write(root, {unicodedata.normalize(form, path): content for path, content in files.items()})
    for place, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (0, (number * 7919 * place) % 2_000_000_000))
    differing = {
        "PYTHONHASHSEED": SEEDS[number % len(SEEDS)],
        "TZ": ZONES[number // 2 % len(ZONES)],
        "LC_ALL": LOCALES[number % len(LOCALES)],
        "XDG_CACHE_HOME": str(folder / "cache" / str(number)),
        "XDG_STATE_HOME": str(folder / "state" / str(number)),
    }
    command = [sys.executable, "-c", PROGRAM, str(root), str(number)]
    done = subprocess.run(command, env={**os.environ, **differing}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.nightly
def test_the_same_notes_give_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    files = vault()
    number = 32 if count(10) == 10 else 8
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda each: digest(tmp_path, each, files), range(number)))
    assert len(set(found)) == 1
    assert found[0].split()[1] == str(sum(path.endswith(".md") for path in files))
