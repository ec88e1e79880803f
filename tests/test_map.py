"""The README is true: the map is the tree, imports point up, dependencies have one home, the tables are the code's.

`PARA_SYNC_UPDATE=1 pytest tests/test_map.py` writes the tables of rules and regions anew.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

from para_sync import regions, rules
from para_sync.commands import SUMMARIES, main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PACKAGE = ROOT / "para_sync"

# The modules that may import a dependency; what is not listed may not be imported at all.
HOMES = {
    "click": {"commands", "reports"},
    "rich": {"reports"},
    "yaml": {"vault.yaml_tree", "vault.frontmatter"},
    "frontmatter": {"vault.frontmatter"},
    "pyromark": {"vault.markdown"},
    "markdown_it": {"vault.tables"},
    "platformdirs": {"own"},
    "filelock": {"journal"},
    "ruamel": {"property_text"},
    "watchdog": {"watch.events"},
    "Stemmer": {"phrases"},
    "llm": {"writing.backend"},
    "jsonschema": {"designs.records"},
    "pyarrow": {"reports"},
    "pygls": {"editor.server"},
    "lsprotocol": {"editor.server"},
}
MANY = ("rules", "regions", "reports", "commands")


def map_lines() -> list[str]:
    """The package's modules in the map's order, as dotted names; a folder of many of one kind is one line."""
    block = re.search(r"^```map\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert block
    names, folder = [], ""
    for line in block[1].split("para_sync/", 1)[1].splitlines()[1:]:
        indent = len(line) - len(line.lstrip())
        name = line.split()[0] if line.strip() else ""
        if indent == 0:
            break
        folder = "" if indent == 4 else folder
        if name.endswith("/"):
            folder = name[:-1]
            names += [folder] if folder in MANY else []
        elif name.endswith(".py"):
            names.append(f"{folder}.{name[:-3]}" if folder and indent == 8 else name[:-3])
    return names


def modules() -> dict[str, Path]:
    files = {
        file.relative_to(PACKAGE).with_suffix(""): file for file in PACKAGE.rglob("*.py") if "shipped/" not in str(file)
    }
    return {".".join(path.parts): file for path, file in sorted(files.items())}


def place(name: str, order: list[str]) -> int:
    """Where a module stands in the map; a package's own `__init__` stands with its first module."""
    parts = name.removesuffix(".__init__").split(".")
    if parts[0] in MANY:
        return order.index(parts[0])
    if name.endswith("__init__"):
        return next((index for index, each in enumerate(order) if each.startswith(parts[0] + ".")), -1)
    return order.index(".".join(parts))


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def own(name: str) -> str | None:
    """The module of this package that an import means; None for one of others and for the package itself."""
    parts = name.split(".")
    if parts[0] != "para_sync":
        return None
    known = modules()
    for length in range(len(parts), 1, -1):
        dotted = ".".join(parts[1:length])
        if dotted in known:
            return dotted
        if f"{dotted}.__init__" in known:
            return f"{dotted}.__init__"
    return None


def test_the_map_lists_every_module() -> None:
    listed = map_lines()
    actual = {
        name.split(".")[0] if name.split(".")[0] in MANY else name for name in modules() if "__init__" not in name
    }
    assert sorted(listed) == sorted(actual)


@pytest.mark.parametrize("name", modules())
def test_imports_point_up_the_map(name: str) -> None:
    if name == "__init__":
        return
    order = map_lines()
    for imported in filter(None, map(own, imports(modules()[name]))):
        if imported not in ("__init__", name):
            assert place(imported, order) <= place(name, order), f"{name} imports {imported}"


@pytest.mark.parametrize("name", modules())
def test_each_dependency_has_its_home(name: str) -> None:
    for imported in imports(modules()[name]):
        package = imported.split(".")[0]
        if package != "para_sync" and package not in sys.stdlib_module_names:
            homes = HOMES.get(package, set())
            assert any(name == home or name.startswith(home + ".") for home in homes), f"{name} imports {package}"


def test_the_dependencies_are_what_is_imported() -> None:
    imported = {each.split(".")[0] for file in modules().values() for each in imports(file)}
    assert HOMES.keys() == imported - sys.stdlib_module_names - {"para_sync"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(each for name in extras if name not in ("dev", "bench", "fuzz") for each in extras[name]),
    ]
    asked = {re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in wanted}
    providers = packages_distributions()
    assert {name.lower() for name in asked} == {providers[package][0].lower() for package in HOMES}


def test_the_tables_are_the_code() -> None:
    text = README.read_text("utf-8")
    tables = {
        "| Region | Shows |\n| --- | --- |\n": [
            f"| `{name}` | {first_line(regions.load(name).render.__globals__['__doc__'])} |" for name in regions.names()
        ],
        "| Rule | Severity | What holds when it is content |\n| --- | --- | --- |\n": [
            f"| `{name}` | {rules.load(name).severity} | {rules.load(name).summary} |" for name in rules.names()
        ],
    }
    for header, lines in tables.items():
        start = text.index(header) + len(header)
        end = text.index("\n\n", start) + 1
        body = "".join(line + "\n" for line in lines)
        if os.environ.get("PARA_SYNC_UPDATE"):
            text = text[:start] + body + text[end:]
            README.write_text(text, "utf-8")
        assert text[start : text.index("\n\n", start) + 1] == body


def test_every_command_is_told() -> None:
    text = README.read_text("utf-8")
    for name, summary in SUMMARIES.items():
        assert f"| `{name}" in text
        command = main.get_command(click.Context(main), name)
        assert command is not None
        assert (command.help or "").strip()
        assert summary.endswith(".")


def test_every_module_is_held_to_the_checks_of_style() -> None:
    pytest.importorskip("ruff", reason="ruff comes with the extra dev")
    words = [sys.executable, "-m", "ruff", "check", "--show-files", "--no-cache", "."]
    shown = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {*map(str, PACKAGE.rglob("*.py"))} <= {*shown.splitlines()}


def first_line(docstring: str) -> str:
    return re.sub(r" ?\((?:domain|criteria)\.md[^)]*\)", "", docstring.strip().split("\n", 1)[0]).rstrip(".")
