"""`para-sync design import FILE|-`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from para_sync import diagnostic, edit, fix, standing, workspace
from para_sync.check import Choice
from para_sync.commands.design import chosen, parameters, spec_of, with_parameters
from para_sync.designs import answer, library, skeleton
from para_sync.designs.records import Record
from para_sync.files import DISK, reason
from para_sync.phrases import key
from para_sync.reports import designs, outcomes
from para_sync.stop import Stop
from para_sync.vault import limits
from para_sync.vault.vault import Vault

_LARGEST = limits.LARGEST_NOTE


@click.command("import")
@click.argument("file", metavar="FILE|-")
@click.option("--record", "word", default="", metavar="RECORD", help="The record that it was written for.")
@with_parameters
@click.pass_obj
def command(option: Path | None, /, file: str, word: str, **given: str) -> None:
    """Take an assistant's answer in as a note: fence and preamble stripped, safe fixes applied, checked, and placed.

    The record is told by the answer's title where --record is not given. Properties and path come from the record
    alone; markers, live queries and pictures of other hosts in the answer become plain text. Nothing is overwritten.
    """
    space = workspace.read(option)
    text = _read(file)
    body = answer.document(text, spec_of(space.vault))
    record = _record(word, body, space.vault, given)
    headed = body if body.startswith("# ") else f"# {record.heading}\n\n{body}"
    lines = headed.split("\n", 1)
    content = f"{skeleton.properties(record)}\n# {record.heading}\n{lines[1] if len(lines) > 1 else ''}".rstrip() + "\n"
    after = space.vault.replace(record.path, content.encode())
    fixed = fix.fix(after, space.settings, Choice(), only=frozenset([record.path])).vault
    if not standing.looks_like_one(fixed, record.path) or not standing.has_sections(fixed, record.path):
        raise Stop(f"{file}: no section of the specification is a heading in it; nothing was made")
    done = edit.apply(space.root, "design import", [edit.replacement(record.path, None, fixed.content(record.path))])
    outcomes.written(done, "made")
    left = outcomes.undone(done)
    found = standing.judge(fixed, space.settings, [record.path])
    if not left:
        designs.show(found)
    raise SystemExit(int(bool(left) or diagnostic.fails(found[0].findings, strict=False)))


def _read(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else DISK.read(Path(file))
    except OSError as error:
        raise Stop(f"{file}: {reason(error)}") from None
    if len(content) > _LARGEST:
        raise Stop(f"{file}: {limits.too_large(len(content))}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Stop(f"{file}:{line}: not UTF-8 (byte 0x{content[error.start]:02X})") from None


def _record(word: str, body: str, vault: Vault, given: dict[str, str]) -> Record:
    """The record that is named, else the one whose title the answer bears."""
    if word:
        found = chosen((word,), vault, given)
        if len(found) != 1:
            raise Stop(f"--record must be one record, not {len(found)}")
        return found[0]
    marks, _, title = body.partition("\n")[0].partition(" ")
    if marks != "#":
        raise Stop("the answer has no title that tells its record; name the record with --record")
    known = [each for each in library.of(vault)[0] if key(each.heading) == key(title)]
    if len(known) != 1:
        raise Stop(f'no record has the title "{title}"; name one with --record')
    return known[0].at(parameters(spec_of(vault), given))
