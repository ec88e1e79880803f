"""What `lint` says of scored runs that git remembers and the vault does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write
from texts import SESSIONS, run

from para_sync import git
from para_sync.commands import main

ONE, TWO = f"{SESSIONS}/2026-01-05 One.md", f"{SESSIONS}/2026-01-06 Two.md"


def told(root: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["--vault", str(root), "lint", "--select", "session-vanished", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault below the top of a repository, with two scored runs in its last commit."""
    root = tmp_path / "notes" / "vault"
    write(root, {"para-sync.toml": "", ONE: run("2026-01-05", "2" * 10), TWO: run("2026-01-06", "1" * 10)})
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path / "notes", check=True)
    return root


def test_a_deleted_run_is_told_of_until_it_is_committed_that_it_is_gone(vault: Path) -> None:
    assert told(vault) == "No findings.\n"
    (vault / ONE).unlink()
    assert told(vault).startswith(
        f"{ONE}:1:1: warning session-vanished: a scored run of 2026-01-05 is in the last commit"
    )
    assert told(vault, str(vault / SESSIONS)) == "No findings.\n"
    subprocess.run(["git", "rm", "-q", "--cached", ONE], cwd=vault, check=True)
    assert told(vault).startswith(ONE)
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "gone"], cwd=vault, check=True)
    assert told(vault) == "No findings.\n"


def test_a_run_that_moved_or_has_another_name_is_not_missed(vault: Path) -> None:
    archived = vault / "Completed Prep" / Path(ONE).name
    archived.parent.mkdir()
    (vault / ONE).rename(archived)
    (vault / TWO).rename(vault / SESSIONS / "Renamed.md")
    assert told(vault) == "No findings.\n"


def test_a_repository_that_lacks_the_bytes_of_a_note_tells_of_nothing(vault: Path) -> None:
    (vault / ONE).unlink()
    blob = git.committed(vault)[ONE]
    (vault.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert told(vault) == "No findings.\n"
    with pytest.raises(git.NoGit, match=f"lacks {blob}"):
        git.blobs(vault, {ONE: blob})


def test_without_git_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "run", None)
    root = write(tmp_path / "plain", {"para-sync.toml": "", ONE: run("2026-01-05", "2" * 10)})
    assert told(root) == "No findings.\n"


def test_a_repository_without_a_commit_has_nothing_to_miss(tmp_path: Path) -> None:
    root = write(tmp_path / "plain", {"para-sync.toml": ""})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    assert told(root) == "No findings.\n"
