"""What all commands share: names from a vault are printed safely, and settings are read as notes are."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import write

from para_sync import workspace
from para_sync.commands import main
from para_sync.settings import Settings, SettingsBroken

CHAPTER = "---\ntype: manual\nchapter: milestones\n---\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_init_prints_no_control_character_of_a_file_name(tmp_path: Path) -> None:
    vault = write(tmp_path / "v\x1b", {"My\x1b[31m Milestones.md": CHAPTER, "P7 Multimodal Assistant.md": ""})
    result = run("init", vault, "--adopt")
    assert "\x1b" not in result.output
    assert "left out Manual/Milestones.md: My\\x1b[31m Milestones.md is there already\n" in result.output
    assert f"{tmp_path}/v\\x1b" in result.output


def test_a_demo_vault_is_not_taken_back_by_accident() -> None:
    result = run("demo")
    root = Path(re.findall(r"(?m)^\$ para-sync init (\S+) --example$", result.output)[0])
    try:
        while run("--vault", root, "undo").exit_code == 0:
            assert (root / "Manual").is_dir()
        assert (root / "Manual").is_dir()
    finally:
        shutil.rmtree(root)


def test_a_folder_called_as_the_settings_is_none(tmp_path: Path) -> None:
    vault = write(tmp_path, {".obsidian/app.json": "{}", "para-sync.toml/a.md": ""})
    assert workspace.read(vault).settings == Settings()


def test_settings_that_are_a_symlink_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, {"mine.toml": "", "v/.obsidian/app.json": "{}"})
    (tmp_path / "v" / "para-sync.toml").symlink_to("../mine.toml")
    with pytest.raises(SettingsBroken, match=r"^para-sync\.toml: too many levels of symbolic links$"):
        workspace.read(tmp_path / "v")


def test_paths_choose_notes_and_what_lies_in_folders(tmp_path: Path) -> None:
    files = dict.fromkeys((".obsidian/app.json", "a.md", "In/b.md", "In/c/d.md", "Into.md", "In/e.Conflict.md"), "")
    space = workspace.read(write(tmp_path, files))
    assert space.chosen([tmp_path / "In", tmp_path / "a.md"]) == {"a.md", "In/b.md", "In/c/d.md", "In/e.Conflict.md"}
    assert space.chosen([tmp_path / "a.md", tmp_path]) is None
    assert space.chosen([]) is None


@pytest.mark.parametrize("command", ["next", "status", "review"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_of_the_calendar_may_count_as_today(tmp_path: Path, command: str, day: str) -> None:
    run("init", tmp_path / "v")
    assert run(command, tmp_path / "v", "--as-of", day).exit_code == 0
    refused = run(command, tmp_path / "v", "--as-of", day.replace("0", "\uff10").replace("9", "\uff19"))
    assert (refused.exit_code, "is no day such as 2026-01-31" in refused.output) == (2, True)
