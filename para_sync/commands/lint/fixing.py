"""The fixes of `para-sync lint`, applied or shown."""

from __future__ import annotations

import click

from para_sync import edit, fix, workspace
from para_sync.judgement import Asked
from para_sync.reports import diff, outcomes


def fix_all(asked: Asked, unsafe: bool, as_diff: bool) -> int:
    """Apply the fixes, or show them and end; the exit code of writing."""
    space = workspace.read(asked.option, asked.first, asked.cached)
    fixed = fix.fix(space.vault, space.settings, asked.choice, unsafe, space.chosen(asked.paths))
    if as_diff:
        for path, (before, after) in fixed.changed.items():
            click.echo("\n".join(diff.lines(path, before, after)))
        raise SystemExit(int(bool(fixed.changed)))
    done = edit.apply(space.root, "lint --fix", fixed.edits()) if fixed.changed else []
    outcomes.written(done, "fixed")
    return outcomes.undone(done)
