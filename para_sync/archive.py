"""What moves to the folder of finished work: a note, or a project with its whole folder (domain.md M12, M22, X9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.note_types import within
from para_sync.practice import finished
from para_sync.stop import Stop
from para_sync.vault.note import Note
from para_sync.vault.vault import Vault


class NoArchive(Stop):
    """What was named cannot be archived: what, and why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What moves together: the note that stands for it, the new paths of its files, the folder that moves as a whole
    (its old and new path; "" is none), and what speaks against moving it now.
    """

    note: str
    moves: tuple[tuple[str, str], ...]
    folder: tuple[str, str]
    doubts: tuple[str, ...]


def ready(vault: Vault) -> tuple[Unit, ...]:
    """The workbooks and projects whose finish line is reached and that are not archived yet, projects first: a workbook
    moves with its project.
    """
    found: list[Unit] = []
    for note in finished.ready(vault):
        if not any(note.path in dict(unit.moves) for unit in found):
            found.append(unit(note, vault))
    return tuple(found)


def named(vault: Vault, names: Iterable[str]) -> tuple[Unit, ...]:
    """What is meant by paths, ids, names or titles of notes, each once. Raises `NoArchive`."""
    notes = dict.fromkeys(_find(vault, name).path for name in names)
    return tuple(unit(note, vault) for path in notes if (note := vault.note(path)))


def is_archived(vault: Vault, path: str) -> bool:
    """Whether a path lies with the finished work."""
    return within(path.rpartition("/")[0], manuals.of(vault).archive)


def unit(note: Note, vault: Vault) -> Unit:
    """What moves with a note, and where to: the path that it has below its layer, below the archive. Raises `NoArchive`
    where something stands in the way.
    """
    archive = manuals.of(vault).archive
    if not archive:
        raise NoArchive("the layers of the manual cannot be read; see para-sync lint --select manual-broken")
    folder = note.folder if _moves_whole(note, vault) else ""
    paths = [path for path in vault.linkable if path == note.path or (folder and path.startswith(f"{folder}/"))]
    for odd in vault.oddities:
        if (folder and within(odd.path, folder)) or odd.path == note.path:
            raise NoArchive(f'"{odd.path}" stands in the way: {odd.message}')
    moves = tuple((path, _target(path, vault)) for path in paths if not is_archived(vault, path))
    taken = {path.casefold(): path for path in vault.linkable}
    for path, to in moves:
        if to.casefold() in taken:
            raise NoArchive(f'"{path}" cannot move: "{taken[to.casefold()]}" is there already')
    return Unit(note.path, moves, (folder, _target(folder, vault)) if folder else ("", ""), tuple(_doubts(note, vault)))


def _moves_whole(note: Note, vault: Vault) -> bool:
    project = finished.project_of(note, vault)
    return project is not None and note.folder.rpartition("/")[2] == project.name


def _target(path: str, vault: Vault) -> str:
    manual = manuals.of(vault)
    layer = next((each.folder for each in manual.layers or () if path.startswith(f"{each.folder}/")), "")
    return f"{manual.archive}/{path.removeprefix(f'{layer}/') if layer else path}"


def _doubts(note: Note, vault: Vault) -> Iterator[str]:
    if any(fault.rule == "note-empty" for fault in note.faults):
        raise NoArchive(f'"{note.path}" is empty; is it still being synced?')
    done = finished.done(note, vault)
    if done and not done.met:
        yield f"its finish line is not reached: {done.evidence}"
    total = finished.strong(note, vault)
    if total and not total.met:
        yield f"the checklist asks for more: {total.evidence}"


def _find(vault: Vault, name: str) -> Note:
    wanted = name.strip("/")
    exact = vault.note(wanted) or vault.note(f"{wanted}.md")
    index = exact or vault.note(f"{wanted}/{wanted.rpartition('/')[2]}.md")
    if index:
        return index
    # a template, and what is archived already, is meant by its path alone
    known = [note for note in vault if not vault.is_template(note)]
    folded = wanted.casefold()
    found = [
        note
        for note in known
        if folded in (note.properties.text("id").casefold(), note.name.casefold(), note.title.casefold())
    ]
    if len(found) > 1:
        raise NoArchive(f'"{name}" may be any of {", ".join(note.path for note in found)}')
    if not found:
        raise NoArchive(f'no note is called "{name}"{suggestion(name, [note.name for note in known])}')
    return found[0]
