"""The tool's own settings: `para-sync.toml` at the vault's root. Everything else that can be set stands in the
manual.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from para_sync.files import reason
from para_sync.stop import Stop
from para_sync.vault.vault import Vault
from para_sync.vault.walk import SETTINGS

QUIET_SECONDS = 5.0
WRITE_SECONDS = 30.0
# A day: a table that may be older than that is not watched, and no wait of the system takes any number.
LONGEST_SECONDS = 86_400


class Settings(NamedTuple):
    """Rules switched `off`, path patterns to `exclude` from lint, rules silenced `per_path`. A watcher writes a note
    when it rested for `quiet_seconds`, at most once in `write_seconds`. `model` is for a command to come.
    """

    off: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_path: tuple[tuple[str, tuple[str, ...]], ...] = ()
    quiet_seconds: float = QUIET_SECONDS
    write_seconds: float = WRITE_SECONDS
    model: str = ""


class SettingsBroken(Stop):
    """`para-sync.toml` cannot be read; the message names line, column and key."""


_KNOWN: Mapping[str, tuple[str, ...]] = {
    "lint": ("off", "exclude", "per-path"),
    "watch": ("quiet_seconds", "write_seconds"),
    "design": ("model",),
}


# Where `tomllib` says that a fault lies.
_AT = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)


def parse(text: str) -> Settings:
    """Read the settings. Raises `SettingsBroken` for what is no TOML, an unknown key or a value of the wrong kind.
    Who sets `quiet_seconds` to 0 wants no waiting at all: `write_seconds` is 0 then, whatever it is set to.

    >>> parse('[lint]\\noff = ["overtime"]').off
    ('overtime',)
    """
    import tomllib  # here, since most runs find the settings as they were

    text = text.removeprefix("\ufeff")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        said = _AT.fullmatch(str(error))
        raise SettingsBroken(f"{SETTINGS}:{said[2]}:{said[3]}: {said[1]}" if said else f"{SETTINGS}: {error}") from None
    for name, table in tables.items():
        _expect(name in _KNOWN, text, name, f'unknown table "{name}", expected one of {", ".join(_KNOWN)}')
        _expect(isinstance(table, dict), text, name, f'"{name}" must be a table: [{name}]')
        for key in table:
            known = ", ".join(_KNOWN[name])
            _expect(key in _KNOWN[name], text, key, f'unknown key "{key}" in [{name}], expected one of {known}')
    lint = tables.get("lint", {})
    per_path = lint.get("per-path", {})
    _expect(isinstance(per_path, dict), text, "per-path", "[lint.per-path] must be a table")
    watch = tables.get("watch", {})
    quiet = _seconds(watch, "quiet_seconds", QUIET_SECONDS, text)
    write = _seconds(watch, "write_seconds", WRITE_SECONDS, text)
    model = tables.get("design", {}).get("model", "")
    _expect(isinstance(model, str), text, "model", '"model" must be text')
    return Settings(
        _names(lint, "off", text),
        _names(lint, "exclude", text),
        tuple((pattern, _names(per_path, pattern, text)) for pattern in per_path),
        quiet,
        write if quiet else 0.0,
        model,
    )


def _names(table: Mapping[str, Any], key: str, text: str) -> tuple[str, ...]:
    value = table.get(key, [])
    good = isinstance(value, list) and all(isinstance(each, str) for each in value)
    _expect(good, text, key, f'"{key}" must be a list of texts: {key} = ["…"]')
    return tuple(value)


def _seconds(table: Mapping[str, Any], key: str, default: float, text: str) -> float:
    value = table.get(key, default)
    good = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LONGEST_SECONDS
    _expect(good, text, key, f'"{key}" must be a number of seconds from 0 to {LONGEST_SECONDS} (a day)')
    return float(value)


def _expect(holds: bool, text: str, key: str, fact: str) -> None:
    if holds:
        return
    written = re.search(rf"""^(?:[^#\n]*[\[.{{,])?[ \t]*["']?({re.escape(key)})["']?[ \t]*[\].=]""", text, re.MULTILINE)
    start = written.start(1) if written else 0
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    raise SettingsBroken(f"{SETTINGS}:{line}:{column}: {fact}")


def of(vault: Vault) -> Settings:
    """The settings of a vault; the defaults where it has none. Raises `SettingsBroken`, also where they cannot be
    read.
    """
    try:
        # an answer about the vault that rests on its settings rests on this file
        content = vault.content(SETTINGS) or vault.source.content(SETTINGS)
        return parse(content.decode())
    except (FileNotFoundError, IsADirectoryError):
        return Settings()
    except UnicodeDecodeError:
        raise SettingsBroken(f"{SETTINGS}: not UTF-8") from None
    except OSError as error:
        raise SettingsBroken(f"{SETTINGS}: {reason(error)}") from None
