"""Answers to questions about a vault that is looked at once, and has no next version that they could be kept for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from para_sync import cores
from para_sync.vault.answers import Answers


class Single(Answers):
    """The answers for the only version of a vault. Nothing is noted down of what they were drawn from, which is
    cheaper; after a change all is worked out anew.
    """

    def __init__(self, fresh: int = 0) -> None:
        super().__init__(fresh)
        self._known: dict[tuple[object, ...], Any] = {}
        self._about: dict[tuple[object, ...], dict[str, Any]] = {}

    def after(self, changed: frozenset[str], fresh: int = 0) -> Single:
        return Single(fresh)

    def look(self, leaf: str) -> None:
        pass

    def look_at(self, leaves: Iterable[str]) -> None:
        pass

    def ask(
        self, question: Callable[..., Any], vault: object, *args: object, noted: bool = True, kept: bool = True
    ) -> Any:
        key = (question, *args)
        if key in self._known:
            return self._known[key]
        value = self._known[key] = question(vault, *args)
        return value

    def each(
        self, question: Callable[..., Any], paths: tuple[str, ...], vault: object, *args: object
    ) -> tuple[Any, ...]:
        known = self._about.setdefault((question, *args), {})
        anew = [path for path in paths if path not in known]

        def work(some: Sequence[str]) -> list[Any]:
            return [question(vault, path, *args) for path in some]

        known.update(zip(anew, cores.spread(work, anew, self._ask_announced(vault)), strict=True))
        self.fresh += len(anew)
        return tuple([known[path] for path in paths])

    def of_each(self, question: Callable[..., Any], path: str, vault: object, *args: object) -> Any:
        known = self._about.get((question, *args), {})
        return known[path] if path in known else question(vault, path, *args)
