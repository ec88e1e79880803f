"""`para-sync design`: written designs, from record to note. One file a command, imported only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import click

from para_sync.designs import library, records
from para_sync.designs.records import BadRecord, Record
from para_sync.files import DISK, reason
from para_sync.manual import manual as manuals
from para_sync.manual.chapter import suggestion
from para_sync.manual.design_spec import DURATION, FOCUS_AREA, LEVEL, Spec
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.vault.vault import Vault

SUMMARIES = {
    "new": "Make a note with all headings, labels and topics, ready to write on.",
    "prompt": "Print the prompt for a whole document, for any chat window.",
    "check": "Hold a note, a file or a folder to the specification, and score it.",
    "import": "Take an assistant's answer in as a note.",
    "generate": "Have a model write it, section by section, checked and mended.",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in SUMMARIES:
            return None
        command: click.Command = import_module(f"{__name__}.{name}_").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group("design", cls=_Commands)
def command() -> None:
    """Write system designs of twelve sections, and hold them to the System Design Spec chapter.

    A RECORD is a JSON file, JSON text, - for the standard input, or the topic (or part of it) of a record that lies in
    the vault's folder of records.
    """


def with_parameters(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that set a record's parameters."""
    for option, name, shown, text in (
        ("--duration", DURATION, "TIME", "The interview's length, such as 45min."),
        ("--focus", FOCUS_AREA, "AREA", "An area to stress."),
        ("--level", LEVEL, "LEVEL", "The level aimed at, such as E6."),
    ):
        function = click.option(option, name, metavar=shown, help=text, default="")(function)
    return function


def spec_of(vault: Vault) -> Spec:
    """The specification; raises `Stop` where it cannot be read."""
    spec = manuals.of(vault).design_spec
    if spec is None:
        told = manuals.told(vault)
        fact = f": {next((each for each in told if manuals.DESIGNS in each), told[0])}" if told else ""
        raise Stop(f'the chapter "{manuals.DESIGNS}" of the manual cannot be read{fact}')
    return spec


def chosen(words: tuple[str, ...], vault: Vault, given: Mapping[str, str]) -> tuple[Record, ...]:
    """The records that a person means; what is unusual about them is said. Raises `BadRecord`, or `Stop` for a name
    that no record has.
    """
    spec = spec_of(vault)
    known = parameters(spec, given)
    found = [record for word in words for record in _records(word, vault, spec, known)]
    records.apart(found)
    _beside(found, vault)
    for warning in (each for record in found for each in record.warnings()):
        click.echo(click.style("warning ", fg="yellow") + plain(warning), err=True)
    return tuple(found)


def _beside(found: list[Record], vault: Vault) -> None:
    """Raises `BadRecord` where a folder or note of the vault differs from a record's path in letter case alone."""
    there = {each.casefold(): each for path in (*vault.paths, *vault.others) for each in (path, *_folders(path))}
    for record in found:
        for each in (*_folders(record.path), record.path):
            other = there.get(each.casefold(), each)
            if other != each:
                raise BadRecord(f'{record.where}: would lie at "{record.path}", where "{other}" lies on some disks')


def _folders(path: str) -> list[str]:
    return [str(each) for each in PurePosixPath(path).parents][:-1]


def parameters(spec: Spec, given: Mapping[str, str]) -> dict[str, str]:
    """The parameters that a person gave, spelt as the specification has them; raises `Stop` for one that is none."""
    return {name: _parameter(spec, name, value) for name, value in given.items() if value}


def _parameter(spec: Spec, name: str, value: str) -> str:
    choice = spec.parameter(name)
    known = records.parameter(choice, value)
    if not known:
        raise Stop(f'"{plain(value)}" is no {name}, expected one of {", ".join(choice.values)}')
    return known


def _records(word: str, vault: Vault, spec: Spec, given: Mapping[str, str]) -> tuple[Record, ...]:
    if not word.strip():
        raise Stop("a RECORD is empty; it is a JSON file, JSON text, -, or the topic of a record")
    if word == "-":
        return records.read(sys.stdin.buffer.read(), "standard input", spec, given)
    if word.lstrip()[:1] in ("{", "["):
        return records.read(word.encode(errors="surrogateescape"), "RECORD", spec, given)
    if word.casefold().endswith(".json"):
        try:
            return records.read(DISK.read(Path(word)), word, spec, given)
        except OSError as error:
            raise BadRecord(f"{word}: {reason(error)}") from None
    return (_named(word, vault, spec, given),)


def _named(word: str, vault: Vault, spec: Spec, given: Mapping[str, str]) -> Record:
    known, faults = library.of(vault)
    names = {f"{each.heading}": each for each in known}
    exact = [each for each in known if word.casefold() in (each.heading.casefold(), each.path.casefold())]
    found = exact or [each for each in known if word.casefold() in f"{each.path} {each.heading}".casefold()]
    if len(found) == 1:
        return found[0].at(given)
    if found:
        listed = ", ".join(f'"{each.heading}"' for each in found[:5])
        raise Stop(f'"{word}" may be {listed}; give more of the name')
    broken = f"; not read: {faults[0]}" if faults else ""
    where = f'in "{spec.records}"'
    raise Stop(f'no record {where} is called "{word}"{suggestion(word, names)}{broken}')
