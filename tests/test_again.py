"""What a command found is told again for as long as nothing changed, and not a moment longer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import again, own, place, program, quick
from para_sync.again import Call
from para_sync.commands import main
from para_sync.files import Files
from para_sync.moment import look

FILES = {
    "para-sync.toml": "",
    ".obsidian/app.json": "{}",
    "a.md": "[[b]]\n",
    "in/b.md": "words\n",
    "records.jsonl": "{}\n",
}


def later() -> float:
    """An hour from now, when every stamp can be trusted."""
    return time.time() + 3600


def asked(root: Path, *words: str, clock: Callable[[], float] = later) -> bool:
    """Whether the command had to be worked out anew."""
    call = Call(words or ("x",), clock)
    known = call.said()
    assert known in (None, (1, "said\n", ""))
    if known is None:
        call.keep(place.way(root), call.moment or look(str(root), clock=clock), (1, "said\n", ""))
    return known is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "vault", FILES)


def test_an_answer_is_told_again_while_nothing_changed(root: Path) -> None:
    asks = [asked(root), asked(root), asked(root, "y"), asked(root), asked(root, "y")]
    assert asks == [True, False, True, False, False]


def test_another_folder_terminal_or_day_is_another_question(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [asked(root), asked(root)] == [True, False]
    for change in (
        lambda: monkeypatch.chdir(root),
        lambda: monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False),
        lambda: monkeypatch.setenv("NO_COLOR", "1"),
        lambda: monkeypatch.setattr(time, "localtime", lambda: (2030, 1, 1)),
    ):
        change()
        assert [asked(root), asked(root)] == [True, False]


def test_a_nearer_vault_is_another_one(tmp_path: Path) -> None:
    root = write(tmp_path / "vault", FILES)
    (root / ".trash").mkdir()
    way = place.way(None, root / ".trash")
    Call(["x"], later).keep(way, look(str(root), clock=later), (0, "", ""))
    assert Call(["x"], later).said() == (0, "", "")
    write(root, {".trash/para-sync.toml": ""})
    assert Call(["x"], later).said() is None


def test_another_program_says_it_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [asked(root), asked(root)] == [True, False]
    monkeypatch.setattr(program, "mark", lambda: b"another")
    assert [asked(root), asked(root)] == [True, False]


def test_what_is_damaged_is_said_anew(root: Path) -> None:
    assert asked(root)
    (file,) = Path(own.caches(), "said").iterdir()
    whole = file.read_bytes()
    place = st.integers(0, len(whole) - 1)

    @settings(max_examples=100)
    @given(at=place, bit=st.integers(0, 7), cut=place)
    def damaged(at: int, bit: int, cut: int) -> None:
        for content in (whole[:cut], whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :], whole + b"x"):
            file.write_bytes(content)
            assert Call(["x"], later).said() is None

    damaged()
    file.write_bytes(whole)
    assert Call(["x"], later).said() is not None


def test_a_pipe_in_the_place_of_what_was_kept_keeps_nobody_waiting(root: Path) -> None:
    assert asked(root)
    (file,) = Path(own.caches(), "said").iterdir()
    file.unlink()
    os.mkfifo(file)
    assert asked(root)
    assert not asked(root)


def test_no_more_than_some_are_kept(root: Path) -> None:
    for number in range(again.MOST + 5):
        asked(root, str(number))
    assert len(list(Path(own.caches(), "said").iterdir())) == again.MOST
    assert not asked(root, str(again.MOST + 4))


def same_size_and_time(root: Path) -> None:
    file = root / "a.md"
    found = file.stat()
    file.write_text("[[c]]\n")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note with the same size and time": same_size_and_time,
    "a new note": lambda root: write(root, {"in/c.md": ""}),
    "a note that is gone": lambda root: (root / "in/b.md").unlink(),
    "a note that moved": lambda root: (root / "in/b.md").rename(root / "b.md"),
    "a file that is no note": lambda root: write(root, {"records.jsonl": "{ }\n"}),
    "a new file that is no note": lambda root: write(root, {"pic.png": ""}),
    "our settings": lambda root: write(root, {"para-sync.toml": "#"}),
    "Obsidian's settings": lambda root: write(root, {".obsidian/app.json": "{ }"}),
    "new settings of Obsidian's": lambda root: write(root, {".obsidian/types.json": "{}"}),
    "a vault within": lambda root: write(root, {"in/para-sync.toml": ""}),
    "a symlink": lambda root: (root / "d.md").symlink_to("a.md"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_makes_a_new_answer(root: Path, what: str) -> None:
    assert asked(root)
    CHANGES[what](root)
    assert [asked(root), asked(root)] == [True, False]


@pytest.mark.parametrize("packed", [False, True])
def test_a_commit_makes_a_new_answer(root: Path, packed: bool) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)

    git("init")
    assert [asked(root), asked(root)] == [True, False]
    git("add", "a.md", "para-sync.toml")
    git("commit", "-m", "a note")
    assert [asked(root), asked(root)] == [True, False]
    if packed:
        git("pack-refs", "--all")
        assert [asked(root), asked(root)] in ([True, False], [False, False])
    git("add", ".")
    git("commit", "-m", "notes")
    assert [asked(root), asked(root)] == [True, False]
    git("checkout", "--detach", "HEAD~1")
    assert asked(root)
    git("worktree", "add", "../linked")
    linked = root.parent / "linked"
    assert [asked(linked, "linked"), asked(linked, "linked")] == [True, False]
    git("-C", "../linked", "commit", "--allow-empty", "-m", "nothing")
    assert [asked(linked, "linked"), asked(linked, "linked")] == [True, False]


def test_what_was_written_a_moment_ago_is_answered_anew(root: Path) -> None:
    assert [asked(root, clock=time.time), asked(root, clock=time.time)] == [True, True]


def test_an_answer_that_nobody_can_keep_is_given_all_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / "para-sync.toml"))
    assert [asked(root), asked(root)] == [True, True]


def quickly(root: Path, words: list[str]) -> tuple[int, str, str] | None:
    """What the short way says of a vault, for no terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr("sys.stdout.isatty", lambda: False, raising=False)
        return quick.lint(words, Call(words, lambda: 4e9))


def test_the_short_way_ends_as_the_long_one_where_lint_cannot_work(root: Path) -> None:
    write(root, {"para-sync.toml": "[lint"})
    assert quickly(root, ["lint"]) == ran(["--vault", str(root), "lint"])[:3]
    assert quickly(root, ["lint", "nowhere.md"]) is None


def test_the_short_way_keeps_nothing_where_nothing_is_to_be_kept(root: Path) -> None:
    for _ in range(2):
        assert quickly(root, ["lint", "--no-cache", "a.md"]) == ran(["lint", "--no-cache", str(root / "a.md")])[:3]
    assert not list(Path(own.caches()).rglob("*"))


def test_a_note_that_cannot_be_read_is_a_finding_either_way(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # to root all is readable
    note = str(root / "a.md")
    assert ran(["lint", note])[:3] == quickly(root, ["lint", note])


def ran(words: list[str]) -> tuple[int, str, str, bool]:
    """Exit code, stdout and stderr of a command, and whether they were known."""
    call = Call(words, lambda: 4e9)
    known = call.said()
    if known:
        return *known, True
    done = CliRunner().invoke(main, words, obj=call)
    return done.exit_code, done.stdout, done.stderr, False


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a.md", "b/c.md", "d.png", "para-sync.toml"]),
        st.sampled_from([None, "", "[[a]] [[b/c]] ![[d.png]]\n", "---\ntype: gap\n---\n#x\n"]),
    ),
    max_size=6,
)


@pytest.mark.nightly
@settings(max_examples=count(200))
@given(steps=STEPS)
def test_after_any_edits_lint_and_sync_say_what_they_say_without_a_cache(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    root = write(tmp_path_factory.mktemp("edits"), {"para-sync.toml": "", "a.md": "[[c]]\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Files, "now", lambda _: 4e9)
        for path, text in [("a.md", "[[c]]\n"), *steps]:
            if text is None and path != "para-sync.toml":
                (root / path).unlink(missing_ok=True)
            elif path != "para-sync.toml":
                write(root, {path: text or ""})
            for command in (["lint"], ["lint", str(root / "a.md")], ["lint", "--json"], ["sync", "--check"]):
                twice = [ran(["--vault", str(root), *command]) for _ in range(2)]
                fresh = ran(["--vault", str(root), *command, "--no-cache"])
                assert [twice[0][:3], twice[1][:3]] == [fresh[:3]] * 2
                assert (twice[1][3], fresh[3]) == (fresh[0] != 2, False)
                optional = any(word.startswith("-") for word in command)
                lost = any(word.endswith(".md") and not os.path.exists(word) for word in command)
                short = None if fresh[0] == 2 or optional or lost else fresh[:3]
                assert quickly(root, command) == quickly(root, [*command, "--no-cache"]) == short


# The program an hour from now: every stamp can be trusted.
PROGRAM = """
import sys, time
now = time.time
time.time = lambda: now() + 3600
from para_sync.__main__ import run
run(sys.argv[1:])
"""


def test_what_is_said_again_needs_next_to_nothing(root: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-c", PROGRAM, "--vault", str(root), "lint"]
    first, again = (subprocess.run(words, capture_output=True, text=True) for _ in range(2))
    assert (first.returncode, first.stdout) == (again.returncode, again.stdout)
    assert "click" in first.stderr
    heavy = ("click", "pathlib", "typing", "dataclasses", "json", "subprocess", "platformdirs", "yaml", "pickle")
    needed = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert not needed & {*heavy}
    assert {name for name in needed if name.startswith("para_sync")} == {
        "para_sync",
        "para_sync.__main__",
        "para_sync.again",
        "para_sync.moment",
        "para_sync.own",
        "para_sync.program",
        "para_sync.quick",
        "para_sync.vault",
        "para_sync.vault.walk",
    }


def test_after_an_edit_only_what_judges_the_note_is_imported(root: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-c", PROGRAM, "--vault", str(root), "lint", str(root / "a.md")]
    plain = [*words[:5], *words[7:]]
    write(root, {f"{number}.md": f"[[{number + 1}]]\n" for number in range(30)})
    subprocess.run(plain, capture_output=True)
    write(root, {"a.md": "[[c]] after an edit\n"})
    edited = subprocess.run(plain, capture_output=True, text=True)
    assert edited.stdout == subprocess.run([*words, "--no-cache"], capture_output=True, text=True).stdout != ""
    needed = {line.rpartition("|")[2].strip() for line in edited.stderr.splitlines()}
    assert not needed & {
        "click",
        "dataclasses",
        "inspect",
        "subprocess",
        "tomllib",
        "markdown_it",
        "para_sync.sync",
        "para_sync.manual.plan",
    }
    assert "para_sync.quick" in needed
    assert len([name for name in needed if name.startswith("para_sync.")]) < 80


def test_who_stops_reading_gets_no_traceback(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)  # with it a write that is cut short is no error
    write(root, {f"{number}.md": "[[nowhere]] " * 40 for number in range(400)})
    words = [sys.executable, "-c", PROGRAM, "--vault", str(root), "lint", "--json"]
    subprocess.run(words, capture_output=True)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout
        assert reading.stderr
        reading.stdout.readline()
        reading.stdout.close()
        assert reading.stderr.read() == b""
    assert reading.returncode == 1


LINT = [sys.executable, "-c", PROGRAM, "lint"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has a disk that is full")
def test_what_cannot_be_written_ends_in_one_line(root: Path) -> None:
    with open("/dev/full", "w") as full:
        for _ in range(2):
            done = subprocess.run(LINT, cwd=root, stdout=full, stderr=subprocess.PIPE, text=True)
            assert (done.returncode, done.stderr) == (2, "para-sync: the system: no space left on device\n")


@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_stream_changes_nothing_on_the_other(root: Path, closed: int) -> None:
    lint = subprocess.run(LINT, cwd=root, capture_output=True)
    for words in (LINT, [*LINT, "--format", "text"]):
        done = subprocess.run(words, cwd=root, capture_output=True, preexec_fn=lambda: os.close(closed))
        assert (done.returncode, done.stdout, done.stderr) == (0, b"" if closed == 1 else lint.stdout, b"")


IGNORING = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
COPYING = "from para_sync import cores; cores.LEAST, cores._cores = 1, lambda: 2\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not copied here")
def test_who_was_told_to_ignore_the_end_of_processes_waits_for_its_own(root: Path) -> None:
    lint, done = (
        subprocess.run([sys.executable, "-c", each + PROGRAM, "lint", "--no-cache"], cwd=root, capture_output=True)
        for each in ("", IGNORING + COPYING)
    )
    assert (done.returncode, done.stdout, done.stderr) == (lint.returncode, lint.stdout, b"")
