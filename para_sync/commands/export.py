"""`para-sync export [KIND]`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from para_sync import export, shelf, workspace
from para_sync.commands import day
from para_sync.dataset import Dataset
from para_sync.manual import manual as manuals
from para_sync.names import file_name
from para_sync.reports import table
from para_sync.reports.exported import FORMATS
from para_sync.reports.plain import plain


@click.command("export")
@click.argument("kinds", nargs=-1, type=click.Choice(export.KINDS), metavar="[runs|gaps|findings|log]...")
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="csv", help="How the table is written.")
@click.option("-o", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write files below this folder.")
@click.option("--name", help="What the vault is called there (default: its folder's name).")
@click.option("--replace", is_flag=True, help="Write over what another vault of that name left in the folder.")
@click.option("--in-vault", is_flag=True, help="Write there also where the folder lies in the vault.")
@click.option("--as-of", type=day, help="Also the findings that depend on today, and the day that counts as it.")
@click.option("--no-reflections", is_flag=True, help="Leave out every text that a person wrote.")
@click.option("--schema", is_flag=True, help="Show the columns and what they mean instead.")
@click.pass_obj
def command(
    option: Path | None,
    kinds: tuple[str, ...],
    form: str,
    folder: Path | None,
    name: str | None,
    replace: bool,
    in_vault: bool,
    as_of: date | None,
    no_reflections: bool,
    schema: bool,
) -> None:
    """Write runs, gaps, findings or the Practice Log as a table for other programs; runs unless a kind is named.

    One table goes to standard output. With -o DIR each goes to DIR/KIND/vault=NAME/, so that many vaults make one data
    set, partitioned as DuckDB and Spark read it. A text is written as it is: in a spreadsheet it may be a formula.
    """
    space = workspace.read(option)
    wanted = tuple(dict.fromkeys(kinds)) or export.KINDS[:1]
    if as_of and export.FINDINGS not in wanted:
        raise click.UsageError("--as-of goes with findings; the other tables do not depend on today")
    tables = {kind: export.table(kind, space.vault, space.settings, as_of) for kind in wanted}
    if schema:
        for kind, each in tables.items():
            table.show(("Column", "Type", "Meaning"), each.schema(), kind)
        return
    if folder is None and (len(wanted) > 1 or (form == "parquet" and sys.stdout.isatty())):
        raise click.UsageError("name a folder with -o: standard output takes one table, and a terminal no Parquet")
    # an equals sign ends a partition's name
    called = file_name(name or space.root.resolve().name).replace("=", "-")
    if folder:
        shelf.check(folder, space.root, wanted, called, inside=in_vault, replacing=replace)
    for kind, each in tables.items():
        content = FORMATS[form](each.without_words() if no_reflections else each)
        if folder:
            file = shelf.write(folder, space.root, kind, called, form, content)
            click.echo(plain(f"wrote {file}: {len(each.rows)} {'row' if len(each.rows) == 1 else 'rows'}"))
        elif sys.stdout.isatty():
            # what would move the cursor is shown as an escape; a pipe or file gets the bytes themselves
            click.echo("\n".join(map(plain, content.decode().split("\n"))), nl=False)
        else:
            click.echo(content, nl=False)
        _uncounted(kind, each)
    for fault in manuals.told(space.vault):
        click.echo(plain(f"{fault}; what rests on it is not exported"), err=True)


def _uncounted(kind: str, found: Dataset) -> None:
    """Say what is not in the table."""
    for line in found.uncounted:
        click.echo(plain(f"{line}; not in the {kind}"), err=True)
    for line in found.unread:
        click.echo(plain(f"{line}; left out"), err=True)
