"""Nothing outside the vault is read for content or written, whatever symlinks and `..` say."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write

from para_sync.commands import main
from para_sync.shipped import SHIPPED

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows gives symlinks to few")

CANARY = "canary-7f3a91"
GAPS = "Areas/interview-context/gaps"
SESSIONS = "Projects/practice-workbooks/sessions"
GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: x\n---\n"
OUTSIDE = {
    "secret.md": GAP + f"# {CANARY}\n[[{CANARY}]]\n",
    "gap.md": f"---\ntype: gap\npriority: P1\nstatus: open\naction: {CANARY}\n---\n",
    "types.json": json.dumps({"types": {CANARY: "number"}}),
    "templates.json": json.dumps({"folder": CANARY}),
    "para-sync.toml": f'[lint]\noff = ["{CANARY}"]\n',
    "map.canvas": json.dumps({"nodes": [{"id": "1", "type": "file", "file": f"{GAPS}/own.md", "x": CANARY}]}),
    "all.base": f'filters: file.hasLink("own")\nviews: []  # {CANARY}\n',
    "config.yaml": f"repos: []  # {CANARY}\n",
}
INSIDE = {
    ".obsidian/app.json": "{}",
    f"{GAPS}/own.md": GAP,
    "Tracker.md": "<!-- para-sync:begin gap-tracker -->\n\n<!-- para-sync:end gap-tracker -->\n"
    "<!-- para-sync:begin vault-health -->\n\n<!-- para-sync:end vault-health -->\n",
}
USUAL = ("lint --unsafe-fixes", "sync", "status", "export runs gaps findings log")
NEW = "new gap Fresh --set priority=P1 --set status=open --set action=x"
RECORD = shlex.quote(
    json.dumps({"company_name": "M", "ml_topic": "T", "interview_frequency": "High", "product_description": "x"})
)


@dataclass(frozen=True)
class Case:
    """What is done to a vault, and the commands that it could lead astray; `out` is a folder beside the vault."""

    name: str
    lay: Callable[[Path, Path], object]
    commands: tuple[str, ...] = USUAL


def link(path: str, target: str | None = None, at: str = "") -> Callable[[Path, Path], None]:
    """A symlink in the vault: to something outside, or to `target` as it stands."""

    def lay(root: Path, out: Path) -> None:
        place = root / path
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target if target is not None else out / at)

    return lay


def both(*steps: Callable[[Path, Path], object]) -> Callable[[Path, Path], None]:
    def lay(root: Path, out: Path) -> None:
        for step in steps:
            step(root, out)

    return lay


def note(text: str, path: str = "links.md") -> Callable[[Path, Path], object]:
    return lambda root, out: write(root, {path: text})


def manual(chapter: str, before: str, after: str) -> Callable[[Path, Path], None]:
    """The shipped manual, one text in it replaced."""

    def lay(root: Path, out: Path) -> None:
        shutil.copytree(SHIPPED / "Manual", root / "Manual")
        file = root / "Manual" / f"{chapter}.md"
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")

    return lay


def nothing(root: Path, out: Path) -> None:
    pass


def repository(root: Path, out: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)


CASES = (
    # Symlinks where notes are
    Case("a note, by its full path", link("link.md", at="secret.md"), (*USUAL, "inspect link.md", "archive link.md")),
    Case("a note, upward", link("link.md", "../out/secret.md"), (*USUAL, "why link.md")),
    Case("a note that is not there", link("link.md", "../out/none.md")),
    Case("a note that is itself", link("link.md", "link.md")),
    Case("a note of the vault", link("link.md", f"{GAPS}/own.md"), (*USUAL, "archive link.md")),
    Case("a note in Obsidian's folder", both(note(CANARY, ".obsidian/x.md"), link("link.md", ".obsidian/x.md"))),
    Case("a note in git's folder", both(note(CANARY, ".git/x.md"), link("link.md", ".git/x.md"))),
    Case("a note in the trash", both(note(CANARY, ".trash/x.md"), link("link.md", ".trash/x.md"))),
    Case("a device", link("link.md", "/dev/zero")),
    Case("a folder", link("folder"), (*USUAL, "inspect folder/secret.md", "archive folder/secret.md")),
    Case("the vault itself", link("loop", ".")),
    Case("the folder above", link("above", "..")),
    Case("Obsidian's folder", both(note(CANARY, ".obsidian/x.md"), link("seen", ".obsidian"))),
    Case("a link to a link", both(link("one", "two"), link("two"))),
    Case("two that lead to each other", both(link("one", "two"), link("two", "one"))),
    Case("a picture and a canvas", both(link("map.canvas", at="map.canvas"), link("p.png", at="gap.md")),
         (*USUAL, f"archive {GAPS}/own.md")),
    Case("a base", link("all.base", at="all.base"), (*USUAL, f"archive {GAPS}/own.md")),
    # Symlinks where something is made
    Case("the folder of a type", link(GAPS), (NEW, *USUAL)),
    Case("a folder above that of a type", link("Areas"), (NEW, *USUAL)),
    Case("a new note's own name", link(f"{GAPS}/Fresh.md", at="fresh.md"), (NEW,)),
    Case("the archive", link("Completed Prep"), (f"archive {GAPS}/own.md", *USUAL)),
    Case("the folder of designs", link("content"), (f"design new {RECORD}",)),
    Case("the folder of reviews", link("Areas/interview-context/reviews"), ("new review --set date=2026-01-05",)),
    Case("the folder of runs", link(SESSIONS), ("new session --set evaluator=self --set date=2026-01-05",)),
    Case("the staging folder", link(".para-sync"), ("sync", NEW, f"archive {GAPS}/own.md")),
    Case("the trash", link(".trash"), (NEW, "undo")),
    # Symlinks where something is configured
    Case("the templates", link("Templates"), (NEW, *USUAL)),
    Case("a template", link("Templates/gap.md", at="gap.md"), (NEW, *USUAL)),
    Case("the settings", link("para-sync.toml", at="para-sync.toml"), ("lint", "sync", "doctor")),
    Case("types.json", link(".obsidian/types.json", at="types.json")),
    Case("templates.json", link(".obsidian/templates.json", at="templates.json"), (NEW, *USUAL)),
    Case("what pre-commit reads", both(repository, link(".pre-commit-config.yaml", at="config.yaml")),
         ("hooks install",)),
    Case("what git reads of files", both(repository, link(".gitattributes", at="config.yaml")), ("hooks install",)),
    # `..` in words
    Case("a note named upward", nothing, tuple(f"{each} ../out/secret.md" for each in ("lint", "inspect", "archive"))),
    Case("a note asked about upward", nothing, ("why ../out/secret.md", "practice --score ../out/secret.md")),
    Case("a title", nothing, ("new gap ../../out/x --set priority=P1 --set status=open --set action=x",)),
    Case("a link to set", nothing, ("new session --set date=2026-01-05 --set workbook=../../out/secret",)),
    Case("the name of a rule or a region", note("<!-- para-sync:begin ../x -->\n\n<!-- para-sync:end ../x -->\n"),
         ("rules ../../out/x", "lint --select ../x", "lint --select os", "sync")),
    # `..` in notes and settings
    Case("links", note(f"[[../../out/secret]] ![[../out/secret#{CANARY[:4]}]] [x](../out/secret.md) <file:///etc/passwd>\n"
                       "![](../out/secret.md)\n"), (*USUAL, "inspect links.md", "archive links.md")),
    Case("properties", note(GAP.replace("action: x", 'action: x\nup: "[[../../../out/secret]]"'), f"{GAPS}/up.md"),
         (*USUAL, f"archive {GAPS}/up.md")),
    Case("the folder of a type in the manual",
         manual("Note Types", "Folder: `Areas/interview-context/gaps`", "Folder: `../out`"), (NEW, *USUAL)),
    Case("the path of designs in the manual", manual("System Design Spec", 'output: "content/', 'output: "../out/'),
         (f"design new {RECORD}", *USUAL)),
    Case("the archive in the manual", manual("PARA Layers", "Completed Prep", "../out"),
         (f"archive {GAPS}/own.md", *USUAL)),
    Case("templates.json, upward", note('{"folder": "../out"}', ".obsidian/templates.json"), (NEW, *USUAL)),
)  # fmt: skip


def everything(folder: Path) -> dict[str, bytes | str]:
    """What a folder holds: bytes, or where a symlink leads."""
    found: dict[str, bytes | str] = {}
    for path, folders, names in os.walk(folder):
        for name in (*folders, *names):
            place = Path(path, name)
            if place.is_symlink():
                found[str(place)] = os.readlink(place)
            elif place.is_file():
                found[str(place)] = place.read_bytes()
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_leads_out(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "place"
    out = write(place / "out", OUTSIDE)
    root = write(place / "vault", INSIDE)
    case.lay(root, out)
    monkeypatch.chdir(root)
    before, hidden = everything(out), everything(root / ".obsidian")
    for command in case.commands:
        result = CliRunner().invoke(main, ["--vault", str(root), *shlex.split(command)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert CANARY not in result.output, (command, result.output)
        assert everything(out) == before, (command, result.output)
        assert sorted(each.name for each in place.iterdir()) == ["out", "vault"]
    assert everything(root / ".obsidian") == hidden
    seen = {path: each for path, each in everything(root).items() if "/." not in path.removeprefix(str(root))}
    assert not [path for path, each in seen.items() if isinstance(each, bytes) and CANARY.encode() in each]


def test_there_are_forty() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


def test_what_lies_inside_is_found(tmp_path: Path) -> None:
    """The other side: the same words in a note of the vault do show, so their absence means something."""
    root = write(tmp_path / "vault", {**INSIDE, "secret.md": OUTSIDE["secret.md"]})
    result = CliRunner().invoke(main, ["--vault", str(root), "lint"])
    assert CANARY in result.output
