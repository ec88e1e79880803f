"""The language server, asked by a real client over stdin and stdout about text that nobody saved; and `--stdin`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from conftest import write
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from pygls.uris import from_fs_path
from repository import Repository

from para_sync import layout
from para_sync.editor import completion
from para_sync.vault.source import Nothing, Overlay
from para_sync.vault.vault import Vault

GAP = "---\ntype: gap\npriority: P1\nstatus: open\naction: Practise\n---\n"
ONE = "Areas/interview-context/gaps/One.md"
PATIENCE = 30.0


class Editor(LanguageClient):
    """An editor: what it was told of each note, and what it was shown."""

    def __init__(self, root: Path) -> None:
        super().__init__("editor", "1")
        self.root = root
        self.told: dict[str, list[lsp.Diagnostic]] = {}
        self.shown: list[str] = []
        self.version = 0
        self.news = asyncio.Event()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params: lsp.PublishDiagnosticsParams) -> None:
            self.told[params.uri] = list(params.diagnostics)
            self.news.set()

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)
        def _(params: lsp.ShowMessageParams) -> None:
            self.shown.append(params.message)
            self.news.set()

    def uri(self, path: str) -> str:
        return from_fs_path(str(self.root / path)) or ""

    def open(self, path: str, text: str) -> None:
        self.told.clear()
        self.text_document_did_open(
            lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(self.uri(path), "markdown", 0, text))
        )

    def type(self, path: str, text: str) -> None:
        self.told.clear()
        self.version += 1
        document = lsp.VersionedTextDocumentIdentifier(self.version, self.uri(path))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    async def found(self, path: str) -> list[tuple[str, int, int, str]]:
        """What is wrong in a note by the next word of the server on it: rule, line, column, message."""
        while self.uri(path) not in self.told and not self.shown:
            self.news.clear()
            await asyncio.wait_for(self.news.wait(), PATIENCE)
        return [
            (str(each.code), each.range.start.line, each.range.start.character, each.message)
            for each in self.told.get(self.uri(path), [])
        ]

    async def offered(self, path: str, line: int, column: int) -> list[lsp.CompletionItem]:
        where = lsp.TextDocumentIdentifier(self.uri(path))
        answer = await self.text_document_completion_async(lsp.CompletionParams(where, lsp.Position(line, column)))
        assert isinstance(answer, lsp.CompletionList)
        return list(answer.items)

    async def actions(self, path: str) -> list[lsp.CodeAction]:
        where = lsp.TextDocumentIdentifier(self.uri(path))
        everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))
        asked = lsp.CodeActionParams(where, everywhere, lsp.CodeActionContext([]))
        return [
            each for each in await self.text_document_code_action_async(asked) or [] if isinstance(each, lsp.CodeAction)
        ]


def talk(root: Path, about: Callable[[Editor], Awaitable[None]]) -> None:
    """Start the server on a folder, talk to it, and see it end well."""

    async def talked() -> None:
        editor = Editor(root)
        await editor.start_io(sys.executable, "-m", "para_sync", "lsp")
        folder = lsp.WorkspaceFolder(from_fs_path(str(root)) or "", "vault")
        await editor.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), workspace_folders=[folder]))
        editor.initialized(lsp.InitializedParams())
        await about(editor)
        await editor.shutdown_async(None)
        editor.exit(None)
        await asyncio.wait_for(editor._server.wait(), PATIENCE)  # type: ignore[union-attr]
        assert editor._server.returncode == 0  # type: ignore[union-attr]

    asyncio.run(talked())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {"para-sync.toml": "", ONE: GAP, "Two 😀.md": "# Üben\n\n## Part\n\nwords ^id\n", "pic.png": ""}
    return write(tmp_path / "vault", files)


def test_findings_follow_what_is_typed_and_columns_are_the_editors(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open(ONE, GAP + "😀 [[Nowhere]]\n")
        assert await editor.found(ONE) == [("link-broken", 6, 3, 'no note is called "Nowhere"')]
        editor.type(ONE, GAP + "[[Two 😀#Part]] [[Two 😀#Gone]]\n")
        assert [each[0] for each in await editor.found(ONE)] == ["heading-broken"]
        # the other note is open too, and says something else than on the disk
        editor.open("Two 😀.md", "## Gone\n")
        assert [each[3] for each in await editor.found(ONE)] == ['"Two 😀" has no heading "Part"']
        assert (root / ONE).read_text() == GAP

    talk(root, about)


def test_what_is_saved_elsewhere_is_seen_at_the_next_save(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open(ONE, GAP + "[[New]]\n")
        assert len(await editor.found(ONE)) == 1
        (root / "New.md").write_text("words\n")
        editor.told.clear()
        editor.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri(ONE))))
        assert await editor.found(ONE) == []
        editor.told.clear()
        editor.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri(ONE))))
        assert await editor.found(ONE) == []

    talk(root, about)


def test_fixes_are_edits_of_the_editors_own(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open(ONE, GAP.replace("action", "tag: é😀\naction"))
        (found,) = await editor.found(ONE)
        assert found[0] == "property-deprecated"
        (action,) = await editor.actions(ONE)
        assert action.title == "para-sync: fix property-deprecated"
        assert action.edit
        (change,) = action.edit.document_changes or []
        assert isinstance(change, lsp.TextDocumentEdit)
        (edit,) = change.edits
        assert isinstance(edit, lsp.TextEdit)
        assert (edit.range.start.line, edit.new_text) == (4, "tags")

    talk(root, about)


def test_completion_fits_where_one_writes(root: Path) -> None:
    async def about(editor: Editor) -> None:
        text = GAP.replace("priority: P1", "priority: ") + "See [[Two\nand [[Two 😀#\n"
        editor.open(ONE, text)
        await editor.found(ONE)
        assert {each.label for each in await editor.offered(ONE, 2, 10)} == {"P0", "P1", "P2"}
        links = {each.label: each for each in await editor.offered(ONE, 6, 9)}
        assert {"Two 😀", "One", "pic.png"} <= links.keys()
        edit = links["Two 😀"].text_edit
        assert isinstance(edit, lsp.TextEdit)
        assert (edit.range.start.character, edit.range.end.character) == (6, 9)
        assert [each.label for each in await editor.offered(ONE, 7, 13)] == ["Üben", "Part", "^id"]
        assert await editor.offered(ONE, 6, 2) == []

    talk(root, about)


def test_what_keeps_it_from_working_is_shown(root: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open(ONE, GAP)
        await editor.found(ONE)
        write(root, {"para-sync.toml": "[lint]\nof = []\n"})
        editor.told.clear()
        editor.text_document_did_save(lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(editor.uri(ONE))))
        await editor.found(ONE)
        assert editor.shown == [
            'para-sync: para-sync.toml:2:1: unknown key "of" in [lint], expected one of off, exclude, per-path'
        ]

    talk(root, about)


def test_outside_a_vault_it_is_silent(tmp_path: Path) -> None:
    async def about(editor: Editor) -> None:
        editor.open("a.md", "[[Nowhere]]\n")
        assert await editor.offered("a.md", 0, 2) == []
        assert await editor.actions("a.md") == []
        assert editor.told == {}

    talk(tmp_path, about)


VAULT = Vault.read(Overlay(Nothing(), dict(layout.files(layout.EXAMPLE_START))))
RUN = "---\ntype: session\n{}\n---\n"


def offered(text: str) -> list[str]:
    """What is offered at the bar in a new session note."""
    path = "Projects/practice-workbooks/sessions/new.md"
    before, _, after = text.partition("▮")
    vault = VAULT.replace(path, (before + after).encode())
    return [each.text for each in completion.proposals(vault, path, len(before.encode()))]


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (RUN.format("evaluator: ▮"), ["self", "external", "llm"]),
        (RUN.format("score_loss: ▮"), ["0", "1", "2", "3"]),
        (RUN.format('workbook: "▮'), ['"[[P1 News Feed Ranking]]"']),
        (RUN.format("taste:\n  - ▮"), ["data-flywheel"]),
        (RUN.format("gaps: ▮"), []),
        (RUN.format("sco▮"), ["score_structure: ", "minutes: "]),
        ("---\ntype: ▮\n---\n", ["session", "gap"]),
        ("---\ntype: gap\n---\nstatus: ▮", []),
        (RUN.format("") + "`[[▮`", ["P1 News Feed Ranking"]),
        ("▮", []),
    ],
)
def test_what_is_offered(text: str, some: list[str]) -> None:
    found = offered(text)
    assert set(some) <= set(found)
    assert bool(found) == bool(some)


def test_unsaved_text_on_stdin_is_judged_as_its_note(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "vault")
    repository.write({"para-sync.toml": "", ONE: GAP})
    for words, text, wanted in (
        (
            ["--path", ONE],
            GAP + "[[Nowhere]]\n",
            (f'{ONE}:7:1: error link-broken: no note is called "Nowhere"\n1 error.\n', 1),
        ),
        (["--path", "Areas/interview-context/gaps/New.md"], GAP + "[[One]] [[New]]\n", ("No findings.\n", 0)),
        ([], "", None),
        (["--path", ONE, "--fix"], "", None),
    ):
        said = repository.call("sh", "-c", 'printf %s "$0" | para-sync lint --stdin "$@"', text, *words)
        assert said == wanted or (wanted is None and said.code == 2), said
    assert (repository.vault / ONE).read_text() == GAP
