"""A packed note is the note that was packed, whoever asks for what of it; a vault of packed notes is judged alike."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from conftest import count, samples
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SESSIONS, run

from para_sync import layout, lint, store
from para_sync.check import Choice
from para_sync.vault import note, notes, vault
from para_sync.vault.later import Later
from para_sync.vault.note import Note
from para_sync.vault.packing import pack, unpack
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

ODD = {
    "not-utf-8": b"\xe9",
    "nan": b"---\nx: .nan\ny: {a: [1, 2.5, true, ~]}\nz: 340282366920938463463374607431768211456\n---\n",
    "broken": b"---\nx: [\n---\n[[a]] ^b\n",
    "never-ends": b"---\nx: 1\n",
    "markers": b"<!-- para-sync:begin a -->\n\n<!-- para-sync:end a 1-0 -->\n<!-- para-sync:ignore link-pipe -->\n",
    "damaged": b"<!-- para-sync:end a -->\n",
}
SAMPLES = samples() | ODD


def parts(found: Note) -> list[str]:
    return [repr(getattr(found, each)) for each in Note.__slots__ if each != "later"]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_packed_note_is_the_same(name: str) -> None:
    found = note.parse(f"{name}.md", SAMPLES[name])
    again = unpack(pack(found))
    assert parts(again) == parts(found)
    for kept in (pickle.loads(pickle.dumps(unpack(pack(found)))), store.unpack(store.pack(unpack(pack(found))))):
        assert parts(kept) == parts(found)
    assert parts(unpack(pack(found)).of_type("other"))[3:] == parts(found)[3:]


@pytest.mark.nightly
@given(content=st.binary(max_size=400))
@settings(max_examples=count(2000))
def test_any_packed_note_is_the_same(content: bytes) -> None:
    found = note.parse("x.md", content)
    assert parts(unpack(pack(found))) == parts(found)


@pytest.mark.parametrize("name", Later._fields)
def test_what_is_asked_for_late_is_there(name: str) -> None:
    found = note.parse("x.md", SAMPLES["markers"] + b"# A\n- [ ] #t [[b]] ^c\n> q `x`\n")
    again = unpack(pack(found))
    assert getattr(again, name) == getattr(found, name) != ()
    assert again == found
    assert not hasattr(again, "no_field")


def test_notes_packed_together_are_each_the_same() -> None:
    found = [note.parse(f"{name}.md", content) for name, content in SAMPLES.items()]
    first, none, *others = notes.together([found[0], None, *found[1:]])
    packed = [*filter(None, (first, *others))]
    assert none is None
    assert len({id(each.content) for each in packed}) == 1
    assert [parts(unpack(each.alone)) for each in packed] == [parts(each) for each in found]
    assert [each.digest for each in packed] == [each.digest for each in found]


@pytest.fixture
def packing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few notes are read, they are packed."""
    monkeypatch.setattr(vault, "MANY", 0)


def files() -> dict[str, bytes]:
    extra = {f"Notes/{name}.md": content for name, content in SAMPLES.items()}
    sessions = {f"{SESSIONS}/2026-02-{day:02}.md": run(f"2026-02-{day:02}", 10 * "2").encode() for day in (1, 2, 9)}
    dead = {"Dead.md": b"[[Nowhere]] [[Scoring Sistem#^x]] [[Scoring System#Nothing]] [[#Here]] ![[no.png]]\n# Here\n"}
    return {**layout.files(date(2026, 1, 5), example=True), **extra, **sessions, **dead}


def test_a_vault_of_packed_notes_is_judged_alike(request: pytest.FixtureRequest) -> None:
    choice, plain = Choice(today=date(2026, 2, 3)), Vault.read(Overlay(Nothing(), files()))
    found = lint.check(plain, choice=choice)
    request.getfixturevalue("packing")
    packed = Vault.read(Overlay(Nothing(), files()))
    assert lint.check(packed, choice=choice) == found
    changed = packed.replace("Dead.md", b"[[Scoring System]]")
    assert lint.check(changed, choice=choice) == [each for each in found if each.path != "Dead.md"]
