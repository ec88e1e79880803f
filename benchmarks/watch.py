"""What a watcher costs on a large vault: `python -m benchmarks.watch [NOTES]` prints one table.

A real `para-sync watch` on a generated vault, with `quiet_seconds = 0`. Latency runs from the moment a session note is
saved to the moment its row stands in the Progress Tracker; `own` is the part that para-sync itself works, as it says in
its JSON lines, from the first look at the note to the tracker's fsync.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from threading import Thread

from benchmarks import generate

EDITS = 200
IDLE_SECONDS = 60
# After so long the watcher has let go of what its writes replaced.
HELD_SECONDS = 65
STREAM, RATE = 2_000, 10
TRACKER = "Areas/interview-context/Progress Tracker.md"
TICK = os.sysconf("SC_CLK_TCK")


class Daemon:
    """A running watcher, and what it said."""

    def __init__(self, root: Path, state: Path) -> None:
        self.began = time.monotonic()
        command = [sys.executable, "-m", "para_sync", "--vault", str(root), "watch", "--json"]
        environment = {**os.environ, "XDG_STATE_HOME": str(state)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        self.said: list[dict[str, object]] = []
        Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append({**json.loads(line), "heard": time.monotonic()})

    def first(self, kind: str) -> dict[str, object]:
        """The first event of a kind; waits for it."""
        while True:
            for each in self.said:
                if each["event"] == kind:
                    return each
            time.sleep(0.01)

    def cpu(self) -> float:
        """Seconds of CPU so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK

    def memory(self, kind: str = "VmRSS") -> float:
        """Resident memory in MB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(kind):
                return int(line.split()[1]) / 1024
        return 0.0


@contextmanager
def watching(count: int) -> Iterator[tuple[Path, Daemon]]:
    """A vault of that many notes, and a watcher that has come to rest on it."""
    with tempfile.TemporaryDirectory() as folder:
        root, state = Path(folder) / "vault", Path(folder) / "state"
        generate.lay(root, count)
        with (root / "para-sync.toml").open("a") as settings:
            settings.write("\n[watch]\nquiet_seconds = 0\n")
        daemon = Daemon(root, state)
        try:
            yield root, daemon
        finally:
            daemon.process.terminate()
            daemon.process.wait(10)


def rest(daemon: Daemon) -> None:
    """Wait until it has been still for two seconds."""
    while True:
        before = daemon.cpu()
        time.sleep(2)
        if daemon.cpu() == before:
            return


def save(note: Path, content: bytes, by_rename: bool) -> None:
    """As Obsidian does (in place), or as other editors do."""
    if by_rename:
        draft = note.with_name(f".{note.name}.draft")
        draft.write_bytes(content)
        os.replace(draft, note)
    else:
        note.write_bytes(content)


def shown(tracker: Path, words: bytes, patience: float = 30.0) -> float:
    """When the words stand in the tracker; raises TimeoutError."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if words in tracker.read_bytes():
            return time.monotonic()
        time.sleep(0.0005)
    raise TimeoutError(words)


def quantile(values: list[float], part: float) -> float:
    """The value below which that part of all lies."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def edited(content: bytes, words: str) -> bytes:
    """A session with these words as its reflection."""
    return content.replace(b"\ngaps: none\n", f"\nreflection: {words}\ngaps: none\n".encode())


def runs(root: Path) -> dict[Path, bytes]:
    """The generated runs with their bytes."""
    found = sorted((root / "Projects/practice-workbooks/sessions").glob("run *.md"))
    return {note: note.read_bytes() for note in found}


def main(count: int) -> None:
    with watching(count) as (root, daemon):
        _start(daemon)
        plain = runs(root)
        for name, values in zip(("edit to tracker", "of which own work"), latency(root, daemon, plain), strict=True):
            p50, p95 = quantile(values, 0.5), quantile(values, 0.95)
            print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, at most {max(values):.0f} ms ({len(values)} times)")
        _idle(root, daemon)
        _stream(root, daemon, plain)


def _start(daemon: Daemon) -> None:
    first = float(str(daemon.first("found")["heard"])) - daemon.began
    rest(daemon)
    print(f"start to full scan and findings: {first:.1f} s, then {daemon.memory():.0f} MB")


def latency(root: Path, daemon: Daemon, plain: Mapping[Path, bytes]) -> tuple[list[float], list[float]]:
    """Milliseconds from an edit to its row in the tracker, and those that para-sync itself worked, edit by edit."""
    latencies, heard = [], len(daemon.said)
    for number, note in zip(range(EDITS), cycle(plain), strict=False):
        save(note, edited(plain[note], f"Lesson x{number}x."), bool(number % 2))
        saved = time.monotonic()
        latencies.append(1000 * (shown(root / TRACKER, b"x%dx" % number) - saved))
        time.sleep(0.5)
    rest(daemon)
    updates = [each for each in daemon.said[heard:] if each.get("path") == TRACKER and "took" in each]
    return latencies, [1000 * float(str(each["took"])) for each in updates]


def _idle(root: Path, daemon: Daemon) -> None:
    time.sleep(HELD_SECONDS)
    cpu, stamps = daemon.cpu(), _stamps(root)
    time.sleep(IDLE_SECONDS)
    written = len(_stamps(root) ^ stamps)
    print(f"idle {IDLE_SECONDS} s: {1000 * (daemon.cpu() - cpu):.0f} ms of CPU, {written} writes")


def _stream(root: Path, daemon: Daemon, plain: Mapping[Path, bytes]) -> None:
    resident = [daemon.memory()]
    began = time.monotonic()
    for number, note in zip(range(STREAM), cycle(plain), strict=False):
        save(note, edited(plain[note], f"Stream y{number}y."), bool(number % 2))
        if number % (STREAM // 4) == STREAM // 4 - 1:
            resident.append(daemon.memory())
        time.sleep(max(0.0, began + (number + 1) / RATE - time.monotonic()))
    shown(root / TRACKER, b"y%dy" % (STREAM - 1))
    rest(daemon)
    text = (root / TRACKER).read_bytes()
    missed = sum(b"y%dy" % number not in text for number in range(STREAM - len(plain), STREAM))
    spread = ", ".join(f"{each:.0f}" for each in resident)
    print(f"{STREAM} edits at {RATE}/s: {missed} rows missed; {spread} MB, at most {daemon.memory('VmHWM'):.0f} MB")


def _stamps(root: Path) -> set[tuple[str, int]]:
    return {(str(path), path.stat().st_mtime_ns) for path in root.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
