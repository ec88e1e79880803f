"""A link made to lead to another note: its text in place, all else that it says kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from urllib.parse import unquote

from para_sync import names, yaml_text
from para_sync.change import Edit
from para_sync.vault import note as notes
from para_sync.vault.facts import Link, split_target
from para_sync.vault.note import Note

_PROPERTY = re.compile(r"([\"']?)\s*\[\[[^\[\]]+\]\]\s*\1\Z")
# In quotes of either kind, without the other marks that such quotes escape; or in none.
_MARKDOWN_PROPERTY = re.compile(
    r"""(?:"(?=[^"\\]*"\Z)|'(?=[^']*'\Z)|(?=[^"'\\]*\Z))(\s*\[[^\[\]\n]*\]\([^()\n]+\)\s*)["']?\Z"""
)
_DESTINATION = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s<>]+?))(?=\)|\s+[\"'(][^\n]*\)\Z)")
_BRACKETS = re.compile(re.escape("]("))
_ENCODED = re.compile(r"[\s()<>%\\]")


def edit(note: Note, content: bytes, link: Link, path: str, *, moved: bool = False) -> Edit | None:
    """The edit that leads a link of a note to a path as it is given; heading and shown text stay. Where the file
    `moved`, a link that showed its path shows the new one.

    None where the file's name cannot stand in a link, or the link is written in a way that is not safe to splice.
    """
    target = path.removesuffix(".md")
    if not names.is_linkable(target):
        return None
    raw = content[link.span.start : link.span.end].decode("utf-8", "replace")
    if link.kind == "property":
        text = _property(raw, link, path, moved)
    elif raw.lstrip("!").startswith("[[") and raw.endswith("]]"):
        bar = "\\|" if in_table(note, link.span) else "|"
        text = "!" * (link.kind == "embed") + _wikilink(link, target, bar, moved)
    else:
        text = _markdown(raw, link, path)
    return Edit(note.path, note.digest, link.span.start, link.span.end, text.encode()) if text else None


def in_table(note: Note, place: tuple[int, int]) -> bool:
    """Whether a link at this place stands in a table, where the bar before its shown text is escaped."""
    start, end = place
    before = bisect_right(note.tables, start, key=lambda table: table.start) - 1
    return before >= 0 and end <= note.tables[before].end


def _property(raw: str, link: Link, path: str, moved: bool) -> str | None:
    if _PROPERTY.match(raw):
        return yaml_text.quoted(_wikilink(link, path.removesuffix(".md"), "|", moved))
    found = _MARKDOWN_PROPERTY.match(raw)
    text = _markdown(found[1], link, path) if found else None
    return yaml_text.quoted(text) if text else None


def _wikilink(link: Link, target: str, bar: str, moved: bool) -> str:
    """The link with its shown text written out, as Obsidian does for a path; an embed shows the file itself."""
    whole = f"{target}#{link.subpath}" if link.subpath else target
    parts = [part for part in (link.target, *link.subpath.split("#")) if part]
    shows_path = link.kind == "embed" or (moved and "/" in link.target)
    bare = shows_path and link.display == " > ".join(parts)
    return f"[[{whole}]]" if bare else f"[[{whole}{bar}{link.display}]]"


def _markdown(raw: str, link: Link, path: str) -> str | None:
    """The link with another destination, which follows the last bracket but for one in its title."""
    brackets = [found.start() for found in _BRACKETS.finditer(raw)]
    made = (_directed(raw, each, link, path) for each in reversed(brackets))
    return next((text for text in made if text and (len(brackets) == 1 or _leads_to(path, text))), None)


def _leads_to(path: str, text: str) -> bool:
    """Whether a text is one link to a path."""
    before = "a "
    found = notes.parse("", f"{before}{text}".encode()).links
    whole = (len(before), len(before) + len(text.encode()))
    return any((each.span, each.target) == (whole, path) for each in found)


def _directed(raw: str, bracket: int, link: Link, path: str) -> str | None:
    """The link with another destination behind the bracket at this place; None where it has none there."""
    found = _DESTINATION.match(raw, bracket)
    if found is None:
        return None
    written = found.group(found.lastindex or 0)
    if split_target(unquote(written))[0] != link.target:
        return None
    rest = written[written.index("#") :] if "#" in written else ""
    encoded = path if found.group(1) else _ENCODED.sub(lambda match: f"%{ord(match.group()):02X}", path)
    start, end = found.span(found.lastindex or 0)
    return raw[:start] + encoded + rest + raw[end:]
