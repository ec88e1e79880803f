"""What keeps a command from working at all."""

from __future__ import annotations


class Stop(Exception):
    """A command cannot work; the message, one line for people, says why. The command line ends with exit code 2."""
