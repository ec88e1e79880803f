"""What must not get out: control characters onto a terminal, keys into anything that is printed or written."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from conftest import some, write

from para_sync.yaml_text import quoted

pexpect = pytest.importorskip("pexpect", reason="Windows has no pseudo-terminal")

CANARY = "sk-canary-51b2c7d0e9"
KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GITHUB_TOKEN", "PARA_SYNC_KEY", "AWS_SECRET_ACCESS_KEY")

# By name, what a terminal would do with it
SEQUENCES = {
    "red": "\x1b[31m",
    "clear the screen": "\x1b[2J\x1b[H",
    "go up and write over": "\x1b[5A\x1b[K",
    "hide what follows": "\x1b[8m",
    "put on the clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "set the title": "\x1b]0;evil\x07",
    "report the title": "\x1b[21t",
    "a link": "\x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\",
    "a notification": "\x1b]9;evil\x07",
    "a device string": "\x1bP$q\"p\x1b\\",
    "a private message": "\x1b^x\x1b\\",
    "reset": "\x1bc",
    "answer back": "\x05",
    "other letters": "\x1b(0",
    "shift out": "\x0e",
    "ring": "\x07",
    "go back": "evil\x08\x08\x08\x08",
    "go to the start of the line": "\rgood",
    "a line of its own": "\nnotes.md:1:1: error evil: x",
    "a page": "\x0c",
    "delete": "\x7f",
    "CSI in one character": "\x9b31m",
    "OSC in one character": "\x9d0;evil\x9c",
    "turned round": "\u202egnp.exe",
    "turned round in itself": "\u2067\u2066x\u2069",
}  # fmt: skip
UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

SCRIPT = """
import sys
from para_sync.commands import main
for words in {commands!r}:
    try:
        main(words, prog_name="para-sync")
    except SystemExit:
        pass
    sys.stdout.flush()
"""


def hostile(root: Path) -> Path:
    """A vault with each sequence in titles, headings, texts, links and, where the disk allows it, a file's name."""
    files: dict[str, str] = {
        ".obsidian/app.json": "{}",
        "Tracker.md": "".join(
            f"<!-- para-sync:begin {name} -->\n\n<!-- para-sync:end {name} -->\n\n"
            for name in ("practice-log", "gap-tracker", "taste-log", "vault-health", "stories", "reviews")
        ),
    }
    for number, sequence in enumerate(SEQUENCES.values()):
        text = f"t{number}{sequence}e{number}"
        said = quoted(text)
        files[f"Areas/interview-context/gaps/g{number}.md"] = (
            f"---\ntype: gap\npriority: P0\nstatus: open\naction: {said}\ntitle: {said}\ncategory: {said}\n---\n"
            f"# {text}\n[[{text}]] [[#{text}]] #{text}\n<!-- para-sync:begin {text} -->\n"
        )
        files[f"Projects/practice-workbooks/sessions/r{number}.md"] = (
            f"---\ntype: session\ndate: 2026-01-05\nevaluator: {said}\nproblem: {said}\nreflection: {said}\n"
            + "".join(f"score_{name}: 1\n" for name in ("structure", "scoping", "architecture", "model", "latency"))
            + "".join(f"score_{name}: 1\n" for name in ("loss", "metrics", "features", "deep_dive", "edge_cases"))
            + f"{said}: x\ntag: {said}\n---\n# {text}\n"
        )
        if "/" not in sequence:
            files[f"named/{text}.md"] = f"[[{text} gone]]\n"
    return write(root, files)


def on_a_terminal(root: Path, *commands: list[str]) -> str:
    """What the commands print on a terminal without colour, in one process that holds keys."""
    unwanted = {"DISPLAY", "WAYLAND_DISPLAY", "COLUMNS", "LINES"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    child = pexpect.spawn(
        sys.executable,
        ["-c", SCRIPT.format(commands=[["--vault", str(root), *words] for words in commands])],
        env={**environment, **dict.fromkeys(KEYS, CANARY), "NO_COLOR": "1", "TERM": "xterm", "LC_ALL": "C.UTF-8"},
        dimensions=(50, 300),
        timeout=120,
    )
    printed = child.read()
    child.close()
    assert child.exitstatus == 0, printed[-2_000:]
    text: str = printed.decode("utf-8").replace("\r\n", "\n")
    return text


COMMANDS = (
    ["lint"], ["lint", "--format", "github"], ["lint", "--json"],
    ["lint", "--unsafe-fixes", "--diff"], ["sync", "--diff"], ["sync"],
    ["status"], ["next"], ["history"], ["doctor"], ["inspect", "Areas/interview-context/gaps/g4.md"],
    ["why", "Projects/practice-workbooks/sessions/r4.md"], ["export", "runs", "gaps", "findings"],
    ["archive", "Areas/interview-context/gaps/g7.md"], ["undo", "--diff"],
)  # fmt: skip


@pytest.mark.nightly
def test_titles_reach_a_terminal_as_text_and_keys_reach_nothing(tmp_path: Path) -> None:
    assert len(SEQUENCES) == 25
    root = hostile(tmp_path / "place" / "vault")
    typed = [
        words
        for number, each in some(list(enumerate(SEQUENCES.values())))
        for words in (["inspect", f"named/t{number}{each}e{number}.md"], ["new", "gap", each], ["rules", each])
    ]
    printed = on_a_terminal(root, *COMMANDS, *typed)
    for number in range(len(SEQUENCES)):
        assert f"t{number}" in printed
    assert "\\x1b[31m" in printed
    # a diff ends a name that has blanks with a tab, as git does
    found = UNWANTED.search(re.sub(r"(?m)^((?:---|\+\+\+) .*)\t$", r"\1", printed))
    assert not found, printed[max(found.start() - 200, 0) : found.end() + 50].__repr__()
    assert CANARY not in printed
    kept = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert {"place", "state"} <= {each.relative_to(tmp_path).parts[0] for each in kept}
    assert not [each for each in kept if CANARY.encode() in each.read_bytes()]
