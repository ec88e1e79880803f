"""All findings of a vault: what the rules find, and how its regions stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from para_sync import check as rule_check
from para_sync import regions, vanished
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
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
    last commit has and the vault has not. What stands in an advisory region is no finding. Raises `NoRule`, or
    `SettingsBroken` where a setting names no rule.
    """
    some = None if paths is None else [path for path in vault.paths if path in paths]
    if some is None:
        vault.announce(_in_regions)
    also = chain(_on_regions(vault, some), vanished.findings(vault, gone or {}))
    found = rule_check.run(vault, settings or Settings(), choice, also, some)
    here = regions.told(vault)
    return [
        each
        for each in found
        if (paths is None or each.path in paths) and not regions.is_told(each.span, each.path, here)
    ]


def _on_regions(vault: Vault, paths: Iterable[str] | None) -> Iterator[Diagnostic]:
    """What is wrong with regions (of these notes alone)."""
    if paths is None:
        yield from vault.once(_in_regions)
        return
    holding = [path for path in paths if (brief := vault.brief(path)) and brief.regions]
    if holding:
        from para_sync import sync  # here, as below: after most changes no region is planned anew

        yield from sync.findings(vault, holding)


def _in_regions(vault: Vault) -> tuple[Diagnostic, ...]:
    from para_sync import sync

    return tuple(sync.findings(vault))
