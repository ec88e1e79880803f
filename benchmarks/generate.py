"""Lay down a large vault: `python benchmarks/generate.py DIR [NOTES]`; the same one each time.

The shipped vault with its example, a run for every twentieth note, and beside them notes of about 3 KB in folders of
33, each with ten links, most of which resolve. Every note has words of its own.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from para_sync import layout
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

SCORES = "structure scoping architecture model latency loss metrics features deep_dive edge_cases".split()
WORDS = "ranking loss shard latency cache model feature label metric drift batch stream index recall".split()


def notes(count: int) -> Iterator[tuple[str, bytes]]:
    """The generated notes by path: runs first, then notes of no type."""
    chance = random.Random(7)
    laid = layout.files(date(2026, 1, 5), example=True)
    books = [path.rpartition("/")[2][:-3] for path in laid if path.startswith("Projects/practice-workbooks/P")]
    runs = count // 20
    for number in range(runs):
        yield f"Projects/practice-workbooks/sessions/run {number:05}.md", _run(number, books, chance).encode()
    for number in range(count - runs - len(Vault.read(Overlay(Nothing(), laid)).notes)):
        yield f"Library/{number // 33:04}/note {number:06}.md", _note(number, count, chance).encode()


def _run(number: int, books: list[str], chance: random.Random) -> str:
    day = date(2026, 2, 2) + timedelta(days=number // 3)
    scores = "\n".join(f"score_{name}: {chance.randint(0, 3)}" for name in SCORES)
    properties = f'workbook: "[[{chance.choice(books)}]]"\nevaluator: self\nminutes: [5, 5, 10, 5, 3, 2]\n{scores}'
    start = f"{8 + number % 3:02}:00"
    return f'---\ntype: session\ndate: {day}\nstart: "{start}"\n{properties}\ngaps: none\n---\n\n{_text(chance, 20)}\n'


def _note(number: int, count: int, chance: random.Random) -> str:
    links = [f"See [[note {chance.randrange(count):06}]] for more." for _ in range(10)]
    parts = [f"## Part {part}\n\n{_text(chance, 45)} {link}\n" for part, link in enumerate(links)]
    return f"---\ntags: [library]\nnumber: {number}\n---\n\n# Note {number}\n\n" + "\n".join(parts)


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words))


def lay(root: Path, count: int) -> None:
    """The vault in a folder that does not exist yet, its regions not yet synced."""
    for path, content in (*layout.files(date(2026, 1, 5), example=True).items(), *notes(count)):
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


if __name__ == "__main__":
    lay(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
