"""A folder of tables from many vaults: `KIND/vault=NAME/data.csv`, as DuckDB and Spark read it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from para_sync import journal
from para_sync.files import DISK
from para_sync.stop import Stop

# Beside the tables, and read by nobody else: which vault they are from.
ORIGIN = ".origin"


class NotThere(Stop):
    """A place where a table may not be written."""


def check(folder: Path, root: Path, names: Iterable[str], vault: str, *, inside: bool, replacing: bool) -> None:
    """Raises `NotThere` where the folder lies in the vault, unless `inside`, or holds another vault of that name,
    unless `replacing`.
    """
    if not inside and Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root)):
        raise NotThere(f"{folder} lies in the vault; --in-vault writes there all the same")
    for name in names:
        place = partition(folder, name, vault)
        try:
            origin = DISK.read(place / ORIGIN)
        except FileNotFoundError:
            continue
        if origin != _origin(root) and not replacing:
            raise NotThere(f"{place} holds another vault; --name NAME tells them apart, --replace puts this one there")


def write(folder: Path, root: Path, name: str, vault: str, ending: str, content: bytes) -> Path:
    """Put a table in its place, whole or not at all; raises OSError."""
    place = partition(folder, name, vault)
    DISK.mkdirs(place)
    journal.keep(place / ORIGIN, _origin(root), DISK, 0o644)
    journal.keep(place / f"data.{ending}", content, DISK, 0o644)
    return place / f"data.{ending}"


def partition(folder: Path, name: str, vault: str) -> Path:
    """The folder for one table of one vault.

    >>> partition(Path("data"), "runs", "alice").as_posix()
    'data/runs/vault=alice'
    """
    return folder / name / f"vault={vault}"


def _origin(root: Path) -> bytes:
    """A mark of the vault's place on this machine, from which the place cannot be told."""
    return journal.state(root).name.encode("ascii")
