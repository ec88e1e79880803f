"""`para-sync export [KIND]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from para_sync import export, journal, workspace
from para_sync.dataset import Dataset
from para_sync.files import DISK
from para_sync.names import file_name
from para_sync.reports import table
from para_sync.reports.exported import FORMATS
from para_sync.reports.plain import plain


@click.command("export")
@click.argument("kinds", nargs=-1, type=click.Choice([*export.KINDS]), metavar="[runs|gaps|findings|log]...")
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="csv", help="How the table is written.")
@click.option("-o", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write files below this folder.")
@click.option("--name", help="What the vault is called there (default: its folder's name).")
@click.option("--no-reflections", is_flag=True, help="Leave out every text that a person wrote.")
@click.option("--schema", is_flag=True, help="Show the columns and what they mean instead.")
@click.pass_obj
def command(
    option: Path | None,
    kinds: tuple[str, ...],
    form: str,
    folder: Path | None,
    name: str | None,
    no_reflections: bool,
    schema: bool,
) -> None:
    """Write runs, gaps, findings or the Practice Log as a table for other programs; runs unless a kind is named.

    One table goes to standard output. With -o DIR each goes to DIR/KIND/vault=NAME/, so that many vaults make one data
    set, partitioned as DuckDB and Spark read it. A text is written as it is: in a spreadsheet it may be a formula.
    """
    space = workspace.read(option)
    wanted = tuple(dict.fromkeys(kinds)) or ("runs",)
    tables = {kind: export.KINDS[kind](space.vault, space.settings) for kind in wanted}
    if schema:
        for kind, each in tables.items():
            table.show(("Column", "Type", "Meaning"), each.schema(), kind)
        return
    if folder is None and (len(wanted) > 1 or (form == "parquet" and sys.stdout.isatty())):
        raise click.UsageError("name a folder with -o: standard output takes one table, and a terminal no Parquet")
    # an equals sign ends a partition's name
    called = file_name(name or space.root.resolve().name).replace("=", "-")
    for kind, each in tables.items():
        content = FORMATS[form](each.without_words() if no_reflections else each)
        if folder is None:
            click.echo(content, nl=False)
        else:
            file = folder / kind / f"vault={called}" / f"data.{form}"
            DISK.mkdirs(file.parent)
            journal.keep(file, content, DISK, 0o644)
            click.echo(plain(f"wrote {file}: {len(each.rows)} rows"))
        _uncounted(kind, each)


def _uncounted(kind: str, found: Dataset) -> None:
    """Say what is not in the table."""
    for note in found.uncounted:
        click.echo(plain(f"{note.path} cannot be read and is not among the {kind}"), err=True)
