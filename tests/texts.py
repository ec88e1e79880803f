"""Notes as short texts, for vaults that stand on the shipped manual, or on one edited here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from examples import Example

from para_sync.manual import manual as manuals
from para_sync.shipped import SHIPPED
from para_sync.vault.span import Lines
from para_sync.vault.vault import Vault

SESSIONS = "Projects/practice-workbooks/sessions"
MOCKS = "Projects/practice-mocks"
GAPS = "Areas/interview-context/gaps"

# The properties of the shipped rubric, in its order; the first five are the critical ones.
SCORES = tuple(
    f"score_{key}"
    for key in (
        "structure",
        "scoping",
        "architecture",
        "model",
        "latency",
        "loss",
        "metrics",
        "features",
        "deep_dive",
        "edge_cases",
    )
)


def note(kind: str, /, **properties: object) -> str:
    """A note of a type with these properties, values as they are written in YAML."""
    lines = [f"{name}: {value}".rstrip() for name, value in {"type": kind, **properties}.items()]
    return "\n".join(["---", *lines, "---", ""])


def run(date: str, scores: str | Sequence[int] = "", kind: str = "session", **properties: object) -> str:
    """A run with one digit a score, in the rubric's order: "2222222222"."""
    given = {name: int(score) for name, score in zip(SCORES, scores, strict=False)}
    return note(kind, date=date, **{"evaluator": "self", **given, **properties})


def runs(*scores: str, **properties: object) -> dict[str, str]:
    """One session a day from 2026-01-05, called r1, r2 and so on."""
    return {
        f"{SESSIONS}/r{number}.md": run(f"2026-01-{number + 4:02}", each, **properties)
        for number, each in enumerate(scores, 1)
    }


def vault(files: Mapping[str, str]) -> Vault:
    """The shipped manual with these files laid over it."""
    return Example("", dict(files)).vault()


def chapter(name: str, *changes: tuple[str, str]) -> dict[str, str]:
    """A shipped chapter with texts replaced, each of which must stand there once."""
    text = (SHIPPED / "Manual" / f"{name}.md").read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return {f"Manual/{name}.md": text}


def since(**dates: str) -> dict[str, str]:
    """The Scoring System chapter with a column `Since`: the date from which a category, by its key, is in force."""
    delimiter = "\n|" + " --- |" * 8 + "\n"
    rows = [(f"| `score_{key}` |\n", f"| `score_{key}` | {date} |\n") for key, date in dates.items()]
    header = ("| 3 (E7 signal) | Property |\n", "| 3 (E7 signal) | Property | Since |\n")
    return chapter("Scoring System", header, (delimiter, delimiter.replace("\n|", "\n| --- |", 1)), *rows)


def faults(of: Vault) -> list[str]:
    """What keeps the manual from being read, as `note:line:column: message`."""
    return [
        f"{PurePosixPath(each.path).stem}:{place.line}:{place.column}: {each.message}"
        for each in manuals.of(of).faults
        for place in [Lines(of.content(each.path)).place(each.span.start)]
    ]
