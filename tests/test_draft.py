"""A new note is what was asked for, or there is none."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from texts import note, runs, vault

from para_sync import draft
from para_sync.draft import NoDraft
from para_sync.vault import note as notes

NOW = datetime(2026, 1, 5, 9, 30)
BARE = {"Templates/gap.md": "Text.\r\n"}


def made(kind: str, title: str = "", files: dict[str, str] | None = None, /, **values: str) -> str:
    return draft.draft(kind, title, values, NOW, vault(files or {})).content.decode()


@pytest.mark.parametrize(("said", "written"), [("yes", "true"), ("True", "true"), ("NO", "false"), ("false", "false")])
def test_a_checkbox_is_yes_or_no(said: str, written: str) -> None:
    assert f"\nfluent: {written}\n" in made("story", "A launch", fluent=said)


@pytest.mark.parametrize("said", ["maybe", "1", "nope", "yes."])
def test_a_checkbox_that_is_neither_is_refused(said: str) -> None:
    with pytest.raises(NoDraft, match=f'^"fluent" is yes or no, not "{re.escape(said)}"$'):
        made("story", "A launch", fluent=said)


@pytest.mark.parametrize("name", ["C#", "a^b", "a[b", "a]b", "a|b", "50%%", "a\\b"])
def test_a_link_to_a_name_that_no_link_can_hold_is_refused(name: str) -> None:
    files = {f"Projects/practice-workbooks/{name}.md": note("workbook", id="P7", title="x")}
    with pytest.raises(NoDraft, match=r"^no link can hold the name "):
        made("session", "P7", files, evaluator="self", date="2026-01-05")


def test_a_template_with_other_line_ends_gives_a_note_with_them_throughout() -> None:
    template = {"Templates/session.md": '---\r\ntype: session\r\ndate: "{{date}}"\r\n---\r\n\r\n# {{title}}\r\n'}
    text = made("session", "A run", template, evaluator="self", taste="loss-shape", title="A: b")
    assert "\ntaste:\r\n  - loss-shape\r\n" in text
    assert text.count("\n") == text.count("\r\n") > 15
    assert "\n" not in made("gap", "x", BARE, action="x", priority="P0", status="open").replace("\r\n", "")


def test_a_template_may_have_a_blank_before_a_colon() -> None:
    template = {"Templates/gap.md": "---\ntype : gap\npriority : P1\nstatus :\naction :\n---\n"}
    text = made("gap", "Loss", template, status="open", action="Derive it", priority="p0")
    assert text == "---\ntype : gap\npriority : P0\nstatus : open\naction : Derive it\n---\n"


def test_a_template_written_as_json_has_no_place_for_more() -> None:
    template = {"Templates/gap.md": '---\n{"type": "gap", "priority": "P0", "status": "open", "action": "x"}\n---\n'}
    with pytest.raises(NoDraft, match=r'^the template of gap has no place for "found"$'):
        made("gap", "Loss", template, found="2026-01-05")


@pytest.mark.parametrize("title", ["loss", "Loss Function Math"])
def test_a_strength_that_the_runs_bear_out_has_them_as_its_evidence(title: str) -> None:
    proved = vault(runs("2211121111", "2211131111", "2211131111"))
    made = draft.draft("strength", title, {}, datetime(2026, 2, 1), proved)
    values = notes.parse(made.path, made.content).properties
    assert (values.text("category"), values.text("since")) == ("loss", "2026-01-05")
    assert values.value("evidence") == ("[[r1]]", "[[r2]]", "[[r3]]")
    again = draft.draft("strength", "metrics", {}, datetime(2026, 2, 1), proved)
    values = notes.parse(again.path, again.content).properties
    assert (values.text("category"), values.value("evidence")) == ("metrics", None)
    assert again.path.endswith("/Metrics with Targets.md")


def test_a_category_that_is_misspelt_as_a_title_is_no_strength() -> None:
    told = 'no category is called "Loss Funktion Math", did you mean "Loss Function Math"? --set category=KEY takes any'
    with pytest.raises(NoDraft, match=re.escape(told)):
        made("strength", "Loss Funktion Math")
    assert "category: loss\n" in made("strength", "Loss Funktion Math", category="loss")
    assert "category" not in made("strength", "Calm under pressure")
