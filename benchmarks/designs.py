"""How much work it is to hold one written design of 20 KB to the specification: python -m benchmarks.designs"""

from __future__ import annotations

import statistics
import time

from para_sync import check
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

NOTE = "content/ml-system-designs/Meta/Design a News Feed ML Ranking System.md"
SIZE = 20_000
TIMES = 100


def main() -> None:
    vault = Vault.read(Disk(SHIPPED))
    text = vault.content(NOTE)
    # as many whole lines of every section as make 20 KB in all
    sections = [part.split(b"\n") for part in text.split(b"\n## ")]
    longest = max(map(len, sections))
    tried = (b"\n\n## ".join(b"\n".join(part[:count]) for part in sections) for count in range(1, longest + 1))
    small = next(each for each in tried if len(each) >= SIZE)
    for name, content in (("20 KB of it", small), ("the whole example", text)):
        taken = []
        for number in range(TIMES):
            # other bytes each time, so that no answer is kept
            changed = content + b"\n" * (number + 1)
            start = time.process_time()
            after = vault.replace(NOTE, changed)
            found = check.as_design(after, NOTE)
            taken.append((time.process_time() - start) * 1000)
        taken.sort()
        told = f"CPU p50 {statistics.median(taken):.1f} ms, p95 {taken[int(TIMES * 0.95)]:.1f} ms"
        print(f"{name}, {len(content):,} bytes, {len(found)} findings: {told}")


if __name__ == "__main__":
    main()
