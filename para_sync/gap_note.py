"""The note of a gap that the rules ask for: what is known of it, to be written on (domain.md C9)."""

from __future__ import annotations

from datetime import datetime

from para_sync.draft import Draft, NoDraft, draft
from para_sync.manual import manual as manuals
from para_sync.manual.note_types import NoteType, PropertyType
from para_sync.names import NoName
from para_sync.practice import gaps
from para_sync.practice.gaps import Wanted
from para_sync.vault.vault import Vault


def made(wanted: Wanted, vault: Vault) -> Draft | None:
    """The gap note, found on the day of its run; None where the manual's gap type wants what cannot be known."""
    types = manuals.of(vault).note_types
    kind = types.types.get(gaps.TYPE) if types else None
    if kind is None:
        return None
    try:
        day = datetime.fromisoformat(wanted.run.date)
        return draft(gaps.TYPE, wanted.category.name, _values(wanted, kind), day, vault)
    except (NoDraft, NoName):
        return None


def _values(wanted: Wanted, kind: NoteType) -> dict[str, str]:
    """What is known of the gap, and for each other property that the manual requires a value that it accepts."""
    known = {
        "priority": wanted.priority,
        "status": "",
        "action": f"Practice {wanted.category.name}",
        "category": wanted.category.key,
        "found": wanted.run.date,
    }
    given = {each.name: known.get(each.name) or _first(each, wanted) for each in kind.properties}
    return {each.name: given[each.name] for each in kind.properties if each.required or each.name in known}


def _first(wanted_property: PropertyType, wanted: Wanted) -> str:
    firsts = {
        "choice": wanted_property.choices[0] if wanted_property.choices else "",
        "checkbox": "no",
        "date": wanted.run.date,
        "datetime": f"{wanted.run.date}T00:00:00",
        "link": next(iter(wanted_property.literals), wanted.run.note.name),
        "number": f"{wanted_property.low or 0:g}",
        "integer": f"{wanted_property.low or 0:g}",
    }
    return firsts.get(wanted_property.kind, wanted.category.name)
