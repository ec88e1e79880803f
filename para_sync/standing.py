"""How written designs stand: sections complete, findings, words, and what a strong answer shows (domain.md idea 9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from para_sync import check
from para_sync.designs import coverage
from para_sync.designs import design as designs
from para_sync.designs.design import Design, Part
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.manual.design_spec import Strength
from para_sync.manual.manual import DESIGN
from para_sync.settings import Settings
from para_sync.vault.vault import Vault

# What is found in notes of every type, and tells why there is nothing else to find.
_OF_ALL = {"note-unreadable", "note-empty", "frontmatter-broken"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one design stands. A section is `complete` when it is there and has no finding but advice; `lacking` is what
    a strong answer shows and this one does not.
    """

    path: str
    title: str
    complete: int
    sections: int
    words: int
    findings: tuple[Diagnostic, ...]
    strengths: int
    lacking: tuple[Strength, ...]

    def count(self, severity: Severity) -> int:
        """How many findings have that weight."""
        return Counter(each.severity for each in self.findings)[severity]


def judge(vault: Vault, settings: Settings, paths: Iterable[str], foreign: Collection[str] = ()) -> list[Standing]:
    """How these notes stand, in the order given. Those of another type, and `foreign` ones that only visit the vault,
    are held to the rules for designs alone; one that cannot be read has no sections.
    """
    wanted = list(paths)
    untyped = [path for path in wanted if not _is_design(vault, path)]
    also = [each for path in untyped for each in check.as_design(vault, path)]
    ours = check.about_designs() | _OF_ALL
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in wanted}
    for each in check.run(vault, settings, also=also):
        if each.path in by_path and (each.rule in ours or each.path not in (*untyped, *foreign)):
            by_path[each.path].append(each)
    return [_standing(vault, path, by_path[path]) for path in wanted]


def looks_like_one(vault: Vault, path: str) -> bool:
    """Whether a note is a design: by its type, or without one by half of its sections."""
    note = vault.note(path)
    if note is None or vault.is_template(note):
        return False
    if note.type:
        return note.type == DESIGN
    design = vault.once(designs.read, path)
    return design is not None and len(design.parts) * 2 >= len(design.spec.sections)


def has_sections(vault: Vault, path: str) -> bool:
    """Whether any section of the specification is found in a note."""
    design = vault.once(designs.read, path)
    return design is not None and bool(design.parts)


def complete(design: Design, findings: Iterable[Diagnostic]) -> int:
    """How many sections are there and have no finding but advice; one that lacks a section counts for that one."""
    heavy = [each for each in findings if each.severity is not Severity.ADVICE and each.rule != "section-missing"]
    return sum(not any(_inside(each, part) for each in heavy) for part in design.parts)


def _inside(found: Diagnostic, part: Part) -> bool:
    return part.heading.span.start <= found.span.start < part.body.end


def _is_design(vault: Vault, path: str) -> bool:
    note = vault.note(path)
    return note is not None and note.type == DESIGN


def _standing(vault: Vault, path: str, found: list[Diagnostic]) -> Standing:
    design, note = vault.once(designs.read, path), vault.note(path)
    title = note.title if note else path
    if design is None:
        return Standing(path, title, 0, 0, 0, tuple(found), 0, ())
    words = sum(part.words for part in (*design.parts, *design.repeated))
    sections, strengths = len(design.spec.sections), len(design.spec.strengths)
    return Standing(
        path, title, complete(design, found), sections, words, tuple(found), strengths, coverage.lacking(design)
    )


def as_json(standing: Standing) -> Mapping[str, object]:
    """What programs want to know of a standing, findings aside."""
    return {
        "path": standing.path,
        "title": standing.title,
        "sections_complete": standing.complete,
        "sections": standing.sections,
        "words": standing.words,
        **{f"{each}s" if each is not Severity.ADVICE else str(each): standing.count(each) for each in Severity},
        "strengths_shown": standing.strengths - len(standing.lacking),
        "strengths": standing.strengths,
        "ask": [each.question for each in standing.lacking],
    }
