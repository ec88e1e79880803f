"""Plan the regions: what belongs in each, how it stands to what is there, and the edit that brings it up to date."""

from __future__ import annotations

from collections.abc import Iterator
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

STALE, EDITED, UNKNOWN, NEWER = "region-stale", "region-edited", "region-unknown", "region-newer"


@dataclass(frozen=True, slots=True)
class Planned:
    """A region of a note, its state (None: no region of that name is known), and the edit that would fill it."""

    note: Note
    region: Region
    state: State | None
    edit: Edit | None = None


def plan(vault: Vault) -> tuple[Planned, ...]:
    """Every region of the vault, by note and place; templates are left alone. Worked out once."""
    return vault.once(_plan)


def edits(vault: Vault, take_over: bool = False) -> Iterator[Edit]:
    """The edits that bring every stale region up to date; with `take_over` the hand-edited ones too."""
    wanted = (State.STALE, State.EDITED) if take_over else (State.STALE,)
    return (each.edit for each in plan(vault) if each.edit and each.state in wanted)


def synced(vault: Vault) -> Vault:
    """The vault with every region up to date, in memory."""
    after = vault
    for path, group in groupby(edits(vault), key=lambda each: each.path):
        after = after.replace(path, splice(vault.content(path), group))
    return after


def findings(vault: Vault) -> Iterator[tuple[str, Diagnostic]]:
    """What is wrong with regions, as rule name and diagnostic; markers that cannot be read are faults of their note."""
    for each in plan(vault):
        name, note = each.region.name, each.note
        if each.state is None:
            fact = f'no region is called "{name}"{suggestion(name, regions.names())}'
            yield UNKNOWN, Diagnostic(note.path, each.region.begin, fact)
        elif each.state is State.STALE and each.edit:
            yield (
                STALE,
                Diagnostic(note.path, each.region.begin, f'region "{name}" is not up to date', Fix((each.edit,))),
            )
        elif each.state is State.EDITED:
            yield (
                EDITED,
                Diagnostic(note.path, each.region.begin, f'region "{name}" was edited by hand and is left alone'),
            )
        elif each.state is State.NEWER:
            yield NEWER, Diagnostic(note.path, each.region.begin, f'region "{name}" was written by a newer para-sync')


def _plan(vault: Vault) -> tuple[Planned, ...]:
    return tuple(_planned(note, each, vault) for note in vault if not vault.is_template(note) for each in note.regions)


def _planned(note: Note, region: Region, vault: Vault) -> Planned:
    if region.name not in regions.names():
        return Planned(note, region, None)
    renderer = regions.load(region.name)
    content = renderer.render(vault)
    if content is None:
        return Planned(note, region, State.CURRENT)
    before = vault.content(note.path)
    body = before[region.body.start : region.body.end]
    state = regions_text.state(region, body.decode("utf-8", "replace"), content, renderer.version)
    eol = "\r\n" if before[region.begin.end :].startswith(b"\r\n") else "\n"
    after = regions_text.written(region, content, renderer.version, eol)
    return Planned(note, region, state, Edit(note.path, note.digest, region.body.start, region.end.end, after))
