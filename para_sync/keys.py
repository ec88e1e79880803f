"""Single keys as they are pressed, without Enter."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Arrows and other keys that arrive as a sequence.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|)")
_PAUSE_SECONDS = 0.05

# Waits up to so many seconds; the keys pressed, "" where none was. Raises EOFError once nobody can press any.
Read = Callable[[float], str]


@contextmanager
def pressed() -> Iterator[Read]:
    """Keys are read one by one meanwhile and not shown; the terminal is as before afterwards. Ctrl-C still interrupts;
    Ctrl-Z is a key (`\\x1a`).
    """
    if sys.platform == "win32":
        yield _windows
        return
    import os
    import select
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)

    def read(seconds: float) -> str:
        if not select.select([terminal], [], [], seconds)[0]:
            return ""
        try:
            data = os.read(terminal, 1024)
        except OSError:  # the terminal hung up
            data = b""
        if not data:
            raise EOFError
        return _SEQUENCE.sub("", data.decode("utf-8", "ignore"))

    try:
        tty.setcbreak(terminal)
        mode = termios.tcgetattr(terminal)
        mode[6][termios.VSUSP] = b"\x00"
        termios.tcsetattr(terminal, termios.TCSANOW, mode)
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def _windows(seconds: float) -> str:
    if sys.platform != "win32":
        return ""
    import msvcrt

    end = time.monotonic() + seconds
    while not msvcrt.kbhit():
        if time.monotonic() >= end:
            return ""
        time.sleep(_PAUSE_SECONDS)
    key = msvcrt.getwch()
    if key in ("\x00", "\xe0"):  # the first half of a key such as an arrow
        msvcrt.getwch()
        return ""
    if key == "\x03":
        raise KeyboardInterrupt
    return key
