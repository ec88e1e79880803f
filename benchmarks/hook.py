"""What a commit hook costs: `python -m benchmarks.hook [NOTES]`; one changed note in a large vault that git keeps."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generate import lay

RUNS = 7
_NOBODY = {f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def main(count: int) -> None:
    """Print the median and the worst of some runs, with and without what earlier runs remember."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "vault")
        lay(root, count)
        os.environ |= {"XDG_CACHE_HOME": f"{folder}/cache", "XDG_STATE_HOME": f"{folder}/state", **_NOBODY}
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"]):
            subprocess.run(["git", *words], cwd=root, check=True)
        time.sleep(3)  # what was written a moment ago is not remembered
        note = next(root.glob("Library/*/*.md"))
        for number in range(2):
            note.write_text(f"{note.read_text('utf-8')}\nMore {number}.\n", "utf-8")
            subprocess.run(["git", "add", "-A"], cwd=root, check=True)
            _time(root, ["lint", "--staged"])
        print(f"{count} notes, one of them staged")
        for words in (["lint", "--staged", "--no-cache"], ["lint", "--staged"], ["sync", "--check", "--staged"]):
            times = sorted(_time(root, words) for _ in range(RUNS))
            print(f"para-sync {' '.join(words):28} {statistics.median(times):5.2f} s median, {times[-1]:5.2f} s worst")


def _time(root: Path, words: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "para_sync", *words], cwd=root, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
