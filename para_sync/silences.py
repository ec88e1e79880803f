"""What comments and settings silence, and what of it is of no use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from para_sync import rules
from para_sync.diagnostic import Diagnostic
from para_sync.settings import Settings
from para_sync.vault.markers import Silence
from para_sync.vault.note import Note
from para_sync.vault.span import Span
from para_sync.vault.vault import Vault
from para_sync.vault.walk import SETTINGS

UNUSED = "silence-unused"


class _Silence(NamedTuple):
    """One rule, silenced by a comment of a note, or (without a span) by a pattern of the settings."""

    where: str
    span: Span | None
    rule: str


class Silences:
    """The silences of a vault, and which of them had something to silence so far; `ran` are the rules that could."""

    def __init__(self, vault: Vault, settings: Settings, ran: frozenset[str]) -> None:
        self._vault = vault
        self._silencing = frozenset(vault.silencing)
        self._patterns = settings.per_path
        self._ran = ran
        self._used: set[_Silence] = set()

    def kept(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The findings that nothing silences; they must have their places."""
        by_path: dict[str, list[Diagnostic]] = {}
        for each in found:
            by_path.setdefault(each.path, []).append(each)
        for path, group in by_path.items():
            silences = self._on(path)
            if not silences:
                yield from group
                continue
            for each in group:
                hit = (*silences.get((each.rule, each.place.line), ()), *silences.get((each.rule, None), ()))
                self._used.update(hit)
                if not hit:
                    yield each

    def idle(self) -> Iterator[Diagnostic]:
        """A finding for each silence that had nothing to silence, and for each that names no rule."""
        for note, silence in self._written():
            for name in silence.rules or ("",):
                if name not in rules.names():
                    fact = str(rules.NoRule(name)) if name else "names no rule to ignore"
                    yield Diagnostic(note.path, silence.span, fact, rule=UNUSED)
        yield from (_found(each) for each in self._idle() if each.rule != UNUSED)

    def idle_themselves(self) -> Iterator[Diagnostic]:
        """The same for silences of silence-unused, known only when all other idle silences went through `kept`."""
        yield from (_found(each) for each in self._idle() if each.rule == UNUSED)

    def _on(self, path: str) -> dict[tuple[str, int | None], list[_Silence]]:
        """What silences a rule on a line (None: everywhere) of a file."""
        silences: dict[tuple[str, int | None], list[_Silence]] = {}
        note = self._vault.note(path) if path in self._silencing else None
        for each in note.silences if note else ():
            for name in each.rules:
                silences.setdefault((name, each.line), []).append(_Silence(path, each.span, name))
        for pattern, names in self._patterns:
            for name in names if fnmatchcase(path, pattern) else ():
                silences.setdefault((name, None), []).append(_Silence(pattern, None, name))
        return silences

    def _idle(self) -> Iterator[_Silence]:
        for each in (*self._in_notes(), *self._in_settings()):
            if each.rule in self._ran and each not in self._used:
                yield each

    def _in_notes(self) -> Iterator[_Silence]:
        for note, silence in self._written():
            yield from (_Silence(note.path, silence.span, name) for name in silence.rules)

    def _written(self) -> Iterator[tuple[Note, Silence]]:
        for path in sorted(self._silencing):
            note = self._vault.note(path)
            if note and not self._vault.is_template(note):
                yield from ((note, silence) for silence in note.silences)

    def _in_settings(self) -> Iterator[_Silence]:
        for pattern, names in self._patterns:
            yield from (_Silence(pattern, None, name) for name in names)


def _found(idle: _Silence) -> Diagnostic:
    if idle.span is None:
        fact = f'{idle.rule} finds nothing in "{idle.where}"; the silence can go'
        return Diagnostic(SETTINGS, Span(0, 0), fact, rule=UNUSED)
    return Diagnostic(idle.where, idle.span, f"{idle.rule} finds nothing here; the comment can go", rule=UNUSED)
