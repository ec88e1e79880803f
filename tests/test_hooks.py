"""The hooks, run by the real pre-commit and by git itself, and what `hooks install` writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import write
from repository import TRACKER, Repository, session

from para_sync import hooks

ROOT = Path(__file__).parent.parent
GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: Practise\n---\n{}\n"
ONE = "Areas/interview-context/gaps/One gap 🕳.md"
NOTES = {"para-sync.toml": "", "Two.md": "words\n", ONE: GAP.format("See [[Two]]."), "Tracker.md": TRACKER}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This project as a git repository that pre-commit can clone, and its revision."""
    place = Repository(tmp_path_factory.mktemp("published"))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True
    )
    files = [name for name in os.fsdecode(listed.stdout).split("\0") if name and (ROOT / name).is_file()]
    if not files:
        pytest.skip("not a git checkout: there is nothing that pre-commit could clone")
    place.commit({name: (ROOT / name).read_bytes() for name in files})
    return place.top, place.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A vault with current tables, all committed."""
    made = Repository(tmp_path / "repository")
    # one store for all tests: pre-commit makes the environment of a hook once, and locks it meanwhile
    made.environment["PRE_COMMIT_HOME"] = str(tmp_path_factory.getbasetemp().parent / "pre-commit")
    made.write(NOTES)
    made.sync()
    made.commit({})
    return made


def commit(repository: Repository) -> tuple[str, int]:
    """A commit as a person makes it."""
    return repository.call("git", "commit", "-m", "more")


def test_the_published_hooks_hold_a_commit_to_the_rules(repository: Repository, published: tuple[Path, str]) -> None:
    place, revision = published
    ids = "".join(f"      - id: {name}\n" for name in ("para-sync-fix", "para-sync-lint", "para-sync-regions"))
    config = f"repos:\n  - repo: {place}\n    rev: {revision}\n    hooks:\n{ids}"
    repository.commit({".pre-commit-config.yaml": config})
    assert repository.call("pre-commit", "install").code == 0

    repository.write({ONE: GAP.format("See [[Two]] again.")})
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 0, said.out
    assert said.out.count("Passed") == 3

    # fixed: pre-commit fails a commit whose files a hook changed, and the next one is clean
    repository.write({ONE: GAP.format("Again.").replace("action", "tag: serving\naction")})
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 1
    assert "files were modified by this hook" in said.out
    assert "tags: serving" in (repository.vault / ONE).read_text("utf-8")
    repository.git("add", "-A")
    assert commit(repository).code == 0

    # the staged bytes are judged, and what is not staged comes back as it was
    repository.write({ONE: GAP.format("See [[Nowhere]].")})
    repository.git("add", "-A")
    repository.write({ONE: GAP.format("See [[Two]].\nNot staged.")})
    said = commit(repository)
    assert said.code == 1
    assert f'{ONE}:7:5: error link-broken: no note is called "Nowhere"' in said.out
    assert (repository.vault / ONE).read_text("utf-8") == GAP.format("See [[Two]].\nNot staged.")
    repository.git("add", "-A")
    assert commit(repository).code == 0

    # a run without its row in the table
    repository.write(session(5))
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 1
    assert "stale Tracker.md: practice-log, milestones" in said.out
    repository.sync()
    repository.git("add", "-A")
    assert commit(repository).code == 0

    # notes that are renamed and deleted, with no other note among the files
    for change in (("mv", "Two.md", "Deux et trois.md"), ("rm", "-q", "Two.md")):
        repository.git(*change)
        said = commit(repository)
        assert said.code == 1
        assert 'link-broken: no note is called "Two"' in said.out
        repository.git("reset", "-q", "--hard")

    # many files come in batches, side by side
    many = {f"notes/{number:04} a note with a long name 📎.md": "words\n" for number in range(2000)}
    repository.write({**many, "notes/last.md": "---\ntype: gap\n---\n"})
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 1
    assert "notes/last.md:2:1: error property-missing" in said.out
    assert "No findings." in said.out  # the other batch
    (repository.vault / "notes" / "last.md").unlink()
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 0, said.out


@pytest.mark.parametrize("folder", ["", "my notes 🗒"])
def test_a_hook_of_git_alone(tmp_path: Path, folder: str) -> None:
    repository = Repository(tmp_path / "repository", vault=folder)
    repository.write(NOTES)
    repository.sync()
    repository.commit({})
    said = repository.para_sync("hooks", "install", "--plain")
    assert said.code == 0, said.out
    repository.write({ONE: GAP.format("See [[Nowhere]].")} | session(5))
    repository.git("add", "-A")
    said = commit(repository)
    assert said.code == 1
    assert f'{ONE}:7:5: error link-broken: no note is called "Nowhere"' in said.out
    assert "stale Tracker.md: practice-log, milestones" in said.out
    repository.write({ONE: GAP.format("See [[Two]].")})
    repository.sync()
    # git gives hooks another index while it commits some files or all
    assert repository.call("git", "commit", "-a", "-m", "all").code == 0
    repository.write({ONE: GAP.format("See [[Nowhere]]."), "Two.md": "other words\n"})
    assert repository.call("git", "commit", "-m", "one", "--", str(repository.vault / "Two.md")).code == 0
    assert repository.call("git", "commit", "-m", "one", "--", str(repository.vault / ONE)).code == 1
    assert repository.para_sync("hooks", "install", "--plain").out.startswith(
        f"{repository.top}/.git/hooks/pre-commit calls para-sync already."
    )


def test_a_hook_of_another_program_is_kept(repository: Repository) -> None:
    hook = write(repository.top, {".git/hooks/pre-commit": "#!/bin/sh\nmake check\n"}) / ".git/hooks/pre-commit"
    said = repository.para_sync("hooks", "install", "--plain")
    assert said.code == 1
    assert said.out.startswith(f"{hook} is another program's; put this into it:\n")
    assert hook.read_text() == "#!/bin/sh\nmake check\n"


def test_pre_commit_takes_what_is_written_and_the_rest_stays(repository: Repository) -> None:
    before = "# ours\nrepos:\n- repo: meta\n  hooks:\n  - id: identity  # names\n\n# more\nfail_fast: false\n"
    repository.commit({".pre-commit-config.yaml": before, ".gitattributes": "*.png binary"})
    said = repository.para_sync("hooks", "install")
    assert said.code == 0, said.out
    after = (repository.top / ".pre-commit-config.yaml").read_text()
    assert after.startswith(before[: before.index("\n# more")])
    assert after.endswith("\n\n# more\nfail_fast: false\n")
    assert (repository.top / ".gitattributes").read_text() == "*.png binary\n*.md merge=para-sync\n"
    assert repository.para_sync("hooks", "install").code == 0
    assert (repository.top / ".pre-commit-config.yaml").read_text() == after
    repository.git("add", "-A")
    said = repository.call("pre-commit", "run", "--all-files")
    assert said.code == 0, said.out
    assert said.out.count("para-sync") >= 2


def test_below_the_top_an_existing_configuration_is_only_told_about(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", vault="notes")
    repository.write(NOTES)
    assert repository.para_sync("hooks", "install").code == 0
    config = repository.top / ".pre-commit-config.yaml"
    assert "entry: para-sync --vault notes lint --staged" in config.read_text()
    config.write_text("repos: []\n")
    said = repository.para_sync("hooks", "install")
    assert said.code == 1
    assert said.out.startswith(f"{config} lies outside the vault; put this into it:\n\n- repo: local\n")
    assert config.read_text() == "repos: []\n"


BEFORE = [
    "repos:\n- repo: local\n  hooks: []\n",
    "repos:\r\n  - repo: local\r\n    hooks: []\r\nci:\r\n  skip: [a]\r\n",
    "ci: {}\nrepos:\n    - repo: local\n      hooks: []",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("folder", ["", "a b", "it's: odd (1)"])
def test_entries_are_added_at_the_end(before: str, folder: str) -> None:
    after = hooks.config(before.encode(), folder).decode()
    old, new = yaml.safe_load(before), yaml.safe_load(after)
    assert new["repos"][:-1] == old["repos"]
    assert [each["id"] for each in new["repos"][-1]["hooks"]] == ["para-sync-lint", "para-sync-regions"]
    assert {**new, "repos": 0} == {**old, "repos": 0}
    ends = {line for line in after.splitlines(keepends=True) if line.endswith("\n")}
    assert {line.endswith("\r\n") for line in ends} == {"\r\n" in before}


@pytest.mark.parametrize("before", ["repos: []\n", "repos: [{repo: local, hooks: []}]\n", "- a\n", "a: b: c\n"])
def test_what_is_no_plain_list_is_left_to_a_person(before: str) -> None:
    with pytest.raises(hooks.Unplaced, match="no plain list of repos; put this into it"):
        hooks.config(before.encode(), "")


def test_what_pre_commit_reads_of_us_is_right(repository: Repository) -> None:
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", repository.top)
    assert repository.call("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml").code == 0
    assert repository.call("pre-commit", "validate-config", str(ROOT / ".pre-commit-config.yaml")).code == 0
