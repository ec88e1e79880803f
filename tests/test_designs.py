"""The example design, changed in one place at a time: exactly the expected finding, at the right line, each time."""

from __future__ import annotations

import re
from functools import cache

import pytest
from conftest import count, some
from hypothesis import given, settings
from hypothesis import strategies as st

from para_sync import check, fix, lint, standing
from para_sync.check import Choice
from para_sync.designs import design as designs
from para_sync.designs import library, prompt, skeleton
from para_sync.designs.design import Part
from para_sync.diagnostic import Severity
from para_sync.manual import manual as manuals
from para_sync.manual.design_spec import CRITERIA, FOCUS
from para_sync.manual.manual import DESIGN
from para_sync.settings import Settings
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

EXAMPLE = "content/ml-system-designs/Meta/Design a News Feed ML Ranking System.md"
NUMBERS = range(1, 13)

Finding = tuple[str, int]


@cache
def vault() -> Vault:
    return Vault.read(Disk(SHIPPED))


@cache
def text() -> str:
    return vault().content(EXAMPLE).decode()


def part(number: int) -> Part:
    design = vault().once(designs.read, EXAMPLE)
    assert design
    return design.parts[number - 1]


def found(changed: str) -> list[Finding]:
    """What is wrong with the example once it reads so: rule and line."""
    after = vault().replace(EXAMPLE, changed.encode())
    (told,) = standing.judge(after, Settings(), [EXAMPLE])
    return [(each.rule, each.place.line) for each in told.findings]


def lines() -> list[str]:
    return text().split("\n")


def line_of(offset: int) -> int:
    """The index of the line at a byte offset."""
    return text().encode()[:offset].count(b"\n")


def heading(number: int) -> int:
    return line_of(part(number).heading.span.start)


def without(*gone: int) -> str:
    return "\n".join(line for index, line in enumerate(lines()) if index not in gone)


def with_line(index: int, *put: str) -> str:
    return "\n".join([*lines()[:index], *put, *lines()[index + 1 :]])


def end(number: int) -> int:
    """The index of the line behind a section."""
    return heading(number + 1) if number < NUMBERS[-1] else len(lines())


def labels() -> list[tuple[int, str]]:
    return [(number, kind) for number in NUMBERS for kind in (FOCUS, CRITERIA) if part(number).section.label(kind)]


def topics() -> list[tuple[int, str]]:
    return [(number, topic) for number in NUMBERS for topic in part(number).section.topics]


def test_the_example_is_complete_and_has_no_findings() -> None:
    (told,) = standing.judge(vault(), Settings(), [EXAMPLE])
    assert (told.complete, told.sections, told.findings, told.lacking) == (12, 12, (), ())


# Sections


def before(number: int) -> int:
    """The line that a finding about a missing section is told at: the heading before it, else the first."""
    return heading(number - 1) + 1 if number > 1 else heading(2) + 1 - (end(1) - heading(1))


@pytest.mark.parametrize("number", NUMBERS)
def test_a_dropped_section_is_missing(number: int) -> None:
    gone = without(*range(heading(number), end(number)))
    told = found(gone)
    assert ("section-missing", before(number)) in told
    # what only this section discusses is discussed nowhere now
    assert {rule for rule, _ in told} <= {"section-missing", "coverage-low"}
    assert len(told) == len(set(told))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("title", ["{n}. Something Else", "Something Else", "{n}. {t}s", "{t}", "{m}. {t}", "{n}. {u}"])
def test_a_renamed_section_is_renamed(number: int, title: str) -> None:
    own = part(number).section.title
    named = title.format(n=number, m=number + 20, t=own, u=own.upper().replace("E7", "E7"))
    assert found(with_line(heading(number), f"## {named}")) == [("section-renamed", heading(number) + 1)]


@pytest.mark.parametrize("number", NUMBERS[:-1])
def test_swapped_sections_are_misplaced(number: int) -> None:
    one, other, after = heading(number), heading(number + 1), end(number + 1)
    swapped = [*lines()[:one], *lines()[other:after], *lines()[one:other], *lines()[after:]]
    told = found("\n".join(swapped))
    assert [rule for rule, _ in told] == ["section-misplaced"]
    assert told[0][1] in (one + 1, one + after - other + 1)


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_a_merged_section_is_missing(number: int) -> None:
    told = found(without(heading(number)))
    assert ("section-missing", before(number)) in told
    # words of serving and scaling have come into a section to which they do not belong
    assert {rule for rule, _ in told} <= {"section-missing", "infrastructure-detail"}


@pytest.mark.parametrize("number", NUMBERS)
def test_an_emptied_section_is_empty(number: int) -> None:
    told = found(without(*range(heading(number) + 1, end(number) - 1)))
    assert ("section-empty", heading(number) + 1) in told
    assert {rule for rule, _ in told} <= {"section-empty", "coverage-low"}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_doubled_section_is_a_duplicate(number: int) -> None:
    one, after = heading(number), end(number)
    doubled = "\n".join([*lines()[:after], *lines()[one:after], *lines()[after:]])
    assert found(doubled) == [("section-duplicate", after + 1)]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_section_at_another_level_is_misplaced(number: int) -> None:
    assert found(with_line(heading(number), f"#{lines()[heading(number)]}")) == [
        ("section-misplaced", heading(number) + 1)
    ]


# Labels


def label(number: int, kind: str) -> int:
    return line_of(part(number).labels[kind].block.span.start)


def rule(kind: str) -> str:
    return f"{kind.casefold()}-missing"


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "kind"), some(labels()))
def test_a_dropped_or_renamed_label_is_missing(number: int, kind: str) -> None:
    expected = [(rule(kind), heading(number) + 1)]
    assert found(without(label(number, kind))) == expected
    renamed = lines()[label(number, kind)].replace(f"E7 {kind}", "E7 Target")
    assert found(with_line(label(number, kind), renamed)) == expected


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "kind"), some(labels()))
def test_an_emptied_label_is_missing_where_it_stands(number: int, kind: str) -> None:
    emptied = with_line(label(number, kind), f"**E7 {kind}**:")
    assert found(emptied) == [(rule(kind), label(number, kind) + 1)]


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "kind"), some(labels()))
def test_a_doubled_label_and_other_words_for_it_are_tolerated(number: int, kind: str) -> None:
    line = lines()[label(number, kind)]
    for other in (line, f"- {line}", line.replace("**", ""), line.replace("E7", "E5"), line.replace("**:", ":**")):
        assert found(with_line(label(number, kind), other, "", line)) == []
        assert found(with_line(label(number, kind), other)) == []


@pytest.mark.parametrize("number", [number for number, kind in labels() if kind == FOCUS and number > 1])
def test_swapped_labels_are_tolerated(number: int) -> None:
    one, other = sorted((label(number, FOCUS), label(number, CRITERIA)))
    swapped = lines()
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert found("\n".join(swapped)) == []


@pytest.mark.parametrize("number", [number for number, kind in labels() if kind == FOCUS and number > 1])
def test_a_label_merged_into_the_other_is_missing(number: int) -> None:
    focus, criteria = label(number, FOCUS), label(number, CRITERIA)
    merged = lines()
    merged[focus] += f", {merged[criteria]}"
    del merged[criteria]
    assert found("\n".join(merged)) == [("criteria-missing", heading(number) + 1)]


# Topics


def lead(number: int, topic: str) -> int:
    return line_of(part(number).topics[topic].lead.span.start)


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "topic"), some(topics()))
def test_a_dropped_renamed_or_merged_topic_is_missing(number: int, topic: str) -> None:
    expected = [("topic-missing", heading(number) + 1)]
    assert found(without(lead(number, topic))) == expected
    assert found(with_line(lead(number, topic), "### Something else")) == expected
    others = [each for each in part(number).section.topics if each != topic]
    merged = with_line(lead(number, topic), f"### {topic} and {others[0]}")
    assert found(merged) == expected


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "topic"), some(topics()))
def test_an_emptied_topic_has_nothing_below(number: int, topic: str) -> None:
    """Its words move up to the beginning of the section, so nothing else goes with them."""
    place = lead(number, topic)
    moved = lines()
    del moved[place]
    others = [lead(number, each) for each in part(number).section.topics if lead(number, each) > place]
    last = label(number, CRITERIA) if part(number).labels.get(CRITERIA) else end(number)
    behind = min([*others, *([last] if last > place else []), end(number)]) - 1
    moved.insert(behind, lines()[place])
    assert found("\n".join(moved)) == [("topic-missing", behind + 1)]


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "topic"), some(topics()))
def test_a_topic_in_other_forms_is_found(number: int, topic: str) -> None:
    bare = re.sub(r"\s*\([^)]*\)$", "", topic)
    title = topic.title().replace(" And ", " & ")
    for other in (f"### {title}", f"**{topic}**", f"#### {bare}", f"**{bare}:**", f"**{topic}.**", f"## {topic}"):
        assert found(with_line(lead(number, topic), other)) == [], other


@pytest.mark.nightly
@pytest.mark.parametrize(("number", "topic"), some(topics()))
def test_a_doubled_topic_is_tolerated(number: int, topic: str) -> None:
    place = lead(number, topic)
    assert found(with_line(place, lines()[place], "", "Said before, said again.", "", lines()[place])) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_swapped_topics_are_tolerated(number: int) -> None:
    one, other = (lead(number, each) for each in part(number).section.topics[:2])
    swapped = lines()
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert found("\n".join(swapped)) == []


# Fixes, and notes of other templates


@pytest.mark.parametrize("number", NUMBERS)
def test_fixing_what_is_missing_leaves_a_clean_structure(number: int) -> None:
    after = vault().replace(EXAMPLE, without(*range(heading(number), end(number))).encode())
    fixed = fix.fix(after, Settings(), Choice(), only=frozenset([EXAMPLE])).vault
    left = {each.rule for each in lint.check(fixed) if each.path == EXAMPLE}
    assert left <= {"section-thin", "coverage-low"}
    kept = [line for line in without(*range(heading(number), end(number))).split("\n") if line]
    there = iter(fixed.content(EXAMPLE).decode().split("\n"))
    assert all(line in there for line in kept)


def test_the_manual_s_own_words_make_a_structure_without_findings() -> None:
    spec = manuals.of(vault()).design_spec
    assert spec
    for depth, numbered, level in ((2, True, "E7"), (3, False, "E5"), (3, True, "E8")):
        body = "\n".join(skeleton.section(each, spec, level, depth, numbered) for each in spec.sections)
        head = "\n".join(text().split("\n")[: heading(1)]).replace("seniority_level: E7", f"seniority_level: {level}")
        told = found(f"{head}\n{body}")
        assert {name for name, _ in told} == {"section-thin"}
        assert len(told) == len(spec.sections)


SPEC = "Manual/System Design Spec.md"


def test_an_edit_of_the_specification_changes_checks_and_prompts() -> None:
    other = vault().content(SPEC).decode().replace("- Problem scope and technical complexity", "- Scope in one breath")
    after = vault().replace(SPEC, other.replace("| `words` | all | 120 |", "| `words` | 7 | 9000 |").encode())
    (told,) = standing.judge(after, Settings(), [EXAMPLE])
    assert [(each.rule, each.place.line) for each in told.findings] == [
        ("topic-missing", heading(1) + 1),
        ("section-thin", heading(7) + 1),
    ]
    record = library.of(after)[0][0]
    asked = prompt.whole(record)
    assert "### Scope in one breath" in asked
    assert asked.count("9,000 words or more") + asked.count("9000 words or more") == 1


WORDS = st.lists(
    st.sampled_from("Plan Notes Interview Overview Model Design 1. 12. Focus: **Why** - | # > `x`".split()), max_size=8
)
OTHER_TYPES = [f"type: {name}" for name in sorted({each.type for each in vault().notes.values()} - {DESIGN, ""})]
LINES = st.lists(st.tuples(st.sampled_from(["", "# ", "## ", "### ", "- ", "1. ", "> "]), WORDS), max_size=20)


@pytest.mark.nightly
@given(LINES, st.sampled_from(["kind: idea", *OTHER_TYPES]))
@settings(max_examples=count(500))
def test_notes_of_other_templates_get_no_finding_about_sections(
    written: list[tuple[str, list[str]]], kind: str
) -> None:
    body = "\n".join(mark + " ".join(words) for mark, words in written)
    other = vault().replace("Ideas.md", f"---\n{kind}\n---\n{body}".encode())
    named = check.about_designs()
    assert not [each for each in lint.check(other) if each.path == "Ideas.md" and each.rule in named]


@pytest.mark.nightly
@given(st.text(max_size=300), st.integers(0, 400))
@settings(max_examples=count(300))
def test_any_text_in_a_design_is_judged(put: str, line: int) -> None:
    mixed = with_line(line % len(lines()), *put.split("\n"))
    content = mixed.encode("utf-8", "replace")
    (told,) = standing.judge(vault().replace(EXAMPLE, content), Settings(), [EXAMPLE])
    assert all(0 <= each.span.start <= len(content) for each in told.findings)
    assert told.count(Severity.ERROR) >= 0
