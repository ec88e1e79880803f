"""Answers that are kept: worked out once, worked out anew when what they rest on changed, and never wrong."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from conftest import count
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync.vault import answers
from para_sync.vault.answers import KEPT_VERSIONS, Answers
from para_sync.vault.notes import Notes
from para_sync.vault.single import Single
from para_sync.vault.source import Listing, Nothing, Overlay
from para_sync.vault.vault import Vault
from para_sync.vault.walk import TEMPLATES_SETTINGS


@dataclass(frozen=True)
class World:
    """Leaves with numbers on them; `log` is every question that was worked out, in order."""

    leaves: Mapping[str, int]
    answers: Answers = field(default_factory=Answers)
    log: list[str] = field(default_factory=list)

    def leaf(self, name: str) -> int:
        self.answers.look(name)
        return self.leaves[name]

    def once(self, question: Callable[..., Any], *args: object) -> Any:
        return self.answers.ask(question, self, *args)

    def each(self, question: Callable[..., Any], paths: Iterable[str], *args: object) -> tuple[Any, ...]:
        return self.answers.each(question, tuple(paths), self, *args)

    def in_another_process(self) -> World:
        kept = self.answers.keep(lambda value: memoryview(pickle.dumps(value)))
        return World(self.leaves, Answers.of(kept, pickle.loads), self.log)

    def edited(self, **leaves: int) -> World:
        return World({**self.leaves, **leaves}, self.answers.after(frozenset(leaves)), self.log)


def number(world: World, name: str) -> int:
    world.log.append(name)
    return world.leaf(name)


def is_even(world: World) -> bool:
    world.log.append("is_even")
    return world.once(number, "a") % 2 == 0


def verdict(world: World) -> str:
    world.log.append("verdict")
    return "even" if world.once(is_even) else "odd"


def test_a_question_is_worked_out_once() -> None:
    world = World({"a": 1})
    assert [world.once(verdict), world.once(verdict), world.once(is_even)] == ["odd", "odd", False]
    assert world.log == ["verdict", "is_even", "a"]


def test_arguments_make_another_question() -> None:
    world = World({"a": 1, "b": 2})
    assert [world.once(number, "a"), world.once(number, "b"), world.once(number, "a")] == [1, 2, 1]
    assert world.log == ["a", "b"]


def test_an_answer_is_kept_while_its_leaves_are_the_same() -> None:
    old = World({"a": 1, "b": 1})
    old.once(verdict)
    new = old.edited(b=2).edited(b=3)
    assert new.once(verdict) == "odd"
    assert new.log == ["verdict", "is_even", "a"]


def test_a_leaf_that_changed_has_all_worked_out_that_rests_on_it() -> None:
    old = World({"a": 1})
    old.once(verdict)
    new = old.edited(a=2)
    old.log.clear()
    assert new.once(verdict) == "even"
    assert new.log == ["a", "is_even", "verdict"]


def test_the_same_answer_as_before_disturbs_nothing_that_rests_on_it() -> None:
    old = World({"a": 1})
    old.once(verdict)
    new = old.edited(a=3)
    old.log.clear()
    assert new.once(verdict) == "odd"
    assert new.log == ["a", "is_even"]


def test_a_change_between_two_questions_is_not_overlooked() -> None:
    """Nobody asks while the leaf is 2: what counts is what it was when it was asked, not a version ago."""
    old = World({"a": 1})
    old.once(verdict)
    assert old.edited(a=2).edited(a=3).edited(a=4).once(verdict) == "even"


def has_share(world: World) -> bool:
    return world.leaf("people") > 0


def share(world: World) -> int:
    return world.leaf("cake") // world.leaf("people")


def told(world: World) -> str:
    return f"{world.once(share)} each" if world.once(has_share) else "nobody came"


def test_a_question_is_not_asked_any_more_where_its_precondition_went() -> None:
    """`share` of nobody would be an error: `has_share` was asked before it, so it is asked before it again."""
    world = World({"cake": 12, "people": 3})
    assert world.once(told) == "4 each"
    assert world.edited(people=0).once(told) == "nobody came"


def test_an_old_version_keeps_its_answers_and_two_can_be_made_from_one() -> None:
    old = World({"a": 1})
    assert old.once(verdict) == "odd"
    one, two = old.edited(a=2), old.edited(a=5)
    later = one.edited(a=7)
    assert [each.once(verdict) for each in (later, two, one, old)] == ["odd", "odd", "even", "odd"]
    assert [each.once(number, "a") for each in (old, one, two, later)] == [1, 2, 5, 7]


def tripled(world: World, name: str) -> int:
    world.log.append(name)
    return 3 * world.leaf(name)


def rows(world: World, names: str) -> tuple[int, ...]:
    world.log.append("rows")
    return world.each(tripled, names)


def test_of_answers_about_many_only_those_are_worked_out_anew_that_changed() -> None:
    old = World({"a": 1, "b": 2, "c": 3})
    assert old.once(rows, "ab") == (3, 6)
    assert old.edited(c=4).once(rows, "ab") == (3, 6)
    assert old.log == ["rows", "a", "b"]
    old.log.clear()
    new = old.edited(b=5)
    assert [new.once(rows, "ab"), new.once(rows, "cba"), old.once(rows, "a")] == [(3, 15), (9, 15, 3), (3,)]
    assert old.log == ["rows", "b", "rows", "c", "rows"]


def test_another_process_takes_over_what_was_kept_and_unpacks_what_it_needs() -> None:
    world = World({"a": 1, "b": 2, "c": 3})
    assert world.once(rows, "abc") == (3, 6, 9)
    assert world.once(verdict) == "odd"
    again = world.in_another_process().edited(b=5)
    again.log.clear()
    assert (again.once(rows, "abc"), again.once(verdict)) == ((3, 15, 9), "odd")
    assert again.log == ["rows", "b"]


def both(world: World) -> tuple[int, ...]:
    world.log.append("both")
    return world.each(tripled, "ab")


def test_two_lists_of_one_question_keep_their_answers_apart() -> None:
    world = World({"a": 1, "b": 2, "c": 3})
    assert world.once(both) == (3, 6)
    again = world.in_another_process()
    assert again.once(rows, "abc") == (3, 6, 9)
    last = again.in_another_process()
    assert (last.once(both), last.once(rows, "abc")) == ((3, 6), (3, 6, 9))


def test_answers_that_are_not_to_last_are_worked_out_once_a_version() -> None:
    world = World({"a": 1}, Single())
    assert [world.once(verdict), world.once(verdict), *world.each(number, "a"), *world.each(number, "a")] == [
        "odd",
        "odd",
        1,
        1,
    ]
    assert world.log == ["verdict", "is_even", "a", "a"]
    world = world.edited()
    assert [world.once(is_even), *world.each(number, "a")] == [False, 1]
    assert world.log[4:] == ["is_even", "a", "a"]


def test_what_was_kept_too_long_ago_is_worked_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "KEPT_VERSIONS", 3)
    world = World({"a": 1, "b": 2})
    assert world.once(rows, "ab") == (3, 6)
    world = world.in_another_process().edited(a=5)
    for _ in range(5):
        world = world.edited()
    assert world.once(rows, "ab") == (15, 6)


def test_what_cannot_be_unpacked_is_worked_out_anew() -> None:
    world = World({"a": 1, "b": 2, "c": 3})
    assert (world.once(rows, "abc"), world.once(verdict)) == ((3, 6, 9), "odd")
    again = World(world.leaves, Answers.of(world.answers.keep(lambda _: memoryview(b"")), pickle.loads))
    assert (again.once(rows, "abc"), again.once(verdict)) == ((3, 6, 9), "odd")
    again = World(world.leaves, Answers.of(world.answers.keep(lambda _: memoryview(b"")), pickle.loads))
    changed = again.edited(a=2)
    assert (changed.once(rows, "abc"), changed.once(verdict)) == ((6, 6, 9), "even")


def test_what_nobody_asked_for_is_forgotten() -> None:
    world = World({"a": 1, "b": 1})
    world.once(number, "a")
    for _ in range(2 * KEPT_VERSIONS):
        world = world.edited(b=2)
        world.once(number, "b")
    assert world.once(number, "a") == 1
    assert world.log.count("a") == 2


def pair(world: World, one: int, other: int) -> int:
    return int(world.once(remainder, one) + world.once(remainder, other))


def remainder(world: World, divisor: int) -> int:
    return world.leaf("a") % divisor


def test_weeks_of_questions_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "KEPT_VERSIONS", 10)
    world = World({"a": 1})
    for day in range(1, 200):
        world = world.edited(a=day)
        world.once(pair, day, day + 1)
    kept = world.answers
    assert max(map(len, (kept._kept, kept._same, kept._changed, kept._later, kept._before))) <= 60


def test_an_error_is_no_answer() -> None:
    world = World({"cake": 12, "people": 0})
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            world.once(share)
    assert world.edited(people=2).once(share) == 6


def shared(world: World) -> str:
    try:
        return f"{world.once(share)} each"
    except ZeroDivisionError:
        return "nobody came"


def test_an_error_is_mended_by_whoever_asked() -> None:
    world = World({"cake": 12, "people": 3})
    said = []
    for people in (3, 0, 0, 3, 0, 2):
        world = world.edited(people=people)
        said.append(world.once(shared))
    assert said == ["4 each", "nobody came", "nobody came", "4 each", "nobody came", "6 each"]


# A law: whatever questions there are and whatever changes, a kept answer is the one that a fresh start gives.

LEAVES = "abcd"
QUESTIONS = 5
LEAF = st.sampled_from(LEAVES)
LOWER = st.integers(1, 3)
STEPS = st.lists(
    st.tuples(st.just("leaf"), LEAF, st.just(0))
    | st.tuples(st.just("error"), LEAF, st.just(0))
    | st.tuples(st.sampled_from(["ask", "ask if", "mend", "each"]), LEAF, LOWER),
    min_size=1,
    max_size=4,
)
PROGRAM = st.lists(STEPS.map(tuple), min_size=QUESTIONS, max_size=QUESTIONS).map(tuple)
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.dictionaries(LEAF, st.integers(0, 3), max_size=2),
        st.lists(st.integers(0, QUESTIONS - 1), max_size=3),
        st.booleans(),
    ),
    max_size=16,
)
Program = tuple[tuple[tuple[str, str, int], ...], ...]


def run(world: World, program: Program, index: int) -> int:
    """The sum of what a question looks at, of few values so that it often stays the same; -1 for an error it mends."""
    total = 0
    for kind, leaf, lower in program[index]:
        asked = index - lower
        if kind == "leaf":
            total += world.leaf(leaf)
        elif kind == "error" and world.leaf(leaf) == 3:
            raise ValueError
        elif kind == "each":
            total += sum(world.each(row, LEAVES[: world.leaf(leaf)], program, asked))
        elif kind != "error" and asked >= 0 and (kind != "ask if" or world.leaf(leaf) > 1):
            try:
                total += world.once(run, program, asked)
            except ValueError:
                if kind != "mend":
                    raise
                total -= 1
    return total % 3


def row(world: World, leaf: str, program: Program, index: int) -> int:
    """One row of a table of answers, which rests on a leaf of its own and on a question that the others ask too."""
    return world.leaf(leaf) + (int(world.once(run, program, index)) if index >= 0 else 0)


def outcome(world: World, program: Program, index: int) -> int | str:
    try:
        return int(world.once(run, program, index))
    except ValueError:
        return "error"


@pytest.mark.nightly
@settings(max_examples=count(10_000))
@given(PROGRAM, CHANGES, st.sampled_from([3, 1000]))
def test_kept_answers_equal_those_of_a_fresh_start(
    program: Program, changes: list[tuple[int, dict[str, int], list[int], bool]], kept: int
) -> None:
    """Each change is made to one of the last four versions, so there are forks, some of them in another process that
    took over what was kept; questions are asked now and then.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "KEPT_VERSIONS", kept)
        patch.setattr(answers, "KEPT_LATELY", kept)
        worlds = [World(dict.fromkeys(LEAVES, 0))]
        for back, leaves, asked, moved in changes:
            before = worlds[-1 - back % len(worlds[-4:])]
            worlds.append((before.in_another_process() if moved else before).edited(**leaves))
            for index in asked:
                fresh = World(worlds[-1].leaves)
                assert outcome(worlds[-1], program, index) == outcome(fresh, program, index)
        for world in worlds:
            for index in reversed(range(QUESTIONS)):
                assert outcome(world, program, index) == outcome(World(world.leaves), program, index)


# The same law for vaults: names, aliases, types, templates and bytes come and go, and each question is about one note.

PATHS = ["a.md", "b.md", "In/a.md", "In/B.md", "a.md.md", "Templates/t.md", "pic.png", "In/pic.png", TEMPLATES_SETTINGS]
CONTENTS = [
    b"",
    b"[[a]] [[b]] [[In/a]] ![[pic.png]] [[Nick]] [[./a]]",
    b"[[a#H]] [[b#^x]] [[a.md]] [[t]] [x](../a.md) [[nick]] [[a b]]",
    b"---\naliases: [Nick, a]\ntype: session\n---\n# H ^x\n",
    b"---\naliases: [Nick]\ntype: mock\nup: '[[a]]'\n---\ntext\n",
    b"---\ntype: [\n---\n",
    b"\xff",
    b'{"folder": "In"}',
    b"x" * (2 * 1024 * 1024 + 1),
]
EDITS = st.lists(st.dictionaries(st.sampled_from(PATHS), st.none() | st.sampled_from(CONTENTS), max_size=3), max_size=8)


def resolved(vault: Vault, path: str) -> object:
    note = vault.note(path)
    return note and tuple(vault.resolve(link, note) for link in note.links)


def called(vault: Vault, path: str) -> object:
    note = vault.note(path)
    return note and tuple(vault.called(link) for link in note.links)


def is_template(vault: Vault, path: str) -> object:
    note = vault.note(path)
    return note and vault.is_template(note)


def near(vault: Vault, path: str) -> object:
    return vault.near("a"), vault.near("H", path if vault.note(path) else "")


def content(vault: Vault, path: str) -> object:
    return vault.content(path)


def text(vault: Vault, path: str) -> object:
    return vault.link_text(path)


def typed(vault: Vault) -> object:
    return vault.of_type("session"), vault.of_type("mock")


def whole(vault: Vault) -> object:
    briefs = tuple(vault.briefs.items())
    return tuple(vault.notes.items()), briefs, vault.others, vault.oddities, tuple(vault.paths), tuple(vault)


def listed(vault: Vault) -> tuple[str, ...]:
    return tuple(vault.paths)


def facts(vault: Vault) -> list[object]:
    """Everything that can be asked of a vault, each by a question of its own."""
    of_each = (resolved, called, is_template, near, content, text)
    tables = [vault.each(ask, listed) for ask in of_each]
    assert tables == [tuple(vault.once(ask, path) for path in vault.paths) for ask in of_each]
    return [*(vault.once(ask, path) for path in PATHS for ask in of_each), tables, vault.once(typed), vault.once(whole)]


@pytest.mark.nightly
@settings(max_examples=count(1_000))
@given(EDITS, st.integers(0, 255), st.booleans())
def test_what_is_kept_of_a_vault_equals_a_fresh_read(
    edits: list[dict[str, bytes | None]], asked: int, lasting: bool
) -> None:
    """Files changed one by one or several at once; the bits of `asked` tell after which of the changes it is asked."""
    vault = Vault.listed(Nothing(), Listing(), lasting)
    for number, files in enumerate(edits):
        if len(files) == 1:
            ((path, bytes_),) = files.items()
            vault = vault.replace(path, bytes_)
        else:
            over = Overlay(vault.source, files)
            vault = vault.renewed(over, over.listing(), files)
        if asked >> number & 1:
            assert facts(vault) == facts(Vault.read(vault.source))
    assert facts(vault) == facts(Vault.read(vault.source))


def vault_of(**files: str) -> Vault:
    return Vault.read(Overlay(Nothing(), {f"{name}.md": content.encode() for name, content in files.items()}))


def test_an_alias_in_a_note_that_became_a_template_is_none_any_more() -> None:
    before = vault_of(a="[[Nick]]", **{"In/b": "---\naliases: Nick\n---\n"})
    assert [each.path for (found,) in [before.once(called, "a.md")] for each in found] == ["In/b.md"]
    assert before.replace(TEMPLATES_SETTINGS, b'{"folder": "In"}').once(called, "a.md") == ((),)


def test_a_link_to_a_name_that_ends_with_the_ending_follows_its_file() -> None:
    before = vault_of(a="[[b.md]]")
    assert before.once(resolved, "a.md")[0].path is None
    assert before.replace("b.md.md", b"").once(resolved, "a.md")[0].path == "b.md.md"


@pytest.mark.parametrize("path", ["a.md", TEMPLATES_SETTINGS])
def test_a_file_that_was_written_and_written_back_unseen_leaves_nothing_behind(path: str) -> None:
    """An answer drawn from bytes that no version of the vault has read is not kept for the next version."""
    source = Overlay(Nothing(), {path: b"one"})
    listing, notes = source.listing(), Vault.read(source).notes
    saving = Vault.known(Overlay(source, {path: b""}), Notes(notes), listing, None)
    assert saving.once(content, path) == b""
    assert saving.renewed(source, listing, {path} & notes.keys()).once(content, path) == b"one"
