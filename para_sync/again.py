"""What a command said, told again for as long as its vault stands as it stood then.

It is asked before anything is imported that could work it out anew, so this and what it rests on import little. What is
kept is disposable, like all in the cache folder: what cannot be read is as if it were not there.
"""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from para_sync import own, program
from para_sync.moment import Moment, look
from para_sync.vault.walk import is_vault

# So many answers are kept; the one that was given longest ago goes first.
MOST = 32

# What a command's answer depends on beside its words, its vault and the day.
_ENVIRONMENT = ("PARA_SYNC_VAULT", "NO_COLOR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE")

Said = tuple[int, str, str]
"""What a command said: its exit code, and what it wrote to stdout and to stderr."""


class Call:
    """A command as it was called: its words, where, when and for whom. `moment` is how its vault stands, if that was
    looked at; `is_over` once all is said and nothing is left to be done. What is `held` is there until the end:
    to take a vault down takes a tenth of a run.
    """

    def __init__(self, words: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self.moment: Moment | None = None
        self.is_over = False
        self.held: object = None
        self._clock = clock
        day = time.localtime()[:3]
        surroundings = [os.environ.get(name) for name in _ENVIRONMENT]
        seen = [stream.isatty() for stream in (sys.stdout, sys.stderr)]
        self._key = _bytes(repr((tuple(words), _here(), day, surroundings, seen)))
        self._file = os.path.join(own.caches(), "said", f"{zlib.crc32(self._key):08x}")

    def said(self) -> Said | None:
        """What was said the last time; None where that is not known, or something changed that it can rest on."""
        try:
            key, made_by, way, mark, code, out, err = self._load()
            *others, root = way.decode("utf-8", "surrogatepass").split("\0")
            if key != self._key or made_by != program.mark() or not is_vault(root) or any(map(is_vault, others)):
                return None
            self.moment = look(root, clock=self._clock)
            if mark != self.moment.mark():
                os.unlink(self._file)  # it holds never again, and who comes next need not look to know that
                return None
            return int(code), out.decode("utf-8", "surrogatepass"), err.decode("utf-8", "surrogatepass")
        except (OSError, ValueError):
            return None

    def keep(self, way: Sequence[str], now: Moment, said: Said) -> None:
        """Keep what was said of a vault as it stood, and the folders that were looked at on the way to it; where that
        is not possible, or will not be true, do not.
        """
        if not now.settled:
            return
        code, out, err = said
        words = [_bytes(each) for each in ("\0".join(way), str(code), out, err)]
        body = _joined([self._key, program.mark(), words[0], now.mark(), *words[1:]])
        # here, since who tells again does not keep again
        from para_sync.files import DISK

        try:
            DISK.put(self._file, (b"%08x\n" % zlib.crc32(body), body))
            _sweep(os.path.dirname(self._file))
        except OSError:
            return

    def _load(self) -> list[bytes]:
        """What was kept; raises OSError or ValueError where that cannot be had."""
        if not os.path.isfile(self._file):  # a pipe in its place would keep everybody waiting
            raise FileNotFoundError
        with open(self._file, "rb") as file:
            check, _, body = file.read().partition(b"\n")
        if check != b"%08x" % zlib.crc32(body):
            raise ValueError
        sizes, _, rest = body.partition(b"\n")
        fields = []
        for size in map(int, sizes.split()):
            fields.append(rest[:size])
            rest = rest[size:]
        return fields


def moment(call: Call | None, root: str) -> Moment:
    """How a vault stands: as it was seen when the command was called, or as it is now."""
    known = call.moment if call else None
    if known and known.root == root:
        return known
    from para_sync.files import DISK  # here, as above

    return look(root, DISK.entries, DISK.now)


def _here() -> str:
    """The working folder; "" where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return ""


def tell(said: Said) -> int:
    """Say it once more; the exit code, another one where it cannot be said."""
    code, out, err = said
    lenient()
    try:
        for stream, text in ((sys.stderr, err), (sys.stdout, out)):
            stream.write(text)
            stream.flush()
    except BrokenPipeError:
        # whoever read has gone, and what is left in the buffer with it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        from contextlib import suppress  # here, as above

        from para_sync.files import reason

        with suppress(OSError):
            sys.stderr.write(f"para-sync: the system: {reason(error)}\n")
            sys.stderr.flush()
        return 2
    return code


def lenient() -> None:
    """Have a letter that the terminal's encoding lacks shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _sweep(folder: str) -> None:
    """Forget the oldest answers beyond the cap."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in entries[MOST:]:
        os.unlink(entry)


def _joined(fields: Sequence[bytes]) -> bytes:
    return b" ".join(b"%d" % len(each) for each in fields) + b"\n" + b"".join(fields)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
