"""An assistant's answer as text for a note: data that cannot set a property, place a marker or run a query."""

from __future__ import annotations

import re

from para_sync.designs import design as designs
from para_sync.designs import skeleton
from para_sync.designs.records import Record
from para_sync.manual.design_spec import CRITERIA, FOCUS, Section, Spec
from para_sync.phrases import key
from para_sync.vault.vault import Vault

# A preamble is a sentence or two.
_LONGEST_PREAMBLE = 300

# A fence around everything: at the beginning, or below a few lines of preamble where it says that it is Markdown.
_OPEN = re.compile(
    r"\A(?:\s*+|(?:[^\n`~]*\n){1,5}[ \t]*+)(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<kind>markdown|md)?[ \t]*\n", re.IGNORECASE
)
_PROPERTIES = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?:\d{1,3}[.):]?[ \t]+)?(?P<title>[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_CODE = re.compile(r"(^(?:`{3,}+|~{3,}+)[^\n]*\n.*?^(?:`{3,}+|~{3,}+)[ \t]*$)", re.MULTILINE | re.DOTALL)
_MARKER = re.compile(r"<!--(?=\s*para-sync:)", re.IGNORECASE)
# Code blocks that Obsidian and its plugins run, and their inline forms.
_LIVE = re.compile(
    r"^(?P<open>[ \t>]*(?:`{3,}+|~{3,}+)[ \t]*)"
    r"(?:query|base|dataview(?:js)?|tasks|templater|button|meta-bind[\w-]*|js-engine|chartsview|run-\w+)\b[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_INLINE = re.compile(r"`(?=\$?=\s)")
_TEMPLATE = re.compile(r"<%")
# A picture may be fetched from anywhere, by a reference too; nobody who writes in words alone has drawn one.
_PICTURE = re.compile(r"!(?=\[(?!\[))")
_ACTIVE = re.compile(
    r"<(?=/?(?:script|iframe|object|embed|link|meta|style|form|img|picture|source|video|audio|svg)\b)", re.IGNORECASE
)


def document(text: str, spec: Spec) -> str:
    """The document in an answer: from its first heading that the specification knows, or its title, on.

    An outer fence, what stands before and properties are left out; what could act is made plain text.
    """
    bare = _unfenced(text)
    titles = {key(each.title) for each in spec.sections}
    headings = list(_HEADING.finditer(bare))
    known = next((index for index, each in enumerate(headings) if key(each["title"]) in titles), None)
    if known is not None:
        title = known > 0 and headings[known - 1].group().lstrip().startswith("# ")
        bare = bare[headings[known - title].start() :]
    elif headings:
        bare = bare[headings[0].start() :]
    return harmless(bare)


def section(text: str, part: Section, spec: Spec) -> str:
    """The text of one section in an answer: an outer fence, a preamble, other sections, the section's own heading and
    labels are left out; its topics become headings of the level below it.
    """
    bare = _unfenced(text).strip("\n")
    titles = {key(each.title) for each in spec.sections}
    headings = [(each, key(each["title"])) for each in _HEADING.finditer(bare)]
    own = next((index for index, (_, name) in enumerate(headings) if name == key(part.title)), None)
    if own is not None:
        after = (each.start() for each, name in headings[own + 1 :] if name in titles)
        bare = bare[headings[own][0].end() : next(after, len(bare))]
    topics = {key(each) for each in part.topics}
    first = next((each for each in _HEADING.finditer(bare) if key(each["title"]) in topics), None)
    ahead = bare[: first.start()].strip() if first else ""
    if first and ahead and "\n\n" not in ahead and ahead.endswith((":", "!", ".")) and len(ahead) < _LONGEST_PREAMBLE:
        bare = bare[first.start() :]
    labels = re.compile(
        rf"^[ \t>*_#-]*+(?:{spec.levels.pattern})?\s*(?:{FOCUS}|{CRITERIA})[*_]*:[^\n]*$", re.MULTILINE | re.IGNORECASE
    )
    return _leveled(harmless(labels.sub("", bare)), topics).strip("\n")


def _leveled(text: str, topics: set[str]) -> str:
    """The text with its topics as headings of level 3 and all others below."""

    def level(match: re.Match[str]) -> str:
        marks, title = match.group().lstrip().split(None, 1) if match["title"] else (match.group(), "")
        depth = 3 if key(match["title"]) in topics else max(len(marks), 4)
        name = match["title"] if depth == 3 else title
        return f"{'#' * min(depth, 6)} {name}"

    pieces = _CODE.split(text)
    pieces[::2] = [re.sub(r"\n{3,}", "\n\n", _HEADING.sub(level, each)) for each in pieces[::2]]
    return "".join(pieces)


def parts(text: str, record: Record, vault: Vault) -> dict[int, str]:
    """The text of each section of a whole document, by number, labels left out."""
    after = vault.replace(record.path, f"{skeleton.properties(record)}\n{text}".encode())
    design = after.once(designs.read, record.path)
    content = after.content(record.path)
    found = {}
    for each in design.parts if design else ():
        found[each.section.number] = section(
            content[each.heading.span.start : each.body.end].decode(), each.section, record.spec
        )
    return found


def harmless(text: str) -> str:
    """The text without anything that sets a property, is a marker of ours, runs, or fetches from another host.

    >>> harmless("<!-- para-sync:begin x -->")
    '&lt;!-- para-sync:begin x -->'
    >>> print(harmless("```dataview\\nLIST\\n```\\n![a](https://host/a.png)"))
    ```text
    LIST
    ```
    [a](https://host/a.png)
    """
    plain = _MARKER.sub("&lt;!--", text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    plain = _LIVE.sub(r"\g<open>text", plain)
    plain = _INLINE.sub("` ", plain)
    plain = _TEMPLATE.sub("&lt;%", plain)
    plain = _ACTIVE.sub("&lt;", plain)
    return _PICTURE.sub("", plain)


def _unfenced(text: str) -> str:
    bare = text.removeprefix("\ufeff").replace("\r\n", "\n")
    opened = _OPEN.match(bare)
    if opened and (opened["kind"] or not bare[: opened.start("fence")].strip()):
        inside = bare[opened.end() :]
        before, closing, _ = inside.rstrip().rpartition("\n" + opened["fence"])
        bare = before if closing else inside
    return _PROPERTIES.sub("", bare.lstrip("\n"), count=1)
