"""The review page served on this machine alone: handed out to who knows the token, and its decisions kept."""

from __future__ import annotations

import hmac
import json
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from pressmark.errors import Blocked, PressmarkError
from pressmark.review.page.document import PageFiles
from pressmark.review.page.session import ReviewSession, SessionAddress

from .loopback import asked_port, is_own_origin

__all__ = ["open_review_server"]

# Nothing but our own files; no other page may show ours in a frame.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
MAX_BODY_BYTES = 4_000_000
"""The most that a page may send at once; some 4,000 decisions, chosen: a day's work that no server was there for."""

_JSON = "application/json; charset=utf-8"


class _ReviewHandler(BaseHTTPRequestHandler):
    """The page, its files, its articles, and the door for decisions, all below the token."""

    server_version, sys_version = "pressmark", ""
    protocol_version = "HTTP/1.1"
    # Seconds after which a connection that sends nothing is closed; chosen: a page asks again by itself.
    timeout = 60

    def __init__(
        self, session: ReviewSession, files: PageFiles, token: str, *arguments: Any
    ) -> None:
        self.session, self.files, self.token = session, files, token
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with a file of the page, or with the articles from a number on."""
        path = self._path_within()
        if path is None:
            return
        if path == "articles":
            query = parse_qs(urlsplit(self.path).query)
            first = (query.get("from") or ["0"])[0]
            # `isdecimal` takes other scripts' digits; so does `int`.
            if not first.isdecimal() or len(first) > len("1000000000"):
                self._answer(HTTPStatus.BAD_REQUEST, b"from= must be a whole number")
                return
            self._answer_json(HTTPStatus.OK, self.session.page(int(first)))
            return
        file = self.files.file(path)
        if file is None:
            self._answer(HTTPStatus.NOT_FOUND, b"Not on this page")
            return
        kind, content = file
        self._answer(HTTPStatus.OK, content, kind)

    def do_POST(self) -> None:
        """Keep the decisions of the body, a JSON object a line, and answer which are on the disk."""
        path = self._path_within()
        if path is None:
            return
        if path != "decisions" or not is_own_origin(self.headers, self._port):
            self._refuse(HTTPStatus.FORBIDDEN, b"Decisions come from the page alone")
            return
        length = self.headers.get("Content-Length", "")
        # Python reads no number of thousands of digits.
        is_number = length.isdecimal() and len(length) <= len(str(MAX_BODY_BYTES))
        if not is_number or int(length) > MAX_BODY_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"Send fewer at once")
            return
        body = self.rfile.read(int(length))
        try:
            result = self.session.keep(body)
        except Blocked as error:
            self._answer_json(
                HTTPStatus.INSUFFICIENT_STORAGE, {"kept": [], "error": str(error)}
            )
            return
        refused = [{"line": one.line, "reason": str(one)} for one in result.refused]
        self._answer_json(HTTPStatus.OK, {"kept": result.kept, "refused": refused})

    @property
    def _port(self) -> int:
        return cast(ThreadingHTTPServer, self.server).server_port

    def _path_within(self) -> str | None:
        """Return the path below the token; None, answered, where the request is not for this server or lacks it."""
        if asked_port(self.headers, self.path) != self._port:
            self._refuse(HTTPStatus.FORBIDDEN, b"Ask for localhost or 127.0.0.1")
            return None
        token, slash, path = urlsplit(self.path).path[1:].partition("/")
        # As bytes: a text that is not ASCII cannot be compared in constant time.
        if not slash or not hmac.compare_digest(token.encode(), self.token.encode()):
            self._refuse(
                HTTPStatus.NOT_FOUND, b"Open the address that the command printed"
            )
            return None
        return path

    def _refuse(self, status: HTTPStatus, text: bytes) -> None:
        """Answer without reading a body, and close: what follows would be read as the next request."""
        self.close_connection = True
        self._answer(status, text)

    def _answer_json(self, status: HTTPStatus, value: Any) -> None:
        self._answer(status, json.dumps(value, ensure_ascii=False).encode(), _JSON)

    def _answer(
        self,
        status: HTTPStatus,
        content: bytes,
        kind: str = "text/plain; charset=utf-8",
    ) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: a line a decision would bury what matters, and would hold the token."""


class _ReviewServer(ThreadingHTTPServer):
    # An answer on its way is finished before the process ends; each is short.
    daemon_threads = True


def open_review_server(
    session: ReviewSession, files: PageFiles, address: SessionAddress, port: int
) -> ThreadingHTTPServer:
    """
    Return a server of the page on the loopback address, bound and ready.

    `port` 0 takes the one that the last session had where that is free, else any. Raises `PressmarkError` when a port
    that was asked for is taken.
    """
    handler = partial(_ReviewHandler, session, files, address.token)
    choices = [port] if port else [address.port, 0]
    for number in choices:
        try:
            return _ReviewServer(("127.0.0.1", number), handler)
        except OSError as error:
            if number and number == port:
                raise PressmarkError(
                    f"port {port} cannot be used ({error.strerror}). Name another: --port 8001"
                ) from error
    raise PressmarkError("this machine gives no port. Name one: --port 8001")
