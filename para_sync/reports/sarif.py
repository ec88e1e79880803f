"""Findings as a SARIF log, for code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from para_sync import __version__, rules
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.files import digest
from para_sync.reports import json

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def log(found: Sequence[Diagnostic], prefix: str = "") -> str:
    """The log of one run; `prefix` leads from the top of the repository to the vault: "" or a folder that ends in `/`.

    Places are code points from 1. A finding keeps its fingerprint when the note changes elsewhere.
    """
    names = sorted({each.rule for each in found})
    driver = {"name": "para-sync", "semanticVersion": __version__, "rules": [_rule(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [*_results(found, names, prefix)],
    }
    return json.one({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    rule = rules.load(name)
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.explanation, "markdown": rule.explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(found: Iterable[Diagnostic], names: Sequence[str], prefix: str) -> Iterable[dict[str, Any]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in found:
        key = each.path, each.rule, each.message
        seen[key] += 1
        region = {"startLine": each.place.line, "startColumn": each.place.column}
        region |= {"endLine": each.end.line, "endColumn": each.end.column}
        place = {
            "artifactLocation": {"uri": quote(prefix + each.path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"},
            "region": region,
        }
        yield {
            "ruleId": each.rule,
            "ruleIndex": names.index(each.rule),
            "level": _LEVELS[each.severity or Severity.ADVICE],
            "message": {"text": each.message},
            "locations": [{"physicalLocation": place}],
            # the one fingerprint that GitHub reads
            "partialFingerprints": {"primaryLocationLineHash": _fingerprint(*key, str(seen[key]))},
        }


def _fingerprint(*parts: str) -> str:
    return digest("\0".join(parts).encode("utf-8", "surrogateescape"))
