"""The watcher's unit among systemd's user units: written, started, stopped and taken away."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from para_sync import journal
from para_sync.files import DISK, Files, reason
from para_sync.service import MARK, Service, systemd
from para_sync.stop import Stop

# Longer than a watcher may take to stop.
PATIENCE_SECONDS = 60.0


class Answer(NamedTuple):
    """Whether something was done, and one line about it."""

    done: bool
    said: str


def install(service: Service, files: Files = DISK) -> Answer:
    """Write the unit, start it now and at every login. Raises `Stop` for a unit of that name that is not ours and while
    somebody else watches the vault, OSError where the unit cannot be written. Done twice, the second finds nothing to
    do.
    """
    path, unit, wanted = place(service), _unit(service), systemd(service)
    before = _ours(path, files)
    active = _systemctl("is-active", unit).done
    if active and before == wanted and _systemctl("is-enabled", unit).done:
        return Answer(True, f"installed already: {path}")
    if not active and journal.is_watched(Path(service.vault), files):
        # the one that systemd starts would end at once, and nobody would watch after the other
        raise Stop(f'"{service.vault}" is watched by another para-sync; end that one first')
    if before != wanted:
        journal.keep(path, wanted.encode(), files)
    steps = (("daemon-reload",), ("enable", unit), ("restart", unit))
    for step in steps:
        answer = _systemctl(*step)
        if not answer.done:
            left = " && ".join(f"systemctl --user {' '.join(each)}" for each in steps)
            return Answer(False, f"{path} is written but not started: {answer.said}; to start it, run: {left}")
    return Answer(True, f"installed: {path}")


def uninstall(service: Service, files: Files = DISK) -> Answer:
    """Stop the watcher and take its unit away; raises as `install` does."""
    path = place(service)
    if _ours(path, files) is None:
        return Answer(True, f"not installed: no {path}")
    stopped = _systemctl("disable", "--now", _unit(service))
    files.unlink(path)
    with suppress(OSError):
        # what `enable` made and a systemd that cannot be reached left; a link to nothing by now
        files.unlink(path.parent / "default.target.wants" / path.name)
    reloaded = _systemctl("daemon-reload")
    for answer in (stopped, reloaded):
        if not answer.done:
            return Answer(False, f"{path} is taken away; a watcher that it started may run on: {answer.said}")
    return Answer(True, f"uninstalled: {path}")


def status(service: Service, files: Files = DISK) -> str:
    """One line: whether there is a unit, and whether its watcher runs; raises as `install` does."""
    path = place(service)
    found = _ours(path, files)
    if found is None:
        return f"not installed: no {path}"
    older = "" if found == systemd(service) else "; not as para-sync service install would write it now"
    return f"installed, {_systemctl('is-active', _unit(service)).said}: {path}{older}"


def place(service: Service) -> Path:
    """Where systemd looks for the unit."""
    named = os.environ.get("XDG_CONFIG_HOME", "")
    above = Path(named) if os.path.isabs(named) else Path.home() / ".config"
    return above / "systemd" / "user" / _unit(service)


def _unit(service: Service) -> str:
    return f"{service.name}.service"


def _ours(path: Path, files: Files) -> str | None:
    """The unit that is there, None without one; raises `Stop` where it is not ours."""
    try:
        text = files.read(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    if text.partition("\n")[0] != MARK:
        raise Stop(f"{path} was not made by para-sync; it is left as it is")
    return text


def _systemctl(*words: str) -> Answer:
    """What systemctl did for this user; `said` is its first line."""
    try:
        done = subprocess.run(
            ["systemctl", "--user", *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE_SECONDS,
        )
    except FileNotFoundError:
        return Answer(False, "there is no systemctl")
    except subprocess.TimeoutExpired:
        return Answer(False, f"systemctl gave no answer in {PATIENCE_SECONDS:g} s")
    except OSError as error:
        return Answer(False, f"systemctl: {reason(error)}")
    lines = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return Answer(done.returncode == 0, lines[0] if lines else f"systemctl ended with exit code {done.returncode}")
