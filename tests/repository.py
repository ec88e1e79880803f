"""A real git repository with a vault in it, and para-sync called in it as a person or a hook would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from conftest import write

from para_sync import edit, sync
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

SESSION = """\
---
type: session
date: {date}
evaluator: self
problem: {problem}
score_structure: 2
score_scoping: 2
score_architecture: 2
score_model: 2
score_latency: 2
score_loss: 2
score_metrics: 2
score_features: 2
score_deep_dive: 2
score_edge_cases: {last}
---
"""
SESSIONS = "Projects/practice-workbooks/sessions"
TRACKER = """\
# Tracker

First words.

<!-- para-sync:begin practice-log -->

<!-- para-sync:end practice-log -->

Words between.

<!-- para-sync:begin milestones -->

<!-- para-sync:end milestones -->

Last words.
"""


class Said(NamedTuple):
    """What a program printed, and its exit code."""

    out: str
    code: int


class Repository:
    """A repository of nobody: no settings but its own, and commands that see the programs of this environment."""

    def __init__(self, folder: Path, vault: str = "") -> None:
        self.top = folder
        self.vault = folder / vault if vault else folder
        folder.mkdir(parents=True, exist_ok=True)
        names = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        outside = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
        dates = {"GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z"}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        self.environment = {**os.environ, **names, **outside, **dates, "PATH": path}
        self.git("init", "-q", "-b", "main")

    def call(self, *words: str, folder: Path | None = None) -> Said:
        done = subprocess.run(
            words, cwd=folder or self.top, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return Said(done.stdout.decode("utf-8", "replace"), done.returncode)

    def git(self, *words: str) -> str:
        said = self.call("git", *words)
        assert said.code == 0, said.out
        return said.out

    def para_sync(self, *words: str, folder: Path | None = None) -> Said:
        return self.call("para-sync", *words, folder=folder or self.vault)

    def sync(self) -> None:
        """What `para-sync sync` writes, without a process of its own."""
        vault = Vault.read(Disk(self.vault))
        edit.apply(self.vault, "sync", sync.edits(vault))

    def write(self, files: dict[str, str | bytes]) -> None:
        write(self.vault, files)

    def commit(self, files: dict[str, str | bytes], message: str = "more") -> None:
        """Write files, stage everything and commit it past all hooks."""
        self.write(files)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--no-verify", "-m", message)


def session(day: int, problem: str = "Feed", last: int = 2) -> dict[str, str | bytes]:
    """The note of a run in January."""
    text = SESSION.format(date=f"2026-01-{day:02}", problem=problem, last=last)
    return {f"{SESSIONS}/2026-01-{day:02} {problem}.md": text}
