"""The watcher as a service: what each system is told, read back as that system reads it; and units come and go."""

from __future__ import annotations

import os
import plistlib
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import journal, service
from para_sync.commands import main
from para_sync.service import MARK, Service
from para_sync.stop import Stop

PROGRAM = ("/opt/my tools/para-sync",)

# Folder names that some reader of service files would take for something else.
HOSTILE = [
    "plain",
    "two  blanks ",
    " first",
    'a "quoted" name',
    "it's",
    "R&D <b>",
    "100% %h %n %%",
    "$HOME ${HOME} $$",
    "back\\slash \\n \\x41",
    "ends with \\",
    "ends with \\\\",
    "; rm -rf ~ ;",
    "# no comment",
    "a;b && `c` | d > e",
    "]]> &amp; &#10;",
    "Vorbereitung für Größe – 面試 🎯",
    "-v",
    "@:+!|",
]

LETTERS = st.text("abhn \"'\\%$;#&<>{}é🎯", min_size=1, max_size=12)

ANALYZE = shutil.which("systemd-analyze")


def made(vault: str, program: tuple[str, ...] = PROGRAM) -> Service:
    return Service("para-sync-vault-0011aabb", vault, program)


def fields(unit: str) -> dict[str, str]:
    """The assignments of a unit, each a line of its own."""
    assert not re.search(r"\\$", unit, re.MULTILINE), "a backslash at the end of a line joins it with the next"
    lines = [line for line in unit.splitlines() if line and line[0] not in "#["]
    return dict(line.split("=", 1) for line in lines)


def words(command: str) -> list[str]:
    """A command line as systemd.service(5) reads it, when every word is quoted."""
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*', command)
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', command)
    return [re.sub(r"\\(.)|%(.)", lambda found: found[1] or found[2], each) for each in quoted]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("program", [PROGRAM, ("/p %h/$x\\py", "-P", "-m", "para_sync")], ids=["script", "python"])
def test_systemd_reads_the_command_that_was_meant(name: str, program: tuple[str, ...]) -> None:
    meant = made(f"/home/me/{name}", program)
    command = words(fields(service.systemd(meant))["ExecStart"])
    assert command[0].startswith(":/")
    assert (command[0][1:], *command[1:]) == meant.command == (*program, "--vault", f"/home/me/{name}", "watch")


@pytest.mark.nightly
@settings(max_examples=count(2_000))
@given(LETTERS, LETTERS)
def test_no_path_gets_out_of_its_word(vault: str, program: str) -> None:
    meant = made(f"/{vault}", (f"/{program}",))
    assert tuple(words(fields(service.systemd(meant))["ExecStart"])) == (":/" + program, *meant.command[1:])
    assert plistlib.loads(service.launchd(meant, "/h").encode())["ProgramArguments"] == [*meant.command]
    assert texts(service.windows(meant, "me"))["Exec/Command"] == f"/{program}"


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", HOSTILE)
def test_systemd_itself_has_nothing_to_say_about_the_unit(tmp_path: Path, name: str) -> None:
    script = write(tmp_path / "a 100% $HOME", {"para-sync": "#!/bin/sh\n"}) / "para-sync"
    script.chmod(0o755)
    meant = made(f"/v/{name}", (str(script),))
    write(tmp_path, {f"{meant.name}.service": service.systemd(meant)})
    assert verified(tmp_path, meant).stderr == ""
    dumped = verified(tmp_path, meant, SYSTEMD_LOG_LEVEL="debug")
    line = re.search(r"Command Line: (.* watch)$", dumped.stdout + dumped.stderr, re.MULTILINE)
    if line is None:
        pytest.skip("this systemd-analyze does not show how it reads a command")
    # it shows the command as a shell would have it
    shown = subprocess.run(["sh", "-c", f"printf '%s\\0' {line[1]}"], capture_output=True, check=True)
    assert shown.stdout.decode().split("\0")[:-1] == [*meant.command]


def verified(folder: Path, meant: Service, **more: str) -> subprocess.CompletedProcess[str]:
    (folder / "run").mkdir(mode=0o700, exist_ok=True)
    known = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder / "run"), "HOME": str(folder)}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", f"./{meant.name}.service"],
        cwd=folder,
        env=known | more,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done


def test_a_unit_in_full() -> None:
    assert fields(service.systemd(made("/v"))) == {
        "Description": 'para-sync watches "/v"',
        "Type": "exec",
        "ExecStart": '":/opt/my tools/para-sync" "--vault" "/v" "watch"',
        "ExecReload": "/bin/kill -HUP $MAINPID",
        "KillSignal": "SIGTERM",
        "TimeoutStopSec": "20",
        "Restart": "on-failure",
        "RestartSec": "10",
        "RestartPreventExitStatus": "2",
        "Nice": "10",
        "IOSchedulingClass": "idle",
        "NoNewPrivileges": "yes",
        "RestrictAddressFamilies": "AF_UNIX",
        "WantedBy": "default.target",
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_launchd_reads_what_was_meant(name: str) -> None:
    meant = made(f"/Users/me/{name}")
    assert plistlib.loads(service.launchd(meant, "/Users/me").encode()) == {
        "Label": meant.name,
        "ProgramArguments": [*meant.command],
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 60,
        "ProcessType": "Background",
        "LowPriorityIO": True,
        "Nice": 10,
        "StandardOutPath": f"/Users/me/Library/Logs/{meant.name}.log",
        "StandardErrorPath": f"/Users/me/Library/Logs/{meant.name}.log",
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_windows_reads_what_was_meant(name: str) -> None:
    meant = made(f"C:\\Users\\me\\{name}", ("C:\\Program Files\\para-sync.exe",))
    text = service.windows(meant, "HOME\\me")
    assert text.isascii()
    assert text.startswith('<?xml version="1.0" encoding="UTF-16"?>\n')
    found = texts(text)
    assert split(found.pop("Exec/Arguments")) == [*meant.command[1:]]
    assert found == {
        "RegistrationInfo/Description": f'para-sync watches "{meant.vault}"',
        "LogonTrigger/Enabled": "true",
        "LogonTrigger/UserId": "HOME\\me",
        "Principal/UserId": "HOME\\me",
        "Principal/LogonType": "InteractiveToken",
        "Principal/RunLevel": "LeastPrivilege",
        "Settings/MultipleInstancesPolicy": "IgnoreNew",
        "Settings/DisallowStartIfOnBatteries": "false",
        "Settings/StopIfGoingOnBatteries": "false",
        "Settings/StartWhenAvailable": "true",
        "RestartOnFailure/Interval": "PT1M",
        "RestartOnFailure/Count": "3",
        "Settings/ExecutionTimeLimit": "PT0S",
        "Settings/Hidden": "false",
        "Settings/Priority": "7",
        "Exec/Command": "C:\\Program Files\\para-sync.exe",
    }


def texts(task: str) -> dict[str, str]:
    """The texts of a task by their last two names, read from a file as the scheduler reads it, in UTF-16."""
    root = ElementTree.fromstring(task.encode("utf-16"))
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    assert root.tag == f"{space}Task"
    pairs = [(above, each) for above in root.iter() for each in above if not len(each)]
    return {f"{above.tag}/{each.tag}".replace(space, ""): each.text or "" for above, each in pairs}


def split(line: str) -> list[str]:
    """A command line as programs on Windows read it: backslashes count only before a quote."""
    found, word, quoted, started = [], "", False, False
    for slashes, quote, blank, letter in re.findall(r'(\\*)(?:(")|([ \t])|([^\\" \t])|$)', line):
        even = len(slashes) // 2 if quote else len(slashes)
        word, started = word + "\\" * even, started or bool(slashes or quote or letter)
        if quote and len(slashes) % 2:
            word += '"'
        elif quote:
            quoted = not quoted
        elif blank and not quoted:
            found += [word] if started else []
            word, started = "", False
        else:
            word += blank or letter
    return [*found, word] if started else found


@pytest.mark.parametrize("letter", ["\n", "\r", "\x1b", "\x85", "\u2028", "\udcff", "\uffff"])
def test_a_path_that_no_service_file_can_hold_is_refused(tmp_path: Path, letter: str) -> None:
    with pytest.raises(Stop, match=r"holds a character that no service file can hold$"):
        service.of(tmp_path / f"a{letter}b", "para-sync")


@pytest.mark.parametrize(
    ("folder", "slug"),
    [("Interview Prep", "interview-prep"), ("Größe", "groe"), ("面試", "vault"), ("-v%h.service", "v-h-service")],
)
def test_a_service_is_named_after_its_vault(tmp_path: Path, folder: str, slug: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / "link").symlink_to(folder)
    found = service.of(tmp_path / folder, "para-sync")
    assert re.fullmatch(f"para-sync-{slug}-[0-9a-f]{{8}}", found.name)
    assert found == service.of(tmp_path / "link", "para-sync") == service.of(tmp_path / "link" / ".", "para-sync")
    assert found.name != service.of(tmp_path / "in" / folder, "para-sync").name


def test_the_longest_name_is_one_of_a_file(tmp_path: Path) -> None:
    assert len(service.of(tmp_path / ("a" * 255), "para-sync").name) < 80


def test_the_program_is_found_by_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = write(tmp_path, {"bin/para-sync": "#!/bin/sh\n"}) / "bin" / "para-sync"
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert service.program("para-sync") == service.program("bin/para-sync") == (str(script),)
    for other in ("/x/para-sync", "/usr/bin/pytest", "/x/para_sync/__main__.py", "-c", ""):
        assert service.program(other) == (sys.executable, "-P", "-m", "para_sync")


def test_python_runs_the_package_as_the_script_would(tmp_path: Path) -> None:
    command = [*service.program("")[:-1], "para_sync", "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.startswith("para-sync, version ")


FAKE = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$2" in
    is-active) test -e "$CALLS.active" && echo active || { echo inactive; exit 3; } ;;
    is-enabled) test -e "$CALLS.active" ;;
    restart) touch "$CALLS.active" ;;
    disable) rm -f "$CALLS.active" ;;
esac
"""
REFUSES = "#!/bin/sh\necho 'Failed to connect to bus: No medium found' >&2\nexit 1\n"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setattr(sys, "platform", "linux")
    return write(tmp_path / "My Vault", {"para-sync.toml": ""})


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What a stand-in for systemctl was asked, since the one of this machine must not be touched."""
    systemctl(tmp_path, FAKE)
    monkeypatch.setenv("CALLS", str(tmp_path / "calls"))
    return write(tmp_path, {"calls": ""}) / "calls"


def systemctl(folder: Path, text: str) -> None:
    write(folder, {"bin/systemctl": text})
    (folder / "bin" / "systemctl").chmod(0o755)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def unit_of(vault: Path) -> Path:
    found = service.of(vault, sys.argv[0])
    return vault.parent / "config" / "systemd" / "user" / f"{found.name}.service"


def asked(calls: Path, unit: Path) -> list[str]:
    found = calls.read_text().replace(unit.name, "UNIT").splitlines()
    calls.write_text("")
    return found


def test_a_service_comes_and_goes(vault: Path, calls: Path) -> None:
    unit = unit_of(vault)
    assert run("service", "status", vault).output == f"not installed: no {unit}\n"
    result = run("--vault", vault, "service", "install")
    assert (result.exit_code, result.output) == (0, f"installed: {unit}\n")
    assert unit.read_text() == run("service", "print", vault).output
    assert unit.read_text().startswith(MARK + "\n")
    assert [*unit.parent.iterdir()] == [unit]
    steps = ["--user is-active UNIT", "--user daemon-reload", "--user enable UNIT", "--user restart UNIT"]
    assert asked(calls, unit) == steps
    result = run("service", "install", vault)
    assert (result.exit_code, result.output) == (0, f"installed already: {unit}\n")
    assert asked(calls, unit) == ["--user is-active UNIT", "--user is-enabled UNIT"]
    assert run("service", "status", vault).output == f"installed, active: {unit}\n"
    calls.write_text("")
    result = run("service", "uninstall", vault)
    assert (result.exit_code, result.output) == (0, f"uninstalled: {unit}\n")
    assert not unit.exists()
    assert asked(calls, unit) == ["--user disable --now UNIT", "--user daemon-reload"]
    result = run("service", "uninstall", vault)
    assert (result.exit_code, result.output) == (0, f"not installed: no {unit}\n")


def test_a_unit_of_an_older_version_is_renewed(vault: Path, calls: Path) -> None:
    unit = unit_of(vault)
    run("service", "install", vault)
    wanted = unit.read_text()
    unit.write_text(f"{MARK}\n[Service]\nExecStart=/old/para-sync\n")
    result = run("service", "status", vault)
    assert result.output == f"installed, active: {unit}; not as para-sync service install would write it now\n"
    assert run("service", "install", vault).output == f"installed: {unit}\n"
    assert unit.read_text() == wanted


def test_a_stopped_watcher_is_started_anew(vault: Path, calls: Path) -> None:
    run("service", "install", vault)
    Path(f"{calls}.active").unlink()
    unit = unit_of(vault)
    assert run("service", "status", vault).output == f"installed, inactive: {unit}\n"
    assert run("service", "install", vault).output == f"installed: {unit}\n"
    assert run("service", "status", vault).output == f"installed, active: {unit}\n"


def test_no_second_watcher_is_installed(vault: Path, calls: Path) -> None:
    with journal.watching(vault):
        result = run("service", "install", vault)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f'para-sync: "{vault}" is watched by another para-sync; end that one first\n'
    assert not unit_of(vault).exists()


@pytest.mark.parametrize("verb", ["install", "uninstall", "status"])
@pytest.mark.parametrize("content", [b"", b"[Service]\nExecStart=/bin/true\n", b"\xff\n", f" {MARK}\n".encode()])
def test_a_unit_that_is_not_ours_is_left_alone(vault: Path, calls: Path, verb: str, content: bytes) -> None:
    unit = unit_of(vault)
    write(unit.parent, {unit.name: content})
    result = run("service", verb, vault)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"para-sync: {unit} was not made by para-sync; it is left as it is\n"
    assert unit.read_bytes() == content
    assert calls.read_text() == ""


def test_a_masked_unit_is_left_alone(vault: Path, calls: Path) -> None:
    unit = unit_of(vault)
    unit.parent.mkdir(parents=True)
    unit.symlink_to(os.devnull)
    assert run("service", "install", vault).exit_code == 2
    assert stat.S_ISLNK(unit.lstat().st_mode)


def test_without_systemd_the_commands_to_run_are_told(vault: Path, tmp_path: Path) -> None:
    systemctl(tmp_path, REFUSES)
    unit = unit_of(vault)
    result = run("service", "install", vault)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{unit} is written but not started: Failed to connect to bus: No medium found; to start it, run: systemctl "
        f"--user daemon-reload && systemctl --user enable {unit.name} && systemctl --user restart {unit.name}\n"
    )
    assert run("service", "status", vault).output == f"installed, Failed to connect to bus: No medium found: {unit}\n"
    wants = unit.parent / "default.target.wants"
    wants.mkdir()
    (wants / unit.name).symlink_to(unit)
    result = run("service", "uninstall", vault)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is taken away; a watcher that it started may run on: Failed to connect to bus" in result.stderr
    assert [*unit.parent.rglob("*.service")] == []


def test_no_systemctl_at_all(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(vault))
    result = run("service", "install", vault)
    assert result.exit_code == 1
    assert "is written but not started: there is no systemctl; to start it, run: systemctl" in result.stderr


def test_the_service_of_a_vault_that_is_gone_can_be_taken_away(vault: Path, calls: Path) -> None:
    run("service", "install", vault)
    unit = unit_of(vault)
    shutil.rmtree(vault)
    assert run("service", "uninstall", vault).output == f"uninstalled: {unit}\n"
    assert run("service", "install", vault).exit_code == 2


@pytest.mark.parametrize(
    ("platform", "system", "commands"),
    [
        ("darwin", "launchd", ("> ~/Library/LaunchAgents/NAME.plist", "launchctl bootstrap gui/$UID ")),
        ("win32", "windows", ("| Out-File -Encoding unicode NAME.xml", "schtasks /Create /TN NAME /XML NAME.xml")),
    ],
)
def test_where_services_are_beta_they_are_printed(
    vault: Path, monkeypatch: pytest.MonkeyPatch, platform: str, system: str, commands: tuple[str, ...]
) -> None:
    printed = run("service", "print", "--platform", system, vault)
    name = service.of(vault, "").name
    assert printed.exit_code == 0
    assert printed.stdout.startswith("<?xml ")
    assert printed.stderr.startswith(f"beta: para-sync does not install services for {system}; these commands do:\n")
    for line in commands:
        assert line.replace("NAME", name) in printed.stderr
    assert f"--vault '{vault}' service print --platform {system}" in printed.stderr
    monkeypatch.setattr(sys, "platform", platform)
    installed = run("service", "install", vault)
    assert (installed.exit_code, installed.stdout, installed.stderr) == (1, printed.stdout, printed.stderr)
    assert run("service", "status", vault).exit_code == 0
    assert run("service", "uninstall", vault).exit_code == 1
    assert not (vault.parent / "config").exists()
