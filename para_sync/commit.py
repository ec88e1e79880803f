"""What a commit would bring: the vault as it is staged, and the findings that would come with it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from para_sync import cache, git, lint, place, settings
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
from para_sync.git import Staged
from para_sync.manual import manual
from para_sync.place import NoVault
from para_sync.vault import source
from para_sync.vault.links import stem
from para_sync.vault.source import Disk, Overlay
from para_sync.vault.vault import Vault
from para_sync.vault.walk import OBSIDIAN, SETTINGS
from para_sync.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Commit:
    """The vault as the next commit would hold it, and what is staged for it."""

    space: Workspace
    staged: Staged


def read(option: Path | None, paths: Sequence[Path] = (), cached: bool = True) -> Commit:
    """The commit in the making: in the vault that is named, else that one of the paths or the working folder lies in,
    else the only one that the repository holds. Raises `NoVault`, `NoGit`, `SettingsBroken`.
    """
    root = Path(os.path.abspath(place.root(option) if option else _root(paths)))
    staged = git.staged(root)
    disk = cache.read(root) if cached else Vault.read(Disk(root))
    over = Overlay(disk.source, staged.files)
    vault = disk.renewed(over, over.listing(), staged.files.keys())
    return Commit(Workspace(root, vault, settings.of(vault)), staged)


def check(commit: Commit, choice: Choice, paths: Iterable[Path] = ()) -> list[Diagnostic]:
    """The findings in `paths`, as far as they lie in the vault (none: all that is staged); and the findings in other
    notes that the last commit does not have: links to what is renamed, deleted or rewritten, and what follows from a
    change of the manual.
    """
    space, changed = commit.space, frozenset(commit.staged.before)
    named = [path for path in paths if source.find(path) == space.root]
    here = space.chosen(named) if named else frozenset() if [*paths] else changed
    if here is None:
        return lint.check(space.vault, space.settings, choice)
    before = _before(commit)
    near = _near(space.vault, before, changed) - here
    found = lint.check(space.vault, space.settings, choice, here | near)
    if all(each.path in here for each in found):
        return found
    known = Counter(map(_key, lint.check(before, space.settings, choice, near)))
    return [each for each in found if each.path in here or _is_new(each, known)]


def _root(paths: Sequence[Path]) -> Path:
    near = next(filter(None, map(source.find, (*paths, Path.cwd()))), None)
    if near:
        return near
    top = git.top(Path.cwd())
    patterns = (f":(top,glob)**/{SETTINGS}", f":(top,glob)**/{OBSIDIAN}/*")
    files = os.fsdecode(git.run(top, "ls-files", "-z", "--", *patterns)).split("\0")[:-1]
    roots = {top / file.removesuffix(SETTINGS).partition(OBSIDIAN)[0] for file in files}
    if len(roots) != 1:
        raise NoVault(f"{len(roots) or 'no'} vaults in the repository {top}; name one: --vault DIR")
    return roots.pop()


def _before(commit: Commit) -> Vault:
    """The vault of the last commit."""
    vault, before = commit.space.vault, commit.staged.before
    over = Overlay(vault.source, before)
    return vault.renewed(over, over.listing(), before.keys())


def _near(vault: Vault, before: Vault, changed: Collection[str]) -> frozenset[str]:
    """The notes whose findings may change with these files."""
    types = {note.type for each in (vault, before) for path in changed if (note := each.note(path))}
    if manual.TYPE in types or SETTINGS in changed:
        return frozenset(vault.paths)
    return frozenset(_linking(vault, {stem(path) for path in changed}))


def _linking(vault: Vault, stems: Collection[str]) -> Iterator[str]:
    targets = {link.target for note in vault for link in note.links}
    meant = {target for target in targets if stem(target) in stems}
    return (note.path for note in vault if any(link.target in meant for link in note.links))


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return found.path, found.rule, found.message


def _is_new(found: Diagnostic, known: Counter[tuple[str, str, str]]) -> bool:
    """Whether a finding is none of the known ones, which are used up one by one."""
    known[_key(found)] -= 1
    return known[_key(found)] < 0
