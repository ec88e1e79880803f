"""Which vault a command works on, and what a person's paths mean in it."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from para_sync.stop import Stop
from para_sync.vault.walk import SETTINGS, is_vault, upward

VARIABLE = "PARA_SYNC_VAULT"


class NoVault(Stop):
    """No vault where one was asked for."""


def root(option: Path | None, first: Path | None = None) -> Path:
    """The vault's folder: `--vault`, else upward from the first path, else from the working folder, else the
    variable. Raises `NoVault`.
    """
    return Path(way(option, first)[-1])


def way(option: Path | None, first: Path | None = None) -> list[str]:
    """The folders that are looked at in turn until one is a vault's: the last one. Raises `NoVault`."""
    if option is not None:
        if not is_vault(option):
            raise NoVault(f"{option} is no vault: it has neither .obsidian nor {SETTINGS}")
        return [os.fspath(option)]
    if first is not None and not first.exists():
        raise NoVault(f"{first}: no such file or folder")
    asked = upward(first if first is not None else os.getcwd())
    if is_vault(asked[-1]):
        return asked
    named = os.environ.get(VARIABLE)
    if named:
        return [*asked, *way(Path(named))]
    raise NoVault(f"no vault at or above {first or Path.cwd()}: no folder with .obsidian or {SETTINGS}")


def path_in(folder: Path, path: Path) -> str:
    """The vault path of a file or folder that a person named; raises `NoVault` where it lies outside."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(os.path.abspath(folder))
    except ValueError:
        raise NoVault(f"{path} is not in the vault {folder}") from None
    return "" if str(relative) == "." else unicodedata.normalize("NFC", relative.as_posix())
