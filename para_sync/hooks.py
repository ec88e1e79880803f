"""What makes git ask para-sync: entries for pre-commit, a hook of git's own, and the merge driver for regions.

All are made from the place of a vault in its repository; nothing here writes.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from para_sync import yaml_text
from para_sync.stop import Stop
from para_sync.vault import frontmatter
from para_sync.vault.node import Refused
from para_sync.vault.scalars import Value

CONFIG = ".pre-commit-config.yaml"
ATTRIBUTES = ".gitattributes"
ATTRIBUTE = "*.md merge=para-sync"

_NAME = "para-sync"
_REPOS = "repos"

_ENTRIES = """\
- repo: local
  hooks:
    - id: para-sync-lint
      name: para-sync lint
      entry: {lint}
      language: system
      types: [markdown]
      always_run: true
{only}    - id: para-sync-regions
      name: para-sync regions
      entry: {check}
      language: system
      pass_filenames: false
      require_serial: true
      always_run: true
"""

_HOOK = """\
#!/bin/sh
# para-sync: what is about to be committed is linted, and its generated tables are checked
para_sync() {{ {call} "$@"; }}
failed=0
para_sync lint --staged || failed=1
para_sync sync --check --staged || failed=1
exit $failed
"""


class Unplaced(Stop):
    """Something that a person has to put into a file by hand; the message says what and where."""


def entries(folder: str) -> str:
    """The entries for pre-commit of the vault in this folder of the repository ("" is its top)."""
    lint, check = (
        shlex.join(["para-sync", *_vault(folder), *words])
        for words in (("lint", "--staged"), ("sync", "--check", "--staged"))
    )
    only = f"      files: {yaml_text.scalar('^' + re.escape(folder) + '/')}\n" if folder else ""
    return _ENTRIES.format(lint=yaml_text.scalar(lint), check=yaml_text.scalar(check), only=only)


def config(before: bytes | None, folder: str) -> bytes:
    """A configuration of pre-commit with our entries, everything else byte for byte as before.

    Raises `Unplaced` where there is no list of repositories that a line can be put below.
    """
    if before is None or not before.strip():
        return f"{_REPOS}:\n{_indented(entries(folder), '  ')}".encode()
    text = before.decode("utf-8", "replace")
    eol = "\r\n" if "\r\n" in text else "\n"
    place = _end_of_repos(text)
    if place is None:
        raise Unplaced(f"{CONFIG} has no plain list of {_REPOS}; put this into it:\n\n{entries(folder)}")
    end, indent = place
    added = _indented(entries(folder), indent).replace("\n", eol)
    line_end = text.find("\n", end)
    head, tail = (text, "") if line_end < 0 else (text[: line_end + 1], text[line_end + 1 :])
    after = f"{head}{'' if line_end >= 0 else eol}{added}{tail}"
    if not _adds(text, after):
        raise Unplaced(f"{CONFIG} is not as simple as expected; put this into it:\n\n{entries(folder)}")
    return after.encode()


def attributes(before: bytes | None) -> bytes:
    """The attributes of a vault's folder with the merge driver for notes, at the end so that they count."""
    known = before or b""
    if ATTRIBUTE.encode() in known.splitlines():
        return known
    eol = b"\r\n" if b"\r\n" in known else b"\n"
    return known + (b"" if not known or known.endswith(b"\n") else eol) + ATTRIBUTE.encode() + eol


def hook(program: Sequence[str], folder: str) -> bytes:
    """A hook for git's own folder. It names the program by its path, since who commits from a window has no shell."""
    return _HOOK.format(call=shlex.join([*program, *_vault(folder)])).encode()


def driver(program: Sequence[str]) -> str:
    """The merge driver as git's configuration wants it. Where the program is gone git merges as ever: a driver that
    fails to start would leave a note without what the others wrote.
    """
    call = f"{shlex.join(program).replace('%', '%%')} %O %A %B %L %S %X %Y"
    return f"{call}; code=$?; [ $code -lt 126 ] || exec git merge-file --marker-size=%L %A %O %B; exit $code"


def is_ours(content: bytes) -> bool:
    """Whether a hook or a configuration calls para-sync."""
    return _NAME.encode() in content


def _vault(folder: str) -> list[str]:
    return ["--vault", folder] if folder else []


def _indented(text: str, indent: str) -> str:
    return "".join(f"{indent}{line}" for line in text.splitlines(keepends=True))


def _read(text: str) -> Value:
    try:
        root = frontmatter.exact(text)
    except Refused:
        return None
    return root.value if root else None


def _end_of_repos(text: str) -> tuple[int, str] | None:
    """Where the last repository ends, and the blanks before each dash; None where there is no such list."""
    try:
        root = frontmatter.exact(text)
    except Refused:
        return None
    pairs = root.children if root else ()
    repos = next((value for key, value in pairs if key.value == _REPOS), None)
    if repos is None or not repos.entries or text[repos.start] != "-":
        return None
    line = text.rfind("\n", 0, repos.start) + 1
    return repos.entries[-1][1], text[line : repos.start]


def _adds(before: str, after: str) -> bool:
    """Whether one configuration is the other with one more repository at the end."""
    old, new = _read(before), _read(after)
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    repos, more = old[_REPOS], new.get(_REPOS, ())
    return {**old, _REPOS: ()} == {**new, _REPOS: ()} and more[:-1] == repos and len(more) == len(repos) + 1
