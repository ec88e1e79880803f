"""How a vault stands on the disk, told without reading a note; and what a command found then, to be told again for as
long as it stands so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from para_sync import place, store
from para_sync.files import DISK, Files
from para_sync.vault.source import Disk, Listing
from para_sync.vault.walk import CONFIGURATION

Answer = TypeVar("Answer")


class Moment(NamedTuple):
    """A vault's folder, and what lay in it when it was looked at, from `began` on (seconds since 1970)."""

    disk: Disk
    listing: Listing
    began: float


def look(root: Path, files: Files = DISK) -> Moment:
    """How a vault stands now."""
    began, disk = files.now(), Disk(root, files)
    return Moment(disk, disk.listing(), began)


def recalled(
    root: Path, question: tuple[object, ...], answer: Callable[[Moment], Answer], files: Files = DISK
) -> Answer:
    """The answer to a question, of plain values, that was given the last time if nothing changed that it can rest on;
    else the one that is given now, and kept for the next time where it can be trusted then.
    """
    now = look(root, files)
    mark, name = _mark(now), f"answer-{store.digest(repr(question).encode()).hex()}"
    known = store.load(root, name, files)
    if known and known[0] == mark:
        return cast(Answer, known[1])
    found = answer(now)
    if all(store.settled(stamp, now.began) for stamp in now.listing.stamps.values()):
        store.save(root, name, (mark, found), files)
    return found


def _mark(now: Moment) -> bytes:
    """What stands for all that an answer can rest on: names and stamps of the files, bytes of the configuration, the
    last commit.
    """
    listing = now.listing
    numbers = ",".join(map(str, chain.from_iterable(listing.stamps.values())))
    read = (listing.notes, listing.others, listing.oddities, tuple(listing.stamps), numbers)
    return store.digest(
        repr((read, [*_configuration(now.disk)], _commit(now.disk.root))).encode("utf-8", "surrogatepass")
    )


def _configuration(disk: Disk) -> Iterator[tuple[str, bytes]]:
    for path in CONFIGURATION:
        with suppress(OSError):
            yield path, disk.content(path)


def _commit(root: Path) -> str:
    """The last commit of the repository that a vault lies in; "" where it lies in none."""
    if not place.repository(root):
        return ""
    from para_sync import git  # here, since it starts processes, and a vault need not lie in a repository

    return git.head(root)
