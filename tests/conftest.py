"""What all tests share: how often laws are tried, a state folder of their own, and vaults from plain text.

Laws carry `@pytest.mark.nightly` and `@settings(max_examples=count(N))`. `pytest -m nightly` tries them N times with
fresh seeds; plain `pytest` tries the same laws a tenth as often, the same way each time.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

Case = TypeVar("Case")

NOTES = Path(__file__).parent / "notes"

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
settings.register_profile("plain", max_examples=10, deadline=None, derandomize=True, suppress_health_check=SLOW)
settings.register_profile("nightly", max_examples=100, deadline=None, print_blob=True, suppress_health_check=SLOW)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("nightly" if config.option.markexpr.strip() == "nightly" else "plain")


def count(full: int) -> int:
    """How often to try a law: `full` times with `-m nightly`, else a tenth of it."""
    return max(full * settings().max_examples // 100, 1)


def some(cases: Sequence[Case]) -> Sequence[Case]:
    """All cases with `-m nightly`, else every fifth."""
    return cases if count(10) == 10 else cases[::5]


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """What a command leaves, whose process would end with it, is looked for among garbage again."""
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def state_and_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the journal, locks or cache of whoever runs it, or is as wide as what it runs in."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PARA_SYNC_VAULT", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files; text is written as it is, in UTF-8."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def vault_of(root: Path, files: Mapping[str, str | bytes]) -> Vault:
    """A vault with these files at `root`, as read from the disk."""
    (root / ".obsidian").mkdir(parents=True, exist_ok=True)
    return Vault.read(Disk(write(root, files)))


def samples() -> dict[str, bytes]:
    """The notes of tests/notes by name: a note for each behaviour of Obsidian."""
    return {path.stem: path.read_bytes() for path in sorted(NOTES.glob("*.md"))}
