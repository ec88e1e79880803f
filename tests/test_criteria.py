"""The criteria language: what can be written, what is refused and where, and what each test means."""

from __future__ import annotations

import pytest
from texts import MOCKS, SESSIONS, note, run, runs, vault

from para_sync.manual import criteria
from para_sync.manual import manual as manuals
from para_sync.manual.criteria import BadCriterion
from para_sync.manual.criterion import Clause, Criterion, Filter, Scope, Vocabulary
from para_sync.manual.manual import RUN_TYPES
from para_sync.practice import verdict
from para_sync.vault.vault import Vault

# Every criterion that the seeds' levels, milestones, projects and checklist need; the first three are put to one run.
LEVELS = ["total 20+, critical 2+", "total 24+, critical 2+, 2 at 3", "total 27+, 5 at 3, all 2+"]
SEEDS = [
    "5 runs; last 2 runs: structure 3",
    "last 3 runs: critical 2+",
    "last 3 runs: level E6 Bar+",
    "2 runs: level Strong E6+",
    "1 run: level E7 Signal+",
    "each of 11 questions: structure 2+",
    "each coding-fix with priority P0 or P1: status done",
    "by hand",
    "3 project-stories: fluent yes; 8 stories: fluent yes",
    "each of 10 workbooks: critical 2+",
    "last 3 runs with evaluator external: total 20+",
    "each feedback-theme: status addressed",
    "each of 10 workbooks: total 20+",
    "last 2 drills with drill physics-first: seconds up to 90",
    "last 2 drills with drill kv-cache: seconds under 60",
    "3 project-stories: months 6+, launched yes, scaled yes",
    "8 stories: fluent yes",
    "last 3 runs with minutes: minutes within 1 of plan",
]


def vocabulary(of: Vault) -> Vocabulary:
    manual = manuals.of(of)
    assert manual.rubric is not None
    assert manual.note_types is not None
    categories = manual.rubric.categories
    return Vocabulary(
        {each.name: frozenset(one.name for one in each.properties) for each in manual.note_types.types.values()},
        frozenset(each.key for each in categories),
        frozenset(each.type.casefold() for each in categories),
        tuple(each.name for each in manual.levels or ()),
        frozenset(RUN_TYPES),
    )


def parse(text: str, one_run: bool = False) -> Criterion:
    return criteria.parse(text, vocabulary(vault({})), one_run)


def judged(text: str, files: dict[str, str]) -> str:
    """The verdict on a criterion over a vault of these notes: "yes" or "no", and the evidence."""
    read = vault(files)
    found = verdict.judge(criteria.parse(text, vocabulary(read)), verdict.ledger(read))
    return f"{'yes' if found.met else 'no'}: {found.evidence}"


def drills(*seconds: object, drill: str = "kv-cache") -> dict[str, str]:
    return {
        f"{drill}{number}.md": note("drill", date=f"2026-01-{number:02}", drill=drill, seconds=each)
        for number, each in enumerate(seconds, 1)
    }


# Reading


@pytest.mark.parametrize("text", SEEDS)
def test_the_seeds_criteria_parse(text: str) -> None:
    found = parse(text)
    assert found.text == text
    assert found.by_hand is (text == "by hand")


@pytest.mark.parametrize("text", LEVELS)
def test_the_seeds_levels_parse(text: str) -> None:
    (clause,) = parse(text, one_run=True).clauses
    assert clause.scope is None


def test_the_shipped_manual_says_these_and_no_others() -> None:
    manual = manuals.of(vault({}))
    assert manual.plan is not None
    assert [each.criterion.text for each in manual.levels or ()] == LEVELS
    shipped = [each.criterion.text for each in (*manual.plan.milestones, *(manual.projects or ()))]
    shipped += [each.criterion.text for each in manual.checklist or () if each.criterion]
    assert sorted(set(shipped)) == sorted(SEEDS)


def test_a_criterion_is_scopes_and_tests() -> None:
    assert parse("each of 2 coding-fixes with priority P0 or P1 with status: status done; 3 at 2").clauses == (
        Clause(
            Scope("each", 2, "coding-fix", (Filter("priority", ("P0", "P1")), Filter("status"))),
            (criteria.Test("status", "is", value="done"),),
        ),
        Clause(None, (criteria.Test("", "at", 3, "2"),)),
    )


@pytest.mark.parametrize(
    ("plural", "kind"),
    [
        ("runs", "run"),
        ("sessions", "session"),
        ("stories", "story"),
        ("project-stories", "project-story"),
        ("coding-fixes", "coding-fix"),
        ("story", "story"),
    ],
)
def test_a_kind_may_stand_in_the_plural(plural: str, kind: str) -> None:
    (clause,) = parse(f"2 {plural}").clauses
    assert clause.scope == Scope("count", 2, kind)


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("total 20+", criteria.Test("total", "least", 20, "20")),
        ("total 20", criteria.Test("total", "is", 20, "20")),
        ("total up to 20", criteria.Test("total", "most", 20)),
        ("total under 20.5", criteria.Test("total", "under", 20.5)),
        ("minutes within 1.5 of plan", criteria.Test("minutes", "plan", 1.5)),
        ("level Strong E6+", criteria.Test("", "level", value="Strong E6")),
        ("5 at 3", criteria.Test("", "at", 5, "3")),
        ("Nice-to-have 2+", criteria.Test("Nice-to-have", "least", 2, "2")),
        ("deep_dive 2+", criteria.Test("deep_dive", "least", 2, "2")),
        ("problem rank a feed", criteria.Test("problem", "is", value="rank a feed")),
        ('problem "rank; a, feed: or with"', criteria.Test("problem", "is", value="rank; a, feed: or with")),
    ],
)
def test_a_test_is_a_measure_and_a_relation(text: str, test: criteria.Test) -> None:
    (clause,) = parse(f"last 1 run: {text}").clauses
    assert clause.tests == (test,)


# Refusing: «…» stands around what is at fault


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("5 «sesions»", '"sesions" is no note type, did you mean "session"?'),
        ("each of 10 «books»: critical 2+", '"books" is no note type'),
        ("last 3 runs with «evaluater» external", '"evaluater" is no property of run, did you mean "evaluator"?'),
        ("8 stories: «launched» yes", '"launched" is no category and no property of story'),
        ("last 3 runs: «critcal» 2+", '"critcal" is no category and no property of run, did you mean "critical"?'),
        ("last 3 runs: total 20+, «sum» 2+", '"sum" is no category and no property of run'),
        ("2 runs: level «Stron E6+»", 'no level is called "Stron E6", did you mean "Strong E6"?'),
        ("2 runs: level «Strong E6»", 'a level is written with a "+": "Strong E6+"'),
        ("total 20+ «critical» 2+", 'expected ";", not "critical"'),
        ("5 runs «last» 2 runs", 'expected ";", not "last"'),
        ("last «runs»: total 20+", 'expected a whole number, not "runs"'),
        ("last «2.5» runs", 'expected a whole number, not "2.5"'),
        ("last «²» runs", 'expected a whole number, not "²"'),
        ("last «1234567890» runs", 'expected a whole number, not "1234567890"'),
        ("each of «:» total 20+", 'expected a whole number, not ":"'),
        ("2 at «most»", 'expected a whole number, not "most"'),
        ("2 at«»", "expected a whole number, not the end"),
        ("1 drill: seconds under «a» minute", 'expected a number, not "a"'),
        ("1 drill: seconds up to«»", "expected a number, not the end"),
        ("1 run: minutes within 1 of «budget»", 'expected "plan", not "budget"'),
        ("1 run: minutes within 1«»", 'expected "of", not the end'),
        ("1 run: total«»", "expected a number, not the end"),
        ("1 run: critical «two»", 'expected a number, not "two"'),
        ("1 run: reflection«»", "expected a word, not the end"),
        ("1 run:«»", "expected a word, not the end"),
        ("1 run;«»", "expected a word, not the end"),
        ("total 20+, «,» 2 at 3", 'expected a word, not ","'),
        ("«»", "expected a word, not the end"),
        ("«by» hand please", '"by" is no category and no property of run'),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(marked: str, message: str) -> None:
    with pytest.raises(BadCriterion) as raised:
        parse(marked.replace("«", "").replace("»", ""))
    assert raised.value.message == message
    assert (raised.value.start, raised.value.end) == (marked.index("«"), marked.index("»") - 1)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("total 20+ «critical»", '"critical" is left over'),
        ("total 20+«;» 2 at 3", '";" is left over'),
        ("«by» hand", '"by" is no category and no property of run'),
        ("«last» 3 runs: total 20+", '"last" is no category and no property of run'),
    ],
)
def test_one_run_is_put_to_tests_alone(marked: str, message: str) -> None:
    with pytest.raises(BadCriterion) as raised:
        parse(marked.replace("«", "").replace("»", ""), one_run=True)
    assert raised.value.message == message
    assert raised.value.start == marked.index("«")


# Meaning: which notes


def test_a_number_of_notes_must_pass() -> None:
    assert judged("2 runs: total 20+", runs("2222222222", "1111111111")) == "no: 1 of 2 runs"
    assert judged("2 runs: total 20+", runs("2222222222", "1111111111", "3333333333")) == "yes: 2 of 2 runs"
    assert judged("2 runs", runs("0000000000", "0000000000", "0000000000")) == "yes: 2 of 2 runs"


def test_the_last_must_all_pass_and_be_there() -> None:
    good, bad = "2222222222", "1222222222"
    assert judged("last 2 runs: critical 2+", runs(good)) == "no: 1 of 2 runs"
    assert judged("last 2 runs: critical 2+", runs(bad, good, good)) == "yes: 2 of 2 runs"
    assert judged("last 2 runs: critical 2+", runs(good, bad, good)) == "no: 1 of 2 runs (2026-01-06: structure 1)"


def test_each_wants_every_one_and_at_least_one() -> None:
    done, still = note("coding-fix", priority="P0", status="done"), note("coding-fix", priority="P0", status="open")
    assert judged("each coding-fix: status done", {}) == "no: 0 of 1 coding-fix"
    assert judged("each coding-fix: status done", {"a.md": done, "b.md": done}) == "yes: 2 of 2 coding-fixes"
    assert judged("each coding-fix: status done", {"a.md": done, "b.md": still}) == (
        "no: 1 of 2 coding-fixes (b: status open)"
    )


def test_each_of_a_number_wants_that_many_to_exist() -> None:
    story = note("story", fluent="true")
    assert judged("each of 2 stories: fluent yes", {"a.md": story}) == "no: 1 of 2 stories"
    assert judged("each of 2 stories: fluent yes", {"a.md": story, "b.md": story}) == "yes: 2 of 2 stories"
    three = {"a.md": story, "b.md": story, "c.md": note("story", fluent="false")}
    assert judged("each of 2 stories: fluent yes", three) == "no: 2 of 3 stories (c: fluent no)"


def test_with_narrows_by_a_value_by_several_or_by_being_there() -> None:
    files = {
        "a.md": note("coding-fix", priority="P0", status="done"),
        "b.md": note("coding-fix", priority="p1", status="done"),
        "c.md": note("coding-fix", priority="P2", status="open"),
        "d.md": note("coding-fix", status="done"),
    }
    assert judged("each coding-fix with priority P0 or P1: status done", files) == "yes: 2 of 2 coding-fixes"
    assert judged("3 coding-fixes with priority", files) == "yes: 3 of 3 coding-fixes"
    assert judged("3 coding-fixes with priority P0 or P1 or P2 with status done", files) == "no: 2 of 3 coding-fixes"
    assert judged('1 coding-fix with title "P0 or P1"', {"e.md": note("coding-fix", title="P0 or P1")}) == (
        "yes: 1 of 1 coding-fix"
    )


def test_a_run_is_a_session_or_mock_and_a_session_only_that() -> None:
    files = {
        f"{SESSIONS}/a.md": run("2026-01-05", "2222222222"),
        f"{MOCKS}/b.md": run("2026-01-06", "2222222222", kind="mock"),
        f"{SESSIONS}/c.md": run("2026-01-07", "2222"),
    }
    assert judged("3 runs", files) == "no: 2 of 3 runs"
    assert judged("2 sessions", files) == "yes: 2 of 2 sessions"
    assert judged("1 mock: total 20+", files) == "no: 0 of 1 mock"


def test_tests_alone_are_put_to_the_last_run() -> None:
    assert judged("total 20+", runs("3333333333", "1111111111")) == "no: 0 of 1 run (2026-01-06: total 10)"


def test_clauses_must_all_hold() -> None:
    good = "2222222222"
    assert judged("2 runs; last 1 run: total 20+", runs(good)) == "no: 1 of 2 runs; 1 of 1 run"
    assert judged("2 runs; last 1 run: total 20+", runs(good, good)) == "yes: 2 of 2 runs; 1 of 1 run"


def test_by_hand_is_never_met_by_itself() -> None:
    assert judged("by hand", {}) == "no: by hand"


# Meaning: what must be true


@pytest.mark.parametrize(
    ("test", "scores", "expected"),
    [
        ("total 20+", "2222222222", "yes"),
        ("total 20+", "2222222221", "no"),
        ("total 20", "2222222222", "yes"),
        ("total 20", "2222222223", "no"),
        ("total up to 20", "2222222222", "yes"),
        ("total up to 20", "2222222223", "no"),
        ("total under 20", "2222222221", "yes"),
        ("total under 20", "2222222222", "no"),
        ("all 2+", "2222222222", "yes"),
        ("all 2+", "2222222221", "no"),
        ("critical 2+", "2222200000", "yes"),
        ("critical 2+", "2222133333", "no"),
        ("important 2+", "0000022200", "yes"),
        ("nice-to-have 3", "0000000033", "yes"),
        ("nice-to-have 3", "0000000032", "no"),
        ("deep_dive 1", "3333333313", "yes"),
        ("2 at 3", "3300000000", "yes"),
        ("2 at 3", "3222222222", "no"),
        ("2 at 0", "0002222222", "yes"),
        ("level E6 Bar+", "3333333333", "yes"),
        ("level Strong E6+", "2222222222", "no"),
        ("evaluator self", "", "no"),  # not scored
        ("evaluator self", "0000000000", "yes"),
        ("evaluator Self", "0000000000", "yes"),
        ("evaluator external", "0000000000", "no"),
    ],
)
def test_what_a_run_must_be(test: str, scores: str, expected: str) -> None:
    assert judged(f"1 run: {test}", runs(scores)).partition(":")[0] == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("seconds 60+", 60, "yes"),
        ("seconds 60+", 59.5, "no"),
        ("seconds up to 60", 60, "yes"),
        ("seconds up to 60", 60.5, "no"),
        ("seconds under 60", 59.9, "yes"),
        ("seconds under 60", 60, "no"),
        ("seconds 60", 60, "yes"),
        ("seconds under 60", "", "no"),  # a missing value fails
        ("seconds under 60", '"59"', "no"),
        ("seconds under 60", "true", "no"),
    ],
)
def test_what_a_number_must_be(test: str, value: object, expected: str) -> None:
    assert judged(f"1 drill: {test}", drills(value)).partition(":")[0] == expected


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("fluent yes", "true", "yes"),
        ("fluent no", "false", "yes"),
        ("fluent yes", "false", "no"),
        ("fluent no", "", "no"),
        ("tags meta", "[coding, Meta]", "yes"),
        ("tags meta", "[coding]", "no"),
    ],
)
def test_what_a_property_must_be(test: str, value: str, expected: str) -> None:
    name = test.split()[0]
    assert judged(f"1 story: {test}", {"a.md": note("story", **{name: value})}).partition(":")[0] == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ("[5, 5, 10, 5, 3, 2]", "yes"),
        ("[6, 4, 11, 4, 4, 1]", "yes"),
        ("[5, 5, 11.5, 5, 3, 2]", "no"),
        ("[5, 5, 10, 5, 3]", "no"),
        ('["5", 5, 10, 5, 3, 2]', "yes"),
        ("[five, 5, 10, 5, 3, 2]", "no"),
        ("30", "no"),
    ],
)
def test_on_plan_is_every_section_near_its_minutes(minutes: str, expected: str) -> None:
    found = judged("1 run: minutes within 1 of plan", runs("0000000000", minutes=minutes))
    assert found.partition(":")[0] == expected


def test_evidence_says_what_is_missing() -> None:
    assert judged("last 2 drills with drill kv-cache: seconds under 60", drills(57, 61, "")) == (
        "no: 0 of 2 drills (kv-cache2: seconds 61; kv-cache3: no seconds)"
    )
    assert judged("last 1 run: 2 at 3", runs("3222222222")) == "no: 0 of 1 run (2026-01-05: 1 at 3)"
    assert judged("last 1 run: level Strong E6+", runs("2222222222")).endswith(
        "(2026-01-05: E6 Bar); total 24+ alone: 0 of 1"
    )
