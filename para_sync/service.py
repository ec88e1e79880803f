"""The watcher as a service that starts at login: what systemd, launchd and the task scheduler of Windows are told."""

from __future__ import annotations

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from para_sync import journal
from para_sync.stop import Stop

# The first line of every unit that is ours; one without it is never overwritten or taken away.
MARK = "# made by para-sync service install, taken away by para-sync service uninstall"

# How soon a watcher that failed is started again where failures are told apart, and where they are not.
RESTART_SECONDS = 10
THROTTLE_SECONDS = 60

# What a line of a service file cannot hold: controls, line separators, and what is no text.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"


@dataclass(frozen=True, slots=True)
class Service:
    """The watcher of one vault: the service's `name`, the `vault` by its real path, and the `program` with the
    arguments that make it para-sync.
    """

    name: str
    vault: str
    program: tuple[str, ...]

    @property
    def command(self) -> tuple[str, ...]:
        return (*self.program, "--vault", self.vault, "watch")


def of(root: Path, called: str) -> Service:
    """The service of a vault, the same by whatever path it is reached; `called` is how this program was called.

    Raises `Stop` where a path holds what no service file can hold.
    """
    vault = os.path.realpath(root)
    name = f"para-sync-{_slug(os.path.basename(vault))}-{journal.state(root).name[:8]}"
    service = Service(name, vault, program(called))
    for part in service.command:
        if _UNFIT.search(part):
            raise Stop(f'"{part}" holds a character that no service file can hold')
    return service


def program(called: str) -> tuple[str, ...]:
    """The absolute path of para-sync, by the name that it was called by; else this Python, told to run it."""
    found = shutil.which(called) if Path(called).stem == "para-sync" else None
    # -P: a service starts in the home folder, and no module there is to be taken for one of ours
    return (os.path.abspath(found),) if found else (sys.executable, "-P", "-m", "para_sync")


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:40].strip("-") or "vault"


def systemd(service: Service) -> str:
    """A systemd user unit. Exit code 2 is not tried again: the vault is none, or another watcher has it."""
    # the colon keeps $ from being read (systemd.service(5)); the quotes round the vault keep a backslash at its end
    # from joining two lines
    command = " ".join(map(_quoted, (":" + service.command[0], *service.command[1:])))
    return f"""{MARK}
[Unit]
Description=para-sync watches "{service.vault.replace("%", "%%")}"

[Service]
Type=exec
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
KillSignal=SIGTERM
TimeoutStopSec=20
Restart=on-failure
RestartSec={RESTART_SECONDS}
RestartPreventExitStatus=2
Nice=10
IOSchedulingClass=idle
NoNewPrivileges=yes
RestrictAddressFamilies=AF_UNIX

[Install]
WantedBy=default.target
"""


def _quoted(word: str) -> str:
    """One word of a command line as systemd.service(5) reads it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def launchd(service: Service, home: str) -> str:
    """A launchd agent of the user whose home folder this is. It knows no exit codes: all failures are tried again."""
    log = f"{home}/Library/Logs/{service.name}.log"
    agent = {
        "Label": service.name,
        "ProgramArguments": list(service.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": THROTTLE_SECONDS,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "StandardOutPath": log,
        "StandardErrorPath": log,
    }
    return plistlib.dumps(agent, sort_keys=False).decode()


def windows(service: Service, user: str) -> str:
    """A task for the task scheduler that starts when this user logs in.

    All ASCII: what the shell makes of other letters on their way into a file is anybody's guess. A part of the vault's
    path such as `%TEMP%` would be replaced; there is no way to write it otherwise.
    """
    task = ElementTree.Element("Task", {"version": "1.2", "xmlns": _TASK})
    fields = {
        "RegistrationInfo/Description": f'para-sync watches "{service.vault}"',
        "Triggers/LogonTrigger/Enabled": "true",
        "Triggers/LogonTrigger/UserId": user,
        "Principals/Principal/UserId": user,
        "Principals/Principal/LogonType": "InteractiveToken",
        "Principals/Principal/RunLevel": "LeastPrivilege",
        "Settings/MultipleInstancesPolicy": "IgnoreNew",
        "Settings/DisallowStartIfOnBatteries": "false",
        "Settings/StopIfGoingOnBatteries": "false",
        "Settings/StartWhenAvailable": "true",
        "Settings/RestartOnFailure/Interval": "PT1M",
        "Settings/RestartOnFailure/Count": "3",
        "Settings/ExecutionTimeLimit": "PT0S",
        "Settings/Hidden": "false",
        "Settings/Priority": "7",
        "Actions/Exec/Command": service.command[0],
        "Actions/Exec/Arguments": subprocess.list2cmdline(service.command[1:]),
    }
    for path, text in fields.items():
        _place(task, path).text = text
    ElementTree.indent(task)
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{ElementTree.tostring(task, encoding="us-ascii").decode()}\n'


def _place(task: ElementTree.Element, path: str) -> ElementTree.Element:
    """The element at a path, made where it is missing."""
    place = task
    for name in path.split("/"):
        found = place.find(name)
        place = ElementTree.SubElement(place, name) if found is None else found
    return place


def advice(service: Service, platform: str, verb: str) -> tuple[str, ...]:
    """The shell commands, for launchd or windows, that `install`, `uninstall` or tell the `status` of a service."""
    if platform == "launchd":
        file = f"~/Library/LaunchAgents/{service.name}.plist"
        printed = f"para-sync --vault {shlex.quote(service.vault)} service print --platform launchd"
        return {
            "install": (f"{printed} > {file}", f"launchctl bootstrap gui/$UID {file}"),
            "uninstall": (f"launchctl bootout gui/$UID/{service.name}", f"rm {file}"),
            "status": (f"launchctl print gui/$UID/{service.name}",),
        }[verb]
    vault = service.vault.replace("'", "''")
    printed = f"para-sync --vault '{vault}' service print --platform windows"
    return {
        "install": (
            f"{printed} | Out-File -Encoding unicode {service.name}.xml",
            f"schtasks /Create /TN {service.name} /XML {service.name}.xml",
        ),
        "uninstall": (f"schtasks /End /TN {service.name}", f"schtasks /Delete /TN {service.name}"),
        "status": (f"schtasks /Query /TN {service.name}",),
    }[verb]
