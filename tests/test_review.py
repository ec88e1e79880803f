"""What a watcher tells of the findings: how many at first, then only what is new and what is gone."""

from __future__ import annotations

from para_sync.reports.log import Event
from para_sync.settings import Settings
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault
from para_sync.watch.review import SHOWN, Review


def vault(**notes: str) -> Vault:
    return Vault.read(
        Overlay(Nothing(), {f"{name}.md": f"# {name}\n{text}\n".encode() for name, text in notes.items()})
    )


def looked(review: Review, vault: Vault, settings: Settings | None = None) -> list[tuple[str, str]]:
    """What is told of a look: kinds and lines."""
    return [(each.kind, each.text) for each in review.look(vault, settings or Settings())]


def test_the_first_look_tells_only_how_many_there_are() -> None:
    review = Review()
    assert review.counts is None
    (first,) = review.look(vault(a="[[Nowhere]] [[There]]"), Settings())
    assert first == Event("found", "2 advice.", {"findings": {"error": 0, "warning": 0, "advice": 2}})
    assert review.counts == {"error": 0, "warning": 0, "advice": 2}


def test_a_vault_without_findings_says_so() -> None:
    assert looked(Review(), vault(a="Fine.")) == [("found", "No findings.")]


def test_the_same_findings_are_not_told_again() -> None:
    review, same = Review(), vault(a="[[Nowhere]]")
    looked(review, same)
    assert looked(review, same) == looked(review, vault(a="[[Nowhere]]")) == []


def test_a_new_finding_is_told_once_with_its_place() -> None:
    review, after = Review(), vault(a="\n x [[Nowhere]]")
    looked(review, vault(a="Fine."))
    (told,) = review.look(after, Settings())
    assert told == Event(
        "advice",
        'a.md:3:4: link-broken: no note is called "Nowhere"',
        {"path": "a.md", "line": 3, "column": 4, "rule": "link-broken", "message": 'no note is called "Nowhere"'},
    )
    assert review.counts == {"error": 0, "warning": 0, "advice": 1}
    assert looked(review, after) == []


def test_lines_written_above_do_not_make_a_finding_new() -> None:
    review = Review()
    looked(review, vault(a="[[Nowhere]]"))
    assert looked(review, vault(a="More.\n\nAnd more.\n\n   [[Nowhere]]")) == []


def test_the_same_finding_once_more_is_new() -> None:
    review = Review()
    looked(review, vault(a="[[Nowhere]]"))
    assert looked(review, vault(a="[[Nowhere]]\n\n[[Nowhere]]")) == [
        ("advice", 'a.md:4:1: link-broken: no note is called "Nowhere"')
    ]
    assert looked(review, vault(a="\n[[Nowhere]]")) == [("resolved", "a.md: link-broken")]


def test_what_is_gone_is_resolved() -> None:
    review = Review()
    looked(review, vault(a="[[Nowhere]]"))
    (told,) = review.look(vault(a="[[Nowhere]]", Nowhere=""), Settings())
    assert told == Event("resolved", "a.md: link-broken", {"count": 1})
    assert review.counts == {"error": 0, "warning": 0, "advice": 0}


def test_what_comes_back_is_new_again() -> None:
    review = Review()
    for text in ("[[Nowhere]]", "", "[[Nowhere]]"):
        told = looked(review, vault(a=text))
    assert told == [("advice", 'a.md:2:1: link-broken: no note is called "Nowhere"')]


def test_another_finding_in_the_same_place_is_new_and_the_former_resolved() -> None:
    review = Review()
    looked(review, vault(a="[[Nowhere]]"))
    assert looked(review, vault(a="[[Elsewhere]]")) == [
        ("advice", 'a.md:2:1: link-broken: no note is called "Elsewhere"'),
        ("resolved", "a.md: link-broken"),
    ]


def test_many_new_findings_are_shown_up_to_a_number_and_counted() -> None:
    review = Review()
    looked(review, vault())
    told = [*review.look(vault(a="\n".join(f"[[Nobody {number:02}]]" for number in range(SHOWN + 3))), Settings())]
    assert [each.kind for each in told] == ["advice"] * SHOWN + ["more"]
    assert [each.more["line"] for each in told[:-1]] == [*range(2, SHOWN + 2)]
    assert told[-1] == Event("more", "3 findings; para-sync lint shows them", {"count": 3})


def test_resolved_rules_are_named_once_a_note_and_three_at_most() -> None:
    review = Review()
    looked(review, vault(**dict.fromkeys("abcde", "[[Nowhere]] [[There]]")))
    (told,) = review.look(vault(**dict.fromkeys("abcde", "")), Settings())
    assert told == Event(
        "resolved", "a.md: link-broken, b.md: link-broken, c.md: link-broken and 2 more", {"count": 10}
    )


def test_a_rule_that_is_switched_off_finds_nothing_any_more() -> None:
    review, same = Review(), vault(a="[[Nowhere]]")
    looked(review, same)
    assert looked(review, same, Settings(off=("link-broken",))) == [("resolved", "a.md: link-broken")]
