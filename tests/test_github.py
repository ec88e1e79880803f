"""What GitHub reads of us: every file by its schema, least rights, and an action that does what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import Repository

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.github-actions": [ROOT / "action.yml"],
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.github-issue-forms": [file for file in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if file.stem != "config"],
    "vendor.github-issue-config": [GITHUB / "ISSUE_TEMPLATE" / "config.yml"],
}
# "on" is a word, not YAML 1.1's yes
yaml.SafeLoader.yaml_implicit_resolvers.pop("o", None)


def check(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
    return subprocess.run(call, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_file_holds_to_its_schema(schema: str) -> None:
    assert SCHEMAS[schema]
    done = check(schema, *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout


def test_the_schemas_can_refuse(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - us: actions/checkout@v4\n")
    assert check("vendor.github-workflows", bad).returncode == 1


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_do_no_more_than_it_needs(file: Path) -> None:
    workflow: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 180
        more = {name for name, right in job.get("permissions", {}).items() if right == "write"}
        assert more <= {"security-events", "id-token"}
        for step in job["steps"]:
            name, _, version = step.get("uses", "./").partition("@")
            assert name == "./" or version, f"{name} has no version"
            if name == "actions/checkout":
                assert step["with"]["persist-credentials"] is False
            # what a stranger can write is never part of a script
            assert "${{" not in step.get("run", "")


@pytest.mark.skipif(os.name == "nt", reason="the steps are run by bash")
def test_the_steps_of_the_action_do_what_they_say(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", vault="my notes")
    assert repository.para_sync("init", "my notes", folder=repository.top).code == 0
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    steps = {step["name"]: step for step in action["runs"]["steps"] if "name" in step}
    repository.environment |= {"PARA_SYNC": "para-sync", "VAULT": "my notes", "STRICT": "true", "SARIF": "f.sarif"}

    def step(name: str) -> tuple[str, int]:
        assert set(steps[name].get("env", {})) <= repository.environment.keys() | {"PYTHON", "SOURCE"}
        return repository.call("bash", "-e", "-o", "pipefail", "-c", steps[name]["run"])

    assert [step(name)[1] for name in ("Findings as a file", "Lint", "Tables")] == [0, 0, 0]
    repository.write({"Areas/interview-context/gaps/One.md": "---\ntype: gap\n---\n[[Nowhere]]\n"})
    assert step("Findings as a file") == ("", 0)
    assert "my%20notes/Areas" in (repository.top / "f.sarif").read_text("utf-8")
    said, code = step("Lint")
    assert code == 1
    assert "::error file=my notes/Areas/interview-context/gaps/One.md,line=4" in said
    repository.environment["VAULT"] = "nowhere"
    assert step("Findings as a file")[1] != 0
