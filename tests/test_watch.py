"""What `watch` promises, with real processes, files and events: tables follow, no word is lost, and it lives.

Counts are a tenth or less of the nightly ones.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import count, samples, write
from watcher import HEALTH, PATIENCE, SESSIONS, TRACKER, Watcher, files, lay, run, score, synced_copy, until

from para_sync import edit, journal, sync
from para_sync.diagnostic import Severity
from para_sync.files import Files
from para_sync.settings import Settings
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault
from para_sync.watch import saves
from para_sync.watch.clocks import MOST_WRITES, Clocks
from para_sync.watch.writer import Writer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="these tests watch /proc and inotify")


class Later(Files):
    """The disk when nobody writes any more to what was replaced."""

    def now(self) -> float:
        return super().now() + 100


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "vault")


def sessions(root: Path) -> list[Path]:
    return sorted((root / SESSIONS).glob("*.md"))


def learnt(session: Path, words: str) -> str:
    """A session with this reflection."""
    return session.read_text("utf-8").replace("\nreflection:", f"\nreflection: {words} #", 1)


def learn(session: Path, words: str) -> None:
    session.write_text(learnt(session, words), "utf-8")


def log(root: Path) -> str:
    return (root / TRACKER).read_text("utf-8")


# Following


@pytest.mark.parametrize("how", ["in place", "by rename"])
def test_a_saved_score_reaches_the_tracker_and_its_own_write_wakes_nobody(root: Path, how: str) -> None:
    with Watcher(root) as watcher:
        note = sessions(root)[3]
        changed = learnt(note, "Open with the loop.")
        if how == "in place":
            note.write_text(changed, "utf-8")
        else:
            (root / "draft").write_text(changed, "utf-8")
            os.replace(root / "draft", note)
        until(lambda: "Open with the loop." in log(root))
        watcher.rests()
        kept = len(list(journal.records(root)))
        note.write_text(changed, "utf-8")
        watcher.rests()
    assert len(list(journal.records(root))) == kept
    assert run("sync", "--check", root).returncode == 0


def test_what_is_found_is_said_once_and_shown_in_obsidian(root: Path) -> None:
    note = root / "Areas/interview-context/gaps/Latency breakdown with numbers.md"
    text = note.read_text("utf-8")
    with Watcher(root) as watcher:
        note.write_text(text + "\n[[Nowhere at all]]\n", "utf-8")
        watcher.hears(
            "error", rule="link-broken", path="Areas/interview-context/gaps/Latency breakdown with numbers.md"
        )
        until(lambda: "Nowhere at all" in (root / HEALTH).read_text("utf-8"))
        note.write_text(text, "utf-8")
        watcher.hears("resolved")
        until(lambda: "Nowhere at all" not in (root / HEALTH).read_text("utf-8"))
        assert len(watcher.of("error")) == 1
        (error,) = watcher.of("error")
    assert list(error) == ["time", "event", "path", "line", "column", "rule", "message"]
    assert error["line"] == text.count("\n") + 2


def test_for_people_it_says_one_plain_line_an_event(root: Path) -> None:
    command = [sys.executable, "-m", "para_sync", "--vault", str(root), "watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        first = process.stdout.readline()
        learn(sessions(root)[0], "Lesson 0.")
        second = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    assert re.fullmatch(r"\d\d:\d\d:\d\d found \d+ advice; .*\n", first)
    assert re.fullmatch(r"\d\d:\d\d:\d\d updated Progress Tracker: practice-log[a-z, -]*\n", second)


def test_an_edited_manual_and_edited_settings_hold_at_once(root: Path) -> None:
    with Watcher(root) as watcher:
        chapter = root / "Manual/Scoring System.md"
        chapter.write_text(
            chapter.read_text("utf-8").replace("| practice log rows | 10 |", "| practice log rows | 40 |")
        )
        until(lambda: "\n| 40 |" in log(root))
        settings = (root / "para-sync.toml").read_bytes()
        for broken in ("[watch]\nquiet_seconds = soon\n", "[lint]\noff = ['region-stal']\n"):
            said = len(watcher.said)
            (root / "para-sync.toml").write_text(broken)
            watcher.hears("trouble", said, path="para-sync.toml")
            (root / "para-sync.toml").write_bytes(settings)
            watcher.hears("reloaded", said)
        said = len(watcher.said)
        (root / "para-sync.toml").write_text("[watch]\nquiet_seconds = 0\n[lint]\noff = ['region-stale']\n")
        watcher.hears("reloaded", said)
        scanned = told(root)["scanned"]
        watcher.process.send_signal(signal.SIGHUP)
        watcher.hears("rescan", reason="as asked")
        until(lambda: told(root)["scanned"] > scanned)
        learn(sessions(root)[0], "Lesson 0.")
        watcher.rests()
    assert run("sync", "--check", root).returncode == 0


# The two clocks


def test_a_table_waits_until_its_note_is_left_alone(tmp_path: Path) -> None:
    root = lay(tmp_path / "vault", "[watch]\nquiet_seconds = 3\nwrite_seconds = 1\n")
    with Watcher(root):
        with (root / TRACKER).open("a", encoding="utf-8") as note:
            note.write("my words\n")
        before = (root / TRACKER).read_bytes()
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: waiting(root).get(TRACKER) == "changed a moment ago")
        assert (root / TRACKER).read_bytes() == before
        until(lambda: (root / TRACKER).read_bytes() != before)
        assert "my words\n" in log(root)


def test_a_note_that_is_written_in_a_circle_is_told_of_once(root: Path) -> None:
    stale = (root / TRACKER).read_bytes().replace(b"\n| 1 |", b"\n| 1 | ")
    learn(sessions(root)[0], "Lesson 0.")
    writer, said = Writer(root, Clocks(Settings(quiet_seconds=0, write_seconds=0), 0), frozenset()), []
    for now in range(MOST_WRITES + 3):
        (root / TRACKER).write_bytes(stale)  # a table that never comes to rest
        vault = Vault.read(Disk(root))
        said += [*writer.step(sync.due(vault, advisory=False), vault, now), *writer.step(sync.due(vault), vault, now)]
    about = [each.kind for each in said if each.more["path"] == TRACKER]
    assert about == ["updated"] * MOST_WRITES + ["stopped"]
    writer.clocks.changed("Somebody's.md", 9)
    assert "updated" in [each.kind for each in writer.step(sync.due(vault), vault, 9)]


def test_a_note_that_cannot_be_written_is_told_of_once_and_written_when_it_can_be(root: Path) -> None:
    with Watcher(root) as watcher:
        for name in (TRACKER, HEALTH):
            (root / name).chmod(0o444)
        write(root, {"Mine.md": "[[Nowhere]]"})
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: waiting(root) == {TRACKER: "is read-only", HEALTH: "is read-only"})
        time.sleep(5)  # it tries again meanwhile
        assert sorted(each["path"] for each in watcher.of("trouble")) == [TRACKER, HEALTH]
        for name in (TRACKER, HEALTH):
            (root / name).chmod(0o644)
        until(lambda: "Lesson 0." in log(root) and "Nowhere" in (root / HEALTH).read_text("utf-8"))
        assert waiting(root) == {}


def test_the_note_that_is_open_in_obsidian_waits_longer(tmp_path: Path) -> None:
    leaf = {"id": "a1", "type": "leaf", "state": {"type": "markdown", "state": {"file": TRACKER}}}
    workspace = {"main": {"id": "m", "type": "split", "children": [leaf]}, "active": "a1"}
    root = lay(tmp_path / "vault")
    write(root, {".obsidian/workspace.json": json.dumps(workspace)})
    before = (root / TRACKER).read_bytes()
    with Watcher(root) as watcher:
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: waiting(root).get(TRACKER) == "open in Obsidian and changed a moment ago")
        watcher.rests()
        assert (root / TRACKER).read_bytes() == before
        (root / ".obsidian/workspace.json").unlink()
        learn(sessions(root)[1], "Lesson 1.")
        until(lambda: (root / TRACKER).read_bytes() != before)


def waiting(root: Path) -> dict[str, str]:
    deferred: dict[str, str] = told(root)["deferred"]
    return deferred


def told(root: Path) -> dict[str, Any]:
    """What a running watcher says of itself."""
    found: dict[str, Any] = json.loads(run("watch", "status", "--json", root).stdout)
    assert found["running"]
    return found


# One watcher, and its end


def test_a_second_watcher_refuses_and_says_who_runs(root: Path) -> None:
    assert run("watch", "status", root).stdout == f"not running: no watcher on {root}\n"
    with Watcher(root) as watcher:
        second = run("watch", root)
        assert second.returncode == 2
        assert f'running already on "{root}", process {watcher.process.pid}, since ' in second.stderr
        told = run("watch", "status", root).stdout
        assert f"process {watcher.process.pid}, since " in told
        assert "events of the system" in told
        learn(sessions(root)[0], "Lesson 0.")
        assert run("sync", root).returncode == 0
        assert run("--vault", root, "new", "gap", "Zipf", "--set", "priority=P1", "--set", "action=x").returncode == 0
        until(lambda: "[[Zipf" in (root / "Areas/interview-context/Gap Tracker.md").read_text("utf-8"))
    assert json.loads(run("watch", "status", "--json", root).stdout) == {"running": False}


def test_of_two_that_start_at_once_one_refuses(root: Path) -> None:
    command = [sys.executable, "-m", "para_sync", "watch", str(root)]
    two = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    until(lambda: any(each.poll() is not None for each in two))
    (first,) = (each for each in two if each.poll() is None)
    until(lambda: '"running": true' in run("watch", "status", "--json", root).stdout)
    first.terminate()
    assert sorted(each.wait(PATIENCE) for each in two) == [0, 2]


def test_a_deleted_state_folder_lets_no_second_watcher_in(root: Path) -> None:
    with Watcher(root) as watcher:
        watcher.hears("found")
        # a file that it makes meanwhile would keep the folder from going
        watcher.process.send_signal(signal.SIGSTOP)
        shutil.rmtree(journal.state(root))
        watcher.process.send_signal(signal.SIGCONT)
        watcher.hears("trouble", reason=f'the lock in "{journal.state(root)}" was deleted; taken again')
        second = run("watch", root)
        assert second.returncode == 2
        assert f"process {watcher.process.pid}, since " in second.stderr
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: "Lesson 0." in log(root))
        assert len(watcher.of("trouble")) == 1


def test_where_another_was_faster_it_ends(root: Path) -> None:
    watcher = Watcher(root)
    watcher.hears("found")
    watcher.process.send_signal(signal.SIGSTOP)
    shutil.rmtree(journal.state(root))
    with journal.watching(root):
        watcher.process.send_signal(signal.SIGCONT)
        assert watcher.process.stderr
        with watcher.process.stderr as complaints:
            assert complaints.read() == f'para-sync: para-sync watch is running already on "{root}"\n'
        assert watcher.ended() == 2


@pytest.mark.nightly
def test_sync_beside_it_always_comes_to_its_end(root: Path) -> None:
    """Both write the same tables, and each may find one that the other wrote a moment ago."""
    chance, ended = random.Random(7), False

    def practise() -> None:
        while not ended:
            score(chance.choice(sessions(root)), chance.randrange(4))
            time.sleep(chance.random())

    with Watcher(root) as watcher:
        other = Thread(target=practise)
        other.start()
        done = [run("sync", root) for _ in range(count(50))]
        ended = True
        other.join()
        assert [(each.returncode, each.stderr) for each in done if each.returncode or each.stderr] == []
        assert [each for each in watcher.said if str(each.get("rule")).startswith("region-")] == []


@pytest.mark.nightly
def test_while_another_command_writes_it_waits(root: Path) -> None:
    with Watcher(root) as watcher:
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: "Lesson 0." in log(root))
        before = log(root)
        with journal.locked(root, Files()):
            learn(sessions(root)[1], "Lesson 1.")
            # nightly for longer than a minute, after which it looks again at what it replaced
            time.sleep(count(70))
            assert log(root) == before
            assert watcher.process.poll() is None
        until(lambda: "Lesson 1." in log(root))


@pytest.mark.nightly
def test_a_command_waits_five_seconds_for_another_that_writes_and_then_gives_up(root: Path) -> None:
    learn(sessions(root)[0], "Lesson 0.")
    before = files(root)
    with journal.locked(root, Files()):
        began = time.monotonic()
        done = run("sync", root)
    assert 5 <= time.monotonic() - began < 30
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f'para-sync: another para-sync is writing in "{root}" (waited 5 s)\n'
    assert files(root) == before


def test_archive_beside_it_loses_no_line_that_somebody_types_meanwhile(root: Path) -> None:
    """A person types into a note that links to what moves, and scores runs of it, while the watcher writes tables."""
    typed, ended, diary = [], False, root / "diary.md"
    diary.write_text("[[P1 News Feed Ranking]]\n")

    def types() -> None:
        while not ended:
            line = f"line {len(typed)}\n"
            with diary.open("a") as opened:
                opened.write(line)
            typed.append(line)
            score(sessions(root)[len(typed) % 3], len(typed) % 4)
            time.sleep(0.02)

    with Watcher(root) as watcher:
        person = Thread(target=types)
        person.start()
        done = run("--vault", root, "archive", "P1 News Feed Ranking", "--yes")
        ended = True
        person.join()
        watcher.rests()
    kept = "".join(each.read_text("utf-8") for each in root.glob("diary*.md"))
    assert done.returncode in (0, 1), done.stderr
    assert [line for line in typed if line not in kept] == []
    assert len(typed) > 3
    (moved,) = root.rglob("P1 News Feed Ranking.md")
    assert moved.relative_to(root).parts[0] == "Completed Prep", done.stdout + done.stderr
    assert run("sync", "--check", root).returncode == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_in_the_middle_of_a_burst(root: Path, how: signal.Signals) -> None:
    with Watcher(root) as watcher:
        for number in range(300):
            (root / f"n{number}.md").write_text("x")
        asked = time.monotonic()
        watcher.process.send_signal(how)
        assert watcher.ended() == 0
        assert time.monotonic() - asked < 1


# No word is lost


@pytest.mark.nightly
@pytest.mark.parametrize("how", ["in place", "by rename"])
def test_edits_that_race_the_watcher_lose_nothing(root: Path, how: str) -> None:
    total, chance, ended = count(400), random.Random(3), False

    def practise() -> None:
        while not ended:
            score(chance.choice(sessions(root)), chance.randrange(4))
            time.sleep(0.03)

    with Watcher(root) as watcher:
        other = Thread(target=practise)
        other.start()
        for number in range(total):
            text = (root / TRACKER).read_bytes() + b"\nword%dx" % number
            time.sleep(chance.random() * 0.01)
            save(root / TRACKER, text, how == "in place", chance)
            time.sleep(chance.random() * 0.05)
        ended = True
        other.join()
        watcher.rests()
        assert len(watcher.of("updated")) > total / 10
    edit.settle(root, Later())
    text = b"".join(path.read_bytes() for path in (root / TRACKER).parent.glob("Progress Tracker*.md"))
    assert [number for number in range(total) if b"word%dx" % number not in text] == []
    assert run("sync", "--check", root).returncode == 0


def save(note: Path, content: bytes, in_place: bool, chance: random.Random) -> None:
    """As Obsidian does, cutting the file to nothing first; or as editors do that write a draft and rename it."""
    if in_place:
        with note.open("r+b") as opened:
            opened.truncate(0)
            time.sleep(chance.random() * 0.002)
            opened.write(content)
    else:
        draft = note.with_name(".draft")
        draft.write_bytes(content)
        os.replace(draft, note)


@pytest.mark.nightly
def test_killed_at_any_moment_every_note_is_whole_and_the_next_start_finishes(root: Path) -> None:
    chance = random.Random(5)
    mine = {path: text for path, text in files(root).items() if b"para-sync:begin" not in text}
    right = {(root / TRACKER).read_bytes()}
    for number in range(count(300) // 4 if count(300) < 300 else 300):
        watcher = Watcher(root)
        # on a busy machine a watcher takes longer before it writes anything
        patience = 1 if len(right) > 1 else number + 1
        end = time.monotonic() + (0.4 + chance.random() * 1.2) * patience
        while time.monotonic() < end:
            session = chance.choice(sessions(root))
            score(session, chance.randrange(4))
            mine[session.relative_to(root).as_posix()] = session.read_bytes()
            time.sleep(0.02)
        watcher.kill()
        now = files(root)
        assert {path: now[path] for path in mine} == mine
        text = now[TRACKER]
        if text not in right:
            begin, close = text.index(b"practice-log -->"), text.index(b"<!-- para-sync:end practice-log")
            # a save in place empties the note for a moment: who reads it then counts it as one that cannot be read
            unread = text[begin:close].count(b"\n1 session not counted: ")
            assert text[begin:close].count(b"\n| ") + unread == len(sessions(root)) + 4 + 2
            right.add(text)
    assert len(right) > 1  # they were killed while they wrote
    with Watcher(root) as watcher:
        watcher.rests()
    assert run("sync", "--check", root).returncode == 0
    edit.settle(root, Later())
    assert not list(root.rglob("*Conflict*"))


# Events are hints


@pytest.mark.nightly
def test_a_burst_that_overflows_the_queue_ends_as_a_fresh_sync(root: Path, tmp_path: Path) -> None:
    total = count(50_000) if count(50_000) == 50_000 else 3_000
    session = sessions(root)[0].read_bytes()
    for number in range(total // 500 + 1):
        (root / f"Burst/{number}").mkdir(parents=True)
    with Watcher(root) as watcher:
        os.kill(watcher.process.pid, signal.SIGSTOP)  # or it would empty the queue as fast as this fills it
        for number in range(total):
            (root / f"Burst/{number // 500}/n{number}.md").write_bytes(b"[[n%d]]\n" % (number * 7 % total))
            if number % 1000 == 7:
                (root / SESSIONS / f"burst {number}.md").write_bytes(session)
        os.kill(watcher.process.pid, signal.SIGCONT)
        watcher.hears("rescan")
        watcher.rests(4)
        reasons = {each["reason"] for each in watcher.of("rescan")}
    if total == 50_000:
        assert any("lost events" in reason for reason in reasons), reasons
    assert files(root) == synced_copy(root, tmp_path / "copy")
    assert log(root).count("burst") >= total // 1000


def test_folders_that_move_in_and_out_are_followed(root: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    with Watcher(root) as watcher:
        (root / SESSIONS).rename(away)
        until(lambda: "News Feed" not in log(root))
        away.rename(root / SESSIONS)
        until(lambda: "News Feed" in log(root))
        (root / SESSIONS).rename(root / "Projects/practice-workbooks/older")
        for note in (root / "Projects/practice-workbooks/older").glob("*.md"):
            score(note, 3)
        watcher.rests()
    assert files(root) == synced_copy(root, tmp_path / "copy")


def test_a_vault_that_is_replaced_is_followed(root: Path, tmp_path: Path) -> None:
    other = lay(tmp_path / "other")
    learn(sessions(other)[0], "Elsewhere.")
    with Watcher(root) as watcher:
        root.rename(tmp_path / "old")
        watcher.hears("paused")
        other.rename(root)
        watcher.hears("updated")
        learn(sessions(root)[1], "Lesson 1.")
        watcher.rests(6)
        learn(sessions(root)[2], "Lesson 2.")
        watcher.rests(6)
    assert files(root) == synced_copy(root, tmp_path / "copy")


LIMIT = [
    "unshare",
    "--user",
    "--map-root-user",
    "sh",
    "-c",
    'echo 30 > /proc/sys/user/max_inotify_watches; exec "$@"',
    "-",
]


@pytest.mark.parametrize("how", ["limit of 30 watches", "--poll"])
def test_without_enough_events_it_looks_by_itself(root: Path, tmp_path: Path, how: str) -> None:
    before = LIMIT if how != "--poll" else []
    if before and subprocess.run([*before, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no user namespaces here")
    for number in range(40):
        (root / f"Many/{number}").mkdir(parents=True)
    with Watcher(root, *([] if before else ["--poll"]), before=before) as watcher:
        watcher.hears("polling")
        learn(sessions(root)[0], "Lesson 0.")
        write(root, {"Many/39/deep.md": sessions(root)[0].read_text("utf-8")})
        until(lambda: files(root) == synced(root, tmp_path))
        assert len(watcher.of("polling")) == 1


# Runs `para-sync` after what its first argument says; the rest is a command line of Python's.
ALTERED = """
import sys, threading, time
from para_sync.commands import main
from para_sync.files import Files
from para_sync.watch import daemon
exec(sys.argv[1])
main(sys.argv[5:])
"""
SLEEPS = """
daemon.TICK_SECONDS = 0.5
began = time.monotonic()
Files.now = lambda self: time.time() + (100 if time.monotonic() - began > 4 else 0)
"""
DIES = """
daemon.TICK_SECONDS = 0.5
def die():
    [each.stop() for each in threading.enumerate() if type(each).__name__ == "InotifyEmitter"]
threading.Timer(4, die).start()
"""


@pytest.mark.parametrize(
    ("altered", "reason"),
    [
        ("daemon.RESCAN_SECONDS = 3", ""),
        (SLEEPS, "the machine slept, or its clock was set"),
        (DIES, "the watch on the folder died"),
    ],
    ids=["in time", "after sleep", "when the watch died"],
)
def test_a_change_that_no_event_tells_of_is_found(root: Path, altered: str, reason: str) -> None:
    with Watcher(root, before=[sys.executable, "-c", ALTERED, altered]) as watcher:
        note = sessions(root)[3]
        old = re.findall(rb"(?m)^reflection: (\w+)", note.read_bytes())[0]
        with note.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as memory:
            start = memory.find(b"\nreflection: ") + len(b"\nreflection: ")
            memory[start : start + len(old)] = b"X" * len(old)
            memory.flush()  # no event comes of writing to memory, and the one of closing not yet
            if reason:
                watcher.hears("rescan", reason=reason)
            until(lambda: "X" * len(old) in log(root))
        learn(sessions(root)[0], "Lesson 0.")
        until(lambda: "Lesson 0." in log(root))


def synced(root: Path, tmp_path: Path) -> dict[str, bytes]:
    copy = tmp_path / f"copy{time.monotonic_ns()}"
    found = synced_copy(root, copy)
    shutil.rmtree(copy)
    return found


# Stopping before harm


def test_many_notes_gone_at_once_stop_it_until_somebody_says_yes(root: Path, tmp_path: Path) -> None:
    with Watcher(root) as watcher:
        watcher.rests()
        before = (root / TRACKER).read_bytes()
        (root / "Projects/practice-workbooks").rename(tmp_path / "gone")
        watcher.hears("paused")
        watcher.rests()
        assert (root / TRACKER).read_bytes() == before
        assert "known notes are gone" in watcher.of("paused")[0]["reason"]
        assert run("sync", root).returncode == 1
        assert run("sync", "--yes", root).returncode == 0
        watcher.hears("resumed")
    assert (root / TRACKER).read_bytes() != before


def test_a_rebase_is_waited_for(root: Path) -> None:
    def git(*words: str) -> int:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", "-C", str(root), *who, *words], capture_output=True, check=False).returncode

    write(root, {"Clash.md": "one"})
    run("sync", root)
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "one"], ["checkout", "-qb", "side"]):
        assert git(*words) == 0
    write(root, {"Clash.md": "two"})
    assert git("commit", "-qam", "two") == git("checkout", "-q", "main") == 0
    write(root, {"Clash.md": "three"})
    assert git("commit", "-qam", "three") == 0
    with Watcher(root) as watcher:
        assert git("rebase", "side") == 1
        kept = list(journal.records(root))
        learn(sessions(root)[1], "Wait for git.")
        watcher.hears("paused", reason="a git rebase is going on")
        watcher.rests()
        assert list(journal.records(root)) == kept
        assert git("rebase", "--abort") == 0
        until(lambda: run("sync", "--check", root).returncode == 0)
    assert run("sync", "--check", root).returncode == 0


# Bad input

CROSSED = "begin practice-log", "begin taste-log", "end practice-log", "end taste-log"
BAD = {
    "bytes.md": b"\xff\xfe\x00",
    "nul.md": b"a\0b",
    "deep.md": b"---\na: " + b"[" * 50_000 + b"\n---\n",
    "bomb.md": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n",
    "open.md": b"---\ntype: session\n",
    "crossed.md": "\n".join(f"<!-- para-sync:{each} -->" for each in CROSSED).encode(),
    "links.md": b"[[" * 20_000,
    "large.md": b"x" * 3_000_000,
    "empty.md": b"",
    "carriage.md": b"a\rb\r",
    "a\nb.md": b"---\ntype: session\ndate: 2026-01-05\n---\n",
    "dates.md": b"---\ntype: session\ndate: 2026-02-30\n---\n",
    "Note (Conflicted copy).md": b"x",
    "\udcff.md": b"x",
    "merge.md": b"---\na: &a {x: 1}\nb:\n  <<: [" + b"*a, " * 2_000 + b"*a]\n---\n",
    "dashes.md": b"---\na: " + b"- " * 5_000 + b"\n---\n",
    "long.md": b"---\na: " + b"x" * 300_000 + b"\n---\n",
    "tag.md": b"---\na: !!python/object/apply:os.system [id]\n---\n",
    "twice.md": b"---\nstatus: a\nstatus: b\n---\n",
    "huge.md": b"---\na: " + b"9" * 5_000 + b"\nb: 1e400\n---\n",
    "list.md": b"---\n- a\n---\n",
    "tab.md": b"---\na:\n\tb: c\n---\n",
    "placeholder.md": b"---\ndate: {{date}}\n---\n",
    "wide.md": "a".encode("utf-16"),
    "byte.md": b"one\ntwo \xff\n",
    "endless.md": b"<!-- para-sync:begin practice-log -->\n",
    "unknown.md": b"<!-- para-sync:begin prctice-log -->\n\n<!-- para-sync:end prctice-log -->\n",
    "number.md": b"---\ntype: session\ndate: 2026-01-05\nscore_loss: [1, 2]\nminutes: soon\n---\n",
    "Inner/.obsidian/app.json": b"{}",
    ".obsidian/types.json": b"[" * 9_999,
    ".obsidian/workspace.json": b"{",
    ".obsidian/templates.json": b"\xff",
}


def test_bad_input_is_reported_and_survived(root: Path) -> None:
    bad = BAD | {f"Sample {name}.md": text for name, text in samples().items()}
    with Watcher(root) as watcher:
        for path, content in bad.items():
            write(root, {path: content})
        write(root, {f"{SESSIONS}/{path}": text for path, text in BAD.items() if not path.startswith(".")})
        os.mkfifo(root / "pipe.md")
        (root / "loop.md").symlink_to("loop.md")
        (root / "folder.md").mkdir()
        (root / "Hard.md").hardlink_to(root / "empty.md")
        watcher.hears("error")
        watcher.rests()
        learn(sessions(root)[3], "Lesson 3.")
        until(lambda: "Lesson 3." in log(root))
        watcher.rests()
        # it knows of all that a fresh look finds; what is stale is its own work, and none of its findings
        fresh = json.loads(run("lint", "--json", "--ignore", "region-stale", root).stdout)
        assert told(root)["findings"] == dict.fromkeys(map(str, Severity), 0) | Counter(
            each["severity"] for each in fresh
        )
        assert {path: (root / path).read_bytes() for path in bad} == bad
    assert run("sync", "--check", root).returncode == 1  # crossed markers
    found = files(root)
    assert run("sync", root).returncode == 1
    assert files(root) == found


def test_a_chapter_that_breaks_leaves_its_tables_until_it_is_whole(root: Path) -> None:
    chapter = root / "Manual/Scoring System.md"
    whole, before = chapter.read_bytes(), log(root)
    with Watcher(root) as watcher:
        chapter.write_bytes(whole.replace(b"| Category |", b"| Kategory |"))
        watcher.hears("error", rule="manual-broken", path="Manual/Scoring System.md")
        learn(sessions(root)[0], "Lesson 0.")
        watcher.rests()
        assert log(root) == before
        chapter.write_bytes(whole)
        until(lambda: "Lesson 0." in log(root))


# Editing time


def test_editing_time_is_kept_layer_by_layer_through_a_kill_and_own_writes_are_none(root: Path) -> None:
    watcher = Watcher(root)
    watcher.hears("found")
    made = ("new", "gap", "Of another command", "--set", "priority=P1", "--set", "action=none")
    assert run("--vault", root, *made).returncode == 0
    learn(sessions(root)[3], "Open with the loop.")
    watcher.hears("updated", path=TRACKER)
    until(lambda: "Projects" in saves.read(root).saves)
    design = next((root / "content").rglob("*.md"))
    design.write_bytes(design.read_bytes() + b"\nMore.\n")
    until(lambda: "Resources" in saves.read(root).saves)
    shown = run("watch", "status", root).stdout
    assert re.search(r"^editing   Projects \d min, Resources \d min today$", shown, re.MULTILINE), shown
    watcher.kill()
    kept = saves.read(root)
    assert kept.saves.keys() == {"Projects", "Resources"}
    assert kept.watched
