"""Run the rules over a vault and gather what they find, less what is silenced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from para_sync import rules
from para_sync.diagnostic import START, Diagnostic, Fix, Severity
from para_sync.manual import manual as manuals
from para_sync.manual.manual import DESIGN
from para_sync.rules import Check, NoRule, Rule
from para_sync.settings import Settings, SettingsBroken
from para_sync.silences import UNUSED, Silences
from para_sync.vault.note import Note
from para_sync.vault.prose import TWO_VERSIONS
from para_sync.vault.span import Lines, Place, Span
from para_sync.vault.vault import Leads, Vault
from para_sync.vault.walk import SETTINGS


class Choice(NamedTuple):
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


def run(
    vault: Vault,
    settings: Settings,
    choice: Choice | None = None,
    also: Iterable[Diagnostic] = (),
    paths: Iterable[str] | None = None,
) -> list[Diagnostic]:
    """The findings of the chosen rules, by path and place; `also` are findings made elsewhere, to be chosen, placed and
    silenced like the others; with `paths`, what rules about single notes find is sought in these alone. Raises
    `NoRule`, or `SettingsBroken` where a setting names no rule.
    """
    choice = choice or Choice()
    rules.know(vault.once(_every))
    chosen = choice.rules(settings)
    # whether a silence is of use can be told only by running what it silences
    judged = choice._replace(select=()).rules(settings) if UNUSED in choice.select else chosen
    by_name = {rule.name: rule for rule in judged}
    found = [*_found(vault, by_name.values(), choice.today, paths)]
    found += [each for each in (*_met(vault), *also) if each.rule in by_name]
    silences = Silences(vault, settings, frozenset(by_name))
    places = _Places(vault)

    def placed(some: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        for each in some:
            if not any(fnmatchcase(each.path, pattern) for pattern in settings.exclude):
                heavy = each if each.severity else each._replace(severity=by_name[each.rule].severity)
                yield places.placed(heavy)

    kept = [*silences.kept(placed(found))]
    if UNUSED in by_name:
        kept += silences.kept(placed(silences.idle()))
        kept += placed(silences.idle_themselves())
    names = {rule.name for rule in chosen}
    return sorted(
        (each for each in kept if each.rule in names),
        key=lambda each: (each.path, each.span, each.rule),
    )


def _every(_: Vault) -> tuple[Rule, ...]:
    return rules.every()


def about_designs() -> frozenset[str]:
    """The names of the rules for written designs."""
    return frozenset(name for name in rules.names() if "design" in rules.load(name).wants)


def as_design(vault: Vault, path: str) -> list[Diagnostic]:
    """What the rules for written designs find in a note of any type, for `run` to take as findings made elsewhere."""
    note = vault.note(path)
    if note is None or not note.readable:
        return []
    names = tuple(sorted(about_designs()))
    return [*_judged(vault, note.of_type(DESIGN), names, None)]


def _found(
    vault: Vault, judged: Iterable[Rule], today: date | None, paths: Iterable[str] | None
) -> Iterator[Diagnostic]:
    """What rules find, note by note (None: in all) and then in the vault as a whole."""
    checked = sorted((rule for rule in judged if rule.is_checked), key=lambda rule: rule.name)
    of_all = [(rule.name, today if "today" in rule.wants else None) for rule in checked if not rule.is_about_notes]
    if paths is None:
        for each in of_all:
            vault.announce(_in_vault, *each)
    # apart, since what does not depend on the day is kept from one day to the next
    for day in (None, today) if today else (None,):
        names = tuple(rule.name for rule in checked if rule.is_about_notes and ("today" in rule.wants) == bool(day))
        if names and paths is None:
            for found in vault.each(_in_note, _paths, names, day):
                yield from found
        elif names:
            for path in paths or ():
                yield from vault.once(_in_note, path, names, day)
    for each in of_all:
        yield from vault.once(_in_vault, *each)


def _paths(vault: Vault) -> tuple[str, ...]:
    return vault.paths


def _in_note(vault: Vault, path: str, names: tuple[str, ...], today: date | None) -> tuple[Diagnostic, ...]:
    """What these rules find in one note; nothing in one that cannot be read, or is a template."""
    note = vault.note(path)
    if note is None or not note.readable or vault.is_template(note):
        return ()
    places = _Places(vault)
    found = _judged(vault, note, names, today)
    return tuple([places.placed(each) if each.path == path else each for each in found])


def _in_vault(vault: Vault, name: str, today: date | None) -> tuple[Diagnostic, ...]:
    """What a rule finds in the vault as a whole."""
    rule = rules.load(name)
    about = {"vault": vault, "today": today}
    return tuple(_named(each, rule, vault) for each in rule.check(*[about[name] for name in rule.wants]))


def _judged(vault: Vault, note: Note, names: tuple[str, ...], today: date | None) -> Iterator[Diagnostic]:
    """What these rules say of a note; those that ask for what it has not are not called."""
    parts = _parts(vault, note, _needed(names))
    about = {"vault": vault, "today": today, "note": note, **parts}
    there = frozenset([name for name, part in parts.items() if part])
    for rule, check, wanted in _fitting(names, there, note.type):
        for each in check(*wanted(about)):
            yield _named(each, rule, vault)


def _parts(vault: Vault, note: Note, needed: frozenset[str]) -> dict[str, Any]:
    """What a note has of what is needed; perhaps nothing, and perhaps more."""
    parts: dict[str, Any] = {}
    if note.properties.entries:
        parts["properties"] = note.properties
    if note.type and not needed.isdisjoint(("note_type", "unknown_type")):
        note_type = manuals.note_type(note, vault)
        if note_type:
            parts["note_type"] = note_type
        else:
            parts["unknown_type"] = note.type
    if note.type == DESIGN and "design" in needed:
        from para_sync.designs import design as designs  # here, since few notes are designs

        parts["design"] = designs.of(note, vault)
    if not needed.isdisjoint(Leads._fields):
        parts.update(zip(Leads._fields, vault.leads(note), strict=True))
    return parts


@lru_cache
def _needed(names: tuple[str, ...]) -> frozenset[str]:
    """All that some rules need."""
    return frozenset().union(*(rules.load(name).needs for name in names))


@lru_cache(maxsize=1000)
def _fitting(
    names: tuple[str, ...], there: frozenset[str], of_type: str
) -> tuple[tuple[Rule, Check, Callable[[Mapping[str, Any]], tuple[Any, ...]]], ...]:
    """Those of some rules that have something to say of a note of this type that has these parts, their checks, and
    what takes what these want.
    """
    fitting = (rule for rule in map(rules.load, names) if rule.needs <= there)
    return tuple((rule, rule.check, _taking(rule.wants)) for rule in fitting if not rule.types or of_type in rule.types)


def _taking(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """What takes the values of these names from a mapping."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda about: tuple([about[name] for name in names])


def _named(found: Diagnostic, rule: Rule, vault: Vault) -> Diagnostic:
    """What a rule says, with its name; what depends on today is advice."""
    severity = found.severity or (Severity.ADVICE if "today" in rule.wants else rule.severity)
    fix = _allowed(found.fix, vault) if found.fix else None
    # findings are made by the thousand: `replace` takes three times as long
    return Diagnostic(found.path, found.span, found.message, fix, severity, rule.name, found.place, found.end)


def _allowed(fix: Fix, vault: Vault) -> Fix | None:
    """A fix, but for one in a note whose properties cannot be read, or that holds two versions of its text: a person
    decides first.
    """
    notes = [vault.note(each.path) for each in fix.edits]
    return None if any(map(_is_in_doubt, filter(None, notes))) else fix


def _is_in_doubt(note: Note) -> bool:
    return note.properties.fault is not None or any(each.rule == TWO_VERSIONS for each in note.faults)


def _met(vault: Vault) -> Iterator[Diagnostic]:
    """What was found while notes were read: their faults, and the files that were passed over."""
    for found in vault.each(_faults, _faulty):
        yield from found
    yield from (Diagnostic(each.path, Span(0, 0), each.message, rule=each.rule) for each in vault.oddities)


def _faulty(vault: Vault) -> tuple[str, ...]:
    return tuple(path for path, brief in vault.briefs.items() if brief.faulty)


def _faults(vault: Vault, path: str) -> tuple[Diagnostic, ...]:
    """The faults of a note, but for those of a template that can be read."""
    note = vault.note(path)
    if note is None or (vault.is_template(note) and note.readable):
        return ()
    places = _Places(vault)
    return tuple(places.placed(Diagnostic(path, each.span, each.message, rule=each.rule)) for each in note.faults)


class _Places:
    """Fills in lines and columns, worked out for notes that have findings only."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lines: dict[str, Lines] = {}

    def placed(self, found: Diagnostic) -> Diagnostic:
        """A finding with its place; one of a whole file, perhaps one that cannot be read, stands at its start."""
        if found.place != START or not any(found.span):
            return found
        place, end = self._place(found.path, found.span.start), self._place(found.path, max(found.span))
        return Diagnostic(found.path, found.span, found.message, found.fix, found.severity, found.rule, place, end)

    def _place(self, path: str, offset: int) -> Place:
        if offset == 0:
            return START
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines.setdefault(path, Lines(self._vault.content(path)))
        return lines.place(offset)
