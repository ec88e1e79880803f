"""Markers: regions pair up or a fault says what is in the way; silences know their line."""

import pytest

from para_sync.vault import note
from para_sync.vault.note import Note
from para_sync.vault.span import Lines


def read(text: str) -> Note:
    return note.parse("x.md", text.encode())


def faults(text: str) -> list[str]:
    lines = Lines(text.encode())
    found = read(text)
    assert not (found.faults and found.regions)
    return [f"{lines.line(each.span.start)}: {each.message}" for each in found.faults]


def begin(name: str = "gaps") -> str:
    return f"<!-- para-sync:begin {name} -->"


def end(name: str = "gaps", seal: str = "") -> str:
    return f"<!-- para-sync:end {name} {seal}-->"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_region_and_its_parts(mark: str, line_end: str) -> None:
    text = mark + line_end.join([begin(), "", "| é |", "", end(seal="3f9a "), begin("b"), end("b"), "after"])
    content = text.encode()
    first, second = read(text).regions
    assert (first.name, first.seal, second.name, second.seal) == ("gaps", "3f9a", "b", "")
    assert content[slice(*first.begin)].decode() == begin()
    assert content[slice(*first.end)].decode() == end(seal="3f9a ")
    assert content[slice(*first.body)].decode() == line_end.join(["", "| é |", "", ""])
    assert content[slice(*second.body)] == b""


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        (f"{begin()}\n\ntext\n", ['1: region "gaps" never ends']),
        (f"text\n\n{end()}\n", ['3: region "gaps" ends without a beginning']),
        (
            f"{begin('a')}\n\n{begin('b')}\n\n{end('b')}\n\n{end('a')}\n",
            ['3: region "b" begins inside region "a" of line 1', '7: region "a" ends without a beginning'],
        ),
        (
            f"{begin('a')}\n\n{end('b')}\n\n{begin('b')}\n\n{end('a')}\n",
            [
                '3: region "b" ends where region "a" of line 1 is open',
                '7: region "a" ends where region "b" of line 5 is open',
            ],
        ),
        (f"{begin()}\n{end()}\n\n{begin()}\n{end()}\n", ['4: region "gaps" repeats the one of line 1']),
        (
            f"{begin()} more\n\n{end()}\n",
            ["1: the begin marker must stand alone on its line", '3: region "gaps" ends without a beginning'],
        ),
        (
            f"text {begin()}\n\n{end()}\n",
            ["1: the begin marker must stand alone on its line", '3: region "gaps" ends without a beginning'],
        ),
        (
            f"{begin()}{end()}\n",
            ["1: the begin marker must stand alone on its line", "1: the end marker must stand alone"],
        ),
        ("<!-- para-sync:begin -->\n", ["1: the begin marker needs one region name"]),
        ("<!-- para-sync:begin a b -->\n", ["1: the begin marker needs one region name"]),
        ("<!-- para-sync:end a b c -->\n", ["1: the end marker needs one region name"]),
        (
            "<!-- para-sync:start a -->\n",
            ['1: unknown comment "para-sync:start", expected begin, end, ignore or ignore-note'],
        ),
        ("<!-- para-sync: -->\n", ['1: unknown comment "para-sync:", expected begin, end, ignore or ignore-note']),
        (f"<!-- para-sync:begin gaps\n\ntext\n\n{end()}\n", ['5: region "gaps" ends without a beginning']),
        (f"{begin()}\n\ntext\n\n<!-- para-sync:end gaps\n", ['1: region "gaps" never ends']),
        ("a\n---\n<!-- para-sync:begin\n  gaps -->\n", ['3: region "gaps" never ends']),
    ],
)
def test_damage_leaves_all_regions_alone(text: str, messages: list[str]) -> None:
    found = faults(text)
    assert len(found) == len(messages)
    assert all(each.startswith(message) for each, message in zip(found, messages, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{begin()}\n```\n",
        f"    {begin()}\n",
        f"`{begin()}`\n",
        f"> {begin()}\n",
        f"- {begin()}\n",
        f"- item\n\n  {begin()}\n",
        f"---\na: 1\n# {begin()}\n---\n",
        f"---\na: '{begin()}'\n---\n",
        f"\\{begin()}\n",
        "<!-- para-sync -->\n",
        "<!-- PARA-SYNC:begin gaps -->\n",
        "para-sync:begin gaps\n",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert (faults(text), read(text).regions) == ([], ())


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0c", "\x0b"])
def test_only_line_ends_end_a_line(separator: str) -> None:
    """`splitlines` would see a marker alone on its line here."""
    text = f"text{separator}{begin()}\n\n{end()}\n"
    assert faults(text)[0] == "1: the begin marker must stand alone on its line"


@pytest.mark.parametrize(
    "text", [f"text\n{begin()}\n{end()}\n", f"# a\n  {begin()} \n\n   {end()}\t\n", begin() + "\n" + end()]
)
def test_what_is_alone_on_its_line(text: str) -> None:
    assert [each.name for each in read(text).regions] == ["gaps"]
    assert not faults(text)


@pytest.mark.parametrize(
    ("text", "silences"),
    [
        ("<!-- para-sync:ignore link-broken -->\n[[a]]\n", [(("link-broken",), 2)]),
        ("[[a]] <!-- para-sync:ignore link-broken gap-open -->\n", [(("link-broken", "gap-open"), 1)]),
        ("a\n\n<!-- para-sync:ignore-note link-broken -->\n", [(("link-broken",), None)]),
        ("<!-- para-sync:ignore -->\n", [((), 2)]),
        ("<!-- para-sync:ignore\n  link-broken -->\n[[a]]\n", [(("link-broken",), 3)]),
        ("> [[a]] <!-- para-sync:ignore link-broken -->\n", [(("link-broken",), 1)]),
        ("`<!-- para-sync:ignore link-broken -->`\n", []),
    ],
)
def test_silences(text: str, silences: list[tuple[tuple[str, ...], int | None]]) -> None:
    assert [(each.rules, each.line) for each in read(text).silences] == silences
    assert not faults(text)
