"""How long it takes to hold one written design of 20 KB to the specification: python benchmarks/designs.py"""

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
    sections = text.split(b"\n## ")
    share = SIZE / len(text)
    cut = (b"\n".join(part.split(b"\n")[: int(part.count(b"\n") * share) + 1]) for part in sections)
    small = b"\n\n## ".join(cut)
    for name, content in (("20 KB of it", small), ("the whole example", text)):
        taken = []
        for number in range(TIMES):
            # other bytes each time, so that no answer is kept
            changed = content + b"\n" * (number + 1)
            start = time.perf_counter()
            after = vault.replace(NOTE, changed)
            found = check.as_design(after, NOTE)
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        told = f"p50 {statistics.median(taken):.1f} ms, p95 {taken[int(TIMES * 0.95)]:.1f} ms"
        print(f"{name}, {len(content):,} bytes, {len(found)} findings: {told}")


if __name__ == "__main__":
    main()
