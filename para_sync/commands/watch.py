"""`para-sync watch [VAULT]` and `para-sync watch status [VAULT]`."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from para_sync import journal, place, workspace
from para_sync.journal import Watch, Watched
from para_sync.reports import log
from para_sync.reports.plain import plain
from para_sync.watch import saves, status
from para_sync.watch.status import Status


class _Watch(click.Group):
    """The group whose command is `run` where none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, args if args[:1] == ["status"] else ["run", *args])


@click.group("watch", cls=_Watch, add_help_option=False)
def command() -> None:
    """Lint and sync as notes change."""


@command.command("run")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--poll", is_flag=True, help="Look every few seconds instead of being told by the system.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def run(option: Path | None, folder: Path | None, poll: bool, as_json: bool) -> None:
    """Lint and sync as notes change, until Ctrl-C.

    A table is written when its note was left alone for a few seconds, and never while you type in it. What happens is
    told line by line. `para-sync watch status` says how it is going; SIGHUP reads everything again.
    """
    from para_sync.watch.daemon import Watcher

    root = place.root(option, folder)
    form = log.json_line if as_json else log.line
    with _alone(root) as lock:
        watcher = Watcher(root, lambda event: click.echo(form(event, datetime.now())), lock, poll)
        signal.signal(signal.SIGTERM, lambda *_: watcher.end())
        signal.signal(signal.SIGINT, lambda *_: watcher.end())
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, lambda *_: watcher.reload())
        watcher.run()


@command.command("status")
@click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
@click.pass_obj
def show(option: Path | None, folder: Path | None, as_json: bool) -> None:
    """Tell whether a watcher runs, since when, what it found and which writes wait."""
    root = place.root(option, folder)
    found = status.read(root) if journal.is_watched(root) else None
    if as_json:
        click.echo(json.dumps({"running": found is not None, **(asdict(found) if found else {})}))
        return
    for line in _lines(root, found, datetime.now()):
        click.echo(line)
    if found:
        click.echo(_fact("editing", _today(root)))


def _lines(root: Path, found: Status | None, now: datetime) -> Iterator[str]:
    """What a watcher said, for people, one fact a line; None: there is no watcher."""
    if found is None:
        yield plain(f"not running: no watcher on {root}")
        return
    counts = ", ".join(f"{count} {severity}" for severity, count in found.findings.items() if count)
    facts = [
        *([("paused", found.paused)] if found.paused else []),
        ("running", f"process {found.pid}, since {_when(found.since, now)}"),
        ("full scan", _when(found.scanned, now) if found.scanned else "not yet"),
        ("learns by", f"looking every few seconds: {found.polling}" if found.polling else "events of the system"),
        ("notes", str(found.notes)),
        ("findings", counts or ("none" if found.findings else "not yet known")),
        ("waiting", f"{len(found.deferred)} to be written" if found.deferred else "nothing"),
    ]
    for name, fact in facts:
        yield _fact(name, fact)
    for path, reason in found.deferred.items():
        yield plain(f"  {path}: {reason}")


def _fact(name: str, fact: str) -> str:
    return f"{click.style(f'{name:<10}', bold=True)}{plain(fact)}"


def _today(root: Path) -> str:
    """The minutes of today, layer by layer."""
    from para_sync.practice import activity

    spent = activity.today(workspace.read(root).vault, saves.read(root), date.today())
    times = [f"{name} {activity.spent(minutes)}" for name, minutes in spent.items() if minutes]
    return f"{', '.join(times) or 'nothing saved'} today"


def _when(seconds: float, now: datetime) -> str:
    """A time, with the day where it is not today."""
    when = datetime.fromtimestamp(seconds)
    return f"{when:%H:%M:%S}" if when.date() == now.date() else f"{when:%Y-%m-%d %H:%M}"


@contextmanager
def _alone(root: Path) -> Iterator[Watch]:
    """The lock of the one watcher that a vault may have; raises `Watched` and says who holds it."""
    try:
        with journal.watching(root) as lock:
            yield lock
    except Watched as watched:
        other = status.read(root)
        who = f", process {other.pid}, since {datetime.fromtimestamp(other.since):%Y-%m-%d %H:%M}" if other else ""
        raise Watched(f"{watched}{who}") from None
