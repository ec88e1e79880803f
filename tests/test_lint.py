"""The run of the rules: what is silenced, left out, ordered and counted; and what no input may do to it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click
import pytest
from conftest import vault_of, write

from para_sync import diagnostic, lint, rules
from para_sync.check import Choice
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.files import AnyPath, Files
from para_sync.reports import findings
from para_sync.rules import NoRule
from para_sync.settings import Settings, SettingsBroken, parse
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

GAPS = "Areas/interview-context/gaps"
DEAD = "See [[Nowhere]].\n"
DEAD_LINKS = Choice(select=("link-broken", "silence-unused"))


def lines(root: Path, files: dict[str, str], settings: str = "", choice: Choice = DEAD_LINKS) -> list[str]:
    found = lint.check(vault_of(root, files), parse(settings), choice)
    return [f"{each.path}:{each.place.line} {each.rule}" for each in found]


SILENCES = {
    "none": (DEAD, ["a.md:1 link-broken"]),
    "on the line": ("See [[Nowhere]]. <!-- para-sync:ignore link-broken -->\n", []),
    "on another line": (
        f"x <!-- para-sync:ignore link-broken -->\n\n{DEAD}",
        ["a.md:1 silence-unused", "a.md:3 link-broken"],
    ),
    "the next line": (f"<!-- para-sync:ignore link-broken -->\n{DEAD}", []),
    "the next line only": (f"<!-- para-sync:ignore link-broken -->\n{DEAD}\n{DEAD}", ["a.md:4 link-broken"]),
    "in a list": ("- a\n  <!-- para-sync:ignore link-broken -->\n  see [[Nowhere]]\n", []),
    "the note": (f"{DEAD}\n{DEAD}\n<!-- para-sync:ignore-note link-broken -->\n", []),
    "two rules, one of use": (
        f"<!-- para-sync:ignore-note link-broken heading-broken -->\n\n{DEAD}",
        ["a.md:1 silence-unused"],
    ),
    "one for each of two silences": (
        f"<!-- para-sync:ignore-note link-broken -->\n\n<!-- para-sync:ignore link-broken -->\n{DEAD}",
        [],
    ),
    "another rule": (
        f"<!-- para-sync:ignore-note note-empty -->\n\n{DEAD}",
        ["a.md:1 silence-unused", "a.md:3 link-broken"],
    ),
    "no rule of that name": (
        f"<!-- para-sync:ignore-note link-brokn -->\n\n{DEAD}",
        ["a.md:1 silence-unused", "a.md:3 link-broken"],
    ),
    "no name": (f"<!-- para-sync:ignore -->\n{DEAD}", ["a.md:1 silence-unused", "a.md:2 link-broken"]),
    "shown as code": (f"`<!-- para-sync:ignore-note link-broken -->`\n\n{DEAD}", ["a.md:3 link-broken"]),
    "a silence of silences": (
        "<!-- para-sync:ignore-note silence-unused -->\n\nx <!-- para-sync:ignore link-broken -->\n",
        [],
    ),
    "a silence of no silence": ("<!-- para-sync:ignore-note silence-unused -->\n\nx\n", ["a.md:1 silence-unused"]),
}


@pytest.mark.parametrize(("text", "expected"), SILENCES.values(), ids=SILENCES)
def test_a_comment_silences_what_it_says(text: str, expected: list[str], tmp_path: Path) -> None:
    assert lines(tmp_path, {"a.md": text}) == expected


PER_PATH = {
    "a folder": ('"old/**" = ["link-broken"]', ["new.md:1 link-broken"]),
    "all": ('"*" = ["link-broken"]', []),
    "nothing there": (
        '"older/*" = ["link-broken"]',
        ["new.md:1 link-broken", "old/a.md:1 link-broken", "para-sync.toml:1 silence-unused"],
    ),
    "nothing there, silenced": (
        '"older/*" = ["link-broken"]\n"para-sync.toml" = ["silence-unused"]',
        ["new.md:1 link-broken", "old/a.md:1 link-broken"],
    ),
}


@pytest.mark.parametrize(("setting", "expected"), PER_PATH.values(), ids=PER_PATH)
def test_a_setting_silences_by_path(setting: str, expected: list[str], tmp_path: Path) -> None:
    assert lines(tmp_path, {"old/a.md": DEAD, "new.md": DEAD}, f"[lint.per-path]\n{setting}\n") == expected


def test_a_silence_is_not_judged_by_rules_that_did_not_run(tmp_path: Path) -> None:
    text = "x <!-- para-sync:ignore link-broken -->\n"
    assert lines(tmp_path, {"a.md": text}, choice=Choice(ignore=("link-broken",))) == []
    assert lines(tmp_path, {"a.md": text}, '[lint]\noff = ["link-broken"]\n', Choice()) == []
    assert lines(tmp_path, {"a.md": text}, choice=Choice()) == ["a.md:1 silence-unused"]


def test_excluded_paths_are_not_reported_and_still_linked_to(tmp_path: Path) -> None:
    files = {"old/a.md": DEAD, "b.md": "[[a]] [[Nowhere]]\n"}
    assert lines(tmp_path, files, '[lint]\nexclude = ["old/*"]\n') == ["b.md:1 link-broken"]


def test_rules_are_chosen_by_name(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, {"a.md": DEAD, "b.md": ""})

    def found(settings: Settings | None = None, **chosen: tuple[str, ...]) -> set[str]:
        return {each.rule for each in lint.check(vault, settings, Choice(**chosen))}

    assert found() == {"link-broken", "note-empty"}
    assert found(select=("note-empty",)) == {"note-empty"}
    assert found(ignore=("note-empty",)) == {"link-broken"}
    assert found(Settings(off=("link-broken",))) == {"note-empty"}
    assert found(Settings(off=("link-broken",)), select=("link-broken",)) == set()


WRONG_NAMES = {
    "select": (Settings(), Choice(select=("link-brokn",))),
    "ignore": (Settings(), Choice(ignore=("link-brokn",))),
    "off": (Settings(off=("link-brokn",)), Choice()),
    "per path": (Settings(per_path=(("*", ("link-brokn",)),)), Choice()),
}


@pytest.mark.parametrize(("settings", "choice"), WRONG_NAMES.values(), ids=WRONG_NAMES)
def test_a_name_that_is_no_rule_is_refused(settings: Settings, choice: Choice, tmp_path: Path) -> None:
    stop, start = (NoRule, "") if settings == Settings() else (SettingsBroken, "para-sync.toml: ")
    with pytest.raises(stop, match=f'^{start}"link-brokn" is no rule, did you mean "link-broken"'):
        lint.check(vault_of(tmp_path, {}), settings, choice)


def test_the_same_dead_link_is_said_once_with_its_count(tmp_path: Path) -> None:
    vault = vault_of(tmp_path, {"a.md": "[[Nowhere]] [[Elsewhere]]\n" + "[[Nowhere]]\n" * 499})
    found = lint.check(vault, choice=DEAD_LINKS)
    assert len(found) == 501
    assert [click.unstyle(line) for line in findings.lines(found)] == [
        'a.md:1:1: advice link-broken: no note is called "Nowhere" (500 times)',
        'a.md:1:13: advice link-broken: no note is called "Elsewhere"',
    ]


def test_findings_come_by_path_then_place_then_rule(tmp_path: Path) -> None:
    note = "---\ntype: gap\naction: x\n---\n[[No]] [[A#No]] ![[No]]\n"
    vault = vault_of(tmp_path, {f"{GAPS}/{name}.md": note for name in ("b", "A", "a b")})
    found = lint.check(vault)
    assert found == sorted(found, key=lambda each: (each.path, each.span, each.rule, each.message))
    assert [each.path for each in found][:: len(found) // 3] == [f"{GAPS}/{name}.md" for name in ("A", "a b", "b")]
    assert {each.rule for each in found} >= {"property-missing", "link-broken", "heading-broken", "embed-broken"}


def test_what_depends_on_today_is_advice_and_silent_without_a_date() -> None:
    dated = [name for name in rules.names() if "today" in rules.load(name).wants]
    without = {rule.name for rule in Choice().rules(Settings())}
    with_date = {rule.name for rule in Choice(today=date(2026, 1, 5)).rules(Settings())}
    assert with_date - without == set(dated)
    assert all(rules.load(name).severity is Severity.ADVICE for name in dated)


@pytest.mark.parametrize(
    ("severities", "plain", "strict"),
    [
        ((), False, False),
        ((Severity.ADVICE,), False, False),
        ((Severity.ADVICE, Severity.WARNING), False, True),
        ((Severity.ERROR,), True, True),
    ],
)
def test_errors_fail_and_warnings_under_strict(severities: tuple[Severity, ...], plain: bool, strict: bool) -> None:
    found = [Diagnostic("a.md", Span(0, 0), "x", severity=each) for each in severities]
    assert (diagnostic.fails(found, strict=False), diagnostic.fails(found, strict=True)) == (plain, strict)


class _Denied(Files):
    """A disk that does not let one file be read."""

    def read(self, path: AnyPath) -> bytes:
        if str(path).endswith("denied.md"):
            raise PermissionError(13, "Permission denied", str(path))
        return super().read(path)


@dataclass
class Bad:
    """One more than bad_inputs.py has: the file that is written (or what is done to the vault), and its one finding."""

    finding: str
    path: str = f"{GAPS}/bad.md"
    content: bytes = b""
    act: Callable[[Path], object] = field(default=lambda root: None)


def yaml(*entries: str) -> bytes:
    return "\n".join(["---", "type: gap", "priority: P1", "status: open", "action: x", *entries, "---", ""]).encode()


def mangle(path: str, before: str, after: str) -> Callable[[Path], object]:
    def act(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after, 1), "utf-8")

    return act


BAD = {
    "no permission": Bad(
        f"{GAPS}/denied.md:1:1: error note-unreadable: cannot be read: permission denied", f"{GAPS}/denied.md", yaml()
    ),
    "a list for a number": Bad(
        f'{GAPS}/bad.md:6:8: error property-invalid: "order" must be a whole number from 0 up, not a list',
        content=yaml("order: [1, 2]"),
    ),
    "a table of the manual": Bad(
        "Manual/Scoring System.md:6:1: error manual-broken: "
        'chapter "scoring-system" has no table # | Category | Type | Property',
        act=mangle("Manual/Scoring System.md", "| # | Category |", "| # | Cat |"),
    ),
    "a table that is none any more": Bad(
        'Manual/Note Types.md:54:1: error manual-broken: type "drill" has no table Property | Kind | Required | Values',
        act=mangle(
            "Manual/Note Types.md",
            "| --- | --- | --- | --- | --- |\n| `date` | date | yes | | the day of the drill",
            "| `date` | x",
        ),
    ),
    "a cell of the manual": Bad(
        'Manual/PARA Layers.md:23:165: error manual-broken: criterion "each of 11 questions: structur 2+": '
        '"structur" is no category and no property of question, did you mean "structure"?',
        act=mangle("Manual/PARA Layers.md", "questions: structure 2+`", "questions: structur 2+`"),
    ),
    "a nested vault": Bad(
        "Archive/2019:1:1: warning vault-nested: another vault lies in this one; its notes are not read",
        act=lambda root: (root / "Archive/2019/.obsidian").mkdir(parents=True),
    ),
    "another vault's copy": Bad(
        "Old:1:1: warning vault-nested: another vault lies in this one; its notes are not read",
        act=lambda root: shutil.copytree(SHIPPED, root / "Old"),
    ),
    "types.json": Bad(
        ".obsidian/types.json:1:1: warning obsidian-types: not readable as JSON", ".obsidian/types.json", b"[" * 100_000
    ),
    "templates.json": Bad("", ".obsidian/templates.json", b"[" * 100_000),
}
if sys.platform == "linux":
    BAD |= {
        "a name that is no UTF-8": Bad(
            f"{GAPS}/b\\udcff.md:1:1: error note-unreadable: the file's name is not UTF-8", f"{GAPS}/b\udcff.md", yaml()
        ),
    }


def said(root: Path, disk: Files | None = None) -> list[str]:
    vault = Vault.read(Disk(root, disk) if disk else Disk(root))
    found = lint.check(vault, choice=Choice(ignore=("region-stale",), today=date(2026, 1, 5)))
    return [findings.line(each) for each in found]


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_a_bad_input_is_one_finding_and_all_else_goes_on(bad: Bad, tmp_path: Path) -> None:
    root = tmp_path / "vault"
    shutil.copytree(SHIPPED, root)
    write(root, {f"{GAPS}/good.md": yaml() + DEAD.encode()})
    before = said(root)
    if bad.content:
        write(root, {bad.path: bad.content})
    bad.act(root)
    after = said(root, _Denied())
    assert [line for line in after if line not in before] == [bad.finding] * bool(bad.finding)
    assert f'{GAPS}/good.md:7:5: error link-broken: no note is called "Nowhere"' in after
