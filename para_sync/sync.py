"""Plan the regions: what belongs in each, how it stands to what is there, and the edit that brings it up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from para_sync import region as regions_text
from para_sync import regions
from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Fix
from para_sync.edit import Stale, digest, splice
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


class Planned(NamedTuple):
    """A region of a note, its state, and the edit that would fill it (None: what belongs there is not known)."""

    note: Note
    region: Region
    state: State
    edit: Edit | None = None


def plan(vault: Vault) -> tuple[Planned, ...]:
    """Every region of the vault, by note and place; templates are left alone. Worked out once.

    An advisory one is told from its seal alone, without an edit: it counts as current unless it was edited. So is every
    region of a vault that is read in part: what is not known is not missing.
    """
    return vault.once(_plan)


def due(vault: Vault, take_over: bool = False, advisory: bool = True) -> tuple[Planned, ...]:
    """The regions that are to be written, by note and place: the stale ones, with `take_over` the hand-edited ones too,
    and unless `advisory` is False the advisory ones, filled from the vault as the others will leave it.
    """
    wanted = (State.STALE, State.EDITED) if take_over else (State.STALE,)
    found = tuple(each for each in plan(vault) if each.edit and each.state in wanted)
    if advisory:
        found += told(vault, take_over)
    return tuple(sorted(found, key=lambda each: (each.note.path, each.region.begin)))


def told(vault: Vault, take_over: bool = False) -> tuple[Planned, ...]:
    """The advisory regions that are to be written."""
    return vault.once(_told, take_over)


def edits(vault: Vault, take_over: bool = False) -> Iterator[Edit]:
    """The edits that write what is due."""
    return (each.edit for each in due(vault, take_over) if each.edit)


def changing(vault: Vault) -> tuple[str, ...]:
    """The notes that somebody wrote since they were read, and that a region lies in or rests on: only another look
    tells how those stand.
    """
    plan(vault)
    return tuple(sorted(vault.rewritten))


def names(planned: Iterable[Planned]) -> dict[str, str]:
    """The names of these regions, by their note's path."""
    return {
        path: ", ".join(each.region.name for each in group)
        for path, group in groupby(planned, key=lambda each: each.note.path)
    }


def synced(vault: Vault, take_over: bool = False) -> Vault:
    """The vault with what is due written, in memory."""
    return written(vault, due(vault, take_over))


def written(vault: Vault, planned: Iterable[Planned]) -> Vault:
    """The vault with these regions written; raises `Stale` where a note is not any more what it was read as."""
    after = vault
    for path, group in groupby((each.edit for each in planned if each.edit), key=lambda each: each.path):
        after = after.replace(path, splice(vault.content(path), group))
    return after


def findings(vault: Vault, paths: Iterable[str] | None = None) -> Iterator[Diagnostic]:
    """What is wrong with regions (of these notes alone); markers that cannot be read are faults of their note."""
    planned = plan(vault) if paths is None else (each for path in paths for each in _of_note(vault, path))
    for each in planned:
        if each.state in _FACTS:
            rule, fact = _FACTS[each.state]
            name = each.region.name
            close = suggestion(name, regions.names()) if each.state is State.UNKNOWN else ""
            fix = Fix((each.edit,)) if each.state is State.STALE and each.edit else None
            yield Diagnostic(each.note.path, each.region.begin, fact.format(name) + close, fix, rule=rule)


def _plan(vault: Vault) -> tuple[Planned, ...]:
    found = tuple(each for path in vault.once(_holding) for each in _of_note(vault, path))
    if vault.rewritten:
        # a chapter of the manual may be among them, so that no table can be trusted
        return tuple(Planned(each.note, each.region, State.CHANGED) for each in found)
    return found


def _holding(vault: Vault) -> tuple[str, ...]:
    """The notes that have regions."""
    return tuple(path for path, brief in vault.briefs.items() if brief.regions)


def _of_note(vault: Vault, path: str) -> list[Planned]:
    note = vault.note(path)
    if note is None or vault.is_template(note):
        return []
    # a region at a time: after a change most stay as they were planned
    return [vault.once(_planned, path, place) for place in range(len(note.regions))]


def _told(vault: Vault, take_over: bool) -> tuple[Planned, ...]:
    """Filled from the vault as the other regions will leave it."""
    # all of them: the answer rests on whatever the vault is asked below, which is not noted down as asked of this one
    notes = vault.notes
    wanted = (State.CURRENT, State.EDITED) if take_over else (State.CURRENT,)
    ours = [each for each in plan(vault) if each.state in wanted and regions.load(each.region.name).advisory]
    if not ours or changing(vault):
        return ()
    try:
        after = written(vault, due(vault, take_over, advisory=False))
    except Stale:  # a note is being written just now: what is true then is told at the next look
        return ()
    placed = [(note := notes[each.note.path], note.regions.index(each.region)) for each in ours]
    filled = [_filled(note, place, vault, after) for note, place in placed]
    return tuple(each for each in filled if each.state in (State.STALE, State.EDITED))


def _planned(vault: Vault, path: str, place: int) -> Planned:
    note = vault.note(path)
    assert note
    region = note.regions[place]
    if region.name not in regions.names():
        return Planned(note, region, State.UNKNOWN)
    renderer = regions.load(region.name)
    if renderer.advisory or vault.unread:
        body = _text(note, region, vault)
        if body is None:
            return Planned(note, region, State.CHANGED)
        otherwise = State.UNREADABLE if vault.unread else State.CURRENT
        ours = vault.once(_is_ours, path, place)
        return Planned(note, region, regions_text.state_by_seal(region, renderer.version, ours) or otherwise)
    return _filled(note, place, vault, vault)


def _filled(note: Note, place: int, vault: Vault, asked: Vault) -> Planned:
    """A region of `vault` with what `asked` says belongs in it."""
    region = note.regions[place]
    renderer = regions.load(region.name)
    content = asked.once(renderer.render)
    if content is None or len(content.rows) > MOST_ROWS:
        return Planned(note, region, State.UNREADABLE)
    body = _text(note, region, vault)
    if body is None:
        return Planned(note, region, State.CHANGED)
    before = vault.once(_content, note.path) or b""
    eol = "\r\n" if before[: region.body.start].endswith(b"\r\n") else "\n"
    ours = vault.once(_is_ours, note.path, place)
    state, after = regions_text.filled(region, body, content, renderer.version, eol, ours)
    return Planned(note, region, state, Edit(note.path, note.digest, region.body.start, region.end.end, after))


def _is_ours(vault: Vault, path: str, place: int) -> bool:
    """Whether a region is ours to fill: asked again only when its note changed, not when what belongs in it did."""
    note = vault.note(path)
    body = _text(note, note.regions[place], vault) if note else None
    return note is not None and body is not None and regions_text.is_ours(note.regions[place], body)


def _text(note: Note, region: Region, vault: Vault) -> str | None:
    """What stands in a region; None where its note was written since it was read, and the region's place is lost."""
    content = vault.once(_content, note.path)
    return None if content is None else content[region.body.start : region.body.end].decode("utf-8", "replace")


def _content(vault: Vault, path: str) -> bytes | None:
    """The bytes that a note was read from, once for all its regions; None where it was written since."""
    content, note = vault.content(path), vault.note(path)
    return content if note and digest(content) == note.digest else None
