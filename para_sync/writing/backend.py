"""Whoever writes: a model through the `llm` library, or a command; both give an answer, or say why there is none."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import signal
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from para_sync.manual.chapter import suggestion
from para_sync.stop import Stop
from para_sync.vault.limits import LARGEST_NOTE

# Statuses after which no other request can do any better: the key, or the address, is wrong.
_HOPELESS = {401: "the key is not accepted", 403: "access is denied", 404: "no such model or address"}
_CUT = ("length", "max_tokens", "MAX_TOKENS", "model_length")
_LONGEST_FACT = 300
_PIECE = 2**16
# Shorter values of such a variable are settings, and would be found in any text.
_SHORTEST_KEY = 8
_HOLDS_KEY = re.compile(r"(?:KEY|TOKEN|SECRET|PASSWORD)\Z", re.IGNORECASE)
# How long a command that was ended may take to be gone.
_LAST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the text, whether it was cut off at a limit, and the tokens sent and received (0: not told)."""

    text: str
    cut: bool = False
    sent: int = 0
    received: int = 0


class Failed(Exception):
    """There is no answer to this request; another one may succeed."""


class Hopeless(Stop):
    """There will be no answer to any request."""


class Backend(Protocol):
    """Something that answers prompts."""

    @property
    def name(self) -> str:
        """What the note says it was written by."""

    async def ask(self, system: str, prompt: str) -> Answer:
        """The answer. Raises `Failed`, or `Hopeless`."""


class Model:
    """A model of the `llm` library, by its name there; keys and addresses are the library's own."""

    def __init__(self, name: str, seconds: float) -> None:
        self._seconds = seconds
        self._key = ""
        try:
            import llm
        except ImportError:
            raise Hopeless('the library llm is not installed: pip install "para-sync[llm]"') from None
        try:
            self._model: Any = llm.get_async_model(name)
        except llm.UnknownModelError:
            known = [each for one in llm.get_models_with_aliases() for each in (one.model.model_id, *one.aliases)]
            more = suggestion(name, known) or "; `llm models` lists those that are"
            raise Hopeless(f'"{name}" is no model that llm knows{more}') from None
        self._unkeyed = llm.NeedsKeyException
        with suppress(llm.NeedsKeyException):  # told when it is asked
            self._key = self._model.get_key() or ""
        self.name: str = self._model.model_id

    async def ask(self, system: str, prompt: str) -> Answer:
        try:
            async with asyncio.timeout(self._seconds):
                response = self._model.prompt(prompt, system=system, stream=False)
                text = await response.text()
                usage = await response.usage()
        except TimeoutError:
            raise Failed(f"no answer in {self._seconds:g} s") from None
        except self._unkeyed as error:
            raise Hopeless(self._fact(error)) from None
        except Exception as error:  # each plugin raises what its own client raises
            status = getattr(error, "status_code", None)
            if status in _HOPELESS:
                raise Hopeless(f"{self.name}: {_HOPELESS[status]} ({status}): {self._fact(error)}") from None
            raise Failed(self._fact(error)) from None
        return Answer(
            without_keys(text, self._key), _is_cut(response.response_json), usage.input or 0, usage.output or 0
        )

    def _fact(self, error: Exception) -> str:
        return _line(without_keys(str(error), self._key)) or type(error).__name__


class Command:
    """A command that reads the prompt from its standard input and writes the answer, as text or as the JSON of
    `claude -p --output-format json`.
    """

    def __init__(self, line: str, seconds: float) -> None:
        self._seconds = seconds
        try:
            self._words = shlex.split(line)
        except ValueError as error:
            raise Hopeless(f'the command "{line}" cannot be read: {error}') from None
        if not self._words:
            raise Hopeless("the command is empty")
        self.name = os.path.basename(self._words[0])

    async def ask(self, system: str, prompt: str) -> Answer:
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._words, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
            )
        except OSError as error:
            raise Hopeless(f'the command "{self._words[0]}" does not start: {error.strerror}') from None
        try:
            async with asyncio.timeout(self._seconds):
                asked = _write(process, f"{system}\n\n{prompt}".encode())
                out, err, _ = await asyncio.gather(_read(process.stdout), _read(process.stderr), asked)
                await process.wait()
        except TimeoutError:
            raise Failed(f"no answer in {self._seconds:g} s") from None
        finally:
            if process.returncode is None:
                with suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
                # a pipe that is left unread keeps the process from being told to have ended
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LAST_SECONDS):
                        await asyncio.gather(_read(process.stdout), _read(process.stderr))
                        await process.wait()
        if len(out) > LARGEST_NOTE:
            raise Failed(f"{self.name} wrote more than the {LARGEST_NOTE // 2**20} MB that a note can hold")
        text = without_keys(out.decode("utf-8", "replace"))
        if process.returncode:
            told = without_keys(err.decode("utf-8", "replace")) or text
            raise Failed(f"{self.name} ended with {process.returncode}: {_line(told)}")
        return _told(text)


async def _write(process: asyncio.subprocess.Process, asked: bytes) -> None:
    """Give a command its input; one that does not want it all is let be."""
    assert process.stdin
    with suppress(ConnectionError):
        process.stdin.write(asked)
        await process.stdin.drain()
    process.stdin.close()


async def _read(stream: asyncio.StreamReader | None) -> bytes:
    """What a command writes, to its end; of more than a note can hold only the first part is kept."""
    found = bytearray()
    while stream and (more := await stream.read(_PIECE)):
        if len(found) <= LARGEST_NOTE:
            found += more
    return bytes(found)


def _told(text: str) -> Answer:
    """The answer that a command wrote; raises `Failed` where its JSON says that there is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return Answer(text)
    if not isinstance(found, dict) or "result" not in found:
        return Answer(text)
    result = found["result"] if isinstance(found["result"], str) else ""
    if found.get("is_error"):
        raise Failed(f"it reports an error: {_line(result) or found.get('subtype', '')}")
    usage = found["usage"] if isinstance(found.get("usage"), dict) else {}
    sent, received = (usage.get(f"{name}_tokens") for name in ("input", "output"))
    cut = found.get("stop_reason") in _CUT
    return Answer(result, cut, sent if isinstance(sent, int) else 0, received if isinstance(received, int) else 0)


def _is_cut(response: object) -> bool:
    """Whether a response says that it ended at a limit, in the words of one protocol or another."""
    if not isinstance(response, dict):
        return False
    choices = response.get("choices")
    ends = [response, *(choices if isinstance(choices, list) else ())]
    return any(
        each.get(name) in _CUT for each in ends if isinstance(each, dict) for name in ("finish_reason", "stop_reason")
    )


def without_keys(text: str, *keys: str) -> str:
    """A text with `***` in place of these keys, and of those that the environment holds.

    >>> without_keys("no such key: sk-0123456789", "sk-0123456789")
    'no such key: ***'
    """
    held = (value for name, value in os.environ.items() if _HOLDS_KEY.search(name))
    for key in sorted({*keys, *held}, key=len, reverse=True):
        text = text.replace(key, "***") if len(key) >= _SHORTEST_KEY else text
    return text


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_FACT]
