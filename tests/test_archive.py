"""What `archive` asks before it moves many notes, and what it does with a run that was cut short."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from click.testing import CliRunner, Result
from conftest import vault_of
from seam import Killed, Torn
from texts import note

from para_sync import brake, edit, moving
from para_sync.commands import main
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

PROJECT = {
    "Projects/coding-prep/coding-prep.md": note("project", cadence="Daily", status="active"),
    **{f"Projects/coding-prep/fix {number}.md": note("coding-fix", priority="P0") for number in range(20)},
    "Links.md": "[[Projects/coding-prep/fix 1]]\n",
}


def told(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--vault", str(root), "archive", *words], catch_exceptions=False)


def test_many_notes_move_only_when_that_is_said_to_be_right(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    vault_of(root, PROJECT)
    brake.remember(root, Vault.read(Disk(root)).notes)
    refused = told(root, "coding-prep")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "22 of 22 notes would change: " in refused.stderr
    assert (root / "Projects/coding-prep/fix 1.md").exists()
    assert told(root, "coding-prep", "--dry-run").exit_code == 0
    assert told(root, "coding-prep", "--yes").exit_code == 0
    assert not (root / "Projects/coding-prep").exists()
    assert (root / "Links.md").read_text() == "[[fix 1]]\n"
    # a watcher does not take what moved for lost
    assert brake.check(brake.known(root), Vault.read(Disk(root)).notes, ()) is None


def test_a_run_that_was_cut_short_is_finished_before_the_next_one_reads_the_vault(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    vault = vault_of(root, PROJECT)
    moves = {path: path.replace("Projects", "Completed Prep") for path in PROJECT if path.startswith("Projects")}
    plan = moving.plan(vault, moves, {})
    with suppress(Killed):
        edit.apply(root, "archive", (*plan.edits, *plan.moves), Torn(300))
    assert edit.unfinished(root) == "archive"
    result = told(root, "Links")
    assert (result.exit_code, result.stdout) == (0, "moved Links.md → Completed Prep/Links.md\n")
    assert (root / "Completed Prep/Links.md").read_text() == "[[fix 1]]\n"
    assert not (root / "Projects/coding-prep").exists()


def test_what_cannot_be_archived_is_named_and_nothing_moves(tmp_path: Path) -> None:
    files = {**PROJECT, "Empty.md": "", "Completed Prep/links.md": "there", "a/Twice.md": "1", "b/Twice.md": "2"}
    root = tmp_path / "vault"
    vault_of(root, files)
    (root / "Projects/coding-prep/odd.md").symlink_to(root / "Links.md")
    for name, said in {
        "Empty": '"Empty.md" is empty',
        "Links.md": '"Links.md" cannot move: "Completed Prep/links.md" is there already',
        "Twice": '"Twice" may be any of a/Twice.md, b/Twice.md',
        "coding-prep": '"Projects/coding-prep/odd.md" stands in the way: a symlink, not read',
        "nothing": 'no note is called "nothing"',
    }.items():
        result = told(root, name)
        assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert {path for path in files if not (root / path).exists()} == set()
