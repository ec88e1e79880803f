"""`para-sync rules [RULE]`."""

from __future__ import annotations

import click

from para_sync import rules
from para_sync.reports import json, table


@click.command("rules")
@click.argument("rule", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def command(rule: str | None, as_json: bool) -> None:
    """List all rules; or explain RULE, with examples of what it finds and what it lets pass."""
    chosen = [rules.load(name) for name in (rules.names() if rule is None else [rule])]
    if as_json:
        keys = ("name", "severity", "summary", "explanation")
        click.echo(json.one([{key: str(getattr(each, key)) for key in keys} for each in chosen]), nl=False)
    elif rule:
        click.echo(f"{click.style(rule, bold=True)} ({chosen[0].severity})\n\n{chosen[0].explanation}")
    else:
        table.show(
            ("Rule", "Severity", "What holds when it is content"),
            [(each.name, each.severity, each.summary) for each in chosen],
        )
