"""Lay down a large vault with planted defects: `python -m benchmarks.generate DIR [NOTES]`; the same one each time.

The shipped vault with its example, whose manual also knows the type `card`; a run for every twentieth note; and cards
and pages of about 3 KB in folders of 33, with about 13 links each. What is wrong with them, and nothing else is,
stands in `DIR.truth.json` beside the vault.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks import cards
from para_sync import layout
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

START = date(2026, 1, 5)
SCORES = "structure scoping architecture model latency loss metrics features deep_dive edge_cases".split()

# The runs are made up, and advice on how to practise after them is no defect of the notes.
SETTINGS = b'[lint]\noff = ["archive-ready", "checklist-drift", "gap-missing", "marker-ready", "strength-ready"]\n'


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong: its kind, one of `cards.KINDS`, and where; lines count from 1."""

    kind: str
    path: str
    line: int


def lay(root: Path, count: int) -> list[Defect]:
    """The vault in a folder that does not exist yet, its regions not yet synced; what was planted in it."""
    chance = random.Random(7)
    shipped = _shipped()
    runs = count // 20
    rest = count - runs - len(Vault.read(Overlay(Nothing(), shipped)).notes)
    library = cards.Library(rest, chance)
    planted: list[Defect] = []
    for path, content in (*shipped.items(), *_runs(runs, shipped, chance)):
        _write(root / path, content)
    for number in range(rest):
        path, lines, end = library.note(number)
        _write(root / path, b"".join(line.text.encode() + end for line in lines))
        planted += [Defect(line.defect, path, place) for place, line in enumerate(lines, 1) if line.defect]
        if lines[0].text != "---" and path.startswith("Library/"):
            planted.append(Defect("no properties", path, 1))
    truth(root).write_text(json.dumps([asdict(each) for each in planted], indent=1) + "\n", "utf-8")
    return planted


def truth(root: Path) -> Path:
    """The file beside a vault that says what was planted in it."""
    return root.with_name(root.name + ".truth.json")


def _shipped() -> dict[str, bytes]:
    laid = layout.files(START, example=True)
    chapter, editor = "Manual/Note Types.md", ".obsidian/types.json"
    laid[chapter] += cards.TYPE.encode()
    types = json.loads(laid[editor])
    types["types"] |= cards.OBSIDIAN
    laid[editor] = json.dumps(types, indent=2).encode()
    laid["para-sync.toml"] = SETTINGS
    return laid | dict.fromkeys(cards.PICTURES, b"\x89PNG")


def _runs(count: int, shipped: dict[str, bytes], chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Runs before the example's own, three a day, so that what the last runs call for stays as it is."""
    workbooks = "Projects/practice-workbooks/P"
    books = [path.rpartition("/")[2][:-3] for path in shipped if path.startswith(workbooks)]
    template = shipped["Templates/session.md"].decode()
    body = "\n\n".join(line for line in template.splitlines() if line.startswith("## "))
    for number in range(count):
        day = START - timedelta(days=1 + number // 3)
        scores = "\n".join(f"score_{name}: {chance.randint(0, 3)}" for name in SCORES)
        properties = f'workbook: "[[{chance.choice(books)}]]"\nevaluator: self\nminutes: [5, 5, 10, 5, 3, 2]\n{scores}'
        start = f"{8 + number % 3:02}:00"
        run = f'type: session\ndate: {day}\nstart: "{start}"\n{properties}\ngaps: none'
        text = f"---\n{run}\n---\n\n# Run {number}\n\n{body}\n"
        yield f"Projects/practice-workbooks/sessions/run {number:05}.md", text.encode()


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


if __name__ == "__main__":
    lay(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
