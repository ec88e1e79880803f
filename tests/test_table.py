"""Tables for a terminal: what says whether something is so has a colour, and prose has none."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from para_sync.region import Content
from para_sync.reports import table

GREEN, YELLOW = "32", "33"


def coloured(monkeypatch: pytest.MonkeyPatch, show: Callable[[], None]) -> list[tuple[str, str]]:
    """The cells that a terminal shows in green or yellow, with their colours."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with CliRunner().isolation(color=True) as (out, *_):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        show()
    return [(cell.strip(), colour) for colour, cell in re.findall(r"\x1b\[(3[23])m([^\x1b]*)", out.getvalue().decode())]


def test_a_verdict_has_a_colour_and_a_reflection_none(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = (("1", "Yes", "No: I was late"), ("2", "No: Loss", "Yes, at last"), ("3", "—", "No idea"))
    log = Content(("#", "Crit 2+?", "Reflection"), rows)
    assert coloured(monkeypatch, lambda: table.region(log, "Log")) == [("Yes", GREEN), ("No: Loss", YELLOW)]


def test_only_a_whole_cell_has_a_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [("yes", "no"), ("not yet", "met in week 3"), ("Closed", "no answer"), ("met them", "yes, twice")]
    assert coloured(monkeypatch, lambda: table.show(("One", "Other"), [*rows, ("error", "not yet done")])) == [
        ("yes", GREEN),
        ("no", YELLOW),
        ("not yet", YELLOW),
        ("met in week 3", GREEN),
    ]


LOG = Content(("#", "Problem", "E7 Reflection"), (("1", "P1 · Feed", "An E7 would have " + "asked " * 60),))


@pytest.mark.parametrize(("columns", "widest"), [("", 0), ("0", 0), ("wide", 0), ("80", 80), ("20", table.NARROW)])
def test_in_a_pipe_nothing_is_cut_unless_somebody_says_how_wide_it_is(
    monkeypatch: pytest.MonkeyPatch, columns: str, widest: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    with CliRunner().isolation() as (out, *_):
        table.region(Content(LOG.header, LOG.rows * 2), "Log")
    lines = out.getvalue().decode().splitlines()
    assert (LOG.rows[0][2].strip() in lines[-1]) is (not widest)
    assert not widest or {len(each) for each in lines[2:]} == {widest}
