"""A pseudo-terminal with `para-sync` in it, and the screen that a person would see."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pyte

PATIENCE = 30.0


class Terminal:
    """`para-sync ARGUMENTS` on a terminal of some rows and columns; nothing there can open Obsidian."""

    def __init__(self, root: Path, *arguments: str, rows: int = 24, columns: int = 80, term: str = "xterm-256color"):
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.bells = 0
        self.bytes = b""
        unwanted = {"DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "COLUMNS", "LINES"}
        environment = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.process = pexpect.spawn(
            sys.executable,
            ["-m", "para_sync", "--vault", str(root), *arguments],
            env={**environment, "TERM": term, "LC_ALL": "C.UTF-8"},
            dimensions=(rows, columns),
            echo=True,
        )

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, a line each, without blanks at the ends."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def until(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            assert time.monotonic() < end, f"{text!r} never came:\n{self.text}"
            assert self._more() or text in self.text, f"ended before {text!r}:\n{self.text}"

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.process.send(key)

    def answer(self, question: str, line: str) -> None:
        """Wait for a question at the end of what is on the screen, and answer it."""
        self.at(question)
        before = len(self.bytes)
        self.process.sendline(line)
        while len(self.bytes) == before and self._more():
            pass

    def at(self, question: str) -> None:
        """Wait for a question that is open: it stands in the cursor's line, or is wrapped into it."""
        end = time.monotonic() + PATIENCE
        while not self._asked().endswith(question):
            assert time.monotonic() < end, f"{question!r} never came:\n{self.text}"
            assert self._more(), f"ended before {question!r}:\n{self.text}"

    def resize(self, rows: int, columns: int) -> None:
        self.screen.resize(rows, columns)
        self.screen.reset()
        self.process.setwinsize(rows, columns)

    def ended(self) -> int:
        """The exit code, after the rest of what is printed."""
        while self._more():
            pass
        self.process.close()
        assert self.process.exitstatus is not None, self.text
        return int(self.process.exitstatus)

    def _asked(self) -> str:
        above = "".join(line.ljust(self.screen.columns) for line in self.screen.display[: self.screen.cursor.y])
        return (above + self.screen.display[self.screen.cursor.y][: self.screen.cursor.x]).rstrip()

    def _more(self) -> bool:
        """Read on; False once the program has ended."""
        try:
            data = self.process.read_nonblocking(4096, timeout=0.2)
        except pexpect.TIMEOUT:
            return True
        except pexpect.EOF:
            return False
        self.bytes += data
        self._stream.feed(data)
        return True


def scores(terminal: Terminal, wanted: Sequence[int]) -> None:
    """Answer the questions for scores."""
    for score in wanted:
        terminal.answer("goes back):", str(score))
