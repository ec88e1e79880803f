"""The text of a generated region: made from cells, sealed, and read back (DESIGN §2, Regions)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from para_sync import names
from para_sync.manual.note_types import shown
from para_sync.vault import tables
from para_sync.vault.facts import wikilink
from para_sync.vault.markers import Region
from para_sync.vault.note import Note
from para_sync.vault.properties import items
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

EMPTY = "—"

Rows = tuple[tuple[str, ...], ...]

# What would be read as Markdown, HTML, a tag, a link, a comment or mathematics if it stood bare in a cell.
_SPECIAL = re.compile(
    r"[\\`*\[\]<|$]|(?<!\w)_|_(?!\w)|(?<!\w)#(?=\S)|(?<!\s)\^(?=[\w-]+$)|(?:^|(?<=\s))\^|~(?=~)|=(?==)|%(?=%)|&(?=#?\w+;)"
)
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What a link could hold, and Markdown would still read first in a table.
_UNSHOWN = re.compile(r"[`<$%\x00-\x1f\x7f-\x9f\u2028\u2029]")
SHOWN_LINK = re.compile(r"!?\[\[[^\[\]|]*\|([^\[\]]*)\]\]")
_SEAL = re.compile(r"([0-9]{1,6})-[0-9a-f]{8}\Z")
_STAND_INS = str.maketrans({"[": "(", "]": ")", "`": "'", "<": "‹", "$": "＄", "\\": "/"})


class Content(NamedTuple):
    """What a region shows: a table, lines below it, and the lines of a Mermaid chart last, none for no chart.

    Cells and lines are Markdown, made by `cell` and `link`. A chart holds words and numbers of the program alone,
    nothing that stands in a note: Mermaid reads no escapes that `cell` could write.
    """

    header: tuple[str, ...]
    rows: Rows
    lines: tuple[str, ...] = ()
    chart: tuple[str, ...] = ()

    def text(self, eol: str = "\n") -> str:
        """The Markdown between the markers, blank lines at both ends included."""
        table = [self.header, tuple("---" for _ in self.header), *self.rows]
        written = ["| " + " | ".join(row) + " |" for row in table]
        below = [part for line in self.lines for part in ("", line)]
        drawn = ["", "```mermaid", *self.chart, "```"] if self.chart else []
        return eol.join(["", *written, *below, *drawn, "", ""])


class State(Enum):
    """How a region stands to what belongs in it.

    What belongs there is not known where no region has its name (UNKNOWN), or the manual or a part of the vault cannot
    be read for it (UNREADABLE); nothing is, where somebody wrote notes since they were read (CHANGED).
    """

    CURRENT = "current"
    STALE = "stale"
    EDITED = "edited"
    NEWER = "newer"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    CHANGED = "changed"


def cell(text: object) -> str:
    """Any text as one cell that shows it and nothing else: no row, cell, link, tag or marker can come of it.

    >>> cell("a | [[b]] <!-- c --> `d` #e\\nf")
    'a \\\\| \\\\[\\\\[b\\\\]\\\\] \\\\<!-- c --> \\\\`d\\\\` \\\\#e f'
    """
    # a file's name need not be text, and a region is
    words = str(text).encode("utf-8", "backslashreplace").decode()
    return _SPECIAL.sub(lambda match: "\\" + match.group(), _BLANKS.sub(" ", words).strip())


def signed(value: float, form: str = ".2f") -> str:
    """A difference with its sign, in a format of Python's; none for what rounds to 0.

    >>> signed(0.5), signed(-2, "g"), signed(-0.001), signed(0, "g")
    ('+0.50', '-2', '0.00', '0')
    """
    text = f"{value:+{form}}"
    return text if float(text) else text[1:]


def link(note: Note, vault: Vault, shown: str = "") -> str:
    """A link to a note as Obsidian writes it into a table: the bare name if it is unique, else the path from the root,
    with a slash before it where that path is a bare name too.

    A note whose name no link can hold is named in plain text.
    """
    words = _BLANKS.sub(" ", shown or note.title).strip()
    target = vault.link_text(note.path)
    if not names.is_linkable(target) or _UNSHOWN.search(target):
        return cell(words)
    if not note.folder and len(vault.resolve(wikilink(target, False, Span(0, 0)), note).candidates) > 1:
        target = "/" + target
    return f"[[{target}\\|{words.translate(_STAND_INS).replace('|', chr(92) + '|')}]]"


def of_property(note: Note, name: str, vault: Vault) -> str:
    """A property as a cell: the items of a list with commas between them, links as links where all of it is links that
    lead to notes.
    """
    value = note.properties.value(name)
    found = [vault.note(vault.resolve(each, note).path) for each in note.property_links(name)]
    notes = [each for each in found if each]
    if notes and len(notes) == len(items(value)):
        return ", ".join(link(each, vault) for each in notes)
    return cell(shown(value))


def not_counted(notes: Iterable[Note], vault: Vault, kind: str) -> tuple[str, ...]:
    """The line below a table that names what could not be read; none where everything could."""
    found = list(notes)
    if not found:
        return ()
    links = ", ".join(link(note, vault, note.name).replace("\\|", "|") for note in found)
    return (f"{len(found)} {kind}{'' if len(found) == 1 else 's'} not counted: {links}",)


def parse(body: str) -> Rows:
    """The cells that stand in a region, whatever their alignment; a line of no table is one cell."""
    rows: list[tuple[str, ...]] = []
    depth = 0
    for line in tables.plain_lines(body):
        depth = depth + 1 if line.startswith("|") else 0
        # Only the second line of a table is a delimiter; a row of dashes further down is a row.
        if depth != 2 or not tables.is_delimiter(line):
            rows.append(tables.row(line))
    return tuple(rows)


def seal(rows: Rows, version: int) -> str:
    """The mark at a region's end: the renderer's version, and a hash of the cells with links reduced to what they
    show.
    """
    return f"{version}-{blake2b(json.dumps([*map(_shown, rows)]).encode(), digest_size=4).hexdigest()}"


@lru_cache(maxsize=2_000)
def _shown(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(SHOWN_LINK.sub(r"\1", each) if "[[" in each else each for each in row)


def is_ours(region: Region, body: str) -> bool:
    """Whether a region holds what its seal says, whichever version wrote it, or has no seal: deleting it hands the
    region back.
    """
    if not region.seal:
        return True
    sealed = _SEAL.match(region.seal)
    return sealed is not None and region.seal == seal(parse(body), int(sealed[1]))


def filled(region: Region, body: str, content: Content, version: int, eol: str, ours: bool) -> tuple[State, bytes]:
    """How a region stands, `ours` being what `is_ours` says of it, and what fills it: the bytes from the line after the
    begin marker to the end of the end marker.
    """
    text = content.text(eol)
    if ours and body == text and region.seal.startswith(f"{version}-"):
        found, mark = State.CURRENT, region.seal
    else:
        wanted = parse(text)
        mark = seal(wanted, version)
        found = state_by_seal(region, version, ours) or State.STALE
        # what is ours and has another seal shows something else, so that it need not be read
        if found is not State.NEWER and not (ours and region.seal != mark) and parse(body) == wanted:
            found = State.CURRENT if region.seal == mark else State.STALE
    return found, f"{text}<!-- para-sync:end {region.name} {mark} -->".encode()


def state_by_seal(region: Region, version: int, ours: bool) -> State | None:
    """EDITED or NEWER, as far as the seal alone tells; None where the region is ours to fill."""
    if _is_newer(region, version):
        return State.NEWER
    return None if ours else State.EDITED


def _is_newer(region: Region, version: int) -> bool:
    sealed = _SEAL.match(region.seal)
    return sealed is not None and int(sealed[1]) > version
