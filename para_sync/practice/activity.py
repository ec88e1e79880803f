"""Editing time per layer, and whether it was procrastination (domain.md M21, C11, X31).

A watcher records the minutes in which notes were saved; reading leaves no trace, so this is editing time and nothing
more. A record is passed in as a value: what a vault says never depends on it, and no region shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from para_sync.manual import manual as manuals
from para_sync.vault.vault import Vault

DAY = 24 * 60

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Record:
    """What a watcher saw, in minutes of local time as `minute` counts them: for each layer the minutes in which a note
    was saved, in order, and the stretches, first and last minute, in which it watched.
    """

    saves: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    watched: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Activity:
    """Editing time in the `days` days that end with `until`, in whole minutes: `minutes` by layer, in the manual's
    order; `total` in any layer, so never more than their sum; `watched` is how long a watcher looked. `least` is how
    much there must be for a verdict; `work` and `reference` name the layers that it compares.
    """

    until: date
    days: int
    minutes: Mapping[str, int]
    total: int
    watched: int
    least: int
    work: str
    reference: str

    @property
    def coverage(self) -> float:
        """The part of the time that a watcher looked, 0 to 1."""
        return self.watched / (self.days * DAY)

    @property
    def procrastination(self) -> bool | None:
        """The manual's rule to the letter: more time in Resources than in Projects; None with too little to tell."""
        return None if self.total < self.least else self.minutes[self.reference] > self.minutes[self.work]

    def sentence(self) -> str:
        """The verdict with its figures and its coverage, one line for people; it ends without a full stop."""
        times = f"{self.work} {spent(self.minutes[self.work])}, {self.reference} {spent(self.minutes[self.reference])}"
        seen = f"editing time in {self.days} days, watched {spent(self.watched)} of {self.days * 24} h"
        if self.procrastination is None:
            return f"not enough to tell: {spent(self.total)} of {spent(self.least)} ({times}; {seen})"
        verdict = f"more in {self.reference} than in {self.work}: procrastination"
        return f"{verdict if self.procrastination else 'no procrastination'} ({times}; {seen})"


def over(vault: Vault, record: Record, until: date) -> Activity | None:
    """The activity of the manual's window that ends with the day `until`; None while the manual's numbers or layers
    cannot be read. For `status` and `review`:

        activity.over(vault, saves.read(root), as_of)      # saves: para_sync.watch.saves

    A vault without a watcher has an empty record, and there is "not enough to tell". Not a question for `once`.
    """
    manual = manuals.of(vault)
    if manual.numbers is None or manual.layers is None or not manual.reference:
        return None
    numbers, names = manual.numbers, [each.folder for each in manual.layers]
    window = _window(until, numbers.activity_days)
    gap = numbers.activity_gap
    everything = [_cut(merged(record.saves.get(name, ()), gap), window) for name in names]
    return Activity(
        until=until,
        days=numbers.activity_days,
        minutes=_minutes(record, names, gap, window),
        total=_length(each for found in everything for each in found),
        watched=_length(_cut(record.watched, window)),
        least=numbers.activity_minutes,
        work=manual.layers[0].folder,
        reference=manual.reference,
    )


def today(vault: Vault, record: Record, day: date) -> dict[str, int]:
    """The minutes of one day by layer; {} while the manual's numbers or layers cannot be read."""
    manual = manuals.of(vault)
    if manual.numbers is None:
        return {}
    return _minutes(record, [each.folder for each in manual.layers or ()], manual.numbers.activity_gap, _window(day, 1))


def layer(path: str, vault: Vault) -> str:
    """The layer that a note counts for: the one it lies in; Resources for a folder that the manual lists beside the
    layers, such as `content/` (domain.md X31); "" for any other.
    """
    manual = manuals.of(vault)
    names = {each.folder for each in manual.layers or ()}
    inside = {path[:end] for end, sign in enumerate(path) if sign == "/"}
    found = inside & names
    if found:
        return max(found, key=len)
    beside = {each.path.partition("/")[0] for each in manual.folders or ()}
    beside -= {name.partition("/")[0] for name in names}
    return manual.reference if inside & beside else ""


def minute(when: datetime) -> int:
    """The minute of a local time, counted from the first day of the calendar.

    >>> minute(datetime(2026, 1, 5, 0, 1)) - minute(datetime(2026, 1, 4, 23, 59))
    2
    """
    return when.toordinal() * DAY + when.hour * 60 + when.minute


def merged(minutes: Iterable[int], gap: int) -> list[Stretch]:
    """Saves as stretches of work: one that follows within `gap` minutes goes on with it, and each minute counts whole.

    >>> merged([10, 12, 17, 23], gap=5)
    [(10, 17), (23, 23)]
    """
    found: list[Stretch] = []
    for each in sorted(minutes):
        if found and each - found[-1][1] <= gap:
            found[-1] = found[-1][0], each
        else:
            found.append((each, each))
    return found


def spent(minutes: int) -> str:
    """A length of time, as people write it.

    >>> spent(45), spent(60), spent(190)
    ('45 min', '1 h', '3 h 10')
    """
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if hours and rest else f"{hours} h" if hours else f"{rest} min"


def _minutes(record: Record, names: Iterable[str], gap: int, window: Stretch) -> dict[str, int]:
    return {name: _length(_cut(merged(record.saves.get(name, ()), gap), window)) for name in names}


def _window(until: date, days: int) -> Stretch:
    end = (until.toordinal() + 1) * DAY
    return end - days * DAY, end - 1


def _cut(stretches: Iterable[Stretch], window: Stretch) -> list[Stretch]:
    """The parts that lie in the window."""
    cut = [(max(first, window[0]), min(last, window[1])) for first, last in stretches]
    return [(first, last) for first, last in cut if first <= last]


def _length(stretches: Iterable[Stretch]) -> int:
    """How many minutes these stretches cover, each minute once."""
    total, covered = 0, -1
    for first, last in sorted(stretches):
        total += max(last - max(first - 1, covered), 0)
        covered = max(covered, last)
    return total
