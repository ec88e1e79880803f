"""What `design generate` promises, with the installed command, the real llm library, and a real server."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from conftest import some, write
from model_server import HEADING, Asked, ModelServer, Reply
from watcher import until

from para_sync import layout
from para_sync.designs import design as designs
from para_sync.shipped import SHIPPED
from para_sync.vault.source import Disk
from para_sync.vault.vault import Vault

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="commands are ended by process group")

NOTE = "content/ml-system-designs/Meta/Design a News Feed ML Ranking System.md"
TOPIC = "News Feed"

Script = Callable[[Asked, Sequence[Asked]], Reply]


@cache
def good() -> dict[int, str]:
    """The text of each section of the shipped example, labels left out."""
    text = (SHIPPED / NOTE).read_text("utf-8")
    found = list(HEADING.finditer(text))
    ends = [*(each.start() for each in found[1:]), len(text)]
    bodies = (text[each.end() : end] for each, end in zip(found, ends, strict=True))
    unlabelled = (re.sub(r"^\*\*E7 (Focus|Criteria)\*\*:.*\n", "", body, flags=re.MULTILINE) for body in bodies)
    return dict(enumerate(map(str.strip, unlabelled), 1))


def well(asked: Asked, earlier: Sequence[Asked]) -> Reply:
    return Reply(good()[asked.section])


def at(section: int, other: Script) -> Script:
    """A script that answers well, but for one section."""
    return lambda asked, earlier: other(asked, earlier) if asked.section == section else well(asked, earlier)


def without_topic(section: int, number: int = 1) -> str:
    """A section without its n-th topic's heading."""
    heading = re.findall(r"^### .*$", good()[section], re.MULTILINE)[number - 1]
    return good()[section].replace(heading, "")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    laid = layout.files(layout.EXAMPLE_START)
    return write(tmp_path / "vault", {path: content for path, content in laid.items() if path != NOTE})


def environment(root: Path) -> dict[str, str]:
    """Nothing of whoever runs the tests: no key, and commands of ours first on the path."""
    own = {name: value for name, value in os.environ.items() if name != "OPENAI_API_KEY"}
    path = os.pathsep.join([str(root.parent / "bin"), own.get("PATH", os.defpath)])
    quiet = {"NO_PROXY": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    return {**own, **quiet, "PATH": path, "LLM_USER_PATH": str(root.parent / "llm")}


def installed(root: Path) -> list[str]:
    """The command as pip installed it."""
    return [str(Path(sysconfig.get_path("scripts")) / "para-sync"), "--vault", str(root), "design", "generate"]


def generate(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*installed(root), *words], capture_output=True, text=True, check=False, env=environment(root), timeout=300
    )


def served(root: Path, script: Script, *more: str) -> tuple[subprocess.CompletedProcess[str], list[Asked]]:
    """One run against a server that answers by script, and what it was asked."""
    with ModelServer(script) as server:
        server.configure(root.parent / "llm")
        done = generate(root, *(more or (TOPIC,)), "--model", "local")
    assert "Traceback" not in done.stderr
    return done, server.asked


def text(root: Path) -> str:
    return (root / NOTE).read_text("utf-8")


def sections(root: Path) -> dict[int, str]:
    """The sections of the note by number."""
    design = Vault.read(Disk(root)).once(designs.read, NOTE)
    assert design
    content = (root / NOTE).read_bytes()
    return {
        each.section.number: content[each.heading.span.start : each.body.end].decode().strip() for each in design.parts
    }


def test_good_answers_come_out_whole(root: Path) -> None:
    done, asked = served(root, well)
    assert done.stdout == f"made {NOTE}: 12 of 12 sections complete, 5,879 words, 0 findings\n"
    assert done.returncode == 0
    assert re.match(r"12 requests, 1,200 tokens sent, 600 received, \d+ s\.\n\Z", done.stderr)
    shipped = {each.section.number: each for each in designs_of(SHIPPED)}
    assert sections(root).keys() == shipped.keys()
    assert "status: draft\n" in text(root)
    assert "model: local\n" in text(root)
    assert len(re.findall(r"(?m)^  - \d+-[0-9a-f]{8}$", text(root))) == 12
    # on the wire
    assert [each.section for each in asked] == list(range(1, 13))
    assert not any(each.is_again for each in asked)
    assert all("Key ML challenges: real-time feature engineering" in each.system for each in asked)
    keys = {value for each in asked for name, value in each.headers.items() if name.casefold() == "authorization"}
    assert keys == {"Bearer key-for-local"}
    assert "key-for" not in "".join(each.system + each.prompt for each in asked)
    assert "1. Interview Overview: " in asked[1].prompt


def designs_of(folder: Path) -> tuple[designs.Part, ...]:
    design = Vault.read(Disk(folder)).once(designs.read, NOTE)
    assert design
    return design.parts


def test_a_missing_topic_is_mended_and_only_that_section_is_asked_for_again(root: Path) -> None:
    lacking = at(4, lambda asked, _: Reply(good()[4] if asked.is_again else without_topic(4)))
    done, asked = served(root, lacking)
    assert (done.returncode, "0 findings" in done.stdout) == (0, True)
    (again,) = [each for each in asked if each.is_again]
    assert again.section == 4
    assert 'section 4 lacks the topic "Model selection with detailed technical justification"' in again.prompt
    assert without_topic(4).strip()[:200] in again.prompt
    assert Counter(each.section for each in asked)[4] == 2
    assert len(asked) == 13


def test_a_preamble_a_fence_the_whole_heading_and_labels_are_taken_off(root: Path) -> None:
    def dressed(asked: Asked, _: Sequence[Asked]) -> Reply:
        number = asked.section
        title = HEADING.findall(asked.prompt)[0][1]
        body = good()[number]
        forms = [
            f"Here is the section you asked for:\n\n```markdown\n## {number}. {title}\n\n{body}\n```\n\nShall I go on?",
            f"Certainly!\n\n{body}",
            f"---\ntype: other\n---\n\n## {title}\n\n**E7 Focus**: mine\n\n{body}",
            body.replace("### ", "## "),
            body.replace("### ", "##### "),
        ]
        return Reply(forms[number % len(forms)])

    done, _ = served(root, dressed)
    assert "12 of 12 sections complete" in done.stdout
    assert done.returncode == 0
    found = text(root)
    assert "mine" not in found
    assert "type: other" not in found
    assert "```markdown" not in found
    assert re.findall(r"(?m)^## .*$", found) == re.findall(r"(?m)^## .*$", (SHIPPED / NOTE).read_text("utf-8"))


NO_SECTIONS = [
    pytest.param("I'm sorry, but I can't help with that.", "stop", id="refusal"),
    pytest.param("", "stop", id="empty"),
    pytest.param("### Someth", "length", id="truncated"),
]


@pytest.mark.nightly
@pytest.mark.parametrize(("answer", "finish"), some(NO_SECTIONS))
def test_what_is_no_section_is_not_taken_for_one(root: Path, answer: str, finish: str) -> None:
    done, asked = served(root, at(7, lambda *_: Reply(answer, finish=finish)))
    assert done.returncode == 1
    assert re.search(r"section 7: the answer (was empty|had none of the section's topics)", done.stderr)
    assert "11 of 12 sections complete" in done.stdout
    assert "sorry" not in text(root)
    assert "*To write: complex integration patterns and protocols.*" in text(root)
    assert len([each for each in asked if each.section == 7]) == 2


def test_a_section_that_was_cut_off_is_asked_for_again(root: Path) -> None:
    half = good()[5][: len(good()[5]) * 2 // 3]
    cut = at(5, lambda asked, _: Reply(good()[5]) if asked.is_again else Reply(half, finish="length"))
    done, asked = served(root, cut)
    assert (done.returncode, "12 of 12" in done.stdout) == (0, True)
    assert "the answer was cut off before its end" in next(each.prompt for each in asked if each.is_again)


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "the key is not accepted (401)"), (404, "no such model or address (404)")],
)
def test_what_no_request_can_get_around_ends_the_run(root: Path, status: int, words: str) -> None:
    done, asked = served(root, lambda *_: Reply(status=status), TOPIC, "Visual", "Fraud", "--jobs", "1")
    assert done.returncode == 2
    assert words in done.stderr
    assert len(asked) == 1
    assert not list((root / "content").rglob("*.md"))


def test_a_busy_server_is_waited_for_and_a_failing_one_asked_again(root: Path) -> None:
    def busy(asked: Asked, earlier: Sequence[Asked]) -> Reply:
        tried = len([each for each in earlier if each.section == asked.section])
        if asked.section == 2 and not tried:
            return Reply(status=429, headers={"Retry-After": "2"})
        if asked.section == 3 and tried < 2:
            return Reply(status=500)
        if asked.section == 4 and not tried:
            return Reply(drop=True)
        return well(asked, earlier)

    done, asked = served(root, busy)
    assert (done.returncode, "0 findings" in done.stdout) == (0, True)
    assert Counter(each.section for each in asked) == Counter([*range(1, 13), 2, 3, 3, 4])
    first, second = (each.at for each in asked if each.section == 2)
    assert second - first >= 2


NO_ANSWERS = [
    pytest.param(Reply("late", seconds=5), "not written: no answer in 2 s", id="slow"),
    pytest.param(Reply(body=b"<html>not json"), "not written: ", id="invalid JSON"),
    pytest.param(Reply(drop=True), "not written: ", id="dropped"),
    pytest.param(Reply(status=500), "not written: ", id="failing"),
]


@pytest.mark.nightly
@pytest.mark.parametrize(("reply", "words"), some(NO_ANSWERS))
def test_without_an_answer_the_note_is_not_written_and_the_next_run_goes_on(
    root: Path, reply: Reply, words: str
) -> None:
    done, asked = served(root, at(9, lambda *_: reply), TOPIC, "--timeout", "2")
    assert done.returncode == 1
    assert f"{NOTE}: {words}" in done.stderr
    assert not (root / NOTE).exists()
    done, asked = served(root, well)
    assert (done.returncode, text(root).count("\n## ")) == (0, 12)
    assert [each.section for each in asked] == [9, 10, 11, 12]


def test_of_a_model_that_gets_worse_the_best_is_kept(root: Path) -> None:
    """Better once, then worse: the second of three answers stays, and what is left is stated."""
    poor = re.sub(r"(?m)^### .*$", "", without_topic(8), count=1)

    def worse(asked: Asked, earlier: Sequence[Asked]) -> Reply:
        tried = len([each for each in earlier if each.section == 8])
        return Reply([poor, without_topic(8), poor][tried])

    done, asked = served(root, at(8, worse))
    assert Counter(each.section for each in asked)[8] == 3
    assert without_topic(8).strip() in text(root)
    left, told = done.stdout.splitlines()
    assert re.fullmatch(rf"{re.escape(NOTE)}:\d+:1: warning topic-missing: section 8 lacks the topic .*", left)
    assert told.endswith("11 of 12 sections complete, 5,879 words, 1 findings")
    assert "status: draft\n" in text(root)


def test_a_key_does_not_follow_to_another_host(root: Path) -> None:
    with ModelServer(well) as other:
        moved = {"Location": f"{other.address}/chat/completions"}
        done, asked = served(root, lambda *_: Reply(status=307, headers=moved))
    assert done.returncode == 0
    assert len(asked) == len(other.asked) == 12
    assert all("Bearer key-for-local" in each.headers.values() for each in asked)
    assert "key-for" not in "".join(value for each in other.asked for value in each.headers.values())


@pytest.mark.parametrize("status", [401, 400])
def test_a_server_that_gives_the_key_away_does_not_get_it_printed(root: Path, status: int) -> None:
    body = json.dumps({"error": {"message": "no such key: key-for-local"}}).encode()
    done, asked = served(root, lambda *_: Reply(status=status, body=body))
    assert "Bearer key-for-local" in asked[0].headers.values()
    assert "no such key: ***" in done.stderr
    assert "key-for-local" not in done.stdout + done.stderr


def test_a_key_in_an_answer_is_not_written(root: Path) -> None:
    done, _ = served(root, at(6, lambda *_: Reply(good()[6] + "\n\nThe key is key-for-local.\n")))
    assert done.returncode == 0
    assert "The key is ***." in text(root)
    assert not [each for each in root.rglob("*") if each.is_file() and b"key-for-local" in each.read_bytes()]


def test_an_oscillating_model_is_stopped(root: Path) -> None:
    def other(asked: Asked, earlier: Sequence[Asked]) -> Reply:
        tried = len([each for each in earlier if each.section == 8])
        return Reply(without_topic(8, 1 + tried % 2))

    _, asked = served(root, at(8, other))
    assert Counter(each.section for each in asked)[8] == 2


def test_an_answer_is_data(root: Path) -> None:
    evil = (
        "\n\n<!-- para-sync:begin practice-log -->\n\n<!-- para-sync:end practice-log -->\n\n```dataview\nLIST\n```\n\n"
        "```dataviewjs\nx\n```\n\n`= this.file`\n\n<% tp.file.delete() %>\n\n![t](https://tracker.example.org/x.png)\n\n"
        "<script>x</script>\n\n---\npath: ../../x\n---\n"
    )
    done, _ = served(root, at(6, lambda *_: Reply(good()[6] + evil)))
    found = text(root)
    for gone in ("<!-- para-sync", "```dataview", "`= this", "<%", "![t]", "<script"):
        assert gone not in found, gone
    vault = Vault.read(Disk(root))
    note = vault.note(NOTE)
    assert note
    assert note.regions == ()
    assert [each.name for each in note.properties.entries][:2] == ["type", "company_name"]
    assert note.properties.get("path") is None
    assert [path for path in vault.paths if path.startswith("content/")] == [NOTE]
    assert done.returncode in (0, 1)


def test_existing_notes_are_kept_and_edited_sections_never_touched(root: Path) -> None:
    lacking = at(4, lambda *_: Reply(without_topic(4)))
    both = lambda asked, earlier: (  # noqa: E731
        Reply(without_topic(5)) if asked.section == 5 else lacking(asked, earlier)
    )
    served(root, both)
    first = (root / NOTE).read_bytes()
    done, asked = served(root, well)
    assert (asked, (root / NOTE).read_bytes()) == ([], first)
    assert done.stdout.startswith(f"kept, it exists {NOTE}: 10 of 12")
    mine = first.decode().replace(
        "## 5. Advanced Training & Evaluation\n", "## 5. Advanced Training & Evaluation\n\nMine.\n"
    )
    (root / NOTE).write_text(mine, "utf-8")
    done, asked = served(root, well, TOPIC, "--apply")
    assert {each.section for each in asked} == {4}
    after = sections(root)
    assert "Mine." in after[5]
    assert after[5] in mine
    assert "### Model selection" in after[4]
    assert f"mended {NOTE}: 11 of 12" in done.stdout
    again, asked = served(root, well, TOPIC, "--apply")
    assert asked == []
    assert again.stdout.startswith(f"kept, nothing to mend {NOTE}")


def test_one_shot_asks_once_and_mends_what_fails(root: Path) -> None:
    whole = (SHIPPED / NOTE).read_text("utf-8").split("---\n", 2)[2]
    lead = re.findall(r"^### .*$", good()[2], re.MULTILINE)[0]

    def once(asked: Asked, earlier: Sequence[Asked]) -> Reply:
        if asked.is_again:
            return well(asked, earlier)
        return Reply("```markdown\n" + whole.replace(lead, "") + "\n```")

    done, asked = served(root, once, TOPIC, "--one-shot")
    assert (done.returncode, "12 of 12" in done.stdout) == (0, True)
    assert [(each.section, each.is_again) for each in asked] == [(0, False), (2, True)]


@pytest.mark.nightly
def test_killed_in_a_batch_finished_notes_are_whole_and_a_second_run_completes(root: Path) -> None:
    shipped = json.loads((root / "Resources/reference-materials/design-records.json").read_text("utf-8"))
    more = [{**each, "company_name": "Initech"} for each in shipped]
    file = root.parent / "batch.json"
    file.write_text(json.dumps([*shipped, *more][:18]), "utf-8")
    with ModelServer(lambda asked, earlier: Reply(well(asked, earlier).text, seconds=0.02)) as server:
        server.configure(root.parent / "llm")
        batch = [str(file), "--model", "local", "--jobs", "4"]
        process = subprocess.Popen(
            [*installed(root), *batch],
            env=environment(root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(lambda: len(list((root / "content").rglob("*.md"))) >= 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        asked, total = len(server.asked), 18
        there = {each: each.read_bytes() for each in (root / "content").rglob("*.md")}
        assert all(content.count(b"\n## ") == 12 for content in there.values())
        assert len(there) < total
        done = generate(root, *batch)
        assert len([each for each in (root / "content").rglob("*") if each.is_file()]) == total
        assert {each: each.read_bytes() for each in there} == there
        assert len(re.findall(r"(?m)^(made|kept, it exists) ", done.stdout)) == total
        assert done.stdout.count("kept, it exists") == len(there)
        assert len(server.asked) - asked < 12 * (total - len(there)) + 48


# A command instead of a model


def claude(root: Path, answer: str) -> str:
    """A command called claude, on the path."""
    folder = root.parent / "bin"
    folder.mkdir(exist_ok=True)
    (folder / "texts.json").write_text(json.dumps(good()))
    script = folder / "claude"
    script.write_text(
        f"#!{sys.executable}\nimport json, re, sys\nprompt = sys.stdin.read()\n"
        f"texts = json.load(open({str(folder / 'texts.json')!r}))\n"
        "number = re.findall(r'(?m)^## (\\d+)\\. ', prompt)[-1]\n" + answer
    )
    script.chmod(0o755)
    return "claude -p"


def test_a_command_answers_in_text_or_json(root: Path) -> None:
    told = "{'result': texts[number], 'is_error': False, 'usage': {'input_tokens': 10, 'output_tokens': 5}}"
    line = claude(root, f"print(texts[number] if int(number) % 2 else json.dumps({told}))\n")
    done = generate(root, TOPIC, "--command", line)
    assert done.stdout == f"made {NOTE}: 12 of 12 sections complete, 5,879 words, 0 findings\n"
    assert "12 requests, 60 tokens sent, 30 received" in done.stderr
    assert "model: claude\n" in text(root)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("print(json.dumps({'subtype': 'success', 'is_error': True, 'result': 'Credit balance is too low'}))",
         "not written: it reports an error: Credit balance is too low"),
        ("sys.exit('no login')", "not written: claude ended with 1: no login"),
        ("import time; time.sleep(60)", "not written: no answer in 1 s"),
        ("while True: print('no end ' * 999)", "not written: no answer in 1 s"),
        ("print('much ' * 999_999)", "not written: claude wrote more than the 2 MB that a note can hold"),
    ],
    ids=["is_error with exit 0", "exit 1", "slow", "endless", "too long"],
)  # fmt: skip
def test_a_command_that_fails_writes_nothing(root: Path, answer: str, words: str) -> None:
    began = time.monotonic()
    done = generate(root, TOPIC, "--command", claude(root, answer + "\n"), "--timeout", "1")
    assert (done.returncode, done.stderr.count(words)) == (1, 1)
    assert not (root / NOTE).exists()
    assert time.monotonic() - began < 30


def test_what_cannot_be_asked_is_said(root: Path) -> None:
    (root.parent / "llm").mkdir()
    assert "does not start" in generate(root, TOPIC, "--command", "/nowhere/claude").stderr
    unknown = generate(root, TOPIC, "--model", "no-such-model")
    assert (unknown.returncode, '"no-such-model" is no model that llm knows' in unknown.stderr) == (2, True)
    assert "no model is named" in generate(root, TOPIC).stderr
    assert "cannot be given together" in generate(root, TOPIC, "--model", "x", "--command", "x").stderr
    keyless = generate(root, TOPIC, "--model", "gpt-4o-mini")
    assert (keyless.returncode, "key" in keyless.stderr) == (2, True)
