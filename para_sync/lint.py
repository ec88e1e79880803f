"""All findings of a vault: what the rules find, and how its regions stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from para_sync import check as rule_check
from para_sync import sync
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.settings import Settings
from para_sync.vault.vault import Vault


def check(
    vault: Vault,
    settings: Settings | None = None,
    choice: Choice | None = None,
    paths: Collection[str] | None = None,
) -> list[Diagnostic]:
    """All findings, by path and place; with `paths` those in these files alone. Raises `NoRule`, or `SettingsBroken`
    where a setting names no rule.
    """
    some = None if paths is None else [path for path in vault.paths if path in paths]
    found = rule_check.run(vault, settings or Settings(), choice, sync.findings(vault), some)
    return found if paths is None else [each for each in found if each.path in paths]


def fails(found: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether findings make a run fail: an error does, a warning only under `strict`, advice never."""
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(each.severity in bad for each in found)
