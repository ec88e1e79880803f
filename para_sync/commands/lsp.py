"""`para-sync lsp`."""

from __future__ import annotations

import click

from para_sync.stop import Stop


@click.command("lsp")
def command() -> None:
    """Serve an editor: findings while you type, fixes, completion of links, headings and properties.

    Speaks the language server protocol on stdin and stdout; needs the extra para-sync[lsp]. The README says how to name
    it in VS Code, Neovim, Zed and Helix.
    """
    try:
        from para_sync.editor.server import SERVER
    except ModuleNotFoundError as missing:
        raise Stop(f"{missing.name} is not installed; pip install 'para-sync[lsp]'") from None
    SERVER.start_io()
