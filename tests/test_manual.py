"""Editing the manual's notes changes what the program does, and a broken one changes nothing."""

from __future__ import annotations

import pytest
from examples import Example
from texts import GAPS, SESSIONS, chapter, faults, note, run, runs, since, vault

from para_sync import lint, regions, sync
from para_sync.check import Choice
from para_sync.manual import manual as manuals
from para_sync.region import State
from para_sync.reports import findings
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

TRACKER = "Tracker.md"
BAR = "2222222222"

# Every region there is, empty and without a seal.
REGIONS = {
    TRACKER: "\n".join(
        f"<!-- para-sync:begin {each} -->\n\n<!-- para-sync:end {each} -->\n" for each in regions.names()
    )
}


def found(of: Vault, *rules: str) -> list[str]:
    """What these rules find, without the paths of the notes."""
    lines = [findings.line(each) for each in lint.check(of, choice=Choice(select=rules))]
    return [path.rpartition("/")[2] + ":" + rest for path, _, rest in (line.partition(":") for line in lines)]


def shown(region: str, of: Vault) -> list[str]:
    """The lines that sync would write into a region."""
    content = regions.load(region).render(of)
    assert content is not None
    return content.text().strip().split("\n")


def properties(kind: str, of: Vault) -> dict[str, bool]:
    """The properties of a type, and whether each is required."""
    types = manuals.of(of).note_types
    assert types is not None
    return {each.name: each.required for each in types.types[kind].properties}


def untouched(of: Vault) -> set[str]:
    """The regions that sync leaves alone; the others are filled, but for advisory ones, which do not count."""
    counting = {name for name in regions.names() if not regions.load(name).advisory}
    planned = [each for each in sync.plan(of) if each.note.path == TRACKER]
    alone = {each.region.name for each in planned if each.state is State.UNREADABLE}
    assert alone | {each.region.name for each in planned if each.state is State.STALE} == counting
    return alone


# Editing: an eleventh category

CLARITY = (
    "| 10 | Edge Cases & V2 |",
    "| 11 | Clarity | Important | Mumbled | Rambled | Clear | Taught | `score_clarity` |\n| 10 | Edge Cases & V2 |",
)


def test_an_eleventh_category_is_asked_for_in_every_run() -> None:
    edited = vault({**chapter("Scoring System", CLARITY), f"{SESSIONS}/r1.md": run("2026-01-05", BAR)})
    assert faults(edited) == []
    assert found(edited, "session-unscored") == ['r1.md:2:1: warning session-unscored: no score for "Clarity"']


def test_an_eleventh_category_counts_in_the_log() -> None:
    edited = vault({**chapter("Scoring System", CLARITY), f"{SESSIONS}/r1.md": run("2026-01-05", BAR, score_clarity=3)})
    assert shown("practice-log", edited)[:3] == [
        "| # | Date | Problem | Score /33 | Crit 2+? | Weakest | E7 Reflection |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| 1 | 2026-01-05 | [[r1\\|r1]] | 23 | Yes | Structure & Flow (+9) |  |",
    ]


def test_an_eleventh_category_has_a_property_with_the_rubrics_range() -> None:
    edited = vault({**chapter("Scoring System", CLARITY), f"{SESSIONS}/r1.md": run("2026-01-05", score_clarity=4)})
    assert "score_clarity" in properties("session", edited)
    assert "score_clarity" in properties("mock", edited)
    assert found(edited, "property-invalid") == [
        'r1.md:5:16: error property-invalid: "score_clarity" must be a whole number from 0 to 3, not 4'
    ]


def test_an_eleventh_category_can_have_gaps() -> None:
    low = {f"{SESSIONS}/r1.md": run("2026-01-05", BAR, score_clarity=1)}
    about = {f"{GAPS}/g.md": note("gap", priority="P1", status="open", action="x", category="clarity")}
    assert found(vault({**about, **low}), "property-invalid") != []
    edited = chapter("Scoring System", CLARITY)
    assert found(vault({**edited, **about}), "property-invalid") == []
    assert found(vault({**edited, **about, **low}), "gap-missing") == []
    assert found(vault({**edited, **low}), "gap-missing") == [
        'r1.md:15:16: warning gap-missing: "Clarity" is at 1 and has no open gap; one of priority P1 is due'
    ]


def test_a_category_with_a_date_leaves_older_runs_complete() -> None:
    edited = vault({**since(edge_cases="2026-01-06"), **runs("222222222", "222222222")})
    assert found(edited, "session-unscored") == ['r2.md:2:1: warning session-unscored: no score for "Edge Cases & V2"']
    rows = shown("practice-log", edited)
    assert "Score /30" in rows[0]
    assert "| 18/27 |" in rows[2]
    assert "| — (9/10 scored) |" in rows[3]


# Editing: names and numbers


def test_a_level_may_be_called_something_else() -> None:
    edited = {
        **chapter("Scoring System", ("| Strong E6 | 24+/30", "| Solid | 24+/30")),
        **chapter("Milestones", ("`2 runs: level Strong E6+`", "`2 runs: level Solid+`")),
    }
    read = vault({**edited, **runs("3333322222", "3333322222")})
    assert faults(read) == []
    assert [each.name for each in manuals.of(read).levels or ()] == ["E6 Bar", "Solid", "E7 Signal"]
    assert "| met in week 1 | 2 of 2 runs" in shown("milestones", read)[5]


def test_a_level_renamed_in_one_place_only_is_said_where_it_is_missed() -> None:
    read = vault(chapter("Scoring System", ("| Strong E6 | 24+/30", "| Senior | 24+/30")))
    assert faults(read) == ['Milestones:17:67: criterion "2 runs: level Strong E6+": no level is called "Strong E6"']


def test_a_threshold_in_a_criterion_moves_the_level() -> None:
    edited = chapter("Scoring System", ("`total 20+, critical 2+`", "`total 25+, critical 2+`"))
    read = vault({**edited, **runs(BAR, BAR, BAR)})
    assert "| not yet | 0 of 3 runs" in shown("milestones", read)[4]
    assert "| met in week 1 |" in shown("milestones", vault(runs(BAR, BAR, BAR)))[4]


def test_the_numbers_of_the_manual_move_what_rests_on_them() -> None:
    edited = chapter(
        "Scoring System",
        ("| recurrence | 3 |", "| recurrence | 2 |"),
        ("| practice log rows | 10 |", "| practice log rows | 2 |"),
    )
    twice = runs("", "", taste="[loss-shape]")
    assert found(vault(twice), "marker-ready") == []
    assert found(vault({**edited, **twice}), "marker-ready") == [
        'Taste Markers.md:12:4: advice marker-ready: "loss-shape" showed in 2 runs: 2026-01-05, 2026-01-06'
    ]
    assert len(shown("practice-log", vault({**edited, **twice}))) == 4


def test_thirty_minutes_may_become_thirty_five() -> None:
    long = runs("", minutes="[5, 5, 15, 5, 3, 2]")
    assert found(vault(long), "overtime") == ['r1.md:5:10: warning overtime: "minutes" add up to 35, a run has 30']
    edited = chapter(
        "Daily Loop", ("| run minutes | 30 |", "| run minutes | 35 |"), ("| 3 | Model | 10 |", "| 3 | Model | 15 |")
    )
    read = vault({**edited, **long})
    assert faults(read) == []
    assert found(read, "overtime") == []


def test_a_column_shows_any_property_in_any_letter_case() -> None:
    edited = chapter("Scoring System", ("| Weakest | weakest |", "| Weakest | weakest |\n| Said | Communication |"))
    read = vault({**edited, **runs(BAR, communication=2)})
    assert faults(read) == []
    assert shown("practice-log", read)[2].endswith("| 2 |  |")


def test_a_section_of_another_name_is_asked_for() -> None:
    edited = chapter("Daily Loop", ("| 6 | Edge Cases & V2 |", "| 6 | What Breaks |"))
    body = "# 1. Problem Scoping\n# Architecture & Data\n# Model\n# Serving & Latency\n# Metrics\n# 6. what breaks\n"
    session = {f"{SESSIONS}/r1.md": run("2026-01-05") + body}
    assert found(vault({**edited, **session}), "session-sections") == []
    assert found(vault(session), "session-sections") == [
        'r1.md:10:1: warning session-sections: section "Edge Cases & V2" is missing'
    ]


def test_a_word_to_avoid_may_be_added() -> None:
    edited = chapter("E6 Bar", ('| "slow" |', '| "simply" | "in 2 steps" |\n| "slow" |'))
    session = {f"{SESSIONS}/r1.md": run("2026-01-05") + "We simply cache.\n"}
    assert found(vault({**edited, **session}), "wording-vague") == [
        'r1.md:6:4: warning wording-vague: "simply" is vague, say "in 2 steps"'
    ]


# Editing: note types


def test_a_property_may_become_required() -> None:
    edited = chapter("Note Types", ("| `reflection` | text | no |", "| `reflection` | text | yes |"))
    read = vault({**edited, **runs("")})
    assert properties("session", read)["reflection"]
    assert properties("mock", read)["reflection"]
    assert not properties("session", vault({}))["reflection"]
    assert found(read, "property-missing") == [
        'r1.md:2:1: error property-missing: "reflection" is missing, a session needs it'
    ]
    assert found(vault(runs("")), "property-missing") == []


def test_a_property_and_a_choice_may_be_added() -> None:
    edited = chapter(
        "Note Types",
        ("`physics-first`, `kv-cache` |", "`physics-first`, `kv-cache`, `qps` |"),
        ("| `seconds` |", "| `hard` | checkbox | no | | it was |\n| `seconds` |"),
    )
    drill = {"d.md": note("drill", date="2026-01-05", drill="qps", seconds=50, hard="yes")}
    assert "hard" in properties("drill", vault(edited))
    assert found(vault(drill), "property-invalid") != []
    assert found(vault({**edited, **drill}), "property-invalid") == [
        'd.md:6:7: error property-invalid: "hard" must be true or false, not "yes"'
    ]


PODCAST = """## podcast

Folder: `Resources/podcasts`

| Property | Kind | Required | Values |
| --- | --- | --- | --- |
| `length` | number | yes | |

"""


def test_a_new_type_is_a_new_section() -> None:
    edited = vault(chapter("Note Types", ("## review\n", PODCAST + "## review\n")))
    assert faults(edited) == []
    assert properties("podcast", edited)["length"]
    assert list(properties("podcast", edited)) == ["length", "title", "tags", "aliases", "cssclasses"]


# Finding: a chapter is known by its property, a table by its header


def test_a_chapter_may_lie_anywhere_and_its_tables_may_have_columns_of_your_own() -> None:
    (text,) = chapter(
        "E6 Bar",
        ("| Never say | Say |\n| --- | --- |\n", "| Never say | Why | Say |\n| --- | --- | --- |\n"),
        ('| "slow" |', '| "slow" | says nothing |'),
        ('| "it\'s better" |', '| "it\'s better" | than what? |'),
    ).values()
    read = vault({"Resources/Words.md": text, "Manual/E6 Bar.md": "The chapter has moved.\n"})
    assert faults(read) == []
    assert next(each.say for each in manuals.of(read).wording or ()) == "impacts TTFT"


def test_a_vault_without_a_manual_has_the_shipped_one() -> None:
    bare = vault({f"Manual/{path.name}": "" for path in (SHIPPED / "Manual").glob("*.md")} | runs(BAR))
    assert faults(bare) == []
    assert shown("practice-log", bare) == shown("practice-log", vault(runs(BAR)))


def test_the_shipped_manual_reads_without_a_fault() -> None:
    assert faults(Vault.read(Disk(SHIPPED))) == []
    assert faults(Example("").vault()) == []


# Breaking: what is mangled is said once, at its cell, and what needs it is left alone

TYPED = {"checklist-audit", "closed-gaps", "drills", "gap-tracker", "milestones", "practice-log", "projects", "stories"}
NUMBERED = {"calibration", "critical-trend", "practice-log", "section-timing", "strengths", "taste-markers"}
SCORED = TYPED | NUMBERED | {"questions", "reviews", "taste-log", "workbooks"}

MANGLED = [
    ("Scoring System", "| `score_model` |", "| score_model |",
     '17:159: the property of a category must be one inline code, not "score_model"', SCORED),
    ("Scoring System", "| `score_model` |", "| `model` |",
     '17:159: the property of a category starts with "score_", not "model"', SCORED),
    ("Scoring System", "| `score_loss` |", "| `score_model` |",
     '19:160: the property "score_model" stands here twice', SCORED),
    ("Scoring System", "Metrics with Targets | Important |", "Metrics with Targets | |",
     "20:30: the type of a category is missing", SCORED),
    ("Scoring System", "| gap bar | 2 |", "| gap bar | two |",
     '45:13: the value of "gap bar" must be a whole number, not "two"', NUMBERED),
    ("Scoring System", "| gap bar | 2 |", "| gap bar | 1.5 |",
     '45:13: the value of "gap bar" must be a whole number, not "1.5"', NUMBERED),

    ("Scoring System", "| trend step | 1/3 |", "| trend step | a third |",
     '43:16: the value of "trend step" must be a number such as 2.5 or 1/3, not "a third"',
     NUMBERED),
    ("Scoring System", "| strength mean | 2.5 |", "| strength mean | 1/0 |",
     '48:19: the value of "strength mean" must be a number such as 2.5 or 1/3, not "1/0"',
     NUMBERED),
    ("Scoring System", "| recurrence | 3 |\n", "",
     '6:1: the term "recurrence" stands in no table Term | Value', NUMBERED),
    ("Scoring System", "| Important | P1 |\n", "",
     '62:1: no gap priority for type "Important"', set()),
    ("Scoring System", "`total 24+, critical 2+, 2 at 3`", "`total 24+, crtical 2+`",
     '32:85: criterion "total 24+, crtical 2+": "crtical" is no category and no property of run, '
     'did you mean "critical"?',
     TYPED - {"closed-gaps"}),
    ("Scoring System", "| # | number |", "| # | |",
     "97:7: what a column shows is missing", {"practice-log"}),
    ("Scoring System", "| Weakest | weakest |", "| Weakest | wekest |",
     '102:13: "wekest" is neither number, problem, total, weakest, level nor a property of run, '
     'did you mean "weakest"?', {"practice-log"}),
    ("Scoring System", "| E7 Reflection | reflection |", "| E7 Reflection | reflektion |",
     '103:19: "reflektion" is neither number, problem, total, weakest, level nor a property of run, '
     'did you mean "reflection"?', {"practice-log"}),
    ("Scoring System", "| Gap | title |", "| Gap | titel |",
     '112:9: "titel" is neither title nor a property of gap, did you mean "title"?', {"gap-tracker"}),
    ("Scoring System", "| Target Date | target |", "| Target Date | total |",
     '115:17: "total" is neither title nor a property of gap', {"gap-tracker"}),
    ("Milestones", "`2 runs: level Strong E6+`", "`2 runs: level Stronger E6+`",
     '17:67: criterion "2 runs: level Stronger E6+": no level is called "Stronger E6", did you mean "Strong E6"?',
     {"milestones"}),
    ("Milestones", "| By | Milestone |", "| When | Milestone |",
     '8:1: chapter "milestones" has no table By | Milestone | Criterion', {"milestones"}),
    ("Daily Loop", "| 3 | Model | 10 |", "| 3 | Model | 12 |",
     '66:1: the sections add up to 32 minutes, "run minutes" is 30', {"section-timing"}),
    ("Daily Loop", "| 3 | Model | 10 |", "| 3 | Model | ten |",
     '70:15: the minutes of a section must be a number, not "ten"', {"section-timing"}),
    ("Note Types", "| `evaluator` | choice |", "| `evaluator` | pick |",
     '37:17: "pick" is no kind, expected one of text, number, integer, checkbox, date, datetime, choice, link, '
     "list of text, list of number, list of choice, list of link", TYPED),
    ("Note Types", "| `notes` | list of link | no | |", "| `notes` | list of link | no | workbok |",
     '73:33: "workbok" is no note type, did you mean "workbook"?', TYPED),
    ("Note Types", "Folder: `Areas/interview-context/gaps`", "Folder: somewhere",
     '86:1: type "gap" has no line Folder: `…`', TYPED),
    ("Taste Markers", " ^loss-shape", "",
     "12:7: a taste marker needs a block id at the end of its line: ^like-this", {"taste-markers"}),
    ("PARA Layers", "`each feedback-theme: status addressed`", "`each feedback-thema: status addressed`",
     None, {"projects", "stories"}),
    ("PARA Layers", "| `Areas/` | Progress", "|  | Progress",
     "13:4: a layer is missing", set()),
    ("Pre-Interview Checklist", "`8 stories: fluent yes`", "`8 stories: fluentt yes`",
     None, {"checklist-audit", "drills", "stories"}),
    ("E6 Bar", '| "slow" |', "| |",
     "48:3: the phrase to avoid is missing", set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after", "fault", "alone"), MANGLED)
def test_a_mangled_table_is_said_once_and_leaves_alone_what_needs_it(
    name: str, before: str, after: str, fault: str | None, alone: set[str]
) -> None:
    read = vault({**chapter(name, (before, after)), **REGIONS, **runs(BAR)})
    (only,) = found(read, "manual-broken")
    (said,) = faults(read)
    place, _, message = said.removeprefix(f"{name}:").partition(": ")
    assert only == f"{name}.md:{place}: error manual-broken: {message}"
    assert fault in (None, f"{place}: {message}")
    assert untouched(read) == alone
    assert [each.rule for each in lint.check(read)].count("manual-broken") == 1


def test_a_criterion_is_refused_at_the_word_that_is_wrong() -> None:
    read = vault(chapter("PARA Layers", ("`each feedback-theme: status addressed`", "`each theme: status addressed`")))
    (said,) = faults(read)
    _, line, column, _ = said.split(":", 3)
    written = read.content("Manual/PARA Layers.md").decode().split("\n")[int(line) - 1]
    assert written[int(column) - 1 :].startswith("theme: status addressed`")
    assert said.endswith('criterion "each theme: status addressed": "theme" is no note type')


def test_a_missing_chapter_is_said_once_and_leaves_alone_what_needs_it() -> None:
    gone = {**chapter("Taste Markers", ("chapter: taste-markers", "chapter: taste-maker"))}
    read = vault({**gone, **REGIONS, **runs(BAR)})
    assert found(read, "manual-broken") == [
        'Daily Loop.md:1:1: error manual-broken: no note has the chapter "taste-markers", did you mean "taste-maker"?'
    ]
    assert untouched(read) == {"taste-markers"}


def test_without_the_scoring_chapter_nothing_that_is_scored_is_touched() -> None:
    read = vault({"Manual/Scoring System.md": "Gone.\n", **REGIONS, **runs(BAR)})
    assert found(read, "manual-broken") == [
        'Daily Loop.md:1:1: error manual-broken: no note has the chapter "scoring-system"'
    ]
    assert untouched(read) == SCORED


def test_a_doubled_chapter_is_a_finding_in_the_second_and_leaves_alone_what_needs_it() -> None:
    (again,) = chapter("Milestones", ("`2 runs: level Strong E6+`", "`1 run`")).values()
    read = vault({"Resources/Plan.md": again, **REGIONS, **runs(BAR)})
    assert found(read, "manual-broken") == [
        'Plan.md:3:10: error manual-broken: chapter "milestones" stands in Manual/Milestones.md too'
    ]
    assert untouched(read) == {"milestones"}


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (("plan_start:\n", "plan_start: [\n"), "6:1", "not readable as YAML: did not find expected node content"),
        (("plan_start:\n", "plan_start: \0\n"), "4:13", "NUL byte"),
        (("plan_start:\n", "plan_start:" + " " * 2**21 + "\n"), "1:1", "too large (2.0 MB, limit 2 MB), not read"),
    ],
)
def test_a_chapter_that_cannot_be_read_is_missing_and_that_is_said_there(
    change: tuple[str, str], place: str, reason: str
) -> None:
    read = vault({**chapter("Milestones", change), **REGIONS, **runs(BAR), "Manual/Diary.md": "\0"})
    said = f'no note has the chapter "milestones", perhaps this one: {reason}'
    assert found(read, "manual-broken") == [f"Milestones.md:{place}: error manual-broken: {said}"]
    assert manuals.told(read) == (f"Manual/Milestones.md:{place}: {said}",)
    assert untouched(read) == {"milestones"}


def test_what_cannot_be_read_is_said_before_what_follows_from_it() -> None:
    read = vault(chapter("Daily Loop", ("chapter: daily-loop", "chapter: daily-loop\0")))
    first, second = manuals.told(read)
    assert first == 'Manual/Daily Loop.md:3:20: no note has the chapter "daily-loop", perhaps this one: NUL byte'
    assert second == 'Manual/Scoring System.md:6:1: the term "section share" stands in no table Term | Value'


def test_a_table_that_stands_twice_is_refused_at_the_second() -> None:
    again = "\n| By | Milestone | Criterion |\n| --- | --- | --- |\n| Week 1 | x | `1 run` |\n\n## Changing this page\n"
    read = vault(chapter("Milestones", ("## Changing this page\n", again)))
    assert faults(read) == ['Milestones:25:1: chapter "milestones" has the table By | Milestone | Criterion twice']


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("| gap bar | 2 |", "| gap bar | 9" + "9" * 5000 + " |"),
        ("| gap bar | 2 |", "| gap bar | 1e999999999 |"),
        ("| 0 | 1 | 2 (E6 bar) |", "| 0 | ¹ | 2 (E6 bar) |"),
        ("`total 20+, critical 2+`", "`total " + "9" * 5000 + "+`"),
        ("`total 24+, critical 2+, 2 at 3`", "`² at 3`"),
    ],
)
def test_absurd_numbers_are_faults_and_not_crashes(before: str, after: str) -> None:
    read = vault({**chapter("Scoring System", (before, after)), **REGIONS, **runs(BAR)})
    assert len(faults(read)) == 1
    assert untouched(read)


def test_every_prefix_of_a_chapter_reads_or_is_a_fault() -> None:
    (text,) = chapter("Milestones").values()
    for end in range(0, len(text), 40):
        read = vault({"Manual/Milestones.md": text[:end], **REGIONS, **runs(BAR)})
        assert untouched(read) <= {"milestones"}
        assert len(faults(read)) <= 1
