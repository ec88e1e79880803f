"""No network: the commands run in a process that ends at the first socket, and, where it can be had, on no network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import write
from watcher import Watcher, until

# Python runs a module of this name at every start; the process ends at the first thing that only a network needs.
REFUSE = """
import os, sys

def refuse(event, arguments):
    if event == "socket.__new__":
        wanted = arguments[1] in (2, 10, 23, 30)  # IPv4, and IPv6 on Linux, Windows and macOS
    else:
        wanted = event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
                           "socket.gethostbyaddr", "urllib.Request", "http.client.connect", "ftplib.connect",
                           "smtplib.connect", "webbrowser.open")
    if wanted:
        sys.stderr.write(f"network: {event} {arguments}\\n")
        sys.stderr.flush()
        os._exit(97)

sys.addaudithook(refuse)
"""
SCRIPT = """
import sys
from para_sync.commands import main
for words in {commands!r}:
    try:
        main(words, prog_name="para-sync")
    except SystemExit as end:
        if end.code not in (0, 1):
            raise
"""
NOTES = {
    ".obsidian/app.json": "{}",
    "para-sync.toml": "[watch]\nquiet_seconds = 0\n",
    "Areas/interview-context/gaps/own.md": "---\ntype: gap\npriority: P1\nstatus: open\naction: x\ntag: a\n---\n"
    "![](https://example.org/x.png) <https://example.org> [[https://example.org]]\n\n```dataviewjs\nfetch('x')\n```\n",
    "Tracker.md": "<!-- para-sync:begin gap-tracker -->\n\n<!-- para-sync:end gap-tracker -->\n",
}
WITHOUT = ("unshare", "-U", "-r", "-n")


def without_network() -> tuple[str, ...]:
    """What to run a command with so that it has no network; nothing where the system does not allow it."""
    if sys.platform != "linux":
        return ()
    try:
        return WITHOUT if subprocess.run([*WITHOUT, "true"], capture_output=True).returncode == 0 else ()
    except OSError:
        return ()


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "refuse", {"sitecustomize.py": REFUSE})
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.mark.usefixtures("refused")
@pytest.mark.parametrize("code", ["socket.socket()", "socket.getaddrinfo('localhost', 80)"])
def test_the_first_socket_ends_the_process(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", f"import socket\n{code}"], capture_output=True, text=True)
    assert (done.returncode, done.stderr.startswith("network: socket.")) == (97, True)


@pytest.mark.usefixtures("refused")
def test_commands_need_no_network(tmp_path: Path) -> None:
    root = write(tmp_path / "vault", NOTES)
    commands = [
        ["--vault", str(root), *words]
        for words in (
            ["lint"], ["lint", "--unsafe-fixes"], ["sync"], ["sync", "--check"], ["status"], ["next"], ["doctor"],
            ["history"], ["design", "check"], ["export", "runs"], ["new", "tracker", "Mine"],
            ["archive", "Areas/interview-context/gaps/own.md"], ["undo"],
        )
    ]  # fmt: skip
    script = SCRIPT.format(commands=commands)
    done = subprocess.run([*without_network(), sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "| P1 | [[own\\|own]] | Open | x |" in (root / "Tracker.md").read_text("utf-8")


@pytest.mark.usefixtures("refused")
@pytest.mark.skipif(os.name == "nt", reason="the watcher is ended by a signal")
def test_the_watcher_needs_no_network(tmp_path: Path) -> None:
    root = write(tmp_path / "vault", NOTES)
    gap, tracker = root / "Areas/interview-context/gaps/own.md", root / "Tracker.md"
    with Watcher(root, before=without_network()):
        until(lambda: "[[own\\|own]] | Open | x |" in tracker.read_text("utf-8"))
        gap.write_text(gap.read_text("utf-8").replace("action: x", "action: y"), "utf-8")
        until(lambda: "[[own\\|own]] | Open | y |" in tracker.read_text("utf-8"))


def test_a_system_without_namespaces_is_told() -> None:
    if not without_network():
        pytest.skip("no network namespaces here: sockets are refused by Python alone")
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = subprocess.run([*without_network(), sys.executable, "-c", code], capture_output=True, text=True)
    assert "Network is unreachable" in done.stderr
