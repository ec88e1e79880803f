"""What a command found is told again for as long as nothing changed, and not a moment longer."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import count, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import moment
from para_sync.commands import main
from para_sync.files import Files
from para_sync.moment import Moment

FILES = {
    "para-sync.toml": "",
    ".obsidian/app.json": "{}",
    "a.md": "[[b]]\n",
    "in/b.md": "words\n",
    "records.jsonl": "{}\n",
}


class Later(Files):
    """The disk an hour from now, when every stamp can be trusted."""

    def now(self) -> float:
        return super().now() + 3600


def asked(root: Path, question: str = "x", files: Files | None = None) -> bool:
    """Whether the question had to be answered anew."""
    anew = []

    def answer(_: Moment) -> str:
        anew.append(question)
        return question * 3

    assert moment.recalled(root, (question,), answer, files or Later()) == question * 3
    return bool(anew)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "vault", FILES)


def test_an_answer_is_told_again_while_nothing_changed(root: Path) -> None:
    assert [asked(root), asked(root), asked(root, "y"), asked(root), asked(root, "y")] == [
        True,
        False,
        True,
        False,
        False,
    ]


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


def test_a_commit_makes_a_new_answer(root: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)

    git("init")
    assert [asked(root), asked(root)] == [True, False]
    git("add", ".")
    git("commit", "-m", "notes")
    assert [asked(root), asked(root)] == [True, False]


def test_what_was_written_a_moment_ago_is_answered_anew(root: Path) -> None:
    assert [asked(root, files=Files()), asked(root, files=Files())] == [True, True]


def test_an_answer_that_nobody_can_keep_is_given_all_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / "para-sync.toml"))
    assert [asked(root), asked(root)] == [True, True]


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
                twice = [CliRunner().invoke(main, ["--vault", str(root), *command]) for _ in range(2)]
                fresh = CliRunner().invoke(main, ["--vault", str(root), *command, "--no-cache"])
                assert [(each.exit_code, each.output) for each in twice] == [(fresh.exit_code, fresh.output)] * 2
