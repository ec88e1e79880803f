"""A vault so small that a command on it takes some milliseconds, and one command of each kind that writes to it."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result
from conftest import write
from texts import SESSIONS, run

from para_sync import history, journal, layout
from para_sync.commands import main
from para_sync.files import DISK

P1 = "Projects/practice-workbooks/P1 News Feed Ranking.md"
LOG = "Log.md"
SESSION = f"{SESSIONS}/2026-01-06 P1.md"
LINKS = "Resources/Links.md"
_SHIPPED = (
    "Templates/gap.md",
    "Projects/practice-workbooks/practice-workbooks.md",
    P1,
    "para-sync.toml",
    ".obsidian/app.json",
    ".obsidian/templates.json",
)
_LOG = f"""# Log

See [[{P1.removesuffix(".md")}]].

<!-- para-sync:begin practice-log -->

<!-- para-sync:end practice-log -->

These words are mine.
"""


@cache
def small() -> dict[str, bytes]:
    """The files of the vault, every table up to date but for `Log.md`'s."""
    laid = layout.files(layout.EXAMPLE_START)
    shipped = {path: each for path, each in laid.items() if path in _SHIPPED or path.startswith("Manual/")}
    workbook = f"'[[{P1.removesuffix('.md').rpartition('/')[2]}]]'"
    synced = layout.synced(
        {
            **shipped,
            f"{SESSIONS}/2026-01-05 P1.md": run("2026-01-05", 10 * "3", workbook=workbook, reflection="Say.").encode(),
            LOG: _LOG.encode(),
        }
    )
    return {
        **synced,
        SESSION: run("2026-01-06", workbook=workbook, minutes="[5, 5, 10, 5, 3, 2]").encode(),
        LINKS: b"---\r\nup: [[Log]]\r\n---\r\n# Links\r\n[[Log|the log]]\r\nno end",
    }


_SCORES = ("--scores", "2,2,3,2,1,2,2,2,1,2", "--reflection", "Size.", "--taste", "none", "--gaps", "all")

# One command of each kind that writes; all but the first two find the tables up to date.
COMMANDS = {
    "fix": ("lint", "--fix", "--select", "property-unquoted-link,region-stale,note-unreadable"),
    "sync": ("sync",),
    "new": ("new", "gap", "Tail latency", "--set", "priority=P0", "--set", "action=Say it"),
    "practice": ("practice", "--score", SESSION, *_SCORES),
    "archive": ("archive", "P1 News Feed Ranking"),
    "undo": ("undo", "RUN"),
}


def prepared(root: Path, name: str) -> tuple[str, ...]:
    """The vault as it is before a command of `COMMANDS`, on the disk; and the command's words."""
    write(root, small())
    if name not in ("fix", "sync"):
        para_sync(root, "sync")
    if name == "undo":
        para_sync(root, *COMMANDS["archive"])
    return tuple(history.runs(root)[0].id if word == "RUN" else word for word in COMMANDS[name])


class Course:
    """The vault in a folder before a command of `COMMANDS`, and what the command does to it.

    `seen` are the bytes that each note may have at any time, None where there is no note; `final` are all notes at the
    end. Where the command is cut short, `next` is a run after which the notes are one of `finals`.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.root = folder / "vault"
        self.words = prepared(self.root, name)
        self.snapshot = Snapshot(folder)
        self.first = notes(self.root)
        self.seen: dict[str, set[bytes | None]] = {path: {content} for path, content in self.first.items()}
        known = {each.file for each in journal.records(self.root)}
        result = para_sync(self.root, *self.words)
        assert result.exit_code == 0, result.output
        self.final = notes(self.root)
        for each in journal.records(self.root):
            if each.file not in known:
                self._learn(each)
        # to make a note once more would make another one
        self.next = ("sync",) if name == "new" else self.words
        self.finals = (self.final, self.first) if name == "new" else (self.final,)
        self.snapshot.restore()

    def _learn(self, kept: journal.Kept) -> None:
        """What notes are on the way, from what the journal has of a write."""
        entry = kept.record
        for path in filter(None, (entry.path, entry.to)):
            self.seen.setdefault(path, {None}).add(self.final.get(path))
        if entry.before is not None and not entry.to:
            self.seen[entry.path].add(kept.replaced(DISK))

    def wrong(self, found: Mapping[str, bytes]) -> list[str]:
        """The notes that have bytes which they may not have, or came to be."""
        return [path for path in {*found, *self.seen} if found.get(path) not in self.seen.get(path, ())]


def notes(root: Path) -> dict[str, bytes]:
    """All files of a vault but those in the staging folder, by path."""
    return {path: content for path, content in files(root).items() if not path.startswith(".para-sync/")}


def files(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def para_sync(root: Path, *words: str) -> Result:
    """A command in this process; what it raises is raised."""
    result = CliRunner().invoke(main, ["--vault", str(root), *words])
    gc.unfreeze()  # a command is the only one of its process, and does not look for garbage that will go with it
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


class Snapshot:
    """All that lies in a folder, to be put back."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._files = folder, files(folder)
        self._folders = {path for path in folder.rglob("*") if path.is_dir()}

    def restore(self) -> None:
        found = files(self._folder)
        for path in found.keys() - self._files.keys():
            (self._folder / path).unlink()
        for folder in sorted({path for path in self._folder.rglob("*") if path.is_dir()} - self._folders, reverse=True):
            folder.rmdir()
        write(self._folder, {path: each for path, each in self._files.items() if found.get(path) != each})
        for folder in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
