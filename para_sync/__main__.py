"""`python -m para_sync` is `para-sync`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from para_sync.again import Call, tell


def run(words: Sequence[str] | None = None) -> None:
    """The whole program: what was said to these words, if it still holds, else the command. Ends with the exit code."""
    call = Call(sys.argv[1:] if words is None else words)
    try:
        said = call.said()
        if said:
            sys.exit(tell(said))
    except KeyboardInterrupt:
        sys.exit(1)
    from para_sync.commands import main

    main(words, prog_name="para-sync", obj=call)


if __name__ == "__main__":
    run()
