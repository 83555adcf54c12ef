"""
One request to a service that speaks the chat protocol of OpenAI: sent, waited for, tried again, and its answer read.

The key goes into a header and nowhere else: no redirect carries it to another address, and no message shows it.
"""

from __future__ import annotations

import http.client
import json
import logging
import os
import random
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from pressmark.config.secrets import MASK, mask_message

from .answer_cache import CachedAnswer
from .failures import ModelFailure, PassingFailure, ServiceRefused
from .requests import ModelRequest
from .settings import LanguageModelSettings, is_this_machine
from .usage import Ledger, RequestSlots

__all__ = ["ChatClient"]

PASSING_STATUSES = frozenset({408, 409, 425, 429, *range(500, 600)})
"""Statuses of HTTP after which the same request may succeed."""
_REFUSED_STATUSES = frozenset({401, 403, 404})
FIRST_WAIT_SECONDS = 0.5
"""The wait before the second try; each further one is twice as long. Chosen."""
MAX_WAIT_SECONDS = 60.0
"""The longest wait before another try; who asks for a longer one is left until the next run. Chosen."""
MAX_ANSWER_BYTES = 16 * 1024 * 1024
"""The largest answer that is read; chosen: a hundred times what the longest answer of a model has."""
_CHUNK_BYTES = 64 * 1024
_MAX_SHOWN_CHARACTERS = 200  # of what a service says of a failure: some two lines


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent on: the key and the text are for the address that somebody chose."""

    def redirect_request(self, *_: Any) -> NoReturn:
        """Raise `ServiceRefused`, whatever the address is."""
        raise ServiceRefused(
            "the service sends on to another address. Give the address that it answers at",
            is_of_every_request=True,
        )


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChatClient:
    """Sends requests by the settings of an annotator; `sleep` waits so many seconds between two tries."""

    settings: LanguageModelSettings
    slots: RequestSlots
    ledger: Ledger
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of(cls, settings: LanguageModelSettings) -> ChatClient:
        """Return the client of an annotator."""
        return cls(settings, RequestSlots.of(settings), Ledger.of(settings))

    def answer(
        self, request: ModelRequest, accept: Callable[[CachedAnswer], None]
    ) -> CachedAnswer:
        """
        Return what the model answers. It is asked again after a failure that may pass, or an answer that `accept` refuses.

        `accept` raises `PassingFailure` for an answer that is none. Raises `ModelFailure` where no try succeeds.
        """
        for attempt in range(self.settings.retries + 1):
            try:
                reply = self._send(request)
                accept(reply)
                return reply
            except PassingFailure as failure:
                if attempt == self.settings.retries:
                    tries = f"{attempt + 1} tries" if attempt else "one try"
                    raise PassingFailure(f"{failure} (after {tries})") from None
                seconds = _wait_seconds(attempt, failure)
                _log.info("%s; asked again in %.1f s", failure, seconds)
                self.sleep(seconds)
        raise AssertionError  # the loop returns or raises

    def require_key(self) -> None:
        """Raise `ServiceRefused` where the variable of the environment holds no key."""
        self._headers()

    def _send(self, request: ModelRequest) -> CachedAnswer:
        """Send a request once, when there is a slot for it, and enter what it used."""
        with self.slots.taken():
            # What the answer may have at most is reserved, so that no number of processes passes the budget together.
            reserved = request.tokens + self.settings.answer_tokens
            headers = self._headers()
            self.ledger.reserve(reserved)
            used = request.tokens
            try:
                reply = self._exchange(request, headers)
                used = reply.read_tokens + reply.written_tokens
                return reply
            except ModelFailure as failure:
                used = request.tokens if failure.was_read else 0
                raise
            finally:
                self.ledger.settle(reserved, used)

    def _exchange(
        self, request: ModelRequest, headers: Mapping[str, str]
    ) -> CachedAnswer:
        """Send a request and read the answer. Raises `ModelFailure` whatever goes wrong on the way."""
        address = f"{self.settings.address.rstrip('/')}/chat/completions"
        body = json.dumps(request.body).encode()
        message = urllib.request.Request(address, body, dict(headers))  # noqa: S310 - the settings take http alone
        opener = urllib.request.build_opener(*self._handlers())
        deadline = time.monotonic() + self.settings.timeout
        try:
            with opener.open(message, timeout=self.settings.timeout) as response:
                content = _read_until(response, deadline)
        except urllib.error.HTTPError as error:
            failure = self._failure_of_status(error)
            failure.was_read = False
            raise failure from None
        except ModelFailure:
            raise
        except (OSError, http.client.HTTPException) as error:
            raise _failure_of_connection(error, self.settings.timeout) from None
        return _read_reply(content, request)

    def _handlers(self) -> list[urllib.request.BaseHandler]:
        """Return what handles a connection: no redirects; and no proxy for a service on this machine."""
        handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
        if is_this_machine(urlsplit(self.settings.address).hostname):
            # A lab's proxy would get the key and the texts, and could not reach the service.
            handlers.append(urllib.request.ProxyHandler({}))
        return handlers

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        variable = self.settings.key_env
        if variable is None:
            return headers
        key = os.environ.get(variable, "").strip()
        # Python would quote a key with a line end in it in its error.
        if not key or not key.isascii() or not key.isprintable():
            raise ServiceRefused(
                f"the variable {variable} of the environment holds no key. Set it where the run is started",
                is_of_every_request=True,
            )
        return headers | {"Authorization": f"Bearer {key}"}

    def _failure_of_status(self, error: urllib.error.HTTPError) -> ModelFailure:
        """Return what an answer with a status of failure means; its words are shown without the key."""
        try:
            with error:
                words = error.read(_CHUNK_BYTES).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            words = ""
        reason = f"the service answers {error.code}"
        if shown := self._without_key(" ".join(words.split())):
            reason += f" ({shown[:_MAX_SHOWN_CHARACTERS]})"
        if error.code in PASSING_STATUSES:
            return PassingFailure(reason, wait=_retry_after(error.headers))
        # Other refusals may be of this text alone: a filter of what it tells.
        return ServiceRefused(
            f"{reason}. See to the address, the model's name, the key and the parameters",
            is_of_every_request=error.code in _REFUSED_STATUSES,
        )

    def _without_key(self, words: str) -> str:
        key = os.environ.get(self.settings.key_env or "", "").strip()
        if key:
            words = words.replace(key, MASK)
        return mask_message(words)


def _read_until(response: http.client.HTTPResponse, deadline: float) -> bytes:
    """Return the body of an answer. Raises `PassingFailure` where it trickles on after the deadline, or has no end."""
    content = bytearray()
    while chunk := response.read1(_CHUNK_BYTES):
        content += chunk
        # The time that a socket has begins anew with each byte.
        if time.monotonic() > deadline:
            raise PassingFailure("the service takes too long over its answer")
        if len(content) > MAX_ANSWER_BYTES:
            raise PassingFailure("the answer of the service has no end")
    # `read1` gives what there is; a body that is shorter than was announced is no answer.
    if response.length:
        raise PassingFailure("the connection broke within the answer")
    return bytes(content)


def _failure_of_connection(
    error: OSError | http.client.HTTPException, timeout: float
) -> ModelFailure:
    """Return what it means that no answer came: all of it may pass but a certificate that is none."""
    cause = getattr(error, "reason", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return ServiceRefused(
            "the certificate of the service is not valid for its address",
            is_of_every_request=True,
        )
    if isinstance(cause, TimeoutError):
        return PassingFailure(f"the service did not answer within {timeout:g} seconds")
    if isinstance(cause, ConnectionRefusedError):
        return PassingFailure("nothing answers at the address of the service")
    return PassingFailure(f"the connection broke ({type(cause).__name__})")


def _read_reply(content: bytes, request: ModelRequest) -> CachedAnswer:
    """Return the answer in the body of a reply. Raises `PassingFailure` for a body that is none."""
    try:
        reply = json.loads(content)
        choice = reply["choices"][0]
        words = choice["message"]["content"]
    except (ValueError, RecursionError, LookupError, TypeError):
        raise PassingFailure(
            "the answer of the service is cut, or no chat completion"
        ) from None
    if not isinstance(words, str):
        raise PassingFailure("the model answers without words")
    usage = reply.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return CachedAnswer(
        words,
        _count(counts.get("prompt_tokens"), request.tokens),
        _count(counts.get("completion_tokens"), len(words) // 3),
        is_cut=choice.get("finish_reason") == "length",
    )


def _count(value: Any, otherwise: int) -> int:
    """Return a number of tokens as the service says it, or what it is about where it says none."""
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else otherwise


def _retry_after(headers: Any) -> float | None:
    """Return the seconds of a header `Retry-After`, which gives them or a date; None where it says nothing."""
    value = (headers.get("Retry-After") or "").strip() if headers else ""
    if value.isdecimal():
        return float(value[:9])
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _wait_seconds(attempt: int, failure: PassingFailure) -> float:
    """
    Return how long to wait after the try of number `attempt`, the first being 0.

    Raises the failure itself where the service asks for more than `MAX_WAIT_SECONDS`.
    """
    if failure.wait is not None and failure.wait > MAX_WAIT_SECONDS:
        raise PassingFailure(
            f"{failure}; it asks to be left alone for {failure.wait:.0f} seconds. Run again with --retry"
        )
    # Spread out: workers that failed together shall not come again together.
    backoff = FIRST_WAIT_SECONDS * (1 << attempt) * random.uniform(0.5, 1.0)
    return min(MAX_WAIT_SECONDS, max(backoff, failure.wait or 0.0))
