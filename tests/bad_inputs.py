"""The table of bad inputs: what each of the sixty does to a vault, what a command says of it, and its exit code.

Numbers are those of reliability.md §4. A row that several texts make worse has several entries. `because` stands where
the product decided otherwise than that table; a row that is proved by another test names it.
"""

from __future__ import annotations

import json
import os
import shlex
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

GAPS = "Areas/interview-context/gaps"
BAD = f"{GAPS}/bad.md"
TRACKER = "Tracker.md"
HEAD = ("type: gap", "priority: P1", "status: open", "action: x")
EMPTY = "| Priority | Gap | Status | Action | Target Date |\n| --- | --- | --- | --- | --- |\n"

Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Row:
    """One bad input.

    `files` are laid into an empty vault, then `act` does the rest to it. `says` are the lines of `command`, stdout then
    stderr, without the count at the end. `made` are the only files that the command may change or make, each with a
    text that it must hold then; all others keep their bytes, after `lint --unsafe-fixes` and `sync` too.
    """

    number: int
    what: str
    says: tuple[str, ...] = ()
    code: int = 0
    files: Files = field(default_factory=dict)
    act: Callable[[Path], object] = lambda root: None
    command: str = "lint"
    stdin: bytes = b""
    made: Mapping[str, str] = field(default_factory=dict)
    because: str = ""
    tests: tuple[str, ...] = ()


def block(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", ""])


def gap(*lines: str) -> str:
    """A gap, its own properties on lines 2 to 5."""
    return block(*HEAD, *lines)


def note(number: int, what: str, content: str | bytes, *says: str, code: int = 1, because: str = "") -> Row:
    """A note that `lint` complains about, `says` without its path, and nothing writes to."""
    return Row(number, what, tuple(f"{BAD}:{each}" for each in says), code, {BAD: content}, because=because)


def front(number: int, what: str, content: str | bytes, says: str, because: str = "") -> Row:
    """A note whose properties cannot be read."""
    place, _, fact = says.partition(": ")
    return note(number, what, content, f"{place}: error frontmatter-broken: {fact}", because=because)


def unread(number: int, what: str, content: bytes, says: str, because: str = "") -> Row:
    """A note that cannot be read at all."""
    place, _, fact = says.partition(": ")
    return note(number, what, content, f"{place}: error note-unreadable: {fact}", because=because)


def tracker(number: int, what: str, content: str | bytes, *says: str, because: str = "") -> Row:
    """A note whose markers are damaged, cannot be read, or are none; `sync` says the same as `lint`."""
    told = tuple(f"{TRACKER}:{each}" for each in says)
    return Row(number, what, told, int(bool(says)), {TRACKER: content}, command="sync", because=because)


def begin(name: str = "gap-tracker") -> str:
    return f"<!-- para-sync:begin {name} -->\n"


def end(name: str = "gap-tracker", seal: str = "") -> str:
    return f"<!-- para-sync:end {name}{seal and ' ' + seal} -->\n"


REGION = begin() + "\n" + end()


def new(number: int, what: str, title: str, name: str, *, files: Files | None = None, because: str = "") -> Row:
    """A title of a new note, and the file name that it gets."""
    path = f"{GAPS}/{name}.md"
    command = shlex.join(["new", "gap", *(f"--set={each.replace(': ', '=')}" for each in HEAD[1:]), "--", title])
    return Row(number, what, (f"made {path}",), 0, files or {}, command=command,
               made={path: "\ntype: gap\n"}, because=because)  # fmt: skip


def no_name(number: int, what: str, title: str, says: str, because: str = "") -> Row:
    command = shlex.join(["new", "gap", "--", title])
    return Row(number, what, (f"para-sync: {says}",), 2, command=command, because=because)


GOOD = {"company_name": "Meta", "ml_topic": "Feed", "interview_frequency": "High", "product_description": "x"}
WHOLE = "exit 2, not 1: the command cannot begin; nothing of the batch is made"


def record(number: int, what: str, content: object, says: str, because: str = WHOLE) -> Row:
    """Records that are refused, with the number of the bad one; nothing of the batch is made."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Row(number, what, (f"para-sync: standard input{says}",), 2, command="design new -", stdin=data,
               because=because)  # fmt: skip


def topic(number: int, what: str, title: str, says: str, because: str = WHOLE) -> Row:
    entry = [GOOD, {**GOOD, "ml_topic": title}]
    return record(number, what, entry, f':1: record 2: key "ml_topic": {says}', because)


def links(root: Path) -> None:
    """A note, a folder and a loop behind symlinks; what they lead to must not be read."""
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("---\ntag: secret\n---\n[[Secret]]\n")
    (root / "link.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root)


def odd_files(root: Path) -> None:
    os.mkfifo(root / "pipe.md")
    (root / "folder.md").mkdir()
    (root / "folder.md/in.md").write_text("[[Inside]]\n")
    os.link(root / "one.md", root / "two.md")
    here = os.getcwd()
    os.chdir(root)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("socket.md")
    finally:
        os.chdir(here)


BOMB = ["a: &a [x, x]", *(f"{new}: &{new} [*{old}, *{old}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True))]
YAML = "YAML"
CONFLICT = "\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> laptop\n"
TWO = "error conflict-copy: git conflict markers: two versions of the text stand here"
COPY = "error conflict-copy: a sync service kept two versions of a note; this copy is not read"
ALONE = "marker must stand alone on its line"
WARNING = "warnings fail a run under --strict alone (DESIGN §3)"
COUNTED = "said and not shown as a row: what cannot be read is counted below the table (DESIGN, Regions)"

ROWS = (
    # The properties of a note
    front(1, "alias bomb", gap(*BOMB), "7:8: YAML alias is not allowed in notes"),
    front(2, "merge-key bomb", gap("a: &a {b: 1}", "c:", "  <<: [*a, *a]"), "8:8: YAML alias is not allowed in notes"),
    front(3, "50,000 [", gap("a: " + "[" * 50_000), "6:36: nested deeper than 32"),
    front(3, "50,000 {", block("{" * 50_000), "2:34: nested deeper than 32"),
    front(4, "- - - … 5,000 deep", block("- " * 5_000), "2:67: nested deeper than 32"),
    front(5, "322 KB of properties", block(*["a: bcdefgh"] * 30_000), "1:1: frontmatter is 322 KB, limit 64 KB"),
    front(
        6,
        "a tag that would start a program",
        gap("a: !!python/object/apply:os.system [id]"),
        '6:4: YAML tag "tag:yaml.org,2002:python/object/apply:os.system" is not allowed in notes',
    ),
    front(7, "a key twice", gap("status: closed"), '6:1: key "status" repeats line 4'),
    front(7, "a key twice, once as a number", gap("1: a", '"1": b'), '7:1: key "1" repeats line 6'),
    front(7, "a key twice that is no number", gap(".nan: a", ".nan: b"), '7:1: key ".nan" repeats line 6'),
    note(
        8,
        "a key twice but for letter case",
        gap("Status: closed"),
        '6:1: warning property-repeated: "Status" on line 6 is for Obsidian the same as "status" on line 4',
        code=0,
        because=WARNING,
    ),
    note(9, "NO, 12:30, 1_000 and 014", gap("country: NO", "at: 12:30", "v: 1_000", "zip: 014"), code=0),
    *(
        note(
            10,
            f"a date that is none: {day}",
            gap(f"found: {day}"),
            f'6:8: error property-invalid: "found" must be a date such as 2026-01-31, not "{day}"',
        )
        for day in ("2024-02-30", "0000-01-01", "2024-13-01", "2024-01-01T25:00")
    ),
    Row(
        10,
        "a run on a date that is none",
        ("updated Tracker.md: practice-log",),
        0,
        {
            "run.md": block("type: session", "date: 2024-02-30"),
            TRACKER: begin("practice-log") + "\n" + end("practice-log"),
        },
        command="sync",
        made={TRACKER: "1 session not counted: [[run|run]]"},
        because=COUNTED,
    ),
    *(
        note(
            11,
            f"a number that is none: {value}",
            gap(f"order: {value}"),
            f'6:8: error property-invalid: "order" must be a whole number from 0 up, not {shown}',
        )
        for value, shown in (("1e400", "inf"), (".inf", "inf"), (".nan", "nan"))
    ),
    front(12, "5,000 digits", gap("a: " + "7" * 5_000), "6:4: number too long (5000 digits)"),
    front(12, "60,000 digits in hex", gap("a: 0x" + "f" * 60_000), "6:4: number too long (60002 digits)"),
    front(12, "5,000 digits in JSON", block('{"a":\t' + "7" * 5_000 + "}"), "2:7: number too long (5000 digits)"),
    *(
        front(
            13,
            f"!!{kind} of what is none",
            gap(f"a: !!{kind} {value}"),
            f'6:4: YAML tag "tag:yaml.org,2002:{kind}" is not allowed in notes',
        )
        for kind, value in (("timestamp", "x"), ("int", '""'), ("bool", '""'))
    ),
    front(14, "no second ---", "---\na: 1\n\ntext\n", '1:1: frontmatter never ends: no second "---"'),
    front(15, "closed by ...", "---\na: 1\n...\ntext\n", '1:1: frontmatter never ends: no second "---"'),
    front(15, "closed by ----", "---\na: 1\n----\ntext\n", '1:1: frontmatter never ends: no second "---"'),
    note(
        15,
        "a blank line before ---",
        "\n" + gap(),
        '1:1: warning frontmatter-missing: no "type", in a folder that belongs to notes of type gap',
        code=0,
        because=WARNING,
    ),
    front(16, "text between two rules", "---\nHello world\n---\nbody\n", '2:1: expected "key: value"'),
    front(17, "a list", block("", "- a", "- b"), '3:1: expected "key: value"'),
    front(17, "plain text", block("true"), '2:1: expected "key: value"'),
    front(18, "a tab as indent", gap("a:", "\t- b"), "7:1: not readable as YAML: tab in frontmatter"),
    note(18, "a tab behind a colon", gap("a:\t1"), code=0, because="Obsidian reads it, and there is one reader"),
    front(19, "{{date}}", gap("found: {{date}}"), '6:8: template placeholder "{{date}}" was never filled in'),
    front(19, "<% tp %>", gap("up: <% tp.x %>: y"), '6:5: template placeholder "<% tp.x %>" was never filled in'),
    Row(
        20,
        "a link without quotes",
        (f"fixed {BAD}",),
        0,
        {BAD: gap("up: [[bad]]  # mine")},
        command="lint --fix",
        made={BAD: '\nup: "[[bad]]"  # mine\n'},
        because=WARNING,
    ),
    # The bytes of a note
    Row(
        21,
        "a byte-order mark",
        (f"fixed {BAD}",),
        0,
        {BAD: "\ufeff" + gap("tag: a")},
        command="lint --fix",
        made={BAD: "\ufeff" + gap("tags: a")},
    ),
    Row(
        22,
        "CRLF",
        (f"fixed {BAD}",),
        0,
        {BAD: gap("tag: a").replace("\n", "\r\n")},
        command="lint --fix",
        made={BAD: gap("tags: a").replace("\n", "\r\n")},
    ),
    Row(
        22,
        "CRLF around a table",
        ("updated Tracker.md: gap-tracker",),
        0,
        {TRACKER: REGION.replace("\n", "\r\n")},
        command="sync",
        made={TRACKER: (begin() + "\n" + EMPTY + "\n").replace("\n", "\r\n")},
    ),
    Row(
        23,
        "mixed line ends",
        ("updated Tracker.md: gap-tracker",),
        0,
        {TRACKER: "a\r\nb\n" + REGION + "c\r\n"},
        command="sync",
        made={TRACKER: "a\r\nb\n" + begin()},
        because="no warning: Obsidian writes them itself when text is pasted, and nothing here depends on them",
    ),
    unread(24, "CR alone", b"a\rb\r", "1:1: line ends not recognised (carriage returns alone)"),
    unread(25, "UTF-16", "# T\u00e4glich".encode("utf-16-le").join((b"\xff\xfe", b"")),
           "1:1: not UTF-8 (looks like UTF-16)"),
    unread(25, "UTF-16, the other way round", b"\xfe\xff\0a\0b", "1:1: not UTF-8 (looks like UTF-16)"),
    unread(26, "the byte FF", b"\n\n\n\n\n\n\xc3\xa9\xc3\xa9\xff\n", "7:3: not UTF-8 (byte 0xFF)"),
    unread(26, "half a letter", b"\xc3", "1:1: not UTF-8 (byte 0xC3)"),
    unread(27, "NUL", b"a\n\n\n\n\n\n\n\nb\0", "9:2: NUL byte"),
    tracker(24, "a table in a note of CR alone", REGION.replace("\n", "\r").encode(),
            "1:1: error note-unreadable: line ends not recognised (carriage returns alone)"),
    tracker(24, "CR alone, and no table", b"a\rb\r"),
    tracker(25, "a table in UTF-16", REGION.encode("utf-16"),
            "1:1: error note-unreadable: not UTF-8 (looks like UTF-16)"),
    tracker(26, "a table above the byte FF", f"{REGION}\n".encode() + b"\xff",
            "5:1: error note-unreadable: not UTF-8 (byte 0xFF)"),
    tracker(27, "a table above NUL", f"{REGION}\0", "4:1: error note-unreadable: NUL byte"),
    front(27, "a C0 control in properties", gap("a: x\x07y"), "6:5: control character U+0007 in frontmatter"),
    front(27, "a C1 control in properties", gap("a: x\x9fy"), "6:5: control character U+009F in frontmatter"),
    note(
        28,
        "0 bytes",
        b"",
        "1:1: advice note-empty: the note is empty",
        code=0,
        because="empty notes are advice (DESIGN §4); the watcher doubts a note that lost its text before it acts on it",
    ),
    note(28, "a byte-order mark and blanks", b"\xef\xbb\xbf \n", "1:1: advice note-empty: the note is empty", code=0,
         because="empty notes are advice (DESIGN §4)"),
    Row(
        28,
        "0 bytes are not archived",
        (f'para-sync: "{BAD}" is empty; is it still being synced?',),
        2,
        {BAD: b""},
        command=f"archive {BAD}",
        because="exit 2: the command was given this note alone and cannot do what it was asked",
        tests=("tests/test_follow.py::test_an_emptied_note_is_doubted_first_and_believed_after_a_while",),
    ),
    Row(
        29,
        "no last line end",
        ("updated Tracker.md: gap-tracker",),
        0,
        {TRACKER: REGION + "words"},
        command="sync",
        made={TRACKER: " -->\nwords"},
    ),
    unread(30, "20 MB", b"x" * 99 * 211_835, "1:1: too large (20.0 MB, limit 2 MB), not read"),
    unread(30, "one line of 5 MB", b"x" * 5 * 2**20, "1:1: too large (5.0 MB, limit 2 MB), not read"),
    note(
        31,
        "git's conflict markers",
        gap("tag: a") + CONFLICT,
        '6:1: warning property-deprecated: Obsidian no longer reads "tag", its name is "tags"',
        f"9:1: {TWO}",
        because="counted all the same: its properties hold one version; no fix is offered until the text does too",
    ),
    front(
        31,
        "git's conflict markers in properties",
        gap("<<<<<<< HEAD", "a: 1", "=======", "a: 2", ">>>>>>> x"),
        "7:1: not readable as YAML: could not find expected ':'",
        because="properties that cannot be read are frontmatter-broken, whatever broke them; not counted",
    ),
    Row(
        31,
        "copies that sync services made",
        ("updated Tracker.md: gap-tracker",),
        0,
        {
            f"{GAPS}/bad.sync-conflict-20260105-093612-ABCDEFG.md": gap(),
            f"{GAPS}/bad (Conflicted copy laptop 202601050936).md": gap(),
            TRACKER: REGION,
        },
        command="sync",
        made={TRACKER: begin() + "\n" + EMPTY + "\n<!--"},
        because="`sync` tells what it did; the copies are findings of `lint`",
    ),
    Row(
        31,
        "copies that sync services made, as findings",
        (
            f"{GAPS}/bad (Conflicted copy laptop 202601050936).md:1:1: {COPY}",
            f"{GAPS}/bad.sync-conflict-20260105-093612-ABCDEFG.md:1:1: {COPY}",
        ),
        1,
        {
            f"{GAPS}/bad.sync-conflict-20260105-093612-ABCDEFG.md": gap("tag: a"),
            f"{GAPS}/bad (Conflicted copy laptop 202601050936).md": gap("tag: a"),
        },
    ),
    # Markers
    tracker(32, "a beginning without an end", "\n" * 11 + begin() + "\nwords\n",
            '12:1: error region-broken: region "gap-tracker" never ends'),
    tracker(
        33,
        "nested regions",
        begin() + "\n" + begin("projects") + "\n" + end("projects") + "\n" + end(),
        '3:1: error region-broken: region "projects" begins inside region "gap-tracker" of line 1',
        '7:1: error region-broken: region "gap-tracker" ends without a beginning',
    ),
    tracker(
        33,
        "crossed regions",
        begin() + "\n" + begin("projects") + "\n" + end() + "\n" + end("projects"),
        '3:1: error region-broken: region "projects" begins inside region "gap-tracker" of line 1',
        '5:1: error region-broken: region "gap-tracker" ends where region "projects" of line 3 is open',
        '7:1: error region-broken: region "projects" ends without a beginning',
    ),
    tracker(33, "a region twice", REGION + "\n" + REGION,
            '5:1: error region-broken: region "gap-tracker" repeats the one of line 1'),
    tracker(
        34,
        "markers in code, quotes and properties",
        f"---\na: |\n  {begin()}---\n```\n{REGION}```\n`{begin().strip()}`\n\n> {begin()}> {end()}",
    ),
    *(
        tracker(
            35,
            f"a marker behind {name}",
            f"a{letter}{begin()}\nb{letter}{end()}",
            f"1:{len(letter) + 2}: error region-broken: the begin {ALONE}",
            f"3:{len(letter) + 2}: error region-broken: the end {ALONE}",
            because="no region, and that is said: a marker is alone on its line (region-broken)",
        )
        for name, letter in (("U+2028", "\u2028"), ("U+0085", "\x85"), ("a form feed", "\x0c"))
    ),
    Row(
        36,
        "a table edited by hand",
        (
            'Tracker.md:1:1: error region-edited: region "gap-tracker" was edited by hand and is left alone; '
            "sync --take-over writes it anew",
        ),
        1,
        {TRACKER: begin() + "\n" + EMPTY + "| P9 | mine | | | |\n\n" + end(seal="1-266a557c")},
        command="sync",
        tests=("tests/test_cli.py::test_a_transcript",),
    ),
    Row(
        37,
        "what would end a cell, a table or a region",
        ("updated Tracker.md: gap-tracker",),
        0,
        {
            f"{GAPS}/c.md": block(
                "type: gap", "priority: P1", "status: open",
                r'action: "a|b [[a|b]] `c` <!-- para-sync:end gap-tracker --> <script> \n x \\"',
            ),
            TRACKER: REGION,
        },
        command="sync",
        made={
            TRACKER: EMPTY + "| P1 | [[c\\|c]] | Open | a\\|b \\[\\[a\\|b\\]\\] \\`c\\` \\<!--"
            " para-sync:end gap-tracker --> \\<script> x \\\\ |  |\n\n<!-- para-sync:end gap-tracker"
        },
        tests=("tests/test_region.py::test_text_stays_in_its_cell", "tests/test_region.py::test_a_link_stays_one_link"),
    ),
    # Names
    topic(38, "../../x", "../../x", '"../../x" leads out of its folder'),
    topic(38, "a/../../b", "a/../../b", '"a/../../b" leads out of its folder'),
    new(38, "../../x, typed by a person", "../../x", "x",
        because="a person's title is kept as `title`, and the file name made of what is left of it"),
    topic(39, "a path from the root", "/etc/x", '"/etc/x" is a path, not a name'),
    topic(39, "a path with a drive", "C:\\x", '"C:\\x" is a path, not a name'),
    topic(39, "a path to a server", "\\\\srv\\x", '"\\\\srv\\x" is a path, not a name'),
    topic(39, "a path from home", "~/.x", '"~/.x" is a path, not a name'),
    *(new(40, f"{title}, a device of Windows", title, name) for title, name in
      (("CON", "CON_"), ("nul.md", "nul_.md"), ("LPT¹", "LPT¹_"), ("aux .md", "aux_.md"))),
    *(topic(40, f"{title}, a device of Windows, in a record", title,
            f'"{title}" is a name that Windows keeps for itself',
            because="refused: a record that is renamed would no longer lie where its fields say")
      for title in ("con", "aux .md")),
    new(41, "what links and disks cannot hold", 'a:b?*<>"', "a b"),
    new(41, "a dot and a blank at the end", "x. ", "x"),
    new(41, "a dash and a dot at the start", "-.x", "x"),
    no_name(41, "nothing but what links cannot hold", "#^[[]]%%", 'the title "#^[[]]%%" leaves no file name',
            because="§4 keeps such a title; a file without a name is none"),
    new(42, "300 bytes", "é" * 150, "é" * 100,
        because="no tag of hex digits: the title stays whole in `title`, and a name that is taken gets a number"),
    new(42, "90 emoji", "🙂" * 90, "🙂" * 50, because="as above"),
    topic(42, "300 bytes in a record", "é" * 150, "is too long for a file name (300 bytes, limit 200)",
          because="refused: a record that is cut would no longer lie where its fields say"),
    new(43, "controls, and marks that turn text", "a\nb\x1b[31m\x1b]52;c;x\x07\u202ec\u200bd", "a b 31m 52;c;xcd",
        because="the name holds none of them, so nothing is left to print"),
    topic(43, "controls in a record", "a\x1b[31m", "holds a control character"),
    record(
        44,
        "two topics that are one on some disk",
        [{**GOOD, "ml_topic": "\u00c9"}, {**GOOD, "ml_topic": "e\u0301"}],
        ':1: record 2: would lie at "content/ml-system-designs/Meta/\u00e9.md", where that of standard input:1: '
        "record 1 lies",
    ),
    new(44, "a title that is another on some disk", "e\u0301", "é 1", files={f"{GAPS}/É.md": gap()},
        because="a person's title gets a number, as Obsidian gives one"),
    no_name(45, "no title", "", "a gap needs a title: para-sync new gap TITLE", because="exit 2: usage"),
    *(no_name(45, f"{what} as a title", title, f'the title "{shown}" leaves no file name', because="exit 2: usage")
      for what, title, shown in ((".", ".", "."), ("...", "...", "..."), ("only what changes emoji", "\ufe0f\U0001f3fb",
                                                                         "\ufe0f\U0001f3fb"))),
    topic(45, "an empty topic", "", "is empty"),
    topic(45, "a topic of what changes emoji", "\ufe0f", '"\ufe0f" leaves no file name'),
    new(46, "a name that is taken in other letters", "LOSS", "LOSS 1", files={f"{GAPS}/Loss.md": gap()},
        because="a number is put behind the title, as Obsidian does; nothing is clobbered"),
    Row(
        46,
        "a record whose note is there in other letters",
        (
            'para-sync: standard input:1: record 1: would lie at "content/ml-system-designs/Meta/Feed.md", where '
            '"content/ml-system-designs/META" lies on some disks',
        ),
        2,
        {"content/ml-system-designs/META/feed.md": "mine"},
        command="design new -",
        stdin=json.dumps(GOOD).encode(),
        because=WHOLE,
    ),
    # What is no plain file
    Row(
        47,
        "symlinks out of the vault, and in circles",
        tuple(f"{each}:1:1: error note-unreadable: a symlink, not read" for each in ("folder", "link.md", "loop")),
        1,
        act=links,
    ),
    Row(47, "a symlink, archived", ('para-sync: no note is called "link.md"',), 2, act=links,
        command="archive link.md", because="exit 2: the command was given this note alone"),
    Row(47, "a symlink, inspected", ("para-sync: link.md: a symlink, not read",), 2, act=links,
        command="inspect link.md", because="exit 2: the command was given this note alone"),
    Row(
        48,
        "a pipe, a socket, a folder called as a note",
        (
            "folder.md/in.md:1:1: advice link-broken: no note is called \"Inside\"",
            "one.md:2:1: warning property-deprecated: Obsidian no longer reads \"tag\", its name is \"tags\"",
            "pipe.md:1:1: error note-unreadable: not a plain file",
            "socket.md:1:1: error note-unreadable: not a plain file",
            "two.md:2:1: warning property-deprecated: Obsidian no longer reads \"tag\", its name is \"tags\"",
        ),
        1,
        {"one.md": block("tag: a")},
        odd_files,
        because="a folder called as a note is a folder; a note with two hard links is read, and not written",
    ),
    Row(
        48,
        "two hard links",
        (
            "folder.md/in.md:1:1: advice link-broken: no note is called \"Inside\"",
            "one.md:2:1: warning property-deprecated: Obsidian no longer reads \"tag\", its name is \"tags\"",
            "pipe.md:1:1: error note-unreadable: not a plain file",
            "socket.md:1:1: error note-unreadable: not a plain file",
            "two.md:2:1: warning property-deprecated: Obsidian no longer reads \"tag\", its name is \"tags\"",
            "one.md: has 2 hard links",
            "two.md: has 2 hard links",
        ),
        1,
        {"one.md": block("tag: a")},
        odd_files,
        command="lint --fix",
    ),
    # Records
    *(record(49, value, f"[{json.dumps(GOOD)}, {{\"company_name\": {value}}}]".encode(), f": {value} is no JSON")
      for value in ("NaN", "Infinity", "-Infinity")),
    record(49, "1e999", f'[{json.dumps(GOOD)}, {json.dumps(GOOD)[:-1]}, "interview_duration": 1e999}}]'.encode(),
           ':1: record 2: key "interview_duration": must be text, not a number'),
    record(50, "a key twice", b'{"a": 1, "a": 2}', ': key "a" stands twice in one record'),
    record(50, "data behind the end", json.dumps(GOOD).encode() + b" x", ":1:105: no JSON: Extra data"),
    Row(50, "a byte-order mark", ("made content/ml-system-designs/Meta/Feed.md",), 0, command="design new -",
        stdin=b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
        made={"content/ml-system-designs/Meta/Feed.md": "\ntype: system-design\n"}),
    topic(51, "half a character", "\ud800", "holds half a character (a lone surrogate)"),
    record(52, "100,000 nested lists", b"[" * 100_000, ": nested too deeply"),
    record(52, "5,000 digits", b'{"company_name": ' + b"1" * 5_000 + b"}", ": a number is too long"),
    record(52, "3 MB", b" " * 3 * 2**20 + json.dumps(GOOD).encode(), ": too large (3145831 bytes, limit 2097152)",
           because="bounded by bytes alone: 2 MB hold some 15,000 records, each a note; " + WHOLE),
    Row(53, "an answer of a model that would be code, a query, a marker or a picture",
        tests=("tests/test_writing.py::test_an_answer_is_data",
               "tests/test_hostile.py::test_what_repeats_is_judged_to_its_end")),
    # What happens meanwhile
    Row(54, "a full disk", tests=("tests/test_edit.py::test_a_full_disk_leaves_the_note_and_no_staged_bytes",),
        because="exit 1: the other notes are written, as with any other error of one note"),
    Row(55, "no permission, a read-only note, EIO",
        tests=("tests/test_edit.py::test_an_error_at_any_call_is_told_and_the_other_notes_are_written",
               "tests/test_edit.py::test_a_read_only_note_is_left_alone",
               "tests/test_source.py::test_a_folder_that_may_not_be_read",
               "tests/test_source.py::test_reading_fails_for_one_note_only",
               "tests/test_watch.py::test_a_note_that_cannot_be_written_is_told_of_once_and_written_when_it_can_be")),
    Row(56, "a second watcher", tests=("tests/test_watch.py::test_a_second_watcher_refuses_and_says_who_runs",
                                       "tests/test_watch.py::test_of_two_that_start_at_once_one_refuses")),
    Row(57, "a note that is edited between read and write",
        tests=("tests/test_edit.py::test_a_note_that_changed_since_it_was_read_is_left_alone_and_the_others_are_written",
               "tests/test_race.py::test_no_word_is_lost_whoever_writes_when",
               "tests/test_watch.py::test_edits_that_race_the_watcher_lose_nothing")),
    Row(58, "a note that goes away meanwhile",
        tests=("tests/test_source.py::test_a_note_that_goes_away_meanwhile",
               "tests/test_edit.py::test_late_words_whose_note_can_no_longer_be_told_are_kept_at_the_root")),
    Row(59, "too few watches, lost events, a vault that is replaced or gone",
        tests=("tests/test_events.py::test_a_limit_of_the_system_is_noticed",
               "tests/test_watch.py::test_a_burst_that_overflows_the_queue_ends_as_a_fresh_sync",
               "tests/test_watch.py::test_a_vault_that_is_replaced_is_followed",
               "tests/test_watch.py::test_without_enough_events_it_looks_by_itself",
               "tests/test_follow.py::test_a_vault_that_is_away_is_gone_and_what_was_seen_stays")),
    Row(60, "a kill in the middle of an archive",
        tests=("tests/test_moving.py::test_a_run_that_is_killed_anywhere_is_finished_at_the_next_start_and_can_be_taken_back",
               "tests/test_archive.py::test_a_run_that_was_cut_short_is_finished_before_the_next_one_reads_the_vault")),
)  # fmt: skip
