"""`para-sync design generate RECORD...`."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import click

from para_sync import diagnostic, workspace
from para_sync.commands.design import chosen, with_parameters
from para_sync.reports import findings, progress
from para_sync.reports.plain import plain
from para_sync.stop import Stop
from para_sync.writing.backend import Backend, Command, Model
from para_sync.writing.batch import Batch, Written


@click.command("generate")
@click.argument("words", nargs=-1, required=True, metavar="RECORD...")
@click.option("--model", default="", metavar="NAME", help="A model of the llm library; default: [design] model.")
@click.option("--command", "line", default="", metavar="WORDS", help='A command to ask, such as "claude -p".')
@click.option("--one-shot", is_flag=True, help="Ask for the whole document at once; for large contexts.")
@click.option("--apply", is_flag=True, help="Also mend existing notes: sections still as generated that have findings.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Documents at a time.")
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=300.0, show_default=True, help="Seconds an answer may take."
)
@with_parameters
@click.pass_obj
def command(
    option: Path | None,
    /,
    words: tuple[str, ...],
    model: str,
    line: str,
    one_shot: bool,
    apply: bool,
    jobs: int,
    timeout: float,
    **given: str,
) -> None:
    """Have a model write the document of each RECORD, as a draft.

    Titles, labels and properties are para-sync's own. Each section is checked; one that fails goes back with its
    findings, at most twice, and is replaced only by one with fewer. Nothing is overwritten, and a section that somebody
    edited is never touched. A run that was stopped goes on where it was.

    Exits with 1 while errors, or sections without text, remain.
    """
    space = workspace.read(option)
    records = chosen(words, space.vault, given)
    backend = _backend(model, space.settings.model, line, timeout)
    began = time.monotonic()
    with progress.shown([each.heading for each in records], len(records[0].spec.sections)) as shown:
        batch = Batch(
            space.root, space.vault, space.settings, backend, one_shot, apply,
            tell=lambda record, done: shown(record.heading, done),
        )  # fmt: skip
        written = asyncio.run(batch.run(records, jobs))
    for each in written:
        _say(each)
    spent = batch.spent
    tokens = f", {spent.sent:,} tokens sent, {spent.received:,} received" if spent.sent or spent.received else ""
    requests = f"{spent.requests} request{'' if spent.requests == 1 else 's'}"
    click.echo(f"{requests}{tokens}, {time.monotonic() - began:.0f} s.", err=True)
    failed = any(
        each.undone or (each.standing and diagnostic.fails(each.standing.findings, strict=False)) for each in written
    )
    raise SystemExit(int(failed))


def _backend(named: str, usual: str, line: str, timeout: float) -> Backend:
    if line and named:
        raise click.UsageError("--model and --command cannot be given together")
    if line:
        return Command(line, timeout)
    if named or usual:
        return Model(named or usual, timeout)
    raise Stop(
        "no model is named: --model NAME, --command WORDS, or [design] model in para-sync.toml; "
        "without any, `para-sync design prompt` and `para-sync design import` do"
    )


def _say(written: Written) -> None:
    """A line on one record, and what is left to do: the findings in a note that this run wrote."""
    if written.standing:
        told = written.standing
        for finding in findings.lines(told.findings if written.wrote else (), sourced=True):
            click.echo(finding)
        weights = f"{told.complete} of {told.sections} sections complete, {told.words:,} words"
        click.echo(plain(f"{written.done} {told.path}: {weights}, {len(told.findings)} findings"))
    for each in written.undone:
        click.echo(plain(f"{written.record.path}: {each}"), err=True)
