"""Every generated region, one module each: the file's name, dashed, is the name in the markers.

A module has a docstring with the promise and an executed example, a `VERSION` to raise when the same notes give other
cells, and `render(vault)`, which gives the content, or None while the manual does not say what belongs in it. With
`ADVISORY = True` the region tells what is found elsewhere anyway: it is written with the others, after them, and nobody
is told that it is not up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from para_sync.vault.span import Span
from para_sync.vault.vault import Vault

if TYPE_CHECKING:  # few runs render a region
    from para_sync.region import Content


class Renderer(NamedTuple):
    """A region's name, its renderer's version, what fills it, and whether it tells only and never counts as stale."""

    name: str
    version: int
    render: Callable[[Vault], Content | None]
    advisory: bool


@cache
def names() -> tuple[str, ...]:
    """All region names, by the alphabet."""
    files = Path(__file__).parent.glob("[a-z]*.py")
    return tuple(sorted(file.stem.replace("_", "-") for file in files))


@cache
def load(name: str) -> Renderer:
    """The renderer of a region; the name must be one of `names`."""
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    return Renderer(name, module.VERSION, module.render, getattr(module, "ADVISORY", False))


def told(vault: Vault) -> dict[str, tuple[Span, ...]]:
    """Where the advisory regions stand, by note: what is found there was found elsewhere, and goes with the next sync."""
    return vault.once(_told)


def _told(vault: Vault) -> dict[str, tuple[Span, ...]]:
    notes = (vault.note(path) for path, brief in vault.briefs.items() if brief.regions)
    bodies = {
        note.path: tuple(each.body for each in note.regions if each.name in names() and load(each.name).advisory)
        for note in notes
        if note
    }
    return {path: found for path, found in bodies.items() if found}


def is_told(found: Span, path: str, bodies: Mapping[str, tuple[Span, ...]]) -> bool:
    """Whether a place lies in an advisory region, `bodies` being what `told` gives."""
    return any(start <= found.start < end for start, end in bodies.get(path, ()))
