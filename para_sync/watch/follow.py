"""A vault kept in step with its folder: what changed is read again, and nothing else.

A scan of the whole folder is the truth; a path that somebody names is only looked at earlier (reliability.md 5.6).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from para_sync.files import DISK, Files, digest
from para_sync.stop import Stop
from para_sync.vault.notes import Notes
from para_sync.vault.source import Disk, Listing, Stamp, is_seen, stamp
from para_sync.vault.vault import Vault
from para_sync.vault.walk import CONFIGURATION, SETTINGS, is_vault, settled

# A save in place cuts the note to nothing first; one that stays empty for so long is meant to be empty.
DOUBT_SECONDS = 1.0


_EMPTY = digest(b"")


class Gone(Stop):
    """The vault's folder is away, or is no vault any more."""


class Follower:
    """A vault that follows its folder; `vault` is what was seen last."""

    def __init__(self, root: Path, files: Files = DISK) -> None:
        """An empty vault: the first `scan` fills it."""
        self.vault = Vault.known(Disk(root, files), Notes({}), Listing())
        self.listing = Listing()
        self._root = root
        self._files = files
        self._stamps: dict[str, Stamp] = {}
        self._configuration: dict[str, str] = {}
        self._doubted: dict[str, float] = {}

    @property
    def doubted(self) -> frozenset[str]:
        """Notes that were found empty and are not believed to be so yet: they want another look."""
        return frozenset(self._doubted)

    @property
    def doubted_until(self) -> float:
        """When that look is due."""
        return min(self._doubted.values()) + DOUBT_SECONDS

    def distrust(self) -> None:
        """Let the next scan read every note again."""
        self._stamps = {}
        self._configuration = {}

    def scan(self, now: float) -> frozenset[str]:
        """Look at everything; the paths that changed. `now` is a clock that never goes back, in seconds.

        Raises `Gone` where there is no vault to look at.
        """
        if not is_vault(self._root):
            raise Gone(f'"{self._root}" is gone, or is no vault any more')
        began = self._files.now()
        disk = Disk(self._root, self._files)
        listing = disk.listing()
        suspects = {path for path, seen in disk.stamps.items() if self._stamps.get(path) != seen}
        suspects |= (self._stamps.keys() | self._doubted.keys()) - disk.stamps.keys()
        # of the configuration the bytes tell, not the stamps
        return self._take(disk, listing, (suspects - {SETTINGS}) | self._configured(disk), disk.stamps, began, now)

    def look(self, paths: Iterable[str], now: float) -> frozenset[str] | None:
        """Look at these paths alone; those that changed, or None where only a scan can tell."""
        began = self._files.now()
        disk = self.vault.source
        assert isinstance(disk, Disk)
        listing, stamps, suspects = self.listing, dict[str, Stamp](), set[str]()
        configured = False
        for path in sorted(paths):
            configured |= not is_seen(path) or path == SETTINGS
            if not is_seen(path):
                continue
            found = self._stat(path)
            if found is None and self._is_unknown(path):
                continue  # a draft of an editor's that came and went
            if not path.isascii() or not self._is_plain(path, found):
                return None
            listing = listing.after(path, found.st_size if found else None)
            if path != SETTINGS:
                suspects.add(path)
            if found:
                stamps[path] = stamp(found)
        if configured:  # not before it is certain that this is no matter for a scan, which would find nothing new
            suspects |= self._configured(disk)
        return self._take(disk, listing, suspects, stamps, began, now)

    def _stat(self, path: str) -> os.stat_result | None:
        try:
            return self._files.lstat(self._root / path)
        except OSError:
            return None

    def _is_unknown(self, path: str) -> bool:
        """Whether nothing of that name was listed: no file, no folder, nothing that is passed over or lies in it."""
        odd = [each.path for each in self.listing.oddities]
        listed = (*self.listing.notes, *self.listing.others, *odd)
        below = path + "/"
        return (
            path.isascii()
            and not any(each == path or each.startswith(below) for each in listed)
            and not any(path.startswith(each + "/") for each in odd)
        )

    def _is_plain(self, path: str, found: os.stat_result | None) -> bool:
        """Whether a look at this file alone is enough: it was or is a plain file, in a folder that has others."""
        if not self._is_inside(path):
            return False
        known = path in self.listing.notes or path in self.listing.others
        if found is None:
            return known
        if known:
            return stat.S_ISREG(found.st_mode)
        folder = path.rpartition("/")[0]
        beside = not folder or any(each.startswith(folder + "/") for each in self.listing.notes)
        return beside and stat.S_ISREG(found.st_mode) and path.rpartition("/")[2] != SETTINGS

    def _is_inside(self, path: str) -> bool:
        """Whether all folders above are still folders, and of this vault."""
        folders = [str(each) for each in PurePosixPath(path).parents][:-1]
        found = map(self._stat, folders)
        return all(each and stat.S_ISDIR(each.st_mode) for each in found) and not any(
            is_vault(self._root / folder) for folder in folders
        )

    def _take(
        self, disk: Disk, listing: Listing, suspects: set[str], stamps: Mapping[str, Stamp], began: float, now: float
    ) -> frozenset[str]:
        before = self.vault
        doubted = self._doubts(suspects, stamps, now)
        after = before.renewed(disk, listing, suspects - doubted)
        for path in suspects:
            # what could not be read may be readable at the next look
            uncertain = path in doubted or after.digest(path) == ""
            self._trust(path, None if uncertain else stamps.get(path), began)
        changed = {path for path in suspects if before.digest(path) != after.digest(path)}
        if listing != self.listing:
            changed |= {path for path, _ in _listed(listing) ^ _listed(self.listing)}
        self.vault, self.listing = after, listing
        return frozenset(changed | (suspects & {*CONFIGURATION}))

    def _trust(self, path: str, seen: Stamp | None, began: float) -> None:
        """Remember the stamp of what was read; not where it was written so shortly before that it may be written once
        more without another stamp.
        """
        if seen and settled(seen.mtime_ns, seen.ctime_ns, began):
            self._stamps[path] = seen
        else:
            self._stamps.pop(path, None)

    def _doubts(self, suspects: set[str], stamps: Mapping[str, Stamp], now: float) -> set[str]:
        """Of the suspects those that had text, have none now, and have not been so for long."""
        for path in suspects:
            emptied = path in stamps and not stamps[path].size and self.vault.digest(path) not in (None, _EMPTY)
            if emptied:
                self._doubted.setdefault(path, now)
            else:
                self._doubted.pop(path, None)
        believed = {path for path, since in self._doubted.items() if now - since >= DOUBT_SECONDS}
        for path in believed & suspects:
            del self._doubted[path]
        return suspects & self._doubted.keys()

    def _configured(self, disk: Disk) -> set[str]:
        """The configuration files that changed since the last look."""
        found = dict[str, str]()
        for path in CONFIGURATION:
            with suppress(OSError):
                found[path] = digest(disk.content(path))
        before, self._configuration = self._configuration, found
        return {path for path in CONFIGURATION if before.get(path) != found.get(path)}


def _listed(listing: Listing) -> set[tuple[str, str]]:
    """Every path of a listing, with why it is passed over."""
    read = ((path, "") for path in (*listing.notes, *listing.others))
    return {*read, *((path, message) for path, _, message in listing.oddities)}
