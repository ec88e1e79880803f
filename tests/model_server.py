"""A real HTTP server on the loopback that speaks the OpenAI-compatible protocol, and answers by script."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HEADING = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Reply:
    """What the server does with one request: text for the model to say, or another status, headers, bytes, delays."""

    text: str = ""
    status: int = 200
    finish: str = "stop"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = 0.0
    drop: bool = False


@dataclass(frozen=True)
class Asked:
    """One request: its headers, the prompts, when it came, and the number of the section that is asked for."""

    path: str
    headers: Mapping[str, str]
    system: str
    prompt: str
    at: float

    @property
    def section(self) -> int:
        found = HEADING.findall(self.prompt)
        return int(found[0][0]) if len(found) == 1 else 0

    @property
    def is_again(self) -> bool:
        return "it has these findings" in self.prompt


class ModelServer:
    """Serves while it is entered; `script` answers each request, given those asked before it."""

    def __init__(self, script: Callable[[Asked, Sequence[Asked]], Reply]) -> None:
        self.asked: list[Asked] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                sent = json.loads(self.rfile.read(size))
                said = {each["role"]: each["content"] for each in sent["messages"]}
                asked = Asked(self.path, dict(self.headers), said.get("system", ""), said["user"], time.monotonic())
                earlier = tuple(server.asked)
                server.asked.append(asked)
                reply = script(asked, earlier)
                time.sleep(reply.seconds)
                if reply.drop:
                    self.connection.close()
                    self.close_connection = True
                    return
                self._answer(reply)

            def _answer(self, reply: Reply) -> None:
                body = reply.body if reply.body is not None else json.dumps(_completion(reply)).encode()
                try:
                    self.send_response(reply.status)
                    for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def configure(self, folder: Path) -> Path:
        """A configuration of llm that knows the server as the model "local", with a key for it and one for others."""
        folder.mkdir(parents=True, exist_ok=True)
        model = f"- model_id: local\n  model_name: local\n  api_base: {self.address}\n  api_key_name: local\n"
        (folder / "extra-openai-models.yaml").write_text(model)
        (folder / "keys.json").write_text(json.dumps({"local": "key-for-local", "openai": "key-for-openai"}))
        return folder


def _completion(reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        return {"error": {"message": "no", "type": "error"}}
    message = {"role": "assistant", "content": reply.text}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "local",
        "choices": [{"index": 0, "message": message, "finish_reason": reply.finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }
