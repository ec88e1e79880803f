"""`python -m para_sync` is `para-sync`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from para_sync import quick
from para_sync.again import Call, tell

# Values are made by the hundred thousand and stay: to look through them for garbage every 700 takes a tenth of a run.
GARBAGE_EVERY = 20_000


def run(words: Sequence[str] | None = None) -> None:
    """The whole program: what was said to these words, if it still holds, else the command. Ends with the exit code,
    and at once where all is said: to take every note and answer down one by one takes a tenth of a run.
    """
    gc.set_threshold(GARBAGE_EVERY, 20, 20)
    _open_streams()
    words = sys.argv[1:] if words is None else words
    call = Call(words)
    try:
        said = call.said()
        if not said:
            _await_children()
            said = quick.lint(words, call)
        if said:
            os._exit(tell(said))
    except KeyboardInterrupt:
        sys.exit(1)
    from para_sync.commands import main

    try:
        main(words, prog_name="para-sync", obj=call)
    except SystemExit as end:
        if call.is_over and isinstance(end.code, int):
            os._exit(end.code)
        raise


def _open_streams() -> None:
    """Who closed a stream of this program reads nothing there, and it works all the same."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115  it stays open as long as the program runs


def _await_children() -> None:
    """Who starts this program may have it ignore how processes end, and then it can wait for none that it starts."""
    import signal  # here, since who tells again starts none

    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


if __name__ == "__main__":
    run()
