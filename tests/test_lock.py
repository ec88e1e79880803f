"""What a release is made of is locked: every file by its hash, at versions that pyproject.toml allows, from no index.

`pip-audit` asks a service for known flaws, so the nightly workflow runs it and no test does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("release", "publish")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text("utf-8")


def wanted(lock: str) -> list[Requirement]:
    """What a lock must hold: the lines of its `.in`; for a release also what pyproject.toml names to build and run."""
    lines = [line for line in text(f"{lock}.in").splitlines() if line and not line.startswith("#")]
    if lock == "release":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        lines += [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return [Requirement(line) for line in lines]


def faults(content: str, asked: list[Requirement]) -> Iterator[str]:
    """What is wrong with a lock."""
    found: dict[str, str] = {}
    for entry in re.sub(r"(?m)^\s*#.*\n?", "", content).replace("\\\n", " ").splitlines():
        line, *hashes = entry.split(" --hash")
        pinned = re.fullmatch(r"([\w.-]+)==([\w.!+]+)(?: ; .+)?", line.strip())
        if not pinned:
            yield f"not a version: {line}"
        elif not hashes or not all(HASH.fullmatch(f"--hash{each.strip()}") for each in hashes):
            yield f"not a hash: {line}"
        else:
            found[canonicalize_name(pinned[1])] = pinned[2]
    for each in asked:
        version = found.get(canonicalize_name(each.name))
        if version is None:
            yield f"missing: {each.name}"
        elif not each.specifier.contains(version):
            yield f"not allowed: {each.name} {version}"
    if re.search(r"://|(?m:^)\s*-|\bfile:|/(?:home|opt|tmp|usr)/", content.replace("    --hash", "")):
        yield "an address or an option"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_whole(lock: str) -> None:
    assert list(faults(text(f"{lock}.txt"), wanted(lock))) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (r"(?m)^click==.*\n(?: +--hash.*\n)+", "", "missing: click"),
        (r"(?m)^click==\S+", "click==7.0", "not allowed: click 7.0"),
        (r"(?m)^(watchdog==\S+) \\\n(?: +--hash.*\n)+", r"\1\n", "not a hash: watchdog"),
        (r"sha256:\w{8}", "md5:", "not a hash: attrs"),
        (r"\A", "-i https://index.example.org/simple\n", "an address or an option"),
        (r"\A", "x @ file:///opt/x.whl\n", "not a version: x @ file:///opt/x.whl"),
    ],
)
def test_a_damaged_lock_is_told(before: str, after: str, fault: str) -> None:
    damaged = re.sub(before, after, text("release.txt"), count=1)
    assert [each for each in faults(damaged, wanted("release")) if each.startswith(fault)]


def test_a_release_installs_nothing_that_is_not_locked() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))["jobs"]
    lines = [line for job in jobs.values() for step in job["steps"] for line in step.get("run", "").splitlines()]
    installs = [line for line in lines if re.search(r"pip\S* install", line)]
    assert len(installs) >= 3
    for line in installs:
        assert re.search(
            r"--require-hashes -r requirements/(release|publish)\.txt$|--no-deps --no-build-isolation ", line
        )
    assert [line for line in lines if "-m build" in line] == ["python -m build --no-isolation"]
