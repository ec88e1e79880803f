"""Bugs that are planted one at a time, to see that the tests catch them: `python -m tests.seeded`.

Each is a small change of the kind that slips in. The tests named with it must be green before and red after; each
promise of the README (P1 to P15 of reliability.md) has one that breaks it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Bug:
    """What stands once in a file, what stands there instead, the promises that it breaks, and the tests that tell."""

    name: str
    promises: str
    file: str
    right: str
    wrong: str
    tests: str


BUGS = (
    Bug(
        "the second look is left out",
        "P4",
        "para_sync/edit.py",
        "if self._look(path) != found:",
        "if found is None and self._look(path):",
        "tests/test_edit.py::test_what_another_program_does_before_the_swap_is_never_lost",
    ),
    Bug(
        "what came out of a note is not looked at",
        "P4",
        "para_sync/edit.py",
        "        if swapped:\n",
        "        if swapped is None:\n",
        "tests/test_edit.py::test_an_editor_that_writes_to_what_it_opened_before_loses_nothing",
    ),
    Bug(
        "what was replaced is deleted unseen",
        "P4",
        "para_sync/held.py",
        "if digest(data) in left.digests:",
        "if left.digests:",
        "tests/test_edit.py::test_an_editor_that_writes_to_what_it_opened_before_loses_nothing",
    ),
    Bug(
        "a folder is not synced",
        "P3",
        "para_sync/edit.py",
        "                self.files.sync_folder(folder)\n",
        "                folder.exists()\n",
        "tests/test_power.py::test_a_power_cut_at_any_moment_leaves_every_note_old_or_new_and_keeps_what_was_said[sync]",
    ),
    Bug(
        "bytes are not synced",
        "P2 P3",
        "para_sync/files.py",
        "                self.sync(descriptor)\n",
        "                self.lstat(path)\n",
        "tests/test_power.py::test_a_power_cut_at_any_moment_leaves_every_note_old_or_new_and_keeps_what_was_said[sync]",
    ),
    Bug(
        "a note is written in place",
        "P2",
        "para_sync/staging.py",
        "            self.files.swap(target, staged)\n        except",
        "            descriptor = os.open(target, os.O_WRONLY | os.O_TRUNC)\n"
        "            content = self.files.read(staged)\n"
        "            self.files.write(descriptor, content)\n"
        "            return False\n"
        "        except",
        "tests/test_kills.py::test_a_kill_at_any_call_leaves_every_note_old_or_new_and_the_next_run_finishes[archive]",
    ),
    Bug(
        "a file written a moment ago is trusted",
        "P9",
        "para_sync/cache.py",
        "if not settled(stamp.mtime_ns, stamp.ctime_ns, now.began) or",
        "if",
        "tests/test_cache.py::test_what_was_written_a_moment_ago_is_not_trusted",
    ),
    Bug(
        "what was said is kept though a file can still change unseen",
        "P9",
        "para_sync/again.py",
        "        if not now.settled:\n",
        "        if not now.began:\n",
        "tests/test_again.py::test_what_was_written_a_moment_ago_is_answered_anew",
    ),
    Bug(
        "an event is trusted where only a scan can tell",
        "P9",
        "para_sync/watch/follow.py",
        "if not path.isascii() or not self._is_plain(path, found):",
        "if not path.isascii():",
        "tests/test_follow.py",
    ),
    Bug(
        "a cell is not escaped",
        "P12",
        "para_sync/region.py",
        'return _SPECIAL.sub(lambda match: "\\\\" + match.group(), _BLANKS.sub(" ", words).strip())',
        'return _BLANKS.sub(" ", words).strip()',
        "tests/test_region.py::test_text_stays_in_its_cell",
    ),
    Bug(
        "a loader raises what nobody catches",
        "P6 P13",
        "para_sync/property_text.py",
        "    except Exception:",
        "    except __import__('ruamel.yaml').yaml.YAMLError:",
        "tests/test_property_text.py",
    ),
    Bug(
        "an alias is let through",
        "P13",
        "para_sync/vault/yaml_tree.py",
        "if isinstance(event, yaml.AliasEvent):",
        "if isinstance(event, type(None)):",
        "tests/test_bad_inputs.py::test_a_bad_input",
    ),
    Bug(
        "lines end where Python says",
        "P1",
        "para_sync/vault/span.py",
        '            line = self._content.count(b"\\n", 0, offset) + 1\n',
        '            line = len((self._content[:offset].decode("utf-8", "replace") + "x").splitlines())\n',
        "tests/test_markdown.py::test_place_of_an_offset",
    ),
    Bug(
        "a symlink is followed",
        "P11",
        "para_sync/edit.py",
        "if stat.S_ISLNK(found.st_mode):",
        "if found.st_mode == 0:",
        "tests/test_edit.py::test_a_path_where_only_others_write_is_refused",
    ),
    Bug(
        "a note is opened as text",
        "P1",
        "para_sync/files.py",
        '            return b"".join(parts)\n',
        '            return b"".join(parts).replace(b"\\r\\n", b"\\n")\n',
        "tests/test_edit.py::test_a_note_is_written_and_bom_line_ends_and_mode_are_kept",
    ),
    Bug(
        "runs come in the order of their hashes",
        "P8",
        "para_sync/practice/runs.py",
        "key=lambda run: run.order",
        "key=lambda run: hash(run.note.path)",
        "tests/test_same.py",
    ),
    Bug(
        "a name that is taken is taken over",
        "P5",
        "para_sync/files.py",
        "            exchange.move(source, target)\n",
        "            os.replace(source, target)\n",
        "tests/test_files.py::test_a_file_moves_to_a_free_name_and_clobbers_none",
    ),
    Bug(
        "equal bytes are written again",
        "P7",
        "para_sync/edit.py",
        "if found and found.data == after:",
        "if found and not after:",
        "tests/test_edit.py::test_a_second_apply_writes_nothing",
    ),
    Bug(
        "what is missing counts as gone",
        "P6",
        "para_sync/vault/vault.py",
        "return (*folders, *(path for path in faulty if not vault.digest(path)))",
        "return ()",
        "tests/test_failing.py::test_what_cannot_be_read_is_told_and_nothing_is_taken_for_gone",
    ),
    Bug(
        "a circle of writes goes on",
        "P10",
        "para_sync/watch/clocks.py",
        "            self._circle(path, now),\n",
        "",
        "tests/test_clocks.py::test_a_note_that_is_written_in_a_circle_is_left_alone",
    ),
    Bug(
        "the brake does not hold",
        "P14",
        "para_sync/brake.py",
        "if len(gone) > GONE_PART * len(known):",
        "if not present:",
        "tests/test_brake.py::test_when_to_stop",
    ),
    Bug(
        "control characters reach the terminal",
        "P15",
        "para_sync/reports/plain.py",
        "return _UNSAFE.sub(lambda match: escape(ord(match.group())), text)",
        "return text",
        "para_sync/reports/plain.py tests/test_attacks.py::test_a_control_character_in_a_name",
    ),
)


def planted(bug: Bug, root: Path) -> str:
    """The text of the bug's file with the bug in it; ValueError where what was right does not stand there once."""
    text = (root / bug.file).read_text("utf-8")
    if text.count(bug.right) != 1:
        raise ValueError(f"{bug.name}: stands {text.count(bug.right)} times in {bug.file}: {bug.right}")
    return text.replace(bug.right, bug.wrong)


def tried(tests: str, root: Path) -> tuple[int, str]:
    """The exit code of pytest on these tests of the project in a folder, and the names of those that failed."""
    options = ["-q", "-p", "no:cacheprovider", "--tb=no", "-rf", f"--basetemp={root.parent / 'tmp'}"]
    words = [sys.executable, "-m", "pytest", *options, *tests.split()]
    where = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(words, cwd=root, env=where, capture_output=True, text=True, check=False)
    failed = [line.split(" ")[1] for line in done.stdout.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return done.returncode, ", ".join(failed[:3]) or done.stdout[-500:]


def caught(bug: Bug) -> tuple[Bug, bool, str]:
    """Whether tests that are green turn red with the bug planted in a copy of the project, and which."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        left_out = shutil.ignore_patterns(".git", "__pycache__", ".*_cache")
        shutil.copytree(ROOT, root, ignore=left_out)
        code, failed = tried(bug.tests, root)
        if code:
            return bug, False, f"red without the bug: {failed}"
        (root / bug.file).write_text(planted(bug, root), "utf-8")
        code, failed = tried(bug.tests, root)
        return bug, code == 1, failed if code == 1 else f"green with the bug (exit code {code})"


def main(names: list[str]) -> int:
    """Plant the bugs with these words in their names, or all; 1 where one is not caught."""
    chosen = [bug for bug in BUGS if not names or any(name in bug.name for name in names)]
    missed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for bug, found, said in pool.map(caught, chosen):
            missed += not found
            print(f"{'caught' if found else 'MISSED'}  {bug.promises:6}  {bug.name}: {said}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} bugs caught")
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
