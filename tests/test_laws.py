"""What holds for every vault: the example, damaged at random the way typing, merging and pasting damage it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from conftest import count
from hypothesis import example as sample
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import fix, layout, lint, regions, sync
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic
from para_sync.region import State
from para_sync.settings import Settings
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

SNIPPETS = [
    *(
        b"",
        b"\n",
        b"|",
        b"---\n",
        b"x",
        b"3",
        b"-1",
        b'"',
        b"[[",
        b"]]",
        b"`",
        b"<!--",
        b"-->",
        b"  ",
        b"\r\n",
        b"\xff",
    ),
    *(b"#", b"{{date}}", b": ", b"- [x] ", b"type: gap\n", b"status: closed\n", b"date: 2026-01-31\n"),
    *(b"<!-- para-sync:begin practice-log -->\n", b"<!-- para-sync:end practice-log -->\n"),
    *(b"<!-- para-sync:begin vault-health -->\n\n<!-- para-sync:end vault-health -->\n", b"# Old\n", b"[[CLAUDE#Old]]"),
    b"| 11 | New | Important | a | b | c | d | `score_new` |\n",
]


@cache
def example() -> dict[str, bytes]:
    return layout.synced(layout.files(layout.EXAMPLE_START, example=True))


NOTES = st.deferred(lambda: st.sampled_from(sorted(path for path in example() if path.endswith(".md"))))


@cache
def vault() -> Vault:
    return Vault.read(Overlay(Nothing(), example()))


@st.composite
def damages(draw: st.DrawFn) -> dict[str, bytes | None]:
    """A few notes of the example, changed, cut short or (None) taken away."""
    changed: dict[str, bytes | None] = {}
    for _ in range(draw(st.integers(1, 4))):
        path = draw(NOTES)
        content = changed.get(path) or example()[path]
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 0, 1, 3, 20, 200]))
        damaged = content[:start] + draw(st.sampled_from(SNIPPETS)) + content[start + length :]
        changed[path] = None if draw(st.integers(0, 9)) == 0 else damaged
    return changed


def damaged(changes: dict[str, bytes | None]) -> Vault:
    result = vault()
    for path, content in changes.items():
        result = result.replace(path, content)
    return result


def outside(content: bytes) -> list[bytes]:
    """The bytes outside all regions, and the markers without their seals."""
    bare = re.sub(rb"(?m)^(<!-- para-sync:end \S+) \S+ -->", rb"\1 -->", content)
    return re.split(rb"(?ms)^<!-- para-sync:begin \S+ -->.*?^<!-- para-sync:end \S+ -->", bare)


@pytest.mark.nightly
@settings(max_examples=count(600))
@given(damages())
@sample(
    {"Projects/coding-prep/coding-prep.md": b"---\ntype: project\nstatus: x<!-- para-sync:end practice-log -->\n---\n"}
)
def test_sync_touches_regions_alone_and_twice_is_once(changes: dict[str, bytes | None]) -> None:
    before = damaged(changes)
    after = sync.synced(before)
    for path in before.notes:
        assert outside(after.content(path)) == outside(before.content(path))
    assert list(sync.edits(after)) == []
    for each in sync.plan(before):
        if each.state is State.EDITED:
            kept = before.content(each.note.path)[each.region.begin.start : each.region.end.end]
            assert kept in after.content(each.note.path)


@pytest.mark.nightly
@settings(max_examples=count(200))
@given(damages())
def test_health_is_what_lint_finds_and_sync_cannot_mend(changes: dict[str, bytes | None]) -> None:
    after = sync.synced(damaged(changes))
    found = [each for each in lint.check(after) if not each.rule.startswith("region-") and not in_health(each, after)]
    content = regions.load("vault-health").render(after)
    assert content is not None
    counts = Counter(str(each.severity) for each in found)
    said = {
        word.rstrip("s"): int(number)
        for number, word in re.findall(r"(\d+) (errors?|warnings?|advice)", content.lines[0])
    }
    assert said == counts
    assert {(row[0], row[3]) for row in content.rows} <= {(str(each.severity), each.rule) for each in found}


def in_health(found: Diagnostic, of: Vault) -> bool:
    """Whether a finding is about the table itself; only one that was edited by hand can have any."""
    note = of.note(found.path)
    places = [each.body for each in note.regions if each.name == "vault-health"] if note else []
    return any(start <= found.span.start < end for start, end in places)


@pytest.mark.nightly
@settings(max_examples=count(300))
@given(damages())
@sample({"Broken.md": b"---\n|type: gap\n---\n[[Gap Tracker\\|gaps]]\n"})
def test_fixing_comes_to_rest_and_leaves_alone_what_cannot_be_read(changes: dict[str, bytes | None]) -> None:
    before = damaged(changes)
    fixed = fix.fix(before, Settings(), Choice(), unsafe=True)
    assert fix.fix(fixed.vault, Settings(), Choice(), unsafe=True).changed == {}
    for path in fixed.changed:
        note = before.notes.get(path)
        if note and (note.properties.fault or not note.readable):
            assert outside(before.content(path)) == outside(fixed.vault.content(path))


@pytest.mark.nightly
@settings(max_examples=count(200))
@given(damages())
def test_a_changed_vault_equals_a_fresh_one(changes: dict[str, bytes | None]) -> None:
    """Answers are kept from one version to the next, so each version is asked everything."""
    step_by_step = vault()
    for path, content in changes.items():
        lint.check(step_by_step)
        sync.due(step_by_step)
        step_by_step = step_by_step.replace(path, content)
    files = {**example(), **changes}
    present = {path: content for path, content in files.items() if content is not None}
    fresh = Vault.read(Overlay(Nothing(), dict(reversed(present.items()))))
    assert lint.check(step_by_step) == lint.check(fresh)
    assert [each.edit for each in sync.plan(step_by_step)] == [each.edit for each in sync.plan(fresh)]
    assert [each.edit for each in sync.due(step_by_step)] == [each.edit for each in sync.due(fresh)]
