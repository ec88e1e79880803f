"""Answers to questions about a vault, kept from one version of it to the next while all that they were drawn from
stays the same.

What a question looks at is noted down while it is answered: leaves (a path, the name that a link asks for, the list of
all files) and other questions. A new version of the vault says which leaves changed; an answer without any of them
holds, and so does one whose other questions have, worked out anew, the same answers as before. So an answer is a value,
and holds neither the vault nor anything that would ask it later.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from para_sync import cores
from para_sync.vault.questions import Name, named, question
from para_sync.vault.table import Answer, Key, Table

# Leaves that stand for more than one file; no path has a NUL in it.
EVERYTHING = "\0everything"
LISTING = "\0listing"
BRIEFS = "\0briefs"

# An answer that nobody asked for through so many versions is worked out anew.
KEPT_VERSIONS = 1000
# Nor is one kept for another process that was not asked for through so many.
KEPT_LATELY = 16
# Of more leaves than so many their sums are kept for another process: they are looked through only after a change.
MANY_LEAVES = 50


class _Trace(NamedTuple):
    """What one question has looked at so far; both dicts are sets that keep their order, their values mean nothing."""

    leaves: dict[str, object]
    others: dict[Key, None]


class _Sealed(NamedTuple):
    """A value as bytes, until somebody asks for it; or all values that the table of this name was kept with."""

    content: bytes | memoryview
    table: Key = ()


class _SealedTable(NamedTuple):
    """A table: the version that it last held for, its columns and its values as bytes."""

    held: int
    columns: memoryview
    values: memoryview


class Kept(NamedTuple):
    """Answers for another process that has the same vault: what they were drawn from, and their values in bytes."""

    now: int
    answers: dict[Key, Answer]
    tables: dict[Key, _SealedTable]
    changed: dict[int, frozenset[str]]


class Answers:
    """The answers for one version of a vault; `fresh` counts the answers about many that were worked out for it, and
    the notes that were read.
    """

    def __init__(self, fresh: int = 0) -> None:
        self.fresh = fresh
        self._passing: set[Name] = set()
        self._now = 0
        self._kept: dict[Key, Answer] = {}
        self._changed: dict[int, frozenset[str]] = {}
        self._tables: dict[Key, Table] = {}
        self._open: list[_Trace] = []
        self._same: dict[tuple[Key, ...], tuple[Key, ...]] = {}
        self._before: dict[tuple[int, int], bool] = {}
        self._later: dict[int, set[str]] = {}
        self._sealed: dict[Key, _SealedTable] = {}
        self._unsealed: dict[Key, tuple[Any, ...]] = {}
        self._unpack: Callable[[bytes | memoryview], Any] | None = None
        self._announced: dict[Key, None] = {}

    @classmethod
    def of(cls, kept: Kept, unpack: Callable[[bytes | memoryview], Any]) -> Answers:
        """The answers that another process kept, each of them unpacked when it is asked for."""
        answers = cls()
        answers._now, answers._kept, answers._sealed, answers._changed = kept
        answers._same = {each.others: each.others for each in kept.answers.values()}
        answers._unpack = unpack
        return answers

    def keep(self, pack: Callable[[Any], memoryview]) -> Kept:
        """What is worth keeping: neither what nobody asked for lately, nor what takes longer to unpack than to work
        out.
        """
        late = self._now - KEPT_LATELY
        # every empty tuple is the same one
        names = {id(table.values): name for name, table in self._tables.items() if table.values}

        def sealed(value: object) -> _Sealed:
            if isinstance(value, _Sealed):
                if value.table not in self._unsealed:
                    return value
                value = self._unsealed[value.table]  # its table may hold others by now
            return _Sealed(b"", names[id(value)]) if id(value) in names else _Sealed(pack(value))

        answers = {
            key: _summed(answer._replace(value=sealed(answer.value)))
            for key, answer in self._kept.items()
            if key[0] not in self._passing and answer.held >= late
        }
        wanted = {answer.value.table for answer in answers.values()}
        tables = {name: each for name, each in self._sealed.items() if each.held >= late or name in wanted}
        tables |= {
            name: _SealedTable(table.held, pack(table.columns()), pack(table.values))
            for name, table in self._tables.items()
            if table.held >= late or name in wanted
        }
        held = [*(table.held for table in tables.values()), *(answer.held for answer in answers.values())]
        oldest = min(held, default=self._now)
        changed = {version: leaves for version, leaves in self._changed.items() if version > oldest}
        return Kept(self._now, answers, tables, changed)

    def after(self, changed: frozenset[str], fresh: int = 0) -> Answers:
        """The answers for the next version, in which these leaves are other ones and so many notes were read; this
        version keeps its own.
        """
        later = Answers(fresh)
        later._now = self._now + 1
        later._sealed, later._unsealed, later._unpack = self._sealed.copy(), self._unsealed, self._unpack
        oldest = later._now - KEPT_VERSIONS
        if later._now % KEPT_VERSIONS:
            later._kept, later._same, later._tables = self._kept.copy(), self._same, self._tables.copy()
        else:
            later._kept = {key: answer for key, answer in self._kept.items() if answer.held > oldest}
            later._same = {answer.others: answer.others for answer in later._kept.values()}
        later._changed = {**self._changed, later._now: changed}
        later._changed.pop(oldest, None)
        return later

    def look(self, leaf: str) -> None:
        """Note down that the question being answered depends on a leaf."""
        if self._open:
            # many notes look at the same: one string for all of them
            self._open[-1].leaves[sys.intern(leaf)] = None

    def look_at(self, leaves: Iterable[str]) -> None:
        """The same for several leaves, which are interned already."""
        if self._open:
            self._open[-1].leaves.update(dict.fromkeys(leaves))

    def ask(
        self, question: Callable[..., Any], vault: object, *args: object, noted: bool = True, kept: bool = True
    ) -> Any:
        """The answer to a question, worked out at most once a version; unless `noted`, the question being answered
        does not depend on it, and unless `kept`, another process works it out for itself.
        """
        name = named(question)
        key = (name, *args)
        if not kept:
            self._passing.add(name)
        if noted and self._open:
            self._open[-1].others[key] = None
        answer = self._opened(key, self._answer(key, vault))
        if answer is None:
            answer = self._kept[key] = self._work_out(key, vault, None)
        return answer.value

    def each(
        self, question: Callable[..., Any], paths: tuple[str, ...], vault: object, *args: object
    ) -> tuple[Any, ...]:
        """The answers to a question about each path, kept path by path, as part of the question being answered.

        Cheaper than `ask` for each: what they were drawn from is looked through in one go, and many are worked out on
        all cores, while what was announced is worked out here.
        """
        name = (named(question), *args)
        table = self._table(name) or Table(self._now)
        listed = table.paths == paths
        stale = table.stale(self._since(table.held), lambda asked: not self._as_before(asked, table.held, vault))
        anew = [path for path in paths if path in stale or path not in table] if stale or not listed else []

        def work(some: Sequence[str]) -> list[Answer]:
            return [self._work_out((name[0], path, *args), vault, table.row(path)) for path in some]

        if listed and not anew:
            after = table.still(self._now)
        else:
            self.fresh += len(anew)
            rows = cores.spread(work, anew, self._ask_announced(vault))
            after = table.after(self._now, paths, dict(zip(anew, self._taken_over(rows), strict=True)))
        self._tables[name] = after
        if self._open:
            self._open[-1].leaves.update(dict.fromkeys(after.leaves))
            for asked in after.asked:
                self._open[-1].others.update(dict.fromkeys(asked))
        return after.values

    def announce(self, question: Callable[..., Any], *args: object) -> None:
        """Say that this is going to be asked: it is worked out when other cores are busy with a question about many."""
        self._announced[question, *args] = None

    def _ask_announced(self, vault: object) -> Iterator[Callable[[], object]]:
        keys, self._announced = self._announced, {}
        for announced, *args in keys:
            yield partial(self._ask_apart, announced, vault, *args)

    def _ask_apart(self, question: Callable[..., Any], vault: object, *args: object) -> None:
        """Ask a question that has nothing to do with those that are being answered."""
        opened, self._open = self._open, []
        with suppress(Exception):  # whoever asks it later knows what to do without an answer
            self.ask(question, vault, *args)
        self._open = opened

    def of_each(self, question: Callable[..., Any], path: str, vault: object, *args: object) -> Any:
        """One of the answers that `each` gives, as part of the question being answered."""
        table = self._table((named(question), *args))
        row = table.row(path) if table and table.held == self._now else None
        row = row or self._work_out((named(question), path, *args), vault, None)
        if self._open:
            self._open[-1].leaves.update(dict.fromkeys(row.leaves))
            self._open[-1].others.update(dict.fromkeys(row.others))
        return row.value

    def _table(self, name: Key) -> Table | None:
        """The table of that name, unpacked if it was kept; None where there is none, or it is too old to tell what of
        it holds.
        """
        if name in self._sealed:
            held, *contents = self._sealed.pop(name)
            found = [each for content in contents for each in self._unpacked(content)]
            if len(found) == len(contents):
                columns, values = found
                asked = tuple([self._same.setdefault(each, each) for each in columns.asked])
                self._tables[name] = Table(held, columns._replace(asked=asked), values)
                self._unsealed[name] = values
        table = self._tables.get(name)
        return table if table and table.held >= self._now - KEPT_VERSIONS else None

    def _opened(self, key: Key, answer: Answer) -> Answer | None:
        """An answer with its value, unpacked if it was kept; None where that is not possible."""
        if not isinstance(answer.value, _Sealed):
            return answer
        content, name = answer.value
        if name:
            self._table(name)
            found = [self._unsealed[name]] if name in self._unsealed else []
        else:
            found = self._unpacked(content)
        if not found:
            return None
        opened = self._kept[key] = answer._replace(value=found[0])
        return opened

    def _unpacked(self, content: bytes | memoryview) -> list[Any]:
        """The value of these bytes; none where they are of no use."""
        assert self._unpack
        try:
            return [self._unpack(content)]
        except Exception:  # whoever unpacks may raise whatever he likes; the value is then worked out anew
            return []

    def _taken_over(self, rows: list[Answer]) -> Iterator[Answer]:
        """Answers that were perhaps worked out in another process, with the strings and tuples that this one has."""
        others = {id(row.others): row.others for row in rows}
        ours = {name: self._same.setdefault(each, each) for name, each in others.items()}
        for row in rows:
            yield row._replace(leaves=(*map(sys.intern, row.leaves),), others=ours[id(row.others)])

    def _answer(self, key: Key, vault: object) -> Answer:
        known = self._kept.get(key)
        if known is not None and known.held == self._now:
            return known
        if known is not None and known.held >= self._now - KEPT_VERSIONS and self._holds(known, vault):
            answer = known._replace(held=self._now)
        else:
            answer = self._work_out(key, vault, known)
        self._kept[key] = answer
        return answer

    def _holds(self, known: Answer, vault: object) -> bool:
        changed = self._since(known.held)
        if known.sums and not {*map(_sum, changed)}.isdisjoint(memoryview(known.sums).cast("I")):
            return False
        return changed.isdisjoint(known.leaves) and self._as_before(known.others, known.held, vault)

    def _since(self, version: int) -> set[str]:
        """The leaves that changed after a version."""
        if version not in self._later:
            self._later[version] = {
                leaf for later, leaves in self._changed.items() if later > version for leaf in leaves
            }
        return self._later[version]

    def _as_before(self, others: tuple[Key, ...], version: int, vault: object) -> bool:
        """Whether all these questions have the answers that they had in a version."""
        # many notes ask the same: the tuple is kept in `_same`, so its address is its name
        name = id(others), version
        if name not in self._before:
            # in the order in which they were asked: what comes after an answer that changed may make no sense any more
            self._before[name] = all(self._is_as_old(key, version, vault) for key in others)
        return self._before[name]

    def _is_as_old(self, key: Key, version: int, vault: object) -> bool:
        """Whether a question had the answer of now in a version already."""
        try:
            return self._answer(key, vault).since <= version
        except Exception:  # whoever asked it may know what to do without an answer
            return False

    def _work_out(self, key: Key, vault: object, known: Answer | None) -> Answer:
        name, *args = key
        if known is not None:
            known = self._opened(key, known)
        trace = _Trace({}, {})
        self._open.append(trace)
        try:
            value = question(name)(vault, *args)
        except BaseException:
            # an answer that was given up is not the same as the next one, even if it is equal
            self._kept.pop(key, None)
            raise
        finally:
            self._open.pop()
        leaves, others = tuple(trace.leaves), tuple(trace.others)
        others = self._same.setdefault(others, others)
        if known is not None and known.value == value:
            return Answer(known.value, leaves, others, self._now, known.since)
        return Answer(value, leaves, others, self._now, self._now)


def _summed(answer: Answer) -> Answer:
    if len(answer.leaves) <= MANY_LEAVES:
        return answer
    return answer._replace(leaves=(), sums=array("I", map(_sum, answer.leaves)).tobytes())


def _sum(leaf: str) -> int:
    """What stands for a leaf; a sum that two leaves share costs an answer that would hold."""
    return zlib.crc32(leaf.encode("utf-8", "surrogatepass"))
