"""The region vault-health: what it shows, that it comes to rest, and that it counts for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import vault_of

from para_sync import fix, lint, regions, sync
from para_sync.check import Choice
from para_sync.region import State
from para_sync.settings import Settings
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

HEALTH = "<!-- para-sync:begin vault-health -->\n\n<!-- para-sync:end vault-health -->\n"
TRACKER = "<!-- para-sync:begin gap-tracker -->\n\n<!-- para-sync:end gap-tracker -->\n"
GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: Derive it twice\n---\n"
DEAD = "See [[Nowhere]].\n"
QUIET = '[lint]\noff = ["manual-broken"]\n'


def vault(files: dict[str, str], settings: str = QUIET) -> Vault:
    """A vault without a manual, and no finding for that."""
    laid = {"para-sync.toml": settings, **files}
    return Vault.read(Overlay(Nothing(), {path: text.encode() for path, text in laid.items()}))


def shown(of: Vault) -> tuple[list[str], list[str]]:
    """The rows of the table, and the lines below it."""
    content = regions.load("vault-health").render(of)
    assert content is not None
    return [" | ".join(row) for row in content.rows], list(content.lines)


def written(of: Vault) -> list[str]:
    """What sync writes: the names of the regions."""
    return [each.region.name for each in sync.due(of)]


def test_a_vault_without_findings_says_so() -> None:
    assert shown(vault({"Health.md": HEALTH})) == ([], ["Nothing to mend."])


def test_the_worst_comes_first_and_then_the_path() -> None:
    files = {"b.md": DEAD, "a.md": DEAD, "c.md": "---\na: 1\na: 2\n---\n", "d.md": "---\nTags: x\ntags: y\n---\n"}
    rows, lines = shown(vault(files))
    assert [row.split(" | ")[:2] for row in rows] == [
        ["error", r"[[c\|c]]"],
        ["warning", r"[[d\|d]]"],
        ["advice", r"[[a\|a]]"],
        ["advice", r"[[b\|b]]"],
    ]
    assert lines == ["1 error, 1 warning, 2 advice"]


def test_a_line_above_a_finding_changes_nothing() -> None:
    assert shown(vault({"a.md": DEAD})) == shown(vault({"a.md": "One.\n\nTwo.\n\n" + DEAD}))


def test_what_is_no_note_is_named_by_its_path() -> None:
    unused = '[lint]\noff = ["manual-broken"]\n[lint.per-path]\n"old/*" = ["link-broken"]\n'
    rows, _ = shown(vault({"x (conflicted copy 2026-01-05).md": "x"}, unused))
    assert [row.split(" | ")[1] for row in rows] == ["x (conflicted copy 2026-01-05).md", "para-sync.toml"]


def test_more_than_a_person_reads_is_counted() -> None:
    rows, lines = shown(vault({f"{number:02}.md": DEAD * 2 for number in range(53)}))
    assert len(rows) == 50
    assert lines == ["106 advice", "6 more: `para-sync lint` shows all"]


def test_a_title_like_a_novel_is_cut() -> None:
    (row,), _ = shown(vault({"a.md": f"---\ntitle: {'x' * 60_000}\n---\n{DEAD}"}))
    assert len(row) < 400


def test_a_finding_that_quotes_half_a_note_is_cut() -> None:
    (row,), _ = shown(vault({"a.md": f"[[{'long ' * 10_000}x]]\n"}))
    assert len(row) < 300
    assert row.endswith("long … | link-broken")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (QUIET, ["note-empty", "link-broken"]),
        ('[lint]\noff = ["manual-broken", "note-empty"]\n', ["link-broken"]),
        (QUIET + 'exclude = ["old/*"]\n', ["note-empty"]),
        (QUIET + '[lint.per-path]\n"old/*" = ["link-broken"]\n', ["note-empty"]),
    ],
)
def test_the_settings_of_the_vault_hold(settings: str, expected: list[str]) -> None:
    rows, _ = shown(vault({"old/a.md": DEAD, "b.md": ""}, settings))
    assert [row.rpartition(" | ")[2] for row in rows] == expected


@pytest.mark.parametrize("broken", ["[lint", '[lint]\noff = ["link-brokn"]\n', "\udcff"])
def test_with_broken_settings_the_table_is_left_alone(broken: str) -> None:
    files = {"para-sync.toml": broken.encode(errors="surrogateescape"), "Health.md": HEALTH.encode()}
    of = Vault.read(Overlay(Nothing(), files))
    assert regions.load("vault-health").render(of) is None
    assert written(of) == []


# Coming to rest


REST = {
    "a dead link beside it": {"Health.md": DEAD + HEALTH},
    "a note of the same name deeper down": {"Twin.md": DEAD, "notes/Twin.md": "x\n", "notes/Health.md": HEALTH},
    "a name that cannot be linked": {"a#b.md": DEAD, "Health.md": HEALTH},
    "a message like a link": {"a.md": "[[x^y|![[z]]\n", "b.md": "[[a#[[b|c]]\n", "Health.md": HEALTH},
    "two of them": {"a.md": DEAD, "Health.md": HEALTH, "old/Health.md": HEALTH + DEAD},
    "another region before it": {"Loss.md": GAP, "Health.md": TRACKER + "\n" + HEALTH},
    "a heading that another region loses": {
        "Tracker.md": TRACKER.replace("\n\n", "\n\n# Old\n\n"),
        "a.md": "[[Tracker#Old]]\n",
        "Health.md": HEALTH,
    },
    "a link that went dead in the table": {
        "a.md": DEAD,
        "Health.md": HEALTH.replace("\n\n", "\n\n| Severity |\n| --- |\n| [[Gone\\|Gone]] |\n\n"),
    },
}


@pytest.mark.parametrize("files", REST.values(), ids=REST)
def test_twice_is_once(files: dict[str, str]) -> None:
    after = sync.synced(vault(files))
    assert list(sync.edits(after)) == []
    assert not [
        each
        for each in lint.check(after, Settings(off=("manual-broken",)))
        if _in_table(each.path, each.span.start, after)
    ]


def _in_table(path: str, offset: int, of: Vault) -> bool:
    note = of.note(path)
    return note is not None and any(each.body.start <= offset < each.body.end for each in note.regions)


def test_it_tells_of_the_vault_as_the_other_regions_leave_it() -> None:
    after = sync.synced(vault(REST["a heading that another region loses"]))
    rows, _ = shown(after)
    assert rows == [r'advice | [[a\|a]] | "Tracker" has no heading "Old" | heading-broken']


# Counting for nothing


def test_it_is_never_stale_and_written_all_the_same() -> None:
    of = vault({"a.md": DEAD, "Health.md": HEALTH})
    assert [each.rule for each in sync.findings(of)] == []
    assert [each.state for each in sync.plan(of)] == [State.CURRENT]
    assert sync.due(of, advisory=False) == ()
    assert written(of) == ["vault-health"]


def test_what_it_says_does_not_depend_on_what_was_asked_before() -> None:
    of = vault({"Loss.md": GAP, "a.md": "One.\n", "Tracker.md": TRACKER, "Health.md": HEALTH})
    assert written(of) == ["vault-health", "gap-tracker"]
    changed = of.replace("a.md", DEAD.encode())
    fresh = vault({"Loss.md": GAP, "a.md": DEAD, "Tracker.md": TRACKER, "Health.md": HEALTH})
    assert [each.edit for each in sync.due(changed)] == [each.edit for each in sync.due(fresh)]


EDITED = HEALTH.replace(" -->\n\n<", " -->\n\nMine.\n\n<").replace("end vault-health", "end vault-health 1-0f00ba11")


def test_an_edited_one_is_a_finding_and_left_alone() -> None:
    of = vault({"a.md": DEAD, "Health.md": EDITED})
    assert [each.rule for each in sync.findings(of)] == ["region-edited"]
    assert written(of) == []
    taken = sync.synced(of, take_over=True)
    assert b"Mine." not in taken.content("Health.md")
    assert list(sync.edits(taken, take_over=True)) == []


def test_one_of_a_newer_program_is_left_alone() -> None:
    of = vault({"a.md": DEAD, "Health.md": EDITED.replace("1-0f", "999-0f")})
    assert [each.rule for each in sync.findings(of)] == ["region-newer"]
    assert list(sync.edits(of, take_over=True)) == []


# Fixing


def test_a_fix_brings_it_up_to_date_too() -> None:
    of = vault({"a.md": "[[Loss\\|x]]\n", "Loss.md": GAP, "Health.md": HEALTH, "Tracker.md": TRACKER})
    settings = Settings(off=("manual-broken",))
    fixed = fix.fix(of, settings, Choice())
    assert sorted(fixed.changed) == ["Health.md", "Tracker.md", "a.md"]
    assert list(sync.edits(fixed.vault)) == []
    assert fix.fix(fixed.vault, settings, Choice()).changed == {}


@pytest.mark.parametrize(
    ("choice", "only"),
    [(Choice(select=("link-pipe",)), None), (Choice(), frozenset({"a.md"}))],
    ids=["of another rule", "of another note"],
)
def test_a_narrow_fix_leaves_it(choice: Choice, only: frozenset[str] | None) -> None:
    of = vault({"a.md": "[[b\\|x]]\n", "b.md": "b\n", "Health.md": HEALTH})
    assert list(fix.fix(of, Settings(), choice, only=only).changed) == ["a.md"]


def test_alone_it_is_nothing_to_fix() -> None:
    assert fix.fix(vault({"a.md": DEAD, "Health.md": HEALTH}), Settings(), Choice()).changed == {}


def test_a_note_that_is_being_written_keeps_it_from_being_told(tmp_path: Path) -> None:
    of = vault_of(tmp_path, {"Tracker.md": TRACKER, "Health.md": HEALTH})
    (tmp_path / "Tracker.md").write_text("Typed.\n\n" + TRACKER)
    assert written(of) == []
    assert sync.changing(of) == ("Tracker.md",)
    assert [each.rule for each in sync.findings(of)] == []


def test_a_note_that_it_names_may_go() -> None:
    of = vault({"a.md": DEAD, "Health.md": HEALTH})
    told = sync.synced(of)
    assert b"[[a\\|" in told.content("Health.md")
    assert [each.path for each in lint.check(told.replace("a.md", None)) if each.path != "para-sync.toml"] == []
