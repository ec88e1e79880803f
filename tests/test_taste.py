"""Sentences of earlier runs that a taste marker rests on, picked by hand."""

from __future__ import annotations

from texts import SESSIONS, run, vault

from para_sync.manual import manual as manuals
from para_sync.practice import runs as all_runs
from para_sync.practice import taste

SAID = (
    {"taste": "[loss-shape]", "reflection": "Say why. Its loss shape is the business. Then stop."},
    {"reflection": "A loss function has a shape that the business wants."},
    {"reflection": "Count first.", "problem_statement": "Match the loss to its shape."},
    {"taste": "[one-thing, loss-shape]", "reflection": "Be quick! Be brief!"},
    {"taste": "[loss-shape]"},
    {"reflection": "The loss was wrong."},
)


def quoted(most: int, said: tuple[dict[str, str], ...] = SAID) -> list[tuple[str, str]]:
    files = {f"{SESSIONS}/r{day}.md": run(f"2026-01-0{day}", "", **words) for day, words in enumerate(said, 1)}
    of = vault(files)
    markers = manuals.of(of).markers
    assert markers
    (marker,) = [each for each in markers if each.id == "loss-shape"]
    return [(each.run.date[-2:], each.sentence) for each in taste.quotes(marker, markers, all_runs.of(of).all, most)]


def test_runs_that_name_the_marker_come_first_then_those_that_speak_of_it_the_latest_first() -> None:
    # r5 names the marker and says nothing; r6 shares one word with it, which is chance
    assert quoted(9) == [
        ("04", "Be quick!"),
        ("01", "Its loss shape is the business."),
        ("03", "Match the loss to its shape."),
        ("02", "A loss function has a shape that the business wants."),
    ]


def test_there_are_no_more_than_asked_for() -> None:
    assert [day for day, _ in quoted(3)] == ["04", "01", "03"]
    assert quoted(3, ()) == []
