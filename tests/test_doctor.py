"""What `doctor` looks at: each trouble is told with what to do, and the vault is as before."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write

from para_sync import doctor, journal
from para_sync.commands import main
from para_sync.doctor import Check
from para_sync.files import DISK, Files


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "vault", {".obsidian/workspace.json": "{}", "Note.md": "words"})


def found(root: Path, files: Files = DISK) -> dict[str, Check]:
    return {each.name: each for each in doctor.checks(root, files)}


def test_a_good_vault_has_nothing_bad_and_is_as_before(root: Path) -> None:
    checks = found(root)
    assert [name for name, each in checks.items() if each.good is False] == []
    assert checks["vault"].fact == f"{root}: 1 notes in 1 folders"
    assert checks["Obsidian"].good
    assert checks["watches"].fact.startswith("every folder can be watched")
    assert checks["events"].fact == "arrive"
    assert checks["watch"].fact == "not running"
    assert os.listdir(root / ".para-sync") == [".gitignore"]
    assert (root / "Note.md").read_text() == "words"


def test_conflict_copies_are_named(root: Path) -> None:
    write(root, {f"Note (Conflicted copy {number}).md": "" for number in range(5)})
    check = found(root)["conflict copies"]
    assert (check.good, check.fact.count("Conflicted"), "and 2 more" in check.fact) == (False, 3, True)


@pytest.mark.parametrize("text", ["no JSON", "[" * 100_000, None])
def test_a_workspace_that_cannot_be_read_is_told_and_is_no_trouble(root: Path, text: str | None) -> None:
    (root / ".obsidian/workspace.json").unlink()
    if text:
        write(root, {".obsidian/workspace.json": text})
    check = found(root)["Obsidian"]
    assert (check.good, "workspace.json" in check.fact) == (None, True)


def test_notes_of_the_future_are_named(root: Path) -> None:
    assert "dates" not in found(root)
    os.utime(root / "Note.md", (4e9, 4e9))
    assert found(root)["dates"].fact == "saved in the future: Note.md; sync programs may keep an older version"


def test_what_other_machines_left_is_counted(root: Path) -> None:
    with journal.locked(root, DISK) as machine:
        write(root, {f".para-sync/{machine}-1-new-2": "ours", ".para-sync/abcdef-1-new-2": "theirs"})
    check = found(root)["other machines"]
    assert check.fact == "1 files of other machines in .para-sync; do not sync that folder"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_system_that_lets_nobody_watch_is_told(root: Path) -> None:
    class Full(Files):
        """No more than one more file may be open, as soon as the lock is free again."""

        def entries(self, folder: str | os.PathLike[str]) -> Iterable[os.DirEntry[str]]:
            found = super().entries(folder)
            if str(folder).endswith(".para-sync"):
                free = os.dup(0)
                os.close(free)
                resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, hard))
            return found

    import resource

    write(root, {".para-sync/.gitignore": "*"})
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        checks = found(root, Full())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    words = "too many open files or inotify instances; watch looks by itself"
    assert checks["watches"] == Check("watches", False, words)
    assert checks["events"].good is False


def test_a_held_lock_and_a_running_watcher_are_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PATIENCE_SECONDS", 0.1)
    with journal.locked(root, DISK), journal.watching(root):
        checks = found(root)
    assert (checks["write lock"].good, checks["watch"].fact) == (False, "running")


def test_a_clock_that_is_wrong_is_told(root: Path) -> None:
    class Slow(Files):
        def now(self) -> float:
            return super().now() - 100

    assert found(root, Slow())["clock"] == Check("clock", False, "the disk's clock is 100.0 s ahead")


def test_a_disk_that_cannot_swap_is_told_and_is_no_trouble(root: Path) -> None:
    class Plain(Files):
        def swap(self, one: object, other: object) -> None:
            raise OSError

    assert found(root, Plain())["swap"].good is None


@pytest.mark.parametrize("folder", ["a file", "a symlink"])
def test_a_staging_folder_that_is_none_is_told(root: Path, folder: str) -> None:
    if folder == "a file":
        (root / ".para-sync").write_text("")
    else:
        (root / ".para-sync").symlink_to(root.parent)
    assert found(root)["events"].good is False


def test_a_state_folder_that_cannot_be_written_is_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    checks = found(root)
    assert (checks["state folder"].good, checks["write lock"].good) == (False, False)


def test_what_git_does_and_whether_it_calls_us(root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    assert found(root)["git hook"].fact == "no pre-commit hook calls para-sync"
    write(root, {".pre-commit-config.yaml": "- id: para-sync", ".git/MERGE_HEAD": "x"})
    checks = found(root)
    assert checks["git hook"].fact == "pre-commit calls para-sync"
    assert checks["git"] == Check("git", False, "a git merge is going on; watch writes nothing until it is over")


def test_the_command_prints_marks_or_json_and_fails_if_anything_is_bad(root: Path) -> None:
    good = CliRunner().invoke(main, ["doctor", str(root)])
    assert good.exit_code == 0
    assert "\nok  events           arrive\n" in good.stdout
    write(root, {"Note (Conflicted copy 1).md": ""})
    bad = CliRunner().invoke(main, ["doctor", "--json", str(root)])
    assert bad.exit_code == 1
    assert [each["name"] for each in json.loads(bad.stdout) if each["good"] is False] == ["conflict copies"]
