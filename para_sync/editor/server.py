"""A language server: findings, fixes and completion in any editor that speaks the protocol
(https://microsoft.github.io/language-server-protocol). It writes nothing: a fix is an edit that the editor makes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from para_sync import __version__
from para_sync.change import Edit
from para_sync.diagnostic import Diagnostic, Severity
from para_sync.editor import completion
from para_sync.editor.completion import Proposal
from para_sync.editor.desk import Desk
from para_sync.files import digest
from para_sync.stop import Stop
from para_sync.vault import source
from para_sync.vault.span import Lines, Span

_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.ADVICE: lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    "note": lsp.CompletionItemKind.File,
    "file": lsp.CompletionItemKind.File,
    "heading": lsp.CompletionItemKind.Reference,
    "block": lsp.CompletionItemKind.Reference,
    "value": lsp.CompletionItemKind.EnumMember,
    "property": lsp.CompletionItemKind.Property,
}


class Server(LanguageServer):
    """The server of one vault: the one that the editor's folder is, lies in or holds at a document."""

    desk: Desk | None = None

    def take(self, place: str | None) -> None:
        """Sit down at the vault of a file or folder, unless that is done."""
        root = source.find(Path(place)) if place and self.desk is None else None
        if root:
            self.desk = Desk(root)
            self.desk.look()

    def range(self, content: bytes, span: Span) -> lsp.Range:
        """A span as the editor counts: lines from 0, columns in its own units."""
        lines = Lines(content)
        start, end = (self._position(content, lines, offset) for offset in (span.start, max(span)))
        return lsp.Range(start, end)

    def _position(self, content: bytes, lines: Lines, offset: int) -> lsp.Position:
        line = lines.line(offset)
        before = content[lines.start(line) : offset].decode("utf-8", "replace")
        return lsp.Position(line - 1, self.workspace.position_codec.client_num_units(before))

    def offset(self, content: bytes, position: lsp.Position) -> int:
        """The byte offset of a position; the end of the line where that is shorter."""
        lines = Lines(content)
        start = lines.start(position.line + 1)
        line = content[start : lines.start(position.line + 2)].decode("utf-8", "replace").rstrip("\r\n")
        units = 0
        for index, letter in enumerate(line):
            if units >= position.character:
                return start + len(line[:index].encode())
            units += self.workspace.position_codec.client_num_units(letter)
        return start + len(line.encode())

    def publish(self) -> None:
        """Tell the editor what is wrong in the notes that it shows."""
        desk = self.desk
        if desk is None:
            return
        found = desk.findings(desk.shown)
        for path in sorted(desk.shown):
            content = desk.vault.content(path)
            told = [self.told(each, content) for each in found if each.path == path]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(_uri(desk, path), told))

    def told(self, found: Diagnostic, content: bytes) -> lsp.Diagnostic:
        """A finding as the editor shows it."""
        return lsp.Diagnostic(
            range=self.range(content, found.span),
            message=found.message,
            severity=_SEVERITIES[found.severity or Severity.ADVICE],
            code=found.rule,
            source="para-sync",
        )

    def change(self, found: Diagnostic) -> lsp.WorkspaceEdit | None:
        """The fix of a finding as an edit of the editor's; None where it was made for other bytes."""
        desk = self.desk
        if desk is None or found.fix is None:
            return None
        changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
        for path, edits in groupby(found.fix.edits, key=lambda each: each.path):
            group = [*edits]
            new = group[0].expects is None
            content = b"" if new else desk.vault.content(path)
            if not new and digest(content) != group[0].expects:
                return None
            document = lsp.OptionalVersionedTextDocumentIdentifier(_uri(desk, path))
            changes += [lsp.CreateFile(document.uri)] if new else []
            changes.append(lsp.TextDocumentEdit(document, [self._edit(each, content) for each in group]))
        return lsp.WorkspaceEdit(document_changes=changes)

    def _edit(self, each: Edit, content: bytes) -> lsp.TextEdit:
        return lsp.TextEdit(self.range(content, Span(each.start, each.end)), each.bytes.decode("utf-8", "replace"))


SERVER = Server("para-sync", __version__, lsp.TextDocumentSyncKind.Incremental)


@SERVER.feature(lsp.INITIALIZE)
def _initialize(server: Server, asked: lsp.InitializeParams) -> None:
    folders = [each.uri for each in asked.workspace_folders or ()] or [asked.root_uri or ""]
    _attempt(server, lambda: server.take(to_fs_path(folders[0])))


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
def _opened(server: Server, told: lsp.DidOpenTextDocumentParams) -> None:
    _attempt(server, lambda: server.take(to_fs_path(told.text_document.uri)))
    _lay(server, told.text_document.uri)


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
def _changed(server: Server, told: lsp.DidChangeTextDocumentParams) -> None:
    _lay(server, told.text_document.uri)


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
def _saved(server: Server, told: lsp.DidSaveTextDocumentParams) -> None:
    _look(server)


@SERVER.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def _noticed(server: Server, told: lsp.DidChangeWatchedFilesParams) -> None:
    _look(server)


@SERVER.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
def _closed(server: Server, told: lsp.DidCloseTextDocumentParams) -> None:
    uri = told.text_document.uri
    if server.desk and server.desk.path(_file(uri)):
        server.desk.put(server.desk.path(_file(uri)), None)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))
        _look(server)


@SERVER.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]))
def _fixes(server: Server, asked: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    desk = server.desk
    path = desk.path(_file(asked.text_document.uri)) if desk else ""
    if desk is None or path not in desk.shown:
        return []
    content = desk.vault.content(path)
    start, end = (server.offset(content, each) for each in (asked.range.start, asked.range.end))
    actions = []
    for each in desk.findings([path]):
        change = server.change(each) if each.span.start <= end and start <= max(each.span) else None
        if each.fix and change:
            title = f"para-sync: fix {each.rule}{'' if each.fix.safe else ' (look twice)'}"
            told = [server.told(each, content)]
            actions.append(lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, told, each.fix.safe, edit=change))
    return actions


@SERVER.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["[", "#", "^", " "]))
def _completion(server: Server, asked: lsp.CompletionParams) -> lsp.CompletionList:
    desk = server.desk
    path = desk.path(_file(asked.text_document.uri)) if desk else ""
    if desk is None or not path:
        return lsp.CompletionList(False, [])
    content = desk.vault.content(path)
    offset = server.offset(content, asked.position)
    found = completion.proposals(desk.vault, path, offset)
    return lsp.CompletionList(False, [_item(server, each, content, offset) for each in found])


def _item(server: Server, proposal: Proposal, content: bytes, offset: int) -> lsp.CompletionItem:
    typed = content[:offset].decode("utf-8", "replace")[-proposal.replaces :] if proposal.replaces else ""
    place = server.range(content, Span(offset - len(typed.encode()), offset))
    return lsp.CompletionItem(
        proposal.text,
        kind=_KINDS[proposal.kind],
        detail=proposal.detail,
        filter_text=proposal.text,
        text_edit=lsp.TextEdit(place, proposal.text),
    )


def _file(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")


def _uri(desk: Desk, path: str) -> str:
    return from_fs_path(str(desk.root / path)) or ""


def _lay(server: Server, uri: str) -> None:
    """Lay the text of a document over the vault, if it is a note of it."""
    desk = server.desk
    path = desk.path(_file(uri)) if desk else ""
    if desk and path:
        desk.put(path, server.workspace.get_text_document(uri).source.encode("utf-8", "replace"))
        _attempt(server, server.publish)


def _look(server: Server) -> None:
    if server.desk:
        _attempt(server, server.desk.look)
        _attempt(server, server.publish)


def _attempt(server: Server, act: Callable[[], None]) -> None:
    """Do something; what keeps it from working is shown to the person."""
    try:
        act()
    except Stop as stop:
        server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"para-sync: {stop}"))
