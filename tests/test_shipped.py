"""The vault ships: a wheel carries it as package data, a checkout uses its own, and both lay down the same files."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from para_sync import layout
from para_sync.shipped import EXAMPLE, SHIPPED

ROOT = Path(__file__).parent.parent
PRINT = "from para_sync import layout; print('\\n'.join(sorted(layout.files(layout.EXAMPLE_START, example=True))))"


def test_a_checkout_uses_its_vault() -> None:
    assert ROOT / "vault" == SHIPPED
    assert ROOT / "para_sync" / "example" == EXAMPLE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_a_wheel_carries_the_vault(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", PRINT]
    printed = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
    assert printed.split("\n")[:-1] == sorted(layout.files(layout.EXAMPLE_START, example=True))
    for path in (".obsidian/types.json", ".claude/skills/para-practice/SKILL.md", "Completed Prep/.gitkeep"):
        assert (tmp_path / "para_sync" / "shipped" / path).is_file()
    assert not (tmp_path / "para_sync" / "shipped" / ".para-sync").exists()
