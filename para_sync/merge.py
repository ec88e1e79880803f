"""The git merge driver: regions that both sides wrote are no conflict, and all other text is merged as git does it.

A region is made from notes, so two versions of one never need a person. Where both sides changed it, ours stays, seal
and all, and the next `sync` writes it from the merged notes. A region that somebody edited by hand is text like any
other.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from para_sync import region as regions_text
from para_sync.files import reason
from para_sync.vault import note as notes
from para_sync.vault.markers import Region

# What git says instead of a number of conflicts where it cannot merge, and what it takes for a failed driver.
_CANNOT = 128
_FAILED = 129

# What a git before 2.44, which tells no labels, calls the three versions.
_USUAL = ("base", "HEAD", "theirs")


def aligned(base: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bytes, bytes]:
    """The three versions of a note with the same text in each region that is intact on both sides: theirs where only
    theirs changed, else ours.

    >>> text = "<!-- para-sync:begin a -->\\n\\n{0}\\n\\n<!-- para-sync:end a {1} -->\\n"
    >>> old, new = (text.format(row, regions_text.seal(((row,),), 1)).encode() for row in ("old", "new"))
    >>> [each == new for each in aligned(old, old, new)]
    [True, True, True]
    """
    found = [_intact(each) for each in (base, ours, theirs)]
    chosen = {
        name: _part(theirs, found[2][name]) if _is_old(name, base, ours, found) else _part(ours, found[1][name])
        for name in found[1].keys() & found[2].keys()
    }
    with_ours, with_theirs = (_filled(each, chosen) for each in (ours, theirs))
    return _filled(base, chosen), with_ours, with_theirs


def _is_old(name: str, base: bytes, ours: bytes, found: Sequence[dict[str, Region]]) -> bool:
    return name in found[0] and _part(base, found[0][name]) == _part(ours, found[1][name])


def _intact(content: bytes) -> dict[str, Region]:
    """The regions of a note that nobody edited by hand, by name."""
    return {each.name: each for each in notes.parse("", content).regions if _is_whole(content, each)}


def _is_whole(content: bytes, region: Region) -> bool:
    body = content[region.body.start : region.body.end].decode("utf-8", "replace")
    return bool(region.seal) and regions_text.is_ours(region, body)


def _part(content: bytes, region: Region) -> bytes:
    return content[region.body.start : region.end.end]


def _filled(content: bytes, chosen: dict[str, bytes]) -> bytes:
    """A note with these regions in place of its own, from the last to the first so that places stay right."""
    for each in sorted(notes.parse("", content).regions, key=lambda each: each.begin, reverse=True):
        if each.name in chosen:
            content = content[: each.body.start] + chosen[each.name] + content[each.end.end :]
    return content


def merge(base: bytes, ours: bytes, theirs: bytes, options: Sequence[str] = ()) -> tuple[bytes, int]:
    """What `git merge-file` makes of three versions, and how many conflicts are left; -1 where it cannot merge them."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, content in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(content)
        done = subprocess.run(["git", "merge-file", "-p", *options, *map(str, files)], capture_output=True)
    return done.stdout, -1 if done.returncode >= _CANNOT else done.returncode


def main() -> None:
    """`para-sync-merge BASE OURS THEIRS [SIZE [BASE-LABEL OURS-LABEL THEIRS-LABEL]]`, as git calls a merge driver
    (gitattributes(5)): the result goes into the file OURS. Exits with 0, or 1 where conflicts are left.
    """
    if len(sys.argv) < 4:
        print("usage: para-sync-merge BASE OURS THEIRS [SIZE [BASE-LABEL OURS-LABEL THEIRS-LABEL]]", file=sys.stderr)
        raise SystemExit(2)
    try:
        raise SystemExit(_drive([Path(name) for name in sys.argv[1:4]], _options(sys.argv[4:])))
    except OSError as error:
        # with a lower code git would take what lies in OURS for the result
        print(f"para-sync-merge: {error.filename or 'the system'}: {reason(error)}", file=sys.stderr)
        raise SystemExit(_FAILED) from None


def _drive(files: Sequence[Path], options: Sequence[str]) -> int:
    """Merge three files into the second; the exit code."""
    base, ours, theirs = (file.read_bytes() for file in files)
    merged, conflicts = merge(*aligned(base, ours, theirs), options)
    if conflicts >= 0:
        files[1].write_bytes(merged)
    return int(conflicts != 0)


def _options(words: Sequence[str]) -> list[str]:
    """The options of `git merge-file`; a git before 2.44 leaves the labels' letters as they are."""
    labels = [word if word and not word.startswith("%") else "" for word in (*words[1:4], "", "", "")]
    base, ours, theirs = (label or usual for label, usual in zip(labels, _USUAL, strict=False))
    size = [f"--marker-size={words[0]}"] if words and words[0].isdigit() else []
    return [*_style(), *size, "-L", ours, "-L", base, "-L", theirs]


def _style() -> list[str]:
    """How git shows a conflict here."""
    done = subprocess.run(["git", "config", "merge.conflictStyle"], capture_output=True, text=True)
    style = done.stdout.strip()
    return [f"--{style}"] if style in ("diff3", "zdiff3") else []


if __name__ == "__main__":
    main()
