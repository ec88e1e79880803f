"""`para-sync service install|uninstall|status|print [VAULT]`."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from para_sync import place, service, systemd
from para_sync.place import NoVault
from para_sync.reports.plain import plain
from para_sync.service import Service
from para_sync.systemd import Answer

PLATFORMS = ("systemd", "launchd", "windows")

_VAULT = click.argument("folder", required=False, metavar="[VAULT]", type=click.Path(path_type=Path))


@click.group("service")
def command() -> None:
    """Watch a vault from login to logout, as a service of the system.

    On Linux, install writes a systemd user unit and starts it; the watcher's log is in journalctl --user. For macOS and
    Windows print shows a launchd agent or a task that starts the watcher (beta).
    """


@command.command("install")
@_VAULT
@click.pass_obj
def install(option: Path | None, folder: Path | None) -> None:
    """Start the watcher now and at every login."""
    found = service.of(place.root(option, folder), sys.argv[0])
    if _platform() != "systemd":
        click.echo(_text(found, _platform()), nl=False)
    _do(systemd.install, found, "install")


@command.command("uninstall")
@_VAULT
@click.pass_obj
def uninstall(option: Path | None, folder: Path | None) -> None:
    """Stop the watcher and take the service away."""
    _do(systemd.uninstall, _service(option, folder), "uninstall")


@command.command("status")
@_VAULT
@click.pass_obj
def status(option: Path | None, folder: Path | None) -> None:
    """Tell whether the service is installed and its watcher runs."""
    found = _service(option, folder)
    if _platform() != "systemd":
        _beta(found, _platform(), "status")
        return
    click.echo(plain(systemd.status(found)))


@command.command("print")
@_VAULT
@click.option("--platform", type=click.Choice(PLATFORMS), help="For which system (default: this one).")
@click.pass_obj
def show(option: Path | None, folder: Path | None, platform: str | None) -> None:
    """Print what install would write; write nothing."""
    chosen = platform or _platform()
    found = service.of(place.root(option, folder), sys.argv[0])
    click.echo(_text(found, chosen), nl=False)
    if chosen != "systemd":
        _beta(found, chosen, "install")


def _platform() -> str:
    return {"darwin": "launchd", "win32": "windows"}.get(sys.platform, "systemd")


def _service(option: Path | None, folder: Path | None) -> Service:
    """The service of a vault, which need not be there any more where it is named."""
    try:
        root = place.root(option, folder)
    except NoVault:
        named = option or folder
        if named is None or named.exists():
            raise
        root = named
    return service.of(root, sys.argv[0])


def _text(found: Service, platform: str) -> str:
    if platform == "launchd":
        return service.launchd(found, str(Path.home()))
    if platform == "windows":
        domain = os.environ.get("USERDOMAIN", "")
        return service.windows(found, f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser())
    return service.systemd(found)


def _do(act: Callable[[Service], Answer], found: Service, verb: str) -> None:
    if _platform() != "systemd":
        _beta(found, _platform(), verb)
        raise SystemExit(1)
    answer = act(found)
    click.echo(plain(answer.said), err=not answer.done)
    raise SystemExit(int(not answer.done))


def _beta(found: Service, platform: str, verb: str) -> None:
    """Tell on stderr what to run, so that what is printed can go to a file."""
    click.echo(f"beta: para-sync does not {verb} services for {platform}; these commands do:", err=True)
    for line in service.advice(found, platform, verb):
        click.echo(plain(f"  {line}"), err=True)
