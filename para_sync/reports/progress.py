"""Progress bars on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from para_sync.reports.plain import plain


@contextmanager
def shown(names: Sequence[str], steps: int) -> Iterator[Callable[[str, int], None]]:
    """A bar for each name on stderr; what is yielded moves one, by its name, to a step."""
    if not sys.stderr.isatty():
        yield lambda name, step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bars = {name: progress.add_task(plain(name), total=steps) for name in names}
        yield lambda name, step: progress.update(bars[name], completed=step)
