"""Facts kept from run to run change nothing but the time: whatever lies in the cache, a vault equals a fresh one."""

from __future__ import annotations

import marshal
import os
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import count, samples, write
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import cache, layout, lint, moment, own, store
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.files import AnyPath, Files
from para_sync.vault import pieces
from para_sync.vault import vault as vaults
from para_sync.vault.source import Disk, Stamp
from para_sync.vault.vault import Vault

NOTES = {f"notes/{number:02}.md": f"---\ntype: gap\n---\n[[{number + 1:02}]]\n" for number in range(40)}


class Later(Files):
    """The disk an hour from now, when every stamp can be trusted; counts the notes that are read."""

    def __init__(self) -> None:
        self.read_notes: list[str] = []

    def now(self) -> float:
        return super().now() + 3600

    def read(self, path: AnyPath) -> bytes:
        if os.fspath(path).endswith(".md"):
            self.read_notes.append(os.path.basename(path))
        return super().read(path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(
        tmp_path / "vault", {"para-sync.toml": "", **NOTES, **{f"{name}.md": text for name, text in samples().items()}}
    )


def is_fresh(root: Path, vault: Vault) -> bool:
    fresh = Vault.read(Disk(root))
    return vault.notes == fresh.notes and vault.others == fresh.others and vault.oddities == fresh.oddities


def test_only_what_changed_is_read_again(root: Path) -> None:
    assert is_fresh(root, cache.read(root, Later()))
    write(root, {"notes/07.md": "other words\n", "new.md": "words\n"})
    (root / "notes/08.md").unlink()
    again = Later()
    assert is_fresh(root, cache.read(root, again))
    assert sorted(again.read_notes) == ["07.md", "new.md"]


def test_what_was_written_a_moment_ago_is_not_trusted(root: Path) -> None:
    cache.read(root)
    again = Later()
    cache.read(root, again)
    assert set(NOTES) <= {f"notes/{name}" for name in again.read_notes}


def _other(stamp: tuple[int, ...], sign: str) -> Stamp:
    found = Stamp(*stamp)
    return found._replace(**{sign: getattr(found, sign) - 1})


@pytest.mark.parametrize("sign", ["mtime_ns", "ctime_ns", "size", "inode"])
def test_every_part_of_a_stamp_counts(root: Path, sign: str) -> None:
    cache.read(root, Later())
    known = store.load(root, "facts", Later())
    folder, refusal, files = marshal.loads(known.marks["notes"])
    others = [file if file[0] != "07.md" else (*file[:2], *_other(file[2:], sign)) for file in files]
    marks = {**known.marks, "notes": marshal.dumps((folder, refusal, others), 2)}
    store.save(root, "facts", known._replace(marks=marks), Later())
    again = Later()
    cache.read(root, again)
    assert again.read_notes == ["07.md"]


def damaged(content: bytes) -> Iterator[bytes]:
    yield b""
    yield content[:-1]
    yield content[: len(content) // 2]
    yield content[:100] + bytes([content[100] ^ 1]) + content[101:]
    yield bytes([content[0] ^ 1]) + content[1:]
    yield content + b"x"


def test_a_damaged_cache_is_made_anew_in_silence(root: Path) -> None:
    cache.read(root, Later())
    file = Path(own.cache(root), "facts")
    whole = file.read_bytes()
    for content in damaged(whole):
        file.write_bytes(content)
        assert is_fresh(root, cache.read(root, Later()))
        assert file.read_bytes()[: store._HEAD - 4] == whole[: store._HEAD - 4]
    file.unlink()
    file.mkdir()
    assert is_fresh(root, cache.read(root, Later()))


@pytest.mark.parametrize("call", [(os.mkdir, ("evil",)), (own.caches, ())])
def test_a_pickle_of_something_else_is_never_run(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[object, ...]
) -> None:
    class Evil:
        def __reduce__(self) -> object:
            return call

    monkeypatch.chdir(tmp_path)
    payload = pickle.dumps({"notes/07.md": Evil()})
    index = len(payload).to_bytes(4, "big") + bytes(4) + payload
    Files().put(Path(own.cache(root), "facts"), [store._head(memoryview(index)), index])
    assert store.load(root, "facts", Files()) is None
    assert is_fresh(root, cache.read(root, Later()))
    assert not (tmp_path / "evil").exists()


def test_a_member_of_an_enumeration_comes_back_from_any_python() -> None:
    """A pickle of 3.11.2 has it looked up by `getattr`; that finds members here, and nothing else."""

    class Looked:
        def __init__(self, *call: object) -> None:
            self.call = call

        def __reduce__(self) -> object:
            return getattr, self.call

    def unpacked(*call: object) -> object:
        return store.unpack(pieces.sealed(pickle.dumps(Looked(*call))))

    assert unpacked(Severity, "ERROR") is store.unpack(store.pack(Severity.ERROR)) is Severity.ERROR
    for kind, name in ((Severity, "mro"), (Diagnostic, "_make"), (date, "today")):
        with pytest.raises((KeyError, pickle.UnpicklingError)):
            unpacked(kind, name)


def found(root: Path, files: Files) -> tuple[list[Diagnostic], int]:
    """What lint finds, and how much of it was worked out anew."""
    now = moment.look(str(root), files.entries, files.now)
    vault = cache.read(root, files, lambda: now)
    told = lint.check(vault, choice=Choice(today=date(2026, 1, 26)))
    cache.keep(root, vault, now, files)
    return told, vault.fresh


@pytest.mark.parametrize("many", [vaults.MANY, 0])
def test_what_was_found_is_kept_with_all_that_it_rests_on(
    tmp_path: Path, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a vault with the whole manual: whatever an answer holds can be kept, and is taken for what it is; packed notes
    too.
    """
    monkeypatch.setattr(vaults, "MANY", many)
    root = tmp_path / "vault"
    for path, content in layout.files(date(2026, 1, 5), example=True).items():
        write(root, {path: content.decode()})
    first, anew = found(root, Later())
    assert first == lint.check(Vault.read(Disk(root)), choice=Choice(today=date(2026, 1, 26)))
    again, nothing = found(root, Later())
    assert (again, nothing) == (first, 0)
    kept = store.load(root, "facts", Later()).answers
    sealed = [
        *(each.value.content for each in kept.answers.values()),
        *(each for _, *table in kept.tables.values() for each in table),
    ]
    assert sum(store.unpack(content) is not None for content in sealed if content) > 200
    assert anew > 200
    write(root, {"new.md": "[[nowhere]]\n"})
    changed, few = found(root, Later())
    assert "new.md" in {each.path for each in changed if each not in first}
    assert few < anew / 5


def test_whatever_is_damaged_the_findings_are_the_same(tmp_path: Path) -> None:
    """Each piece of the cache is looked at when it is asked for, and worked out anew if it is damaged."""
    root = tmp_path / "vault"
    for path, content in layout.files(date(2026, 1, 5), example=True).items():
        write(root, {path: content.decode()})
    found(root, Later())
    file = Path(own.cache(root), "facts")
    whole = file.read_bytes()
    write(root, {"new.md": "[[nowhere]]\n"})
    fresh = lint.check(Vault.read(Disk(root)), choice=Choice(today=date(2026, 1, 26)))
    for tenth in range(10):
        torn = bytearray(whole)
        place = slice(len(whole) * tenth // 10 + 50, len(whole) * (tenth + 1) // 10, 997)
        torn[place] = bytes(len(torn[place]))
        file.write_bytes(torn)
        assert found(root, Later())[0] == fresh


def test_a_folder_that_cannot_be_written_costs_time_alone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(root / "para-sync.toml"))
    assert is_fresh(root, cache.read(root, Later()))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a.md", "b/c.md", "b", "d.png"]), st.sampled_from([None, "", "one [[a]]", "two [[b/c]]"])
    ),
    max_size=8,
)


@pytest.mark.nightly
@settings(max_examples=count(500))
@given(steps=STEPS, trusting=st.lists(st.booleans(), min_size=8, max_size=8))
def test_after_any_edits_it_equals_a_fresh_reading(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]], trusting: list[bool]
) -> None:
    root = write(tmp_path_factory.mktemp("edits"), {"para-sync.toml": "", **NOTES})
    for (path, text), later in zip(steps, trusting, strict=False):
        file = root / path
        if text is None and file.is_file():
            file.unlink()
        elif text is not None and not file.is_dir() and not file.parent.is_file():
            write(root, {path: text})
        if later:
            assert is_fresh(root, cache.read(root, Later()))
        else:
            assert is_fresh(root, cache.read(root))


EDITED = st.lists(
    st.tuples(
        st.sampled_from(
            ["new.md", "Areas/b.md", "e\u0301.md", "pic.png", "para-sync.toml", "Manual/Note Types.md", "CLAUDE.md"]
        ),
        st.sampled_from(
            [
                None,
                "",
                "# Head\n[[b#Head]] [[nowhere]] ![[pic.png]]\n",
                "---\naliases: [Nick, new]\n---\n[[nick]]\n",
                "---\ntype: gap\n---\n<!-- para-sync-ignore link-broken -->\n[[nowhere]]\n",
            ]
        ),
    ),
    min_size=2,
    max_size=5,
)


@pytest.mark.nightly
@settings(max_examples=count(30))
@given(steps=EDITED, kept=st.sampled_from([0, 5, cache.FEW]))
def test_after_any_edits_the_findings_are_those_of_a_fresh_reading(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]], kept: int
) -> None:
    """In a vault with a manual, tables and runs; the cache is written after every change, or seldom."""
    root = tmp_path_factory.mktemp("history")
    for path, content in layout.files(date(2026, 1, 5), example=True).items():
        write(root, {path: content.decode()})
    choice = Choice(today=date(2026, 1, 26))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "FEW", kept)
        patch.setattr(cache, "FEW_PART", 0)
        found(root, Later())
        for path, text in steps:
            if text is None and path != "para-sync.toml":
                (root / path).unlink(missing_ok=True)
            elif path == "para-sync.toml":
                write(root, {path: '[lint]\noff = ["link-broken"]\n' if text else ""})
            else:
                write(root, {path: text or ""})
            assert found(root, Later())[0] == lint.check(Vault.read(Disk(root)), choice=choice)
