"""All findings of a vault: what the rules find, and how its regions stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from para_sync import check as rule_check
from para_sync import sync, vanished
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.settings import Settings
from para_sync.vault.vault import Vault


def check(
    vault: Vault,
    settings: Settings | None = None,
    choice: Choice | None = None,
    paths: Collection[str] | None = None,
    gone: Mapping[str, bytes] | None = None,
) -> list[Diagnostic]:
    """All findings, by path and place; with `paths` those in these files alone, and with `gone` those on notes that the
    last commit has and the vault has not. Raises `NoRule`, or `SettingsBroken` where a setting names no rule.
    """
    some = None if paths is None else [path for path in vault.paths if path in paths]
    also = (*sync.findings(vault), *vanished.findings(vault, gone or {}))
    found = rule_check.run(vault, settings or Settings(), choice, also, some)
    return found if paths is None else [each for each in found if each.path in paths]


def fails(found: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether findings make a run fail: an error does, a warning only under `strict`, advice never."""
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(each.severity in bad for each in found)
