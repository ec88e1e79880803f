"""Run one command and print what it cost: `python -I -S launch.py OUTPUT COMMAND…`; stdout and stderr go to OUTPUT.

A small process of its own, since the peak memory of a child counts from what its parent held when it was started.
"""

import os
import sys
import time

output, *command = sys.argv[1:]
file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
start = time.perf_counter()
child = os.posix_spawnp(
    command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2)]
)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
unit = 1024 if sys.platform == "linux" else 1
print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit)
