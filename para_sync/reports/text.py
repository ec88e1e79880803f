"""Facts and findings as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from para_sync.diagnostic import Diagnostic
from para_sync.reports import findings
from para_sync.reports.plain import plain
from para_sync.vault.note import Note
from para_sync.vault.span import Lines
from para_sync.vault.vault import Vault


def facts(read: dict[str, Any]) -> str:
    """What `facts.facts` read, a section a kind of fact, each line with its place."""
    sections = [plain(read["path"])]
    if read["properties"]:
        width = max(len(plain(name)) for name in read["properties"])
        rows = [
            f"  {_place(read['property_places'][name])} {plain(name):{width}}  {plain(_value(value))}"
            for name, value in read["properties"].items()
        ]
        sections.append("\n".join(["properties", *rows]))
    for kind in ("headings", "links", "tags", "blocks", "tasks", "regions"):
        rows = [f"  {_place(each)} {plain(_fact(kind, each))}" for each in read[kind]]
        if rows:
            sections.append("\n".join([kind, *rows]))
    return "\n\n".join(sections) + "\n"


def faults(note: Note, vault: Vault) -> Iterator[str]:
    """What could not be read in a note, a line each."""
    lines = Lines(vault.content(note.path))
    for fault in note.faults:
        place = lines.place(fault.span.start)
        yield findings.line(Diagnostic(note.path, fault.span, fault.message, rule=fault.rule, place=place))


def _place(fact: dict[str, Any]) -> str:
    return f"{fact['line']:>4}:{fact['column']:<4}"


def _value(value: Any) -> str:
    if value is None:
        return "(empty)"
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(_value(each) for each in value) if isinstance(value, list) else str(value)


def _fact(kind: str, fact: dict[str, Any]) -> str:
    if kind == "headings":
        return "#" * int(fact["level"]) + " " + str(fact["text"])
    if kind == "links":
        written = fact["target"] + ("#" + fact["subpath"] if fact["subpath"] else "")
        return f"{fact['kind']:8}  {written} → {fact['resolved'] or 'nothing'}"
    if kind == "tags":
        return f"#{fact['name']}"
    if kind == "blocks":
        return f"^{fact['id']}"
    return f"[{fact['status']}]" if kind == "tasks" else f"{fact['name']} {fact['seal']}".rstrip()
