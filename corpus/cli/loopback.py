"""Whether a request comes from a browser on this machine that asks for this machine."""

from __future__ import annotations

import re
from email.message import Message

__all__ = ["asked_port", "is_own_origin"]

# `localhost`, `127.0.0.1:8000`, `[::1]:8000`: what a browser sends as `Host` for this machine.
_LOOPBACK_HOST = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d{1,5}))?", re.I)
_HTTP_PORT = 80
_PORTS = 65_536


def asked_port(headers: Message, path: str) -> int | None:
    """
    Return the port of this machine that a request asks for; None where it does not name this machine, once, and a path.

    A page of the web whose name was turned to 127.0.0.1 asks with its own name as `Host`.
    """
    hosts = headers.get_all("Host") or []
    # Two `Host` lines are how a proxy and a server are made to read different ones.
    if len(hosts) != 1:
        return None
    host = _LOOPBACK_HOST.fullmatch(hosts[0].strip())
    if host is None:
        return None
    port = int(host[1] or _HTTP_PORT)
    # A path may also be a whole address, `http://other.example/`, as a browser sends it to a proxy.
    return port if port < _PORTS and path.startswith("/") else None


def is_own_origin(headers: Message, port: int) -> bool:
    """Say whether a request that changes something was sent by a page of this server: a browser says whose it is."""
    origins = headers.get_all("Origin") or []
    if len(origins) != 1:
        return False
    scheme, _, host = origins[0].strip().partition("://")
    asked = _LOOPBACK_HOST.fullmatch(host)
    return (
        scheme == "http" and asked is not None and int(asked[1] or _HTTP_PORT) == port
    )
