"""A real `para-sync watch` on a real folder: started, listened to, and ended."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from conftest import write

from para_sync import layout

TRACKER = "Areas/interview-context/Progress Tracker.md"
HEALTH = "Areas/interview-context/Vault Health.md"
SESSIONS = "Projects/practice-workbooks/sessions"
PATIENCE = 60.0

IMPATIENT = "[watch]\nquiet_seconds = 0\n"


def lay(root: Path, settings: str = IMPATIENT) -> Path:
    """The shipped vault with its example, synced, and a watcher that waits for nothing."""
    laid = layout.synced(layout.files(layout.EXAMPLE_START, example=True))
    return write(root, {**laid, "para-sync.toml": settings})


def until(holds: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """One command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "para_sync", *map(str, words)], capture_output=True, text=True, check=False
    )


def synced_copy(root: Path, to: Path) -> dict[str, bytes]:
    """What a fresh `sync` makes of a copy of the vault, by path."""
    shutil.copytree(root, to, ignore=shutil.ignore_patterns(".para-sync", ".git"), symlinks=True)
    assert run("sync", "--yes", to).returncode in (0, 1)
    return files(to)


def files(root: Path) -> dict[str, bytes]:
    """The notes of a vault."""
    found = sorted(root.rglob("*.md"))
    return {each.relative_to(root).as_posix(): each.read_bytes() for each in found if each.is_file()}


def score(session: Path, value: int) -> None:
    """Save another score in place, as Obsidian does."""
    text = session.read_bytes()
    session.write_bytes(re.sub(rb"(?m)^score_loss: .*$", b"score_loss: %d" % value, text))


class Watcher:
    """A running watcher, and what it said in JSON lines."""

    def __init__(self, root: Path, *options: str, before: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "para_sync", "--vault", str(root), "watch", "--json", *options]
        self.root = root
        self.said: list[dict[str, Any]] = []
        self.process = subprocess.Popen([*before, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self) -> Watcher:
        self.hears("found")
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        assert self.ended() == 0

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(json.loads(line))

    def hears(self, kind: str, after: int = 0, **more: object) -> None:
        """Wait until it said something of a kind, with these values."""
        until(lambda: any(each["event"] == kind and more.items() <= each.items() for each in self.said[after:]))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """All that it said of a kind."""
        return [each for each in self.said if each["event"] == kind]

    def rests(self, seconds: float = 1.5) -> None:
        """Wait until it has done nothing for a while."""
        last, since = self.cpu(), time.monotonic()
        end = since + PATIENCE * 5
        while time.monotonic() - since < seconds:
            assert time.monotonic() < end, "it never came to rest"
            time.sleep(0.1)
            if self.cpu() > last + 0.02:
                last, since = self.cpu(), time.monotonic()

    def cpu(self) -> float:
        """Seconds of CPU so far; the time on the clock where that cannot be told."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ended(self) -> int:
        """Its exit code, as soon as it has one; it must not have complained."""
        code = self.process.wait(PATIENCE)
        self._thread.join(PATIENCE)
        assert self.process.stdout
        assert self.process.stderr
        self.process.stdout.close()
        if not self.process.stderr.closed:
            with self.process.stderr as complaints:
                text = complaints.read()
            assert not text, text
        return code

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.ended()
