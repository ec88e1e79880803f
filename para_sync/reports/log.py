"""What a watcher reports while it runs: a line for people, or a JSON object a line for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import click

from para_sync.reports.plain import plain

_COLOURS = {
    "updated": "green", "resolved": "green", "finished": "green", "error": "red", "conflict": "red", "stopped": "red", "warning": "yellow",
    "paused": "yellow", "trouble": "yellow", "advice": "blue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a word for its kind, a line for people, and what programs want to know."""

    kind: str
    text: str
    more: Mapping[str, object] = field(default_factory=dict)


def line(event: Event, now: datetime) -> str:
    """For people: the time of day, the kind, the text; in colour for a terminal."""
    return f"{now:%H:%M:%S} {click.style(event.kind, fg=_COLOURS.get(event.kind))} {plain(event.text)}"


def json_line(event: Event, now: datetime) -> str:
    """For programs: one JSON object, in ASCII; the keys `time` and `event` come first."""
    return json.dumps({"time": now.astimezone().isoformat(timespec="milliseconds"), "event": event.kind, **event.more})
