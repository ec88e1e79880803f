"""`para-sync.toml`: tool settings only, and a broken one says where."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import count, write
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from para_sync import settings
from para_sync.files import AnyPath, Files
from para_sync.settings import Settings, SettingsBroken, parse
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

SHIPPED = Path(__file__).parents[1] / "vault" / "para-sync.toml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Settings()),
        ("# nothing\n", Settings()),
        ("[lint]\n[watch]\n[design]\n", Settings()),
        ('\ufeff[lint]\r\noff = ["overtime"]\r\n', Settings(off=("overtime",))),
        ('[lint]\nexclude = ["Old/**", "*.tmp.md"]\n', Settings(exclude=("Old/**", "*.tmp.md"))),
        (
            '[lint.per-path]\n"Old/**" = ["link-broken"]\n"a.md" = []\n',
            Settings(per_path=(("Old/**", ("link-broken",)), ("a.md", ()))),
        ),
        ("[watch]\nquiet_seconds = 2\n", Settings(quiet_seconds=2)),
        ("watch.quiet_seconds = 0.5\n", Settings(quiet_seconds=0.5)),
        ("[watch]\nquiet_seconds = 86_400\n", Settings(quiet_seconds=86_400)),
        ("[watch]\nwrite_seconds = 60\n", Settings(write_seconds=60)),
        ("[watch]\nwrite_seconds = 0\n", Settings(write_seconds=0)),
        ("[watch]\nquiet_seconds = 0\n", Settings(quiet_seconds=0, write_seconds=0)),
        ("[watch]\nquiet_seconds = 0\nwrite_seconds = 60\n", Settings(quiet_seconds=0, write_seconds=0)),
        ('design = {model = "local"}\n', Settings(model="local")),
    ],
)
def test_settings(text: str, expected: Settings) -> None:
    assert parse(text) == expected


def test_the_shipped_settings_are_the_defaults() -> None:
    """Wholly commented out, and true once the marks are taken away: defaults, but for one example."""
    text = SHIPPED.read_text("utf-8")
    assert all(line.startswith("#") for line in text.splitlines() if line)
    bare = re.sub(r"^#(?! )", "", text, flags=re.MULTILINE)
    assert bare.count("\n[") == 4
    assert parse(bare) == Settings(per_path=(("Archive/**", ("link-broken",)),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a b\n", "para-sync.toml:1:3: Expected '=' after a key in a key/value pair"),
        ("[lint]\n[lint]\n", "para-sync.toml:2:6: Cannot declare ('lint',) twice"),
        ("a = " + "[" * 100_000, "para-sync.toml: "),
        ("[lint]\n\n[linf]\n", 'para-sync.toml:3:2: unknown table "linf", expected one of lint, watch, design'),
        ("[lint]\n[l]\n", 'para-sync.toml:2:2: unknown table "l", expected one of lint, watch, design'),
        ("# lint\nlint = 3\n", 'para-sync.toml:2:1: "lint" must be a table: [lint]'),
        ("[[lint]]\n", 'para-sync.toml:1:3: "lint" must be a table: [lint]'),
        (
            "[lint]\n# of\nof = []\n",
            'para-sync.toml:3:1: unknown key "of" in [lint], expected one of off, exclude, per-path',
        ),
        ('[lint]\noff = "a"\n', 'para-sync.toml:2:1: "off" must be a list of texts: off = ["…"]'),
        ("[lint]\nexclude = [1]\n", 'para-sync.toml:2:1: "exclude" must be a list of texts: exclude = ["…"]'),
        ("[lint]\nper-path = []\n", "para-sync.toml:2:1: [lint.per-path] must be a table"),
        ('[lint.per-path]\n\n"a*" = 1\n', 'para-sync.toml:3:2: "a*" must be a list of texts: a* = ["…"]'),
        ("[watch]\nquiet_seconds = -1\n", 'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds'),
        ("[watch]\nquiet_seconds = true\n", 'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds'),
        ("[watch]\nquiet_seconds = nan\n", 'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds'),
        ("watch.quiet_seconds = inf\n", 'para-sync.toml:1:7: "quiet_seconds" must be a number of seconds'),
        (f"[watch]\nquiet_seconds = {10**400}\n", 'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds'),
        (
            "[watch]\nquiet_seconds = 1e308\n",
            'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds from 0 to 86400 (a day)',
        ),
        ("[watch]\nwrite_seconds = 86401\n", 'para-sync.toml:2:1: "write_seconds" must be a number of seconds'),
        ("#{\nwatch = {write_seconds = 0, quiet_seconds = -1}", 'para-sync.toml:2:29: "quiet_seconds" must be a'),
        ("\ufeffwatch = 3", 'para-sync.toml:1:1: "watch" must be a table'),
        ("[watch]\nquiet_seconds = 2026-11-21\n", 'para-sync.toml:2:1: "quiet_seconds" must be a number of seconds'),
        ("[watch]\nquiet_seconds = 1\nwrite_seconds = -1\n", 'para-sync.toml:3:1: "write_seconds" must be a number of'),
        ('[watch]\nwrite_seconds = "30"\n', 'para-sync.toml:2:1: "write_seconds" must be a number of seconds'),
        ("[watch]\nwrite_second = 1\n", 'para-sync.toml:2:1: unknown key "write_second" in [watch], expected one of'),
        ("[design]\nmodel = 4\n", 'para-sync.toml:2:1: "model" must be text'),
    ],
)
def test_broken_settings(text: str, message: str) -> None:
    with pytest.raises(SettingsBroken) as error:
        parse(text)
    assert str(error.value).startswith(message)


WORDS = [
    "[",
    "]",
    "lint",
    "watch",
    ".",
    "off",
    "per-path",
    "quiet_seconds",
    "write_seconds",
    "=",
    " ",
    "\n",
    '"',
    "a*",
    "1",
    "nan",
    "{",
    "}",
    ",",
]


@pytest.mark.nightly
@tried(max_examples=count(5_000))
@given(st.lists(st.sampled_from(WORDS), max_size=20).map("".join) | st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(SettingsBroken):
        parse(text)


class _Denied(Files):
    """A disk that does not let the settings be read."""

    def read(self, path: AnyPath) -> bytes:
        if str(path).endswith(".toml"):
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


def test_the_settings_of_a_vault(tmp_path: Path) -> None:
    assert settings.of(Vault.read(Disk(tmp_path))) == Settings()
    write(tmp_path, {"para-sync.toml": '[lint]\noff = ["overtime"]\n'})
    of = Vault.read(Disk(tmp_path))
    assert settings.of(of).off == ("overtime",)
    assert settings.of(of.replace("para-sync.toml", b"")) == Settings()
    with pytest.raises(SettingsBroken, match=r"para-sync\.toml: not UTF-8"):
        settings.of(of.replace("para-sync.toml", b"\xff"))
    with pytest.raises(SettingsBroken, match=r"para-sync\.toml: permission denied"):
        settings.of(Vault.read(Disk(tmp_path, _Denied())))
