"""Run the rules over a vault and gather what they find, less what is silenced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from para_sync import rules, sync
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.chapter import suggestion
from para_sync.rules import Rule
from para_sync.settings import Settings, SettingsBroken
from para_sync.vault.note import Note
from para_sync.vault.source import SETTINGS
from para_sync.vault.span import Lines, Span
from para_sync.vault.vault import Vault

UNUSED = "silence-unused"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules run: `select` only these (none: all), `ignore` not these; `today` is None where the date may not
    matter.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    today: date | None = None

    def rules(self, settings: Settings) -> tuple[Rule, ...]:
        """The chosen rules; raises `SettingsBroken` for a name that is no rule."""
        for name in (
            *self.select,
            *self.ignore,
            *settings.off,
            *(one for _, each in settings.per_path for one in each),
        ):
            if name not in rules.names():
                raise SettingsBroken(f'"{name}" is no rule{suggestion(name, rules.names())}')
        wanted = [name for name in self.select or rules.names() if name not in (*self.ignore, *settings.off)]
        loaded = [rules.load(name) for name in wanted]
        return tuple(rule for rule in loaded if self.today or "today" not in rule.wants)


def check(vault: Vault, settings: Settings | None = None, choice: Choice | None = None) -> list[Diagnostic]:
    """All findings, by path and place. Raises `SettingsBroken` where a setting names no rule."""
    settings, choice = settings or Settings(), choice or Choice()
    chosen = {rule.name: rule for rule in choice.rules(settings)}
    found = [each for rule in chosen.values() for each in _run(rule, vault, choice.today)]
    found += [each for each in _met(vault) if each.rule in chosen]
    known = _Places(vault)
    placed = [known.placed(each, chosen[each.rule]) for each in found if not _excluded(each.path, settings)]
    kept, unused = _silenced(placed, vault, settings, frozenset(chosen))
    if UNUSED in chosen:
        kept += [known.placed(each, chosen[UNUSED]) for each in unused if not _excluded(each.path, settings)]
    return sorted(kept, key=lambda each: (each.path, each.span, each.rule, each.message))


def fails(found: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether findings make a run fail: an error does, a warning only under `strict`, advice never."""
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(each.severity in bad for each in found)


def _run(rule: Rule, vault: Vault, today: date | None) -> Iterator[Diagnostic]:
    if rule.check is None:
        return
    about = {"vault": vault, "today": today}
    given = {name: value for name, value in about.items() if name in rule.wants}
    if "note" not in rule.wants:
        found = list(rule.check(**given))
    else:
        notes = [note for note in vault if not vault.is_template(note)]
        found = [each for note in notes for each in rule.check(note=note, **given)]
    advice = Severity.ADVICE if "today" in rule.wants else None
    yield from (replace(each, rule=rule.name, severity=each.severity or advice) for each in found)


def _met(vault: Vault) -> Iterator[Diagnostic]:
    """What was found on the way: faults of notes, files passed over, and the state of regions."""
    for note in vault.notes.values():
        if vault.is_template(note) and note.readable:
            continue
        yield from (Diagnostic(note.path, each.span, each.message, rule=each.rule) for each in note.faults)
    yield from (Diagnostic(each.path, Span(0, 0), each.message, rule=each.rule) for each in vault.oddities)
    yield from (replace(each, rule=name) for name, each in sync.findings(vault))


class _Places:
    """Lines and columns, worked out for notes that have findings only."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lines: dict[str, Lines] = {}

    def placed(self, found: Diagnostic, rule: Rule) -> Diagnostic:
        lines = self._lines.get(found.path)
        if lines is None:
            content = self._vault.content(found.path) if found.path in self._vault.notes else b""
            lines = self._lines.setdefault(found.path, Lines(content))
        return replace(
            found,
            rule=rule.name,
            severity=found.severity or rule.severity,
            place=lines.place(found.span.start),
            end=lines.place(max(found.span)),
        )


def _excluded(path: str, settings: Settings) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in settings.exclude)


def _silenced(
    found: list[Diagnostic], vault: Vault, settings: Settings, ran: frozenset[str]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that are not silenced, and a finding for each silence of a rule that ran and had nothing to
    silence.
    """
    used: Counter[tuple[str, int, str]] = Counter()
    by_path: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for each in found:
        by_path[each.path].append(each)
    kept = [each for path, group in by_path.items() for each in _loud(group, vault.notes.get(path), settings, used)]
    unused = [each for note in vault for each in _unused(note, ran, used)]
    return kept, unused + list(_unused_patterns(settings, ran, used))


def _loud(
    group: list[Diagnostic], note: Note | None, settings: Settings, used: Counter[tuple[str, int, str]]
) -> Iterator[Diagnostic]:
    patterns = [(pattern, names) for pattern, names in settings.per_path if fnmatchcase(group[0].path, pattern)]
    for each in group:
        marks = [
            (each.path, silence.span.start, each.rule)
            for silence in (note.silences if note else ())
            if each.rule in silence.rules and silence.line in (None, each.place.line)
        ]
        marks += [(pattern, -1, each.rule) for pattern, names in patterns if each.rule in names]
        used.update(marks)
        if not marks:
            yield each


def _unused(note: Note, ran: frozenset[str], used: Counter[tuple[str, int, str]]) -> Iterator[Diagnostic]:
    for silence in note.silences:
        for name in silence.rules or ("",):
            if name not in rules.names():
                fact = f'"{name}" is no rule{suggestion(name, rules.names())}' if name else "names no rule to ignore"
                yield Diagnostic(note.path, silence.span, fact)
            elif name in ran and not used[note.path, silence.span.start, name]:
                yield Diagnostic(note.path, silence.span, f"{name} finds nothing here; the comment can go")


def _unused_patterns(
    settings: Settings, ran: frozenset[str], used: Counter[tuple[str, int, str]]
) -> Iterator[Diagnostic]:
    for pattern, names in settings.per_path:
        for name in names:
            if name in ran and not used[pattern, -1, name]:
                yield Diagnostic(SETTINGS, Span(0, 0), f'{name} finds nothing in "{pattern}"; the silence can go')
