"""A site served on this machine alone, for looking at it."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .errors import InputError, PressmarkError

__all__ = ["server"]


def server(folder: Path, *, port: int = 8000) -> ThreadingHTTPServer:
    """
    A server of the folder on the loopback address, bound and ready; port 0 takes any that is free.

    Raises `InputError` when the folder holds no site, `PressmarkError` when the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise InputError(f"{folder}: no index.html here. Build the site first: pressmark build YAML")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise PressmarkError(f"port {port} cannot be used ({error.strerror}). Name another: --port 8001") from error
