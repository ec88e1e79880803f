"""The focus card and the next practice, as JSON values for other programs."""

from __future__ import annotations

from typing import Any

from para_sync.focus import Focus, Next
from para_sync.practice.picker import Pick


def of(focus: Focus) -> dict[str, Any]:
    """The focus card as JSON values; null where there are not enough runs."""
    latest, pace, ready = focus.latest, focus.pace, focus.readiness
    return {
        "day": focus.day.isoformat(),
        "runs": focus.runs,
        "gaps": [{"path": gap.note.path, "title": gap.note.title, "due": due or None} for gap, due in focus.gaps],
        "urgent_gaps": focus.urgent,
        "latest": None
        if latest is None
        else {
            "path": latest.run.note.path,
            "date": latest.run.date,
            "total": latest.run.total,
            "level": latest.level.name if latest.level else None,
            "critical_below": [each.key for each in latest.below],
            "one_more": [
                {"category": each.category.key, "from": each.before, "to": each.after, "level": each.level.name}
                for each in latest.buys
            ],
        },
        "pace": None
        if pace is None
        else {
            "milestone": pace.milestone.name,
            "by": pace.milestone.by,
            "evidence": pace.verdict.evidence,
            "runs_needed": pace.needs,
            "days_left": pace.left,
            "runs_this_week": pace.done,
        },
        "regressions": [
            {
                "category": each.category.key,
                "fell": [run.note.path for run in each.fell],
                "reopen": each.gap.note.path if each.gap else None,
            }
            for each in focus.regressions
        ],
        "strengths": [
            {"category": each.category.key, "scores": list(each.scores)} for each in focus.strengths if each.category
        ],
        "readiness": None
        if ready is None
        else {
            "ticked": ready.ticked,
            "boxes": ready.boxes,
            "proved": ready.proved,
            "provable": ready.provable,
            "runs": ready.count,
            "needs": ready.needs,
            "range": None
            if ready.range is None
            else {
                "level": ready.range.level.name,
                "runs": [run.note.path for run in ready.range.runs],
                "steady": ready.range.steady,
                "samples": ready.range.samples,
                "low": ready.range.low,
                "high": ready.range.high,
            },
        },
        "activity": None
        if focus.activity is None
        else {
            "days": focus.activity.days,
            "minutes": dict(focus.activity.minutes),
            "watched": focus.activity.watched,
            "procrastination": focus.activity.procrastination,
        },
        "next": of_next(focus.next),
    }


def of_next(found: Next | None) -> dict[str, Any] | None:
    """The next practice as JSON values, every candidate with its terms, best first."""
    if found is None:
        return None
    return {
        "kind": _kind(found.pick) if found.pick.chosen else None,
        "pick": found.pick.chosen.note.path if found.pick.chosen else None,
        "aim": found.pick.aim.key if found.pick.aim else None,
        "days_left": found.pick.left,
        "rule": found.pick.rule.why if found.pick.rule else None,
        "candidates": [
            {
                "path": each.note.path,
                "points": float(each.points),
                "runs": len(each.runs),
                "archived": each.archived,
                "terms": [
                    {"reason": term.reason, "points": float(term.points), "evidence": term.evidence}
                    for term in each.terms
                ],
            }
            for each in found.pick.ranked
        ],
        "drill_card": None
        if found.card is None
        else {"question": found.card.question, "path": found.card.note.path, "line": found.card.line},
        "stories": [each.path for each in found.pick.stories],
        "open_boxes": [each.text for each in found.pick.boxes],
        "missed": [{"project": each.project, "done": len(each.week), "wanted": each.wanted} for each in found.missed],
    }


def _kind(found: Pick) -> str:
    return "mock" if found.mocks_missing else "session"
