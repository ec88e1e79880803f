"""Run one command and print its exit code and what it cost: `python -I -S launch.py OUTPUT 0|1 COMMAND…`.

Its stdout and stderr go to OUTPUT. With 1, what all its processes hold together is looked at all the time, which slows
it; with 0 only the peak of the largest is known. This is a small process of its own, since the peak of a child counts
from what its parent held when it was started.
"""

import os
import sys
import time
from contextlib import suppress


def held(process: int) -> int:
    """KB held by a process and its descendants, what they share counted once; 0 where the system does not tell."""
    total = 0
    with suppress(OSError), open(f"/proc/{process}/smaps_rollup", encoding="ascii") as rollup:
        total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
    with suppress(OSError), open(f"/proc/{process}/task/{process}/children", encoding="ascii") as children:
        total += sum(held(int(child)) for child in children.read().split())
    return total


output, watched, *command = sys.argv[1:]
file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
to_file = [(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2)]
start = time.perf_counter()
child = os.posix_spawnp(command[0], command, os.environ, file_actions=to_file)
peak, done = 0, 0
while watched == "1" and not done:
    peak = max(peak, held(child))
    done, status, used = os.wait4(child, os.WNOHANG)
    time.sleep(0.005)
if not done:
    _, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
unit = 1024 if sys.platform == "linux" else 1
print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, max(peak * 1024, used.ru_maxrss * unit))
