"""A new vault opens as a working home in Obsidian: bookmarks, templates, hotkeys and views all lead somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
import yaml

from para_sync import layout
from para_sync.manual import manual as manuals
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

FILES = layout.files(layout.EXAMPLE_START, example=True)
VAULT = Vault.read(Overlay(Nothing(), FILES))
TYPES = manuals.of(VAULT).note_types
RUBRIC = manuals.of(VAULT).rubric
assert TYPES
assert RUBRIC
BASES = sorted(path for path in FILES if path.endswith(".base"))

# What Obsidian knows: the plugin behind a command, kinds of views, fields of files, summaries [obsidian.md §4, §5].
COMMANDS = {"insert-template": "templates", "daily-notes": "daily-notes"}
VIEWS = {"table", "cards", "list"}
FILE_FIELDS = {"name", "mtime", "ctime", "folder", "path", "size", "tags", "links"}
SUMMARIES = {"Average", "Min", "Max", "Sum", "Range", "Median", "Stddev", "Earliest", "Latest"}
SUMMARIES |= {"Checked", "Unchecked", "Empty", "Filled", "Unique"}
WORDS = {"if", "date", "file", "note", "formula", "value", "acc", "true", "false"}
METHOD = re.compile(r"\.(isType|filter|reduce|format|inFolder)\(")

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"(?<![\w.])(note\.|formula\.)?([a-z_]+)(?![\w(])")
_TYPE = re.compile(r'note\.type (?:==|!=) "([^"]*)"')


def read(name: str) -> Any:
    return json.loads(FILES[f".obsidian/{name}.json"])


def bookmarked(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield item
        yield from bookmarked(item.get("items", []))


def test_bookmarks_lead_to_files_and_the_first_ones_are_home() -> None:
    items = read("bookmarks")["items"]
    marks = list(bookmarked(items))
    assert {mark["type"] for mark in marks} == {"file", "group"}
    assert [mark["path"] for mark in marks if mark["type"] == "file" and mark["path"] not in FILES] == []
    assert len({mark["ctime"] for mark in marks}) == len(marks)
    assert [mark["path"].rpartition("/")[2] for mark in items if mark["type"] == "file"] == [
        "Operating Manual.md",
        "Progress Tracker.md",
        "Gap Tracker.md",
        "Pre-Interview Checklist.md",
        "Vault Health.md",
    ]
    assert {mark["path"] for mark in marks if mark["type"] == "file"} >= set(BASES)


def test_templates_and_the_daily_note_lie_where_the_settings_say() -> None:
    templates, daily = read("templates"), read("daily-notes")
    assert {f"{templates['folder']}/{name}.md" for name in TYPES.types} <= FILES.keys()
    assert templates["dateFormat"] == "YYYY-MM-DD"
    assert daily["template"] == f"{templates['folder']}/session.md"
    assert daily["folder"] == TYPES.types["session"].folder


def test_hotkeys_need_only_plugins_that_are_on() -> None:
    plugins = read("core-plugins")
    for command, keys in read("hotkeys").items():
        assert plugins[COMMANDS[command]]
        assert [set(key) for key in keys] == [{"modifiers", "key"}]
    assert plugins["bases"]
    assert plugins["bookmarks"]
    assert plugins["properties"]


def test_a_new_vault_keeps_links_as_the_program_writes_them() -> None:
    app = read("app")
    assert (app["newLinkFormat"], app["useMarkdownLinks"], app["alwaysUpdateLinks"]) == ("shortest", False, True)
    assert all(path in FILES for path in app["userIgnoreFilters"])


class Base(NamedTuple):
    """A base with what it may name: properties and formulas."""

    content: Mapping[str, Any]
    properties: frozenset[str]
    formulas: frozenset[str]

    def knows(self, column: str) -> bool:
        home, _, name = column.partition(".")
        return name in {"note": self.properties, "formula": self.formulas, "file": FILE_FIELDS}.get(home, set())


def base(path: str) -> Base:
    content = yaml.safe_load(FILES[path])
    asked = set(_TYPE.findall(FILES[path].decode()))
    assert asked
    assert asked <= TYPES.types.keys()
    names = {"type", *(each.name for each in TYPES.common)}
    names |= {each.name for name in asked for each in TYPES.types[name].properties}
    return Base(content, frozenset(names), frozenset(content.get("formulas", {})))


def conditions(filters: Any) -> Iterator[str]:
    if isinstance(filters, str):
        yield filters
        return
    ((how, parts),) = filters.items()
    assert how in {"and", "or", "not"}
    for part in parts:
        yield from conditions(part)


def columns(content: Mapping[str, Any]) -> Iterator[str]:
    yield from content.get("properties", {})
    for view in content["views"]:
        yield from view["order"]
        yield from view.get("summaries", {})
        yield from (each["property"] for each in view.get("sort", []))
        yield from [view["groupBy"]["property"]] if "groupBy" in view else []


@pytest.mark.parametrize("path", BASES)
def test_a_base_names_only_types_properties_and_formulas_that_exist(path: str) -> None:
    each = base(path)
    assert each.content.keys() <= {"filters", "formulas", "properties", "summaries", "views"}
    assert [column for column in columns(each.content) if not each.knows(column)] == []
    filters = [each.content["filters"], *(view["filters"] for view in each.content["views"] if "filters" in view)]
    texts = [*each.content.get("formulas", {}).values(), *(text for part in filters for text in conditions(part))]
    for text in texts:
        bare = METHOD.sub("(", _QUOTED.sub("", text))
        for home, name in _NAME.findall(bare.replace(".length", "")):
            assert name in (each.formulas if home == "formula." else each.properties | WORDS), (name, text)


@pytest.mark.parametrize("path", BASES)
def test_the_views_of_a_base_can_be_drawn_and_told_apart(path: str) -> None:
    views = base(path).content["views"]
    assert len({view["name"] for view in views}) == len(views)
    for view in views:
        assert view["type"] in VIEWS
        assert set(view.get("summaries", {}).values()) <= SUMMARIES
        ordered = [*view.get("sort", []), *([view["groupBy"]] if "groupBy" in view else [])]
        assert {each["direction"] for each in ordered} <= {"ASC", "DESC"}


@pytest.mark.parametrize("path", BASES)
def test_a_base_passes_over_templates(path: str) -> None:
    assert '!file.inFolder("Templates")' in list(conditions(base(path).content["filters"]))


def test_the_total_of_a_run_adds_up_the_rubric() -> None:
    formulas = base("Areas/interview-context/views/Runs.base").content["formulas"]
    scores = [each.score for each in RUBRIC.categories]
    assert re.findall(r"score_\w+", formulas["scored"]) == scores
    assert re.findall(r"score_\w+", formulas["total"]) == scores
    assert f"formula.scored == {len(scores)}," in formulas["total"]


def test_every_view_that_a_note_shows_exists() -> None:
    shown = [
        link
        for note in VAULT
        for link in note.links
        if link.target.endswith(".base") and not note.path.startswith("Templates/")
    ]
    assert shown
    for link in shown:
        path = next(path for path in BASES if path.endswith(f"/{link.target}"))
        assert link.subpath in {"", *(view["name"] for view in base(path).content["views"])}
