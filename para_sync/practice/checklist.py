"""The pre-interview checklist: what is ticked, and what the notes say (domain.md M80, idea 8)."""

from __future__ import annotations

from typing import NamedTuple

from para_sync.manual import lists
from para_sync.manual import manual as manuals
from para_sync.manual.lists import CheckItem
from para_sync.practice import verdict
from para_sync.practice.verdict import Verdict
from para_sync.vault.vault import Vault


class Audited(NamedTuple):
    """An item of the checklist, and what the notes say; `judged` is None where the tick is the verdict."""

    item: CheckItem
    judged: Verdict | None

    @property
    def text(self) -> str:
        """The item without its criterion."""
        return lists.without_code(self.item.tick)

    @property
    def ticked(self) -> bool:
        """Whether the box is ticked."""
        return self.item.tick.ticked

    @property
    def drifts(self) -> bool:
        """Whether the tick says something else than the notes."""
        return self.judged is not None and self.judged.met is not self.ticked


def of(vault: Vault) -> tuple[Audited, ...]:
    """The checklist's items in order; none while the manual cannot be read for it."""
    return vault.once(_audited)


def _audited(vault: Vault) -> tuple[Audited, ...]:
    return tuple(
        Audited(each, None if each.criterion is None or each.criterion.by_hand else verdict.now(each.criterion, vault))
        for each in manuals.of(vault).checklist or ()
    )
