"""Plan the regions: what belongs in each, how it stands to what is there, and the edit that brings it up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from para_sync import region as regions_text
from para_sync import regions
from para_sync.diagnostic import Diagnostic, Fix
from para_sync.edit import Edit, splice
from para_sync.manual.chapter import suggestion
from para_sync.region import State
from para_sync.vault.markers import Region
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault

# A table longer than this could make its note too large to be read again.
MOST_ROWS = 5_000

STALE, EDITED, UNKNOWN, NEWER = "region-stale", "region-edited", "region-unknown", "region-newer"

# The states that are found fault with: the rule that does, and what it says of the region of this name.
_FACTS = {
    State.STALE: (STALE, 'region "{}" is not up to date'),
    State.EDITED: (EDITED, 'region "{}" was edited by hand and is left alone; sync --take-over writes it anew'),
    State.UNKNOWN: (UNKNOWN, 'no region is called "{}"'),
    State.NEWER: (NEWER, 'region "{}" was written by a newer para-sync'),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A region of a note, its state, and the edit that would fill it (None: what belongs there is not known)."""

    note: Note
    region: Region
    state: State
    edit: Edit | None = None


def plan(vault: Vault) -> tuple[Planned, ...]:
    """Every region of the vault, by note and place; templates are left alone. Worked out once."""
    return vault.once(_plan)


def due(vault: Vault, take_over: bool = False) -> tuple[Planned, ...]:
    """The regions that are to be written: the stale ones, with `take_over` the hand-edited ones too."""
    wanted = (State.STALE, State.EDITED) if take_over else (State.STALE,)
    return tuple(each for each in plan(vault) if each.state in wanted)


def edits(vault: Vault, take_over: bool = False) -> Iterator[Edit]:
    """The edits that write what is due."""
    return (each.edit for each in due(vault, take_over) if each.edit)


def names(planned: Iterable[Planned]) -> dict[str, str]:
    """The names of these regions, by their note's path."""
    return {
        path: ", ".join(each.region.name for each in group)
        for path, group in groupby(planned, key=lambda each: each.note.path)
    }


def synced(vault: Vault, take_over: bool = False) -> Vault:
    """The vault with what is due written, in memory."""
    after = vault
    for path, group in groupby(edits(vault, take_over), key=lambda each: each.path):
        after = after.replace(path, splice(vault.content(path), group))
    return after


def findings(vault: Vault) -> Iterator[Diagnostic]:
    """What is wrong with regions; markers that cannot be read are faults of their note."""
    for each in plan(vault):
        if each.state in _FACTS:
            rule, fact = _FACTS[each.state]
            name = each.region.name
            close = suggestion(name, regions.names()) if each.state is State.UNKNOWN else ""
            fix = Fix((each.edit,)) if each.state is State.STALE and each.edit else None
            yield Diagnostic(each.note.path, each.region.begin, fact.format(name) + close, fix, rule=rule)


def _plan(vault: Vault) -> tuple[Planned, ...]:
    return tuple(_planned(note, each, vault) for note in vault if not vault.is_template(note) for each in note.regions)


def _planned(note: Note, region: Region, vault: Vault) -> Planned:
    if region.name not in regions.names():
        return Planned(note, region, State.UNKNOWN)
    renderer = regions.load(region.name)
    content = renderer.render(vault)
    if content is None:
        return Planned(note, region, State.UNREADABLE)
    before = vault.content(note.path)
    body = before[region.body.start : region.body.end]
    state = regions_text.state(region, body.decode("utf-8", "replace"), content, renderer.version)
    if len(content.rows) > MOST_ROWS:
        return Planned(note, region, State.UNREADABLE)
    eol = "\r\n" if before[: region.body.start].endswith(b"\r\n") else "\n"
    after = regions_text.written(region, content, renderer.version, eol)
    return Planned(note, region, state, Edit(note.path, note.digest, region.body.start, region.end.end, after))
