"""Answers kept until their note is written, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from para_sync.files import DISK
from para_sync.journal import state
from para_sync.writing.backend import Answer


class Kept:
    """The answers of one vault, each by what was asked of whom. Losing them costs nothing but asking again."""

    def __init__(self, root: Path, name: str) -> None:
        self._folder = state(root) / "answers"
        self._name = name

    def find(self, system: str, prompt: str) -> Answer | None:
        """The answer to the same request, where one is kept."""
        try:
            return Answer(**json.loads(DISK.read(self._file(system, prompt))))
        except (OSError, ValueError, TypeError):
            return None

    def keep(self, system: str, prompt: str, answer: Answer) -> Path | None:
        """Keep an answer; None where that is not possible."""
        file = self._file(system, prompt)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            staged = file.with_suffix(".new")
            staged.write_text(json.dumps(asdict(answer)), "utf-8")
            staged.replace(file)
            return file
        return None

    def _file(self, system: str, prompt: str) -> Path:
        asked = json.dumps([self._name, system, prompt]).encode()
        return self._folder / f"{blake2b(asked, digest_size=12).hexdigest()}.json"
