"""The tools that are compared: where each is, what it is asked for, and how to read its answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks import cards

REPOSITORY = Path(__file__).parent.parent
SCRIPTS = Path(sys.executable).parent

Finding = tuple[str, str, int]
"""What a tool reports: its rule, the note's path in the vault, the line from 1."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `kinds` says which planted kinds each of its rules looks for; what other rules say is not counted,
    unless `whole` holds: then everything it reports is.
    """

    name: str
    program: Sequence[str]
    version: Sequence[str]
    report: Sequence[str]
    read: Callable[[str], Iterator[Finding]]
    kinds: Mapping[str, Sequence[str]]
    whole: bool = False

    def release(self) -> str:
        """The name with its version."""
        said = subprocess.run([*self.program, *self.version], capture_output=True, text=True, check=False).stdout
        found = re.search(r"\d+\.\d+\.\d+", said)
        return f"{self.name} {found[0] if found else ''}".strip()


def para_sync() -> Tool:
    """This program, as installed beside the Python that runs the benchmark."""
    kinds = {
        "link-broken": ("missing note", cards.PROPERTY_LINK),
        "embed-broken": ("missing attachment",),
        "heading-broken": ("missing heading",),
        "block-broken": ("missing block",),
        "frontmatter-missing": ("no properties",),
        "frontmatter-broken": ("duplicate key", "unreadable YAML"),
        "property-missing": ("missing property",),
        "property-invalid": ("invalid property",),
    }
    report = ["lint", "--strict", "--format", "json"]
    program = _script("para-sync") or [sys.executable, "-m", "para_sync"]
    return Tool("para-sync", program, ["--version"], report, _objects("path"), kinds, whole=True)


def mdsmith(folder: Path) -> Tool | None:
    """mdsmith's own binary, without its Python wrapper; held to the card's properties and to wikilinks."""
    spec = find_spec("mdsmith")
    binary = Path(spec.origin).parent / "_bin" / "mdsmith" if spec and spec.origin else None
    if binary is None or not binary.is_file():
        return None
    config = folder / "mdsmith.yml"
    config.write_text(MDSMITH, "utf-8")
    links = (*cards.BODY_LINKS, cards.PROPERTY_LINK)
    kinds = {"MDS020": cards.PROPERTIES, "MDS027": links, "MDS003": (cards.STEP,)}
    report = ["check", "-c", str(config), "-f", "json", "-o", "-", "."]
    return Tool("mdsmith", [str(binary)], ["version"], report, _objects("file"), kinds)


def rumdl(folder: Path) -> Tool | None:
    """rumdl for Obsidian with its rules on structure and on links."""
    program = _script("rumdl")
    rules = "MD001,MD024,MD025,MD041,MD042,MD051,MD057"
    options = ["check", "--no-config", "--flavor", "obsidian", "--enable", rules, "--cache-dir", str(folder / "rumdl")]
    kinds = {"MD001": (cards.STEP,), "MD051": cards.BODY_LINKS, "MD057": cards.BODY_LINKS}
    report = [*options, "--no-cache", "--output-format", "json", "."]
    return Tool("rumdl", program, ["--version"], report, _objects("file"), kinds) if program else None


def markdownlint(folder: Path) -> Tool | None:
    """markdownlint-cli2 with its rules on structure and fragments."""
    beside = REPOSITORY / "node_modules" / ".bin" / "markdownlint-cli2"
    found = str(beside) if beside.exists() else shutil.which("markdownlint-cli2")
    if not found:
        return None
    config = folder / "structure.markdownlint-cli2.jsonc"
    rules = {"default": False} | dict.fromkeys(("MD001", "MD024", "MD025", "MD041", "MD051"), True)
    config.write_text(json.dumps({"config": rules}), "utf-8")
    kinds = {"MD001": (cards.STEP,), "MD051": cards.BODY_LINKS}
    report = ["--config", str(config), "**/*.md"]
    return Tool("markdownlint-cli2", [found], ["--help"], report, _lines, kinds)


# What to do about a tool that is not there.
MISSING = {
    "mdsmith": "pip install -e '.[bench]'",
    "rumdl": "pip install -e '.[bench]'",
    "markdownlint-cli2": "npm install --no-save markdownlint-cli2",
}


def peers(folder: Path) -> tuple[dict[str, Tool], dict[str, str]]:
    """The peers that are here, with their settings laid in a folder, and for the others why not."""
    found = {"mdsmith": mdsmith(folder), "rumdl": rumdl(folder), "markdownlint-cli2": markdownlint(folder)}
    here = {name: tool for name, tool in found.items() if tool}
    return here, {name: f"not installed: {MISSING[name]}" for name, tool in found.items() if not tool}


def _script(name: str) -> list[str]:
    found = shutil.which(name, path=str(SCRIPTS))
    return [found] if found else []


def _objects(path: str) -> Callable[[str], Iterator[Finding]]:
    """A reader of JSON lists whose objects call the note `path`."""

    def read(said: str) -> Iterator[Finding]:
        for each in json.loads(said[: said.rindex("]") + 1]):
            yield each["rule"], each[path], each["line"]

    return read


def _lines(said: str) -> Iterator[Finding]:
    for found in re.finditer(r"^(.+?):(\d+)(?::\d+)? (?:error )?(MD\d+)/", said, re.MULTILINE):
        yield found[3], found[1], int(found[2])


MDSMITH = """\
kinds:
  card:
    schema:
      frontmatter:
        type: '"card"'
        created: '=~"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"'
        stage: '"seed" | "growing" | "evergreen"'
        rating: 'int & >=1 & <=5'
        "origin?": 'string'
        "related?": '[...string]'
        "tags?": '[...string]'
        "aliases?": '[...string]'
kind-assignment:
  - glob: ["Library/**/*.md"]
    kinds: [card]
categories:
  accessibility: false
  code: false
  directive: false
  heading: false
  line: false
  link: false
  list: false
  prose: false
  structural: false
  table: false
  whitespace: false
rules:
  cross-file-reference-integrity:
    strict: true
    wikilinks: true
  heading-increment: true
  required-structure: true
"""
