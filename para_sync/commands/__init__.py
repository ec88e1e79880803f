"""The command line: one file a command, imported only when it is called."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn, TextIO

import click

from para_sync import __version__, again
from para_sync.again import Call
from para_sync.moment import Moment
from para_sync.stop import Stop

# What `--help` says of each command, in the order that a newcomer needs them; read without importing any of them.
SUMMARIES = {
    "init": "Lay down the vault: the manual, templates, workbooks and trackers.",
    "demo": "Try everything in a temporary folder: lint, sync and the result.",
    "lint": "Tell what is wrong in the vault, and fix it on request.",
    "rules": "List all rules, or explain one with its examples.",
    "sync": "Bring every generated table up to date.",
    "watch": "Lint and sync as notes change.",
    "service": "Watch a vault from login to logout, as a service of the system.",
    "next": "Say what to practise now, and why.",
    "status": "Show the focus card: gaps, the latest run, the next milestone, readiness.",
    "review": "Write a review note of the week, its figures filled in.",
    "practice": "The daily loop: pick, time, score, reflect, log and update gaps.",
    "new": "Make a note from its template, in its folder.",
    "design": "Write system designs of twelve sections, and hold them to the manual.",
    "archive": "Move finished work to its layer, every link still leading where it led.",
    "export": "Write runs, gaps, findings or the log as a table for other programs.",
    "undo": "Take back what a run wrote.",
    "history": "List what para-sync wrote in the last 7 days.",
    "hooks": "Have git ask para-sync before a commit, and merge tables.",
    "lsp": "Serve an editor: findings while you type, fixes and completion.",
    "doctor": "Look for what would go wrong: events, locks, clocks, conflict copies.",
    "why": "Show the notes, properties and cells of the manual behind a row or a verdict.",
    "inspect": "Show what was read in a note.",
}


_CALL = "para-sync: how the program was called"


class Commands(click.Group):
    """The commands of this folder. What keeps one from working ends in one line and exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in SUMMARIES:
            return None
        command: click.Command = import_module(f"{__name__}.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Stop as stop:
            raise _Ended(str(stop)) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            from para_sync.files import reason  # here, as below: most runs end well, and these cost a tenth of a start

            raise _Ended(f"{error.filename or 'the system'}: {reason(error)}") from None


class _Ended(click.ClickException):
    """The end of a command that cannot work."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        from para_sync.reports.plain import plain

        click.echo(f"para-sync: {plain(self.message)}", err=True)


def moment(root: Path) -> Moment:
    """How a vault stands: as the program saw it when it was called, or as it is now."""
    call: Call | None = click.get_current_context().meta.get(_CALL)
    return again.moment(call, os.fspath(root))


def coloured(stream: TextIO) -> bool:
    """Whether what is written to a stream is to be coloured."""
    return click.get_current_context().color is not False and stream.isatty()


def told(code: int, out: str, err: str, way: Sequence[str], now: Moment) -> NoReturn:
    """Say what a command has to say of a vault, and end; it is said again to the same words for as long as the vault
    stands as it stood. A text is coloured where its stream is; `way` are the folders that were looked at on the way to
    the vault.
    """
    call: Call | None = click.get_current_context().meta.get(_CALL)
    if call:
        call.keep(way, now, (code, out, err))
    # it is coloured already, or not: to look for colours in a long text takes longer than to write it
    click.echo(err, nl=False, err=True, color=True)
    click.echo(out, nl=False, color=True)
    over(code)


def over(code: int) -> NoReturn:
    """End with an exit code, where all is said and written; what is still held is not taken down."""
    call: Call | None = click.get_current_context().meta.get(_CALL)
    if call:
        call.is_over = True
    raise SystemExit(code)


def day(text: str) -> date:
    """The type of options that name a day, as 2026-01-31."""
    try:
        # strptime takes the digits of any alphabet
        return datetime.strptime(text.encode("ascii").decode(), "%Y-%m-%d").date()
    except ValueError:
        from para_sync.reports.plain import plain

        raise click.BadParameter(f'"{plain(text)}" is no day such as 2026-01-31') from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--vault", type=click.Path(path_type=Path), help="The vault's folder.")
@click.version_option(__version__, prog_name="para-sync")
@click.pass_context
def main(context: click.Context, vault: Path | None) -> None:
    """Keep an Obsidian vault for interview preparation honest.

    The vault is found from --vault, else upward from the first PATH, else upward from the working folder (a folder with
    .obsidian or para-sync.toml), else from PARA_SYNC_VAULT.

    Exit codes: 0 clean, 1 findings or something left undone, 2 cannot work.
    """
    context.meta[_CALL] = context.obj
    context.obj = vault
    if os.environ.get("NO_COLOR"):
        context.color = False
    again.lenient()
