"""The clock of a run on the whole terminal; lines as sections change where the terminal can do no more."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from para_sync.practice.timer import Timer, clock
from para_sync.reports.plain import plain

KEYS = (("space", "pause"), ("n", "next"), ("b", "back"), ("s", "skip"), ("a", "abort"))

# So many lines of what the manual asks for; the list of sections needs the room more.
_MOST_ASKED = 3
_LEAST_WIDTH, _MOST_WIDTH = 20, 100

Draw = Callable[[Timer, str], None]


@contextmanager
def screen(title: str) -> Iterator[Draw]:
    """What is yielded draws the clock, with a message, whenever either changed; the terminal is as before afterwards."""
    console = Console()
    if console.is_dumb_terminal or not console.is_terminal:
        yield _printed(title)
        return
    signs = "━─▶✓·" if "utf" in (console.encoding or "").lower() else "=->x."
    shown: object = None
    with Live(console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False) as live:

        def draw(timer: Timer, message: str) -> None:
            nonlocal shown
            size = console.size
            state = (timer.at, timer.paused, int(timer.elapsed), timer.left < 0, message, size)
            if state != shown:
                shown = state
                # the last column stays free: some terminals wrap there
                live.update(Group(*face(timer, title, message, size.width - 1, size.height, signs)), refresh=True)

        yield draw


def ring() -> None:
    """Ring the terminal's bell."""
    sys.stdout.write("\a")
    sys.stdout.flush()


def face(timer: Timer, title: str, message: str, width: int, height: int, signs: str = "━─▶✓·") -> list[Text]:
    """The lines of the clock, none wider than `width`, at most `height`; keys and numbers stay when room is short."""
    width = min(max(width, _LEAST_WIDTH), _MOST_WIDTH)
    number, of = timer.at + 1, len(timer.sections)
    late = timer.total > timer.whole
    run = f"{clock(timer.total)} of {clock(timer.whole)}"
    head = [
        _sides(Text(plain(title), "bold"), Text(run, "bold red" if late else ""), width),
        _bar(timer.total, timer.whole, width, signs),
        Text(),
        _sides(Text(f"{number} of {of}  {plain(timer.section.name)}", "bold cyan"), _planned(timer), width),
        _numbers(timer, message, width),
        _bar(timer.elapsed, timer.section.minutes * 60, width, signs),
    ]
    keys = Text("  ".join(f"{key} {does}" for key, does in KEYS), "dim")
    keys.truncate(width)
    room = height - len(head) - 2
    asked = _asked(timer, width)[: max(min(_MOST_ASKED, room - 1), 0)]
    room -= len(asked) + 2
    asked = [Text(), *asked] if asked else []
    listed = _listed(timer, width, max(room, 0), signs) if of > 1 else []
    body = [*head, *asked, *([Text(), *listed] if listed else [])]
    return [*body[: max(height - 2, 1)], Text(), keys][:height]


def _sides(left: Text, right: Text, width: int) -> Text:
    """Two texts at both ends of a line; the left one gives way."""
    left.truncate(max(width - right.cell_len - 2, 0), overflow="ellipsis")
    return Text.assemble(left, " " * max(width - left.cell_len - right.cell_len, 1), right)


def _planned(timer: Timer) -> Text:
    return Text(f"{clock(timer.section.minutes * 60)} planned", "dim") if timer.section.minutes else Text()


def _numbers(timer: Timer, message: str, width: int) -> Text:
    gone = Text(f"{clock(timer.elapsed)} gone", "bold")
    left = (
        Text(f"{clock(math.ceil(timer.left))} left", "green")
        if timer.left > 0
        else Text(f"{clock(timer.left)} over", "bold red")
    )
    line = Text.assemble(gone, "   ", left) if timer.section.minutes else gone
    if timer.paused:
        line.append("   PAUSED", "bold yellow")
    if message:
        line.append(f"   {message}", "yellow")
    line.truncate(width, overflow="ellipsis")
    return line


def _bar(seconds: float, whole: float, width: int, signs: str) -> Text:
    done = min(int(width * seconds / whole), width) if whole else 0
    colour = "red" if seconds > whole else "green" if seconds < whole else "yellow"
    return Text.assemble((signs[0] * done, colour), (signs[1] * (width - done), "dim"))


def _asked(timer: Timer, width: int) -> list[Text]:
    lines = Text(plain(timer.section.show)).wrap(Console(width=width), width)
    return list(lines) if timer.section.show else []


def _listed(timer: Timer, width: int, room: int, signs: str) -> list[Text]:
    """As many sections as there is room for, the one that is on among them."""
    first = max(min(timer.at - room // 2, len(timer.sections) - room), 0)
    return [_row(timer, index, width, signs) for index in range(first, min(first + room, len(timer.sections)))]


def _row(timer: Timer, index: int, width: int, signs: str) -> Text:
    section, spent = timer.sections[index], timer.spent[index]
    now, before = index == timer.at, index < timer.at
    sign = signs[2] if now else signs[3] if before else signs[4]
    late = spent > section.minutes * 60
    times = Text(f"{clock(spent) if now or before else '':>7} / {clock(section.minutes * 60)}", "red" if late else "")
    if not now:
        times.stylize("dim")
    return _sides(
        Text(f"{sign} {section.number} {plain(section.name)}", "bold" if now else "dim"), times, min(width, 60)
    )


def _printed(title: str) -> Draw:
    """Lines, one when a section begins, pauses or a minute is over."""
    before: object = None

    def draw(timer: Timer, message: str) -> None:
        nonlocal before
        if before is None:
            sys.stdout.write(f"{plain(title)}: {', '.join(f'{key} {does}' for key, does in KEYS)}\n")
        state = (timer.at, timer.paused, int(timer.elapsed) // 60, timer.left > 0, message)
        if state != before:
            before = state
            words = [
                f"{timer.at + 1} of {len(timer.sections)}",
                plain(timer.section.name),
                f"{clock(timer.elapsed)} gone",
            ]
            words += [f"{clock(timer.left)} {'left' if timer.left > 0 else 'over'}"] if timer.section.minutes else []
            words += ["paused"] if timer.paused else []
            words += [message] if message else []
            sys.stdout.write("  ".join(words) + "\n")
            sys.stdout.flush()

    return draw
