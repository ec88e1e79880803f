"""The daily loop as a person sees it, on a real pseudo-terminal: timed, asked, interrupted and taken up again."""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import count, some, write
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SCORES, SESSIONS, run

from para_sync import entry, journal, layout
from para_sync.files import DISK
from para_sync.manual.plan import Section
from para_sync.practice.timer import Timer, clock
from para_sync.reports import clock as face
from para_sync.vault import note as notes
from para_sync.vault.note import Note

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is wanted", allow_module_level=True)

from pseudo import Terminal, scores

SECONDS = ("0.01", "0.02", "0.91", "0.02", "0.02", "0.02")
RUN = "2026-01-07T09:30"
REFLECTION = "I would name the data flywheel and how the system improves itself."
SECTION, SCORE, TASTE, GAPS, OPEN = (
    "1 of 6  Problem Scoping",
    "goes back):",
    "Enter for none:",
    "Enter for all:",
    "open:",
)


EARLIER = {
    5: {
        "score_evidence": '["structure: six boxes, late"]',
        "taste": "data-flywheel",
        "reflection": "Feed it back.",
    },
    6: {"reflection": "Ask first. Close the data flywheel."},
}
SHOWS = "leaves it out:"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """The shipped vault, synced, with a minute for a run."""
    laid = layout.files(layout.EXAMPLE_START)
    manual = laid["Manual/Daily Loop.md"].decode()
    for number, (before, after) in enumerate(zip(("5", "5", "10", "5", "3", "2"), SECONDS, strict=True), 1):
        manual, replaced = re.subn(rf"(?m)^(\| {number} \| [^|]+ \| ){before} \|", rf"\g<1>{after} |", manual)
        assert replaced == 1
    manual = manual.replace("| run minutes | 30 |", "| run minutes | 1 |")
    return write(tmp_path / "v", layout.synced({**laid, "Manual/Daily Loop.md": manual.encode()}))


def the_note(vault: Path) -> Note:
    (file,) = (vault / SESSIONS).glob("*.md")
    return notes.parse(file.relative_to(vault).as_posix(), file.read_bytes())


def begun(vault: Path, rows: int = 24, columns: int = 80, term: str = "xterm-256color") -> Terminal:
    return Terminal(vault, "practice", "P7", "--as-of", RUN, rows=rows, columns=columns, term=term)


def resumed(vault: Path) -> Terminal:
    return Terminal(vault, "practice", "--resume")


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (20, 60), (50, 200)])
def test_the_loop_from_the_clock_to_the_row(vault: Path, rows: int, columns: int) -> None:
    terminal = begun(vault, rows=rows, columns=columns)
    terminal.until(SECTION)
    terminal.until("over")
    assert "1-sentence problem statement with a quantified" in terminal.text
    assert "space pause  n next  b back  s skip  a abort" in terminal.text
    assert [line for line in terminal.lines if line.startswith("· 6 Edge Cases & V2")]
    assert terminal.bytes.count(b"\a") == 1
    terminal.resize(rows - 4, columns - 15)
    terminal.press("n", "n", " ")
    terminal.until("3 of 6  Model")
    terminal.until("PAUSED")
    assert "space pause" in terminal.text
    terminal.press(" ", "b")
    terminal.until("2 of 6")
    terminal.press("s")
    terminal.until("3 of 6")
    terminal.resize(rows, columns)
    terminal.press("nnnn")
    terminal.at(SCORE)
    assert b"Took" in terminal.bytes
    scores(terminal, (2, 2, 3, 2, 1, 2, 2, 2, 1))
    terminal.answer(SCORE, "4")
    terminal.answer(SCORE, "b")
    scores(terminal, (2, 2))
    terminal.answer(OPEN, REFLECTION)
    terminal.at(TASTE)
    assert "your words: data, flywheel" in terminal.text
    terminal.answer(TASTE, "4, one-thing")
    terminal.answer(GAPS, "")
    assert terminal.ended() == 0
    assert "P7 · Multimodal Assistant: 20/30, below E6 Bar" in terminal.text
    assert "Within reach: E6 Bar, with Latency Calculation at 2" in terminal.text
    assert "2026-01-07" in terminal.text
    found = the_note(vault).properties
    assert [found.value(each) for each in SCORES] == [2, 2, 3, 2, 1, 2, 2, 2, 2, 2]
    minutes = found.value("minutes")
    assert len(minutes) == 6
    assert minutes[1] == 0
    assert found.value("reflection") == REFLECTION
    assert found.value("taste") == ("data-flywheel", "one-thing")
    assert found.value("gaps") == ("[[Latency Calculation]]",)
    assert "| 1 | 2026-01-07 |" in (vault / "Areas/interview-context/Progress Tracker.md").read_text("utf-8")


# The questions in order: what stands on the screen when one is open, and what answers it.
QUESTIONS = {
    "clock": ("2 of 6", "nnnnn"),
    "first score": ("1 of 10", "2\r" * 4 + "1\r" + "2\r" * 4),
    "last score": ("10 of 10", "2\r"),
    "reflection": (OPEN, f"{REFLECTION}\r"),
    "taste": (TASTE, "\r"),
    "gaps": (GAPS, "\r"),
}


def interrupt(terminal: Terminal) -> None:
    terminal.press("\x03")
    assert terminal.ended() == 1
    assert "Go on with: para-sync practice --resume" in terminal.text


def kill(terminal: Terminal) -> None:
    terminal.process.kill(signal.SIGKILL)
    terminal.process.wait()


def hang_up(terminal: Terminal) -> None:
    terminal.process.close(force=True)


@pytest.mark.parametrize("end", [interrupt, kill, hang_up])
def test_whatever_ends_it_it_goes_on_at_that_question(vault: Path, end: Callable[[Terminal], None]) -> None:
    terminal = begun(vault)
    terminal.until(SECTION)
    terminal.press("n")
    stops = QUESTIONS if end is interrupt else some(list(QUESTIONS))
    for question, (shown, answer) in QUESTIONS.items():
        terminal.until(shown)
        if question in stops:
            end(terminal)
            terminal = resumed(vault)
            terminal.until(shown)
        terminal.press(answer)
    assert terminal.ended() == 0
    found = the_note(vault).properties
    assert [found.value(each) for each in SCORES] == [2, 2, 2, 2, 1, 2, 2, 2, 2, 2]
    assert (found.value("reflection"), found.value("taste")) == (REFLECTION, ())
    assert found.value("gaps") == ("[[Latency Calculation]]",)
    assert len(found.value("minutes")) == 6
    assert Terminal(vault, "practice", "--resume").ended() == 2


def test_an_aborted_clock_goes_on_where_it_stood(vault: Path) -> None:
    terminal = begun(vault)
    terminal.until(SECTION)
    terminal.until("00:01 gone")
    terminal.press("n")
    terminal.until("2 of 6")
    terminal.press("a")
    assert terminal.ended() == 1
    terminal = resumed(vault)
    terminal.until("2 of 6")
    terminal.until("PAUSED")
    assert re.search(r"(?m)^✓ 1 Problem Scoping +00:01 / 00:00", terminal.text)
    terminal.press("\x03")
    assert terminal.ended() == 1


def test_what_is_written_meanwhile_stays_and_a_new_name_is_followed(vault: Path) -> None:
    terminal = Terminal(vault, "practice", "P7", "--no-timer", "--as-of", RUN)
    terminal.answer("open:", "")
    terminal.at(SCORE)
    note = vault / the_note(vault).path
    text = note.read_text("utf-8").replace("score_structure:\n", "score_structure: 3\n") + "\nMy own words\r\n"
    note.write_bytes(text.encode())
    terminal.answer(SCORE, "1")
    terminal.at(SCORE)
    assert '"score_structure" was set in the note meanwhile; what stands there is kept' in terminal.text
    note.rename(note.with_name("My run.md"))
    scores(terminal, (2, 2))
    terminal.at(SCORE)
    terminal.press("\x03")
    assert terminal.ended() == 1
    assert the_note(vault).path == f"{SESSIONS}/My run.md"
    content = (vault / SESSIONS / "My run.md").read_bytes()
    expected = text.replace("score_scoping:", "score_scoping: 2").replace(
        "score_architecture:", "score_architecture: 2"
    )
    assert content == expected.encode()


def test_a_score_that_rises_is_asked_for_what_shows_it(vault: Path) -> None:
    earlier = {f"2026-01-0{day} P1.md": run(f"2026-01-0{day}", "1111111111", **line) for day, line in EARLIER.items()}
    write(vault / SESSIONS, earlier)
    terminal = Terminal(vault, "practice", "P7", "--no-timer", "--as-of", RUN)
    terminal.answer("open:", "")
    terminal.at(SCORE)
    assert "Last score, 2026-01-06: 1 (Jumped around)\n  Last evidence, 2026-01-05: six boxes, late" in terminal.text
    terminal.answer(SCORE, "2")
    terminal.at(SHOWS)
    assert "Structure & Flow rose from 1 to 2." in terminal.text
    terminal.answer(SHOWS, 'said "six": on time')
    terminal.answer(SCORE, "1")
    terminal.answer(SCORE, "3")
    terminal.answer(SHOWS, "")
    terminal.answer(SCORE, "b")
    terminal.answer(SCORE, "2")
    terminal.answer(SHOWS, "the log feeds both")
    scores(terminal, [1] * 7)
    terminal.answer(OPEN, REFLECTION)
    terminal.at(TASTE)
    shown = terminal.text.partition("your words: data, flywheel, system, improves")[2].splitlines()
    assert shown[0] == "; named in 1 run so far"
    assert shown[1:3] == ["     2026-01-05: Feed it back.", "     2026-01-06: Close the data flywheel."]
    terminal.press("\x03")
    assert terminal.ended() == 1
    (found,) = (vault / SESSIONS).glob("2026-01-07*.md")
    kept = '  - "structure: said \\"six\\": on time"\n  - "architecture: the log feeds both"\n'
    assert kept in found.read_text("utf-8")


def test_a_terminal_that_can_only_print_gets_lines(vault: Path) -> None:
    terminal = begun(vault, term="dumb")
    terminal.until("1 of 6  Problem Scoping")
    terminal.until("over")
    terminal.press("nnnnnn")
    terminal.answer(SCORE, "2")
    terminal.at(SCORE)
    terminal.press("\x03")
    assert terminal.ended() == 1
    assert b"\x1b" not in terminal.bytes


def test_without_a_name_the_choice_of_next_is_suggested(vault: Path) -> None:
    terminal = Terminal(vault, "practice", "--no-timer", "--as-of", RUN)
    terminal.until("Suggested: ")
    terminal.answer("Which one? Enter for the suggestion:", "")
    terminal.at("open:")
    suggested = re.search(r"Suggested: (.+?)  ", terminal.text)
    assert suggested
    assert the_note(vault).path == f"{SESSIONS}/2026-01-07 {suggested[1]}.md"
    terminal.press("\x03")
    assert terminal.ended() == 1


def test_a_drill_is_timed(vault: Path) -> None:
    terminal = Terminal(vault, "practice", "--drill", "kv-cache", "--as-of", RUN)
    terminal.until("Under 60 seconds")
    terminal.press("\r")
    assert terminal.ended() == 0
    assert "kv-cache: 0 seconds, within the goal of under 60" in terminal.text
    (note,) = (vault / "Projects/ml-system-design/drills").glob("*.md")
    assert notes.parse("", note.read_bytes()).properties.value("seconds") == 0


def test_an_answer_waits_while_another_para_sync_writes(vault: Path) -> None:
    terminal = Terminal(vault, "practice", "P7", "--no-timer", "--as-of", RUN)
    terminal.answer("open:", "")
    terminal.at(SCORE)
    with journal.locked(vault, DISK):
        terminal.press("3\r")
        terminal.until("trying again, Ctrl-C stops")
    terminal.until("2 of 10")
    terminal.press("\x03")
    assert terminal.ended() == 1
    assert the_note(vault).properties.value("score_structure") == 3


def test_an_answer_without_a_place_is_said_again(vault: Path) -> None:
    note = write(vault, {f"{SESSIONS}/a.md": "---\ntype: session\n"}) / SESSIONS / "a.md"
    with pytest.raises(entry.NotWritten, match="not written: reflection: Mine"):
        entry.write(vault, f"{SESSIONS}/a.md", "practice", {"reflection": "Mine"})
    assert note.read_text("utf-8") == "---\ntype: session\n"


TIMERS = st.builds(
    lambda rows, at, paused: Timer(
        tuple(
            Section(number, f"Section {'x' * number}", planned, "show " * 40)
            for number, (planned, _) in enumerate(rows)
        ),
        tuple(spent for _, spent in rows),
        min(at, len(rows) - 1),
        paused,
    ),
    st.lists(st.tuples(st.integers(0, 60), st.floats(0, 9999)), min_size=1, max_size=30),
    st.integers(0, 29),
    st.booleans(),
)


@pytest.mark.nightly
@settings(max_examples=count(500))
@given(TIMERS, st.integers(40, 220), st.integers(8, 60))
def test_the_clock_fits_every_screen(timer: Timer, width: int, height: int) -> None:
    lines = face.face(timer, "P7 · Multimodal Assistant 中文", "asleep", width, height)
    assert len(lines) <= height
    assert all(line.cell_len <= width for line in lines)
    text = "\n".join(line.plain for line in lines)
    assert f"{timer.at + 1} of {len(timer.sections)}" in text
    assert f"{clock(timer.elapsed)} gone" in text
    assert "space pause"[:width] in text
