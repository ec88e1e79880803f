"""Run the rules over a vault and gather what they find, less what is silenced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

from para_sync import rules, sync
from para_sync.diagnostic import START, Diagnostic, Severity
from para_sync.manual.chapter import suggestion
from para_sync.rules import Rule
from para_sync.settings import Settings, SettingsBroken
from para_sync.vault.source import SETTINGS
from para_sync.vault.span import Lines, Place, Span
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
    chosen = choice.rules(settings)
    # whether a silence is of use can be told only by running what it silences
    judged = replace(choice, select=()).rules(settings) if UNUSED in choice.select else chosen
    by_name = {rule.name: rule for rule in judged}
    found = [each for rule in by_name.values() for each in _run(rule, vault, choice.today)]
    found += [each for each in _met(vault) if each.rule in by_name]
    known = _Places(vault)
    placed = [known.placed(each, by_name[each.rule]) for each in found if not _excluded(each.path, settings)]
    kept = list(_Silences(vault, settings, by_name, known).loud(placed))
    names = {rule.name for rule in chosen}
    return sorted(
        (each for each in kept if each.rule in names),
        key=lambda each: (each.path, each.span, each.rule, each.message),
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
    yield from (replace(each, rule=name) for name, each in sync.findings(vault))


class _Places:
    """Lines and columns, worked out for notes that have findings only."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._lines: dict[str, Lines] = {}

    def placed(self, found: Diagnostic, rule: Rule) -> Diagnostic:
        place, end = self._place(found.path, found.span.start), self._place(found.path, max(found.span))
        return replace(found, rule=rule.name, severity=found.severity or rule.severity, place=place, end=end)

    def _place(self, path: str, offset: int) -> Place:
        if offset == 0:  # a whole file, perhaps one that cannot be read
            return START
        lines = self._lines.get(path)
        if lines is None:
            lines = self._lines.setdefault(path, Lines(self._vault.content(path)))
        return lines.place(offset)


def _excluded(path: str, settings: Settings) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in settings.exclude)


class _Silences:
    """What the notes and the settings silence, and what of it was of use."""

    def __init__(self, vault: Vault, settings: Settings, ran: Mapping[str, Rule], known: _Places) -> None:
        self._vault = vault
        self._settings = settings
        self._ran = ran
        self._known = known
        self._used: set[tuple[str, Span | None, str]] = set()

    def loud(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The findings that are not silenced, then a finding for each silence that had nothing to silence."""
        yield from self._kept(found)
        if UNUSED in self._ran:
            yield from self._kept(self._placed([*self._in_notes(), *self._in_settings()]))
            yield from self._placed([*self._in_notes(UNUSED), *self._in_settings(UNUSED)])

    def _kept(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        by_path: dict[str, list[Diagnostic]] = {}
        for each in found:
            by_path.setdefault(each.path, []).append(each)
        for path, group in by_path.items():
            marks = self._marks(path)
            for each in group:
                hit = {*marks.get((each.rule, each.place.line), ()), *marks.get((each.rule, None), ())}
                self._used |= hit
                if not hit:
                    yield each

    def _marks(self, path: str) -> dict[tuple[str, int | None], list[tuple[str, Span | None, str]]]:
        """What silences a rule on a line (None: everywhere) of a note."""
        marks: dict[tuple[str, int | None], list[tuple[str, Span | None, str]]] = {}
        note = self._vault.notes.get(path)
        for silence in note.silences if note else ():
            for name in silence.rules:
                marks.setdefault((name, silence.line), []).append((path, silence.span, name))
        for pattern, names in self._settings.per_path:
            for name in names if fnmatchcase(path, pattern) else ():
                marks.setdefault((name, None), []).append((pattern, None, name))
        return marks

    def _in_notes(self, only: str = "") -> Iterator[Diagnostic]:
        for note in self._vault:
            for silence in () if self._vault.is_template(note) else note.silences:
                for name in silence.rules or ("",):
                    if name not in rules.names() and not only:
                        close = suggestion(name, rules.names())
                        fact = f'"{name}" is no rule{close}' if name else "names no rule to ignore"
                        yield Diagnostic(note.path, silence.span, fact)
                    elif self._idle((note.path, silence.span, name), only):
                        yield Diagnostic(note.path, silence.span, f"{name} finds nothing here; the comment can go")

    def _in_settings(self, only: str = "") -> Iterator[Diagnostic]:
        for pattern, names in self._settings.per_path:
            for name in names:
                if self._idle((pattern, None, name), only):
                    yield Diagnostic(SETTINGS, Span(0, 0), f'{name} finds nothing in "{pattern}"; the silence can go')

    def _idle(self, mark: tuple[str, Span | None, str], only: str) -> bool:
        """Whether a silence was of no use; silences of silence-unused itself are judged last, by `only`."""
        wanted = mark[2] == UNUSED if only else mark[2] != UNUSED
        return wanted and mark[2] in self._ran and mark not in self._used

    def _placed(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        rule = self._ran[UNUSED]
        return [self._known.placed(each, rule) for each in found if not _excluded(each.path, self._settings)]
