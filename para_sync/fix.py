"""Apply the fixes of findings in memory, round by round, until nothing is left to fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from para_sync import edit, lint, sync
from para_sync.change import Edit
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
from para_sync.settings import Settings
from para_sync.stop import Stop
from para_sync.vault.vault import Vault

MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Fixed:
    """The vault after fixing, and the notes that changed: their bytes before (None: a new note) and after."""

    vault: Vault
    changed: Mapping[str, tuple[bytes | None, bytes]]

    def edits(self) -> Iterator[Edit]:
        """The edits that make the same changes on the disk."""
        return (edit.replacement(path, before, after) for path, (before, after) in self.changed.items())


class Endless(Stop):
    """Fixes that undo each other; the message names their rules."""


def fix(
    vault: Vault, settings: Settings, choice: Choice, unsafe: bool = False, only: frozenset[str] | None = None
) -> Fixed:
    """Fix what can be fixed: safe fixes, with `unsafe` all; `only` those that touch no other path. Raises `Endless`."""
    current, touched = vault, dict[str, bytes | None]()
    for _ in range(MOST_ROUNDS):
        found = [each for each in lint.check(current, settings, choice) if fixable(each, unsafe, only)]
        if not found:
            break
        for path, group in _together(found).items():
            before = current.content(path) if path in current.notes else None
            touched.setdefault(path, before)
            current = current.replace(path, edit.splice(before or b"", group))
    else:
        names = ", ".join(sorted({each.rule for each in found}))
        raise Endless(f"the fixes of {names} undo each other; nothing was written")
    changed = _changed(current, touched)
    if changed and any(rule.name == sync.STALE for rule in choice.rules(settings)):
        # what only tells is no finding and has no fix; it is brought up to date with what it tells about
        told = [each for each in sync.told(current) if only is None or each.note.path in only]
        for each in told:
            touched.setdefault(each.note.path, current.content(each.note.path))
        current = sync.written(current, told)
        changed = _changed(current, touched)
    return Fixed(current, changed)


def _changed(vault: Vault, touched: Mapping[str, bytes | None]) -> dict[str, tuple[bytes | None, bytes]]:
    after = {path: (before, vault.content(path)) for path, before in touched.items()}
    return {path: pair for path, pair in after.items() if pair[0] != pair[1]}


def fixable(found: Diagnostic, unsafe: bool, only: frozenset[str] | None = None) -> bool:
    """Whether a finding has a fix of the allowed kind."""
    if found.fix is None or not (found.fix.safe or unsafe):
        return False
    return only is None or all(each.path in only for each in found.fix.edits)


def _together(found: Iterable[Diagnostic]) -> dict[str, list[Edit]]:
    """As many whole fixes as fit together, by path; one that overlaps an earlier one waits for the next round."""
    chosen: dict[str, list[Edit]] = {}
    for each in found:
        edits = each.fix.edits if each.fix else ()
        if not any(_overlaps(one, other) for one in edits for other in chosen.get(one.path, ())):
            for one in edits:
                chosen.setdefault(one.path, []).append(one)
    return chosen


def _overlaps(one: Edit, other: Edit) -> bool:
    if one.expects is None or other.expects is None:
        return True
    return one.start <= other.end and other.start <= one.end
