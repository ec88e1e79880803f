"""Scored runs that the last commit has and the vault has no longer: deleted, not archived (domain.md M12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from para_sync.diagnostic import Diagnostic
from para_sync.manual import manual as manuals
from para_sync.manual.manual import RUN_TYPES
from para_sync.vault import note as notes
from para_sync.vault.source import is_note, is_seen
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault
from para_sync.vault.walk import repository

if TYPE_CHECKING:  # a run seldom vanishes
    from para_sync.practice.runs import Run

RULE = "session-vanished"


def gone(root: Path, vault: Vault) -> dict[str, bytes]:
    """The notes of the last commit whose names no file of the vault has, by their paths; none without git. Git is asked
    once where nothing is gone, else twice.
    """
    if not repository(root):
        return {}
    from para_sync import git  # here, since most who lint ask no git, and it starts processes

    try:
        there = {*vault.linkable, *(odd.path for odd in vault.oddities)}
        names = {_name(path) for path in there}
        missing = {
            path: blob
            for path, blob in git.committed(root).items()
            if is_note(path) and is_seen(path) and path not in there and _name(path) not in names
        }
        return git.blobs(root, missing)
    except git.NoGit:
        return {}


def findings(vault: Vault, missing: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """A finding for each of these notes that was a scored run, unless the vault has it under another name."""
    if not missing or manuals.of(vault).rubric is None:
        return
    from para_sync.practice import runs as all_runs  # here, since a run seldom vanishes

    known = {_same(run) for run in all_runs.of(vault).scored}
    for path, content in sorted(missing.items()):
        note = notes.parse(path, content)
        if note.type not in RUN_TYPES:
            continue
        found = all_runs.run(vault.replace(path, content), path)
        if found and found.scored and _same(found) not in known:
            fact = (
                f"a scored run of {found.date} is in the last commit and gone from the vault; "
                "deleted runs do not count, archived ones do: git restore brings it back"
            )
            yield Diagnostic(path, Span(0, 0), fact, rule=RULE)


def _same(run: Run) -> tuple[object, ...]:
    return run.date, run.start, run.note.type, tuple(run.scores.items())


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()
