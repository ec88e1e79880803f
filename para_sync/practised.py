"""What tables say of a workbook or question: which it is, and how it stands by its runs."""

from __future__ import annotations

from para_sync.manual import manual as manuals
from para_sync.practice import lacking
from para_sync.practice import runs as all_runs
from para_sync.region import EMPTY, cell, link
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


def named(note: Note, vault: Vault) -> str:
    """A workbook or question as a link: `P7 · title`."""
    return link(note, vault, all_runs.problem_label(note))


def standing(note: Note, vault: Vault) -> tuple[str, ...]:
    """How a workbook or question stands, in four cells: its runs, the latest, the best total, and what is missing."""
    return vault.once(_standing, note.path)


def _standing(vault: Vault, path: str) -> tuple[str, ...]:
    note = vault.note(path)
    assert note
    runs, manual = all_runs.on(note, vault), manuals.of(vault)
    missing = cell(", ".join(lacking.of(note, vault))) or EMPTY
    if not runs or manual.rubric is None:
        return "0", EMPTY, EMPTY, missing
    highest = manual.rubric.highest
    latest = f"{runs[-1].shown_total(manual.rubric)} on {runs[-1].date}"
    best = max(runs, key=lambda run: (run.total / (len(run.categories) * highest), run.order))
    return str(len(runs)), link(runs[-1].note, vault, latest), best.shown_total(manual.rubric), missing
