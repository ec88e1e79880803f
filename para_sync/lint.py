"""Run the rules over a vault and gather what they find, less what is silenced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from para_sync import rules, sync
from para_sync.diagnostic import START, Diagnostic, Severity
from para_sync.rules import NoRule, Rule
from para_sync.settings import Settings, SettingsBroken
from para_sync.silences import UNUSED, Silences
from para_sync.vault.source import SETTINGS
from para_sync.vault.span import Lines, Place, Span
from para_sync.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rules run: `select` only these (none: all), `ignore` not these; `today` is None where the date may not
    matter.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    today: date | None = None

    def rules(self, settings: Settings) -> tuple[Rule, ...]:
        """The chosen rules; raises `NoRule` for a name that is no rule, `SettingsBroken` for one of the settings."""
        for name in (*self.select, *self.ignore):
            rules.load(name)
        try:
            for name in (*settings.off, *(one for _, each in settings.per_path for one in each)):
                rules.load(name)
        except NoRule as no_rule:
            raise SettingsBroken(f"{SETTINGS}: {no_rule}") from None
        wanted = [name for name in self.select or rules.names() if name not in (*self.ignore, *settings.off)]
        loaded = [rules.load(name) for name in wanted]
        return tuple(rule for rule in loaded if self.today or "today" not in rule.wants)


def check(vault: Vault, settings: Settings | None = None, choice: Choice | None = None) -> list[Diagnostic]:
    """All findings, by path and place. Raises `NoRule`, or `SettingsBroken` where a setting names no rule."""
    settings, choice = settings or Settings(), choice or Choice()
    chosen = choice.rules(settings)
    # whether a silence is of use can be told only by running what it silences
    judged = replace(choice, select=()).rules(settings) if UNUSED in choice.select else chosen
    by_name = {rule.name: rule for rule in judged}
    found = [each for rule in by_name.values() for each in _run(rule, vault, choice.today)]
    found += [each for each in _met(vault) if each.rule in by_name]
    known = _Places(vault, settings, by_name)
    silences = Silences(vault, settings, frozenset(by_name))
    kept = [*silences.kept(known.placed(found))]
    if UNUSED in by_name:
        kept += silences.kept(known.placed(silences.idle()))
        kept += known.placed(silences.idle_themselves())
    names = {rule.name for rule in chosen}
    return sorted(
        (each for each in kept if each.rule in names),
        key=lambda each: (each.path, each.span, each.rule),
    )


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
    yield from sync.findings(vault)


class _Places:
    """Fills in severities, lines and columns, the latter worked out for notes that have findings only."""

    def __init__(self, vault: Vault, settings: Settings, by_name: Mapping[str, Rule]) -> None:
        self._vault = vault
        self._settings = settings
        self._rules = by_name
        self._lines: dict[str, Lines] = {}

    def placed(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The findings with their places, those in excluded notes left out."""
        for each in found:
            if not any(fnmatchcase(each.path, pattern) for pattern in self._settings.exclude):
                place, end = self._place(each.path, each.span.start), self._place(each.path, max(each.span))
                severity = each.severity or self._rules[each.rule].severity
                yield replace(each, severity=severity, place=place, end=end)

    def _place(self, path: str, offset: int) -> Place:
        if offset == 0:  # a whole file, perhaps one that cannot be read
            return START
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines.setdefault(path, Lines(self._vault.content(path)))
        return lines.place(offset)
