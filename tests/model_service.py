"""A service that speaks the chat protocol on this machine, and misbehaves as it is told: lies, stalls, breaks, refuses."""

from __future__ import annotations

import json
import select
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answering = Callable[[Any], Any]
"""
From the text that a request asks about (or, where it `reads_request`, from the whole of it) to what the model answers: a
value that becomes JSON, or the words themselves.
"""


@dataclass
class ModelService:
    """
    What the service saw, and how it behaves. `faults` are taken one for each request, None for none; then there are none.

    A fault is a name of `_FAULTS`, a status, or a pair of a status and the seconds of `Retry-After`.
    """

    answering: Answering
    reads_request: bool = False
    faults: list[Any] = field(default_factory=list)
    fault_of: Callable[[str, int], Any] = lambda text, tries: None
    pause: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    address: str = ""
    _at_once: int = 0
    _tries: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def texts(self) -> list[str]:
        """The texts that were asked about, in their order."""
        return [text_of(request) for request in self.requests]

    def enter(self, request: dict[str, Any], headers: dict[str, str]) -> Any:
        """Note a request; gives its fault."""
        with self._lock:
            self.requests.append(request)
            self.headers.append(headers)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            text = text_of(request)
            self._tries[text] += 1
            if self.faults:
                return self.faults.pop(0)
            return self.fault_of(text, self._tries[text])

    def leave(self) -> None:
        with self._lock:
            self._at_once -= 1


def text_of(request: dict[str, Any]) -> str:
    """The stretch of the article in a request: what stands behind the first empty line of the user's message."""
    return str(request["messages"][-1]["content"].split("\n\n", 1)[1])


@contextmanager
def model_service(answering: Answering, **behaviour: Any) -> Iterator[ModelService]:
    """Serve on any free port of this machine; `behaviour` are fields of `ModelService`."""
    service = ModelService(answering, **behaviour)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def completion(content: str, finish_reason: str = "stop") -> bytes:
    """The body of an answer."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return json.dumps({"choices": [choice], "usage": usage}).encode()


def _handler(service: ModelService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            request = json.loads(self.rfile.read(size))
            fault = service.enter(request, dict(self.headers.items()))
            try:
                self._reply(request, fault)
            except OSError:
                pass  # who asked went away
            finally:
                self.close_connection = True

        def _reply(self, request: dict[str, Any], fault: Any) -> None:
            text = text_of(request)
            time.sleep(service.pause)
            if isinstance(fault, int | tuple):
                status, wait = fault if isinstance(fault, tuple) else (fault, None)
                headers = {"Retry-After": str(wait)} if wait is not None else {}
                shown = json.dumps({"error": self.headers.get("Authorization", "busy")})
                self._send(status, shown.encode(), headers)
                return
            answer = service.answering(request if service.reads_request else text)
            words = answer if isinstance(answer, str) else json.dumps(answer)
            body = completion(words)
            if fault == "lies":
                body = completion(json.dumps(_lie(answer)))
            elif fault == "prose":
                body = completion("I am sorry, I cannot read this.")
            elif fault == "length":
                body = completion(words[: len(words) // 2], "length")
            elif fault == "cut":
                body = body[: len(body) // 2]
            if fault == "stalls":
                # Until who asked has gone, which closes the connection.
                select.select([self.connection], [], [], 10)
                service.leave()
                return
            if fault == "breaks":
                self._send(200, body[:10], {"Content-Length": str(len(body))})
                return
            if fault == "moved":
                self._send(302, b"", {"Location": "http://127.0.0.1:9/elsewhere"})
                return
            self._send(200, body, {})

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            # Before the answer, after which who asked may come again at once.
            service.leave()
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _lie(answer: Any) -> Any:
    """The answer with a part more whose words stand in no article."""
    (key, parts), *_ = answer.items()
    lies: dict[str, Sequence[Any]] = {
        "quotes": [{"pieces": ["Nobody ever said so"], "kind": "direct"}],
        "names": [{"name": "Nemo of Nowhere", "label": "PER"}],
        "events": [{"trigger": "unhappened", "type": "PROTEST"}],
    }
    return {key: [*parts, *lies[key]]}
