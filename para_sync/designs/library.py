"""The records that lie in a vault."""

from __future__ import annotations

from para_sync.designs import records
from para_sync.designs.records import BadRecord, Record
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import Spec
from para_sync.vault.vault import Vault

_SUFFIX, _SCHEMA = ".json", ".schema.json"


def of(vault: Vault) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records of all files in the specification's folder, by path, and what is wrong with those that have none."""
    return vault.once(_read)


def _read(vault: Vault) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    spec = manuals.of(vault).design_spec
    if spec is None or not spec.records:
        return (), ()
    found: list[Record] = []
    faults: list[str] = []
    for path in files(vault, spec):
        try:
            found += records.read(vault.content(path), path, spec, {})
        except BadRecord as bad:
            faults.append(str(bad))
    return tuple(found), tuple(faults)


def files(vault: Vault, spec: Spec) -> list[str]:
    """The paths of the files that hold records."""
    inside = (path for path in vault.others if path.startswith(f"{spec.records}/"))
    return [path for path in inside if path.endswith(_SUFFIX) and not path.endswith(_SCHEMA)]
