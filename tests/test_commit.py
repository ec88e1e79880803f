"""`--staged`: what git is about to commit is judged, whatever lies on the disk; the disk is left as it is."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import TRACKER, Repository, session

from para_sync import commit
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: Practise\n---\n{}\n"
ONE = "Areas/interview-context/gaps/One.md"
CLEAN = "No findings.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.commit({"para-sync.toml": "", ONE: GAP.format("See [[Two]]."), "Two.md": "## Part\n\nwords\n"})
    return made


def test_staged_bytes_count_and_those_on_the_disk_do_not(repository: Repository) -> None:
    repository.write({ONE: GAP.format("See [[Nowhere]].")})
    repository.git("add", "-A")
    repository.write({ONE: GAP.format("See [[Two]] again.")})
    broken = f'{ONE}:7:5: error link-broken: no note is called "Nowhere"\n1 error.\n'
    assert repository.para_sync("lint", "--staged") == (broken, 1)
    assert repository.para_sync("lint") == (CLEAN, 0)
    repository.git("add", "-A")
    repository.write({ONE: GAP.format("See [[Nowhere]].")})
    assert repository.para_sync("lint", "--staged") == (CLEAN, 0)
    assert (repository.vault / ONE).read_text() == GAP.format("See [[Nowhere]].")


def test_a_note_that_is_not_added_is_not_there_and_one_that_is_ignored_is(repository: Repository) -> None:
    repository.commit({".gitignore": "private/\n"})
    repository.write({ONE: GAP.format("See [[New]] and [[Secret]]."), "New.md": "words", "private/Secret.md": "words"})
    repository.git("add", ONE)
    broken = f'{ONE}:7:5: error link-broken: no note is called "New"\n1 error.\n'
    assert repository.para_sync("lint", "--staged") == (broken, 1)
    repository.git("add", "--intent-to-add", "New.md")
    assert repository.para_sync("lint", "--staged") == (broken, 1)
    repository.git("add", "New.md")
    assert repository.para_sync("lint", "--staged") == (CLEAN, 0)


@pytest.mark.parametrize(
    ("change", "fact"),
    [
        (("rm", "-q", "Two.md"), 'link-broken: no note is called "Two"'),
        (("mv", "Two.md", "Deux.md"), 'link-broken: no note is called "Two"'),
    ],
)
def test_what_a_commit_breaks_in_other_notes_is_told(repository: Repository, change: list[str], fact: str) -> None:
    repository.commit({"Known.md": "---\ntype: gap\n---\nNot [[Two]], [[Gone]]\n"})
    repository.git(*change)
    said = repository.para_sync("lint", "--staged", "--select", "link-broken")
    assert said.out.splitlines() == [
        f"{ONE}:7:5: error {fact}",
        f"Known.md:4:5: error {fact}",
        "2 errors.",
    ]
    assert said.code == 1
    assert repository.para_sync("lint", "--staged", "--select", "link-broken", "Two.md").out == said.out


def test_what_another_note_loses_inside_is_told(repository: Repository) -> None:
    repository.commit({ONE: GAP.format("See [[Two#Part]].")})
    repository.write({"Two.md": "## Other\n"})
    repository.git("add", "-A")
    said = repository.para_sync("lint", "--staged")
    assert said.out.startswith(f'{ONE}:7:5: error heading-broken: "Two" has no heading "Part"')


def test_a_change_of_the_manual_is_judged_by_what_it_does_to_all_notes(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    assert repository.para_sync("init", ".").code == 0
    repository.commit({})
    chapter = repository.vault / "Manual" / "Note Types.md"
    text = chapter.read_text("utf-8")
    assert "| `frequency` | choice | no |" in text
    chapter.write_text(text.replace("| `frequency` | choice | no |", "| `season` | text | yes |", 1), "utf-8")
    repository.git("add", "-A")
    said = repository.para_sync("lint", "--staged", "--select", "property-missing")
    assert said.code == 1
    assert len(said.out.splitlines()) == 10 + 1


def test_regions_are_checked_against_what_is_staged(repository: Repository) -> None:
    repository.write({"Tracker.md": TRACKER})
    assert repository.para_sync("sync").code == 0
    repository.commit({})
    repository.write(session(5))
    assert repository.para_sync("sync", "--check", "--staged") == ("", 0)
    repository.git("add", "-A")
    stale = ("stale Tracker.md: practice-log, milestones\n", 1)
    assert repository.para_sync("sync", "--check", "--staged") == stale
    assert repository.para_sync("sync").code == 0
    assert repository.para_sync("sync", "--check") == ("", 0)
    assert repository.para_sync("sync", "--check", "--staged") == stale
    repository.git("add", "-A")
    assert repository.para_sync("sync", "--check", "--staged") == ("", 0)


def test_paths_obey_the_settings_and_those_outside_are_passed_over(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", vault="my notes 🗒")
    repository.commit({"para-sync.toml": '[lint]\nexclude = ["old/*"]\n', "Two.md": "words\n"})
    bad = "---\ntype: gap\n---\n[[Nowhere]]\n"
    repository.write({"old/bad.md": bad, "ünd.md": bad})
    (repository.top / "README.md").write_text("[[Nowhere]]\n")
    repository.git("add", "-A")
    names = [f"my notes 🗒/{name}" for name in ("old/bad.md", "Two.md")]
    assert repository.para_sync("lint", "--staged", "README.md", *names, folder=repository.top) == (CLEAN, 0)
    # the only vault of the repository is found from its top, too
    assert repository.para_sync("lint", "--staged", "README.md", folder=repository.top) == (CLEAN, 0)
    said = repository.para_sync("lint", "--staged", folder=repository.top)
    assert 'ünd.md:4:1: error link-broken: no note is called "Nowhere"' in said.out.splitlines()
    assert "old/" not in said.out


def test_a_name_in_another_unicode_form_is_the_same_note(repository: Repository) -> None:
    name = unicodedata.normalize("NFD", "Über.md")
    repository.write({name: "words\n", ONE: GAP.format("See [[Über]].")})
    repository.git("add", "-A")
    (repository.vault / name).unlink()
    assert repository.para_sync("lint", "--staged") == (CLEAN, 0)


def test_without_a_commit_yet_everything_is_new(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.write({"para-sync.toml": "", ONE: GAP.format("See [[Nowhere]].")})
    repository.git("add", "-A")
    assert repository.para_sync("lint", "--staged").code == 1


def test_what_keeps_it_from_working_is_said(tmp_path: Path) -> None:
    (tmp_path / "plain" / ".obsidian").mkdir(parents=True)
    repository = Repository(tmp_path / "repository")
    plain = tmp_path / "plain"
    for command in (("lint", "--staged"), ("sync", "--check", "--staged"), ("hooks", "install")):
        alone = repository.para_sync(*command, folder=plain)
        assert alone == (f'para-sync: {plain} lies in no working tree of git; git init "{plain}" makes one\n', 2)
    said = repository.para_sync("lint", "--staged")
    assert said == (f"para-sync: no vaults in the repository {repository.top}; name one: --vault DIR\n", 2)
    repository.commit({"a/para-sync.toml": "", "b/.obsidian/app.json": "{}"})
    said = repository.para_sync("lint", "--staged")
    assert said == (f"para-sync: 2 vaults in the repository {repository.top}; name one: --vault DIR\n", 2)
    fixing = repository.para_sync("lint", "--staged", "--fix", folder=repository.top / "a")
    assert fixing.code == 2
    assert "--staged and --stdin only tell" in fixing.out
    assert repository.para_sync("sync", "--staged", folder=repository.top / "a").code == 2


Change = tuple[str, str | None, str | None]

# What happens to one of five notes: what is staged of it, and what lies on the disk then; None is no file.
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["a.md", "b c.md", "d/é.md", "d/f.md", "g.txt"]),
        st.sampled_from([None, "", "one\n", "two\r\n", "[[a]]"]),
        st.sampled_from([None, "", "one\n", "three\n"]),
    ),
    max_size=6,
)


@pytest.mark.nightly
@settings(max_examples=count(200))
@given(first=CHANGES, changes=CHANGES)
def test_the_staged_vault_is_what_a_checkout_of_the_index_gives(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Change],
    changes: list[Change],
) -> None:
    place = tmp_path_factory.mktemp("staged")
    repository = Repository(place / "repository", vault="v")
    repository.commit({"para-sync.toml": ""} | {path: text for path, text, _ in first if text is not None})
    for path, staged, disk in changes:
        _put(repository.vault / path, staged)
        repository.git("add", "-A")
        _put(repository.vault / path, disk)
    repository.git("checkout-index", "-a", f"--prefix={place}/out/")
    made = commit.read(repository.vault)
    wanted = Vault.read(Disk(place / "out" / "v"))
    assert made.space.vault.notes == wanted.notes
    assert made.space.vault.others == wanted.others
    shutil.rmtree(place)


def _put(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink(missing_ok=True)
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text.encode())
